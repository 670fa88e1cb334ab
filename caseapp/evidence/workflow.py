"""How an item is looked at, and how a redacted copy of it comes about: the program's steps and people's."""

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.evidence.enums import EvidenceState as S
from caseapp.evidence.enums import RedactionState as R

WORKFLOW = Workflow(
    name="evidence",
    initial=S.RECEIVED,
    chain=lambda item: str(item.vault.chain),
    transitions=(
        row(
            "begin_examination",
            _("Begin to look"),
            S.RECEIVED,
            S.SCANNING,
            _("The program began to look at a file."),
            shared=False,
        ),
        row(
            "finish_examination",
            _("Looked at"),
            S.SCANNING,
            S.READY,
            _("The program looked at a file."),
            shared=False,
        ),
        row(
            "reject",
            _("Withhold"),
            S.SCANNING,
            S.REJECTED,
            _("A file is kept, but not handed out."),
            shared=False,
        ),
        row(
            "fail",
            _("Give up"),
            (S.RECEIVED, S.SCANNING),
            S.FAILED,
            _("A file could not be looked at."),
            shared=False,
        ),
        row(
            "retry",
            _("Try again"),
            (S.FAILED, S.READY),
            S.RECEIVED,
            _("A file is to be looked at again."),
            shared=False,
        ),
    ),
)

REDACTION = Workflow(
    name="redaction",
    initial=R.PROPOSING,
    chain=lambda redaction: str(redaction.item.vault.chain),
    transitions=(
        row("propose", _("Propose boxes"), R.PROPOSING, R.DRAFTING, _("Boxes were proposed."), shared=False),
        row(
            "show_frame",
            _("Show another moment"),
            R.DRAFTING,
            R.PROPOSING,
            _("Another moment of a film was asked for."),
            shared=False,
        ),
        row("edit", _("Change the boxes"), (R.MADE, R.FAILED), R.DRAFTING, _("The boxes are changed."), shared=False),
        row(
            "make",
            _("Make the redacted copy"),
            R.DRAFTING,
            R.MAKING,
            _("A redacted copy was asked for."),
            shared=False,
            main=True,
        ),
        row("finish", _("Finished"), R.MAKING, R.MADE, _("A redacted copy was made and checked."), shared=False),
        row("fail", _("Not made"), R.MAKING, R.FAILED, _("A redacted copy could not be made."), shared=False),
        row(
            "use",
            _("Use this copy and seal the original"),
            R.MADE,
            R.IN_USE,
            _("A redacted copy is shown instead of its original."),
            shared=False,
            main=True,
        ),
        row(
            "drop",
            _("Give this copy up"),
            (R.PROPOSING, R.DRAFTING, R.MADE, R.FAILED),
            R.DROPPED,
            _("A redacted copy was given up."),
            shared=False,
        ),
        row("replace", _("Replace"), R.IN_USE, R.DROPPED, _("A redacted copy was replaced by another."), shared=False),
    ),
)

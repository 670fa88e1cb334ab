"""How an item is looked at: the program's steps, and a person's wish to try again."""

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.evidence.enums import EvidenceState as S

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

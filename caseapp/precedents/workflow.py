"""The life of a version of a precedent, written by one curator and made public by another, and of a suggestion."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.precedents.enums import RevisionState as R
from caseapp.precedents.enums import SuggestionState as S

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CHAIN = "precedents"


def _rests_on_the_present_text(revision: Any, given: Mapping[str, Any]) -> "_StrOrPromise | None":
    if revision.precedent is None or revision.precedent.version == revision.base:
        return None
    return _(
        "The precedent has changed since this was written. Its author opens it, checks what it would change now, and"
        " saves it again."
    )


REVISION = Workflow(
    name="precedents.revision",
    initial=R.DRAFT,
    chain=lambda revision: CHAIN,
    transitions=(
        row(
            "propose",
            _("Send to a second curator"),
            (R.DRAFT, R.RETURNED),
            R.PROPOSED,
            _("The version was sent to a second curator."),
            guards=(_rests_on_the_present_text,),
            main=True,
        ),
        row(
            "approve",
            _("Approve and make public"),
            R.PROPOSED,
            R.APPROVED,
            _("A second curator approved the version, and it is public."),
            may_give=("note",),
            guards=(_rests_on_the_present_text,),
            main=True,
        ),
        row(
            "return",
            _("Send back"),
            R.PROPOSED,
            R.RETURNED,
            _("A second curator sent the version back: %(reason)s"),
            needs=("reason",),
        ),
        row(
            "take_back",
            _("Take back to work on it"),
            R.PROPOSED,
            R.DRAFT,
            _("The author took the version back."),
        ),
        row(
            "withdraw",
            _("Give up this version"),
            (R.DRAFT, R.PROPOSED, R.RETURNED),
            R.WITHDRAWN,
            _("The version was given up."),
            may_give=("reason",),
            grave=True,
        ),
    ),
)

SUGGESTION = Workflow(
    name="precedents.suggestion",
    initial=S.WAITING,
    chain=lambda suggestion: CHAIN,
    transitions=(
        row(
            "accept",
            _("Take it up"),
            S.WAITING,
            S.ACCEPTED,
            _("A curator took the suggestion up."),
            main=True,
        ),
        row(
            "decline",
            _("Do not take it up"),
            S.WAITING,
            S.DECLINED,
            _("A curator did not take the suggestion up: %(reason)s"),
            needs=("reason",),
        ),
    ),
)

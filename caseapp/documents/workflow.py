"""The life of a complainant's letter to the organisation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.workflow import chain as complaint_chain
from caseapp.core.workflow import Workflow, row
from caseapp.documents.enums import LetterState as S
from caseapp.law.selectors import day_in

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _time_has_passed(letter: Any) -> bool:
    """Silence is silence only once the last day has passed where the complaint belongs."""
    return letter.due_on is not None and day_in(letter.complaint.jurisdiction, timezone.now()) > letter.due_on


def _only_when_due(letter: Any, given: Mapping[str, Any]) -> "_StrOrPromise | None":
    return None if _time_has_passed(letter) else _("The time for the answer has not passed yet.")


LETTER = Workflow(
    name="rights_letters",
    initial=S.READY,
    chain=lambda letter: complaint_chain(letter.complaint),
    transitions=(
        row(
            "send",
            _("Record that you sent it"),
            S.READY,
            S.SENT,
            _("The letter was sent."),
            needs=("sent_on", "sent_by"),
            may_give=("received_on", "keep"),
            main=True,
        ),
        row(
            "record_answer",
            _("Record the answer"),
            (S.SENT, S.UNANSWERED),
            S.ANSWERED,
            _("An answer to the letter was recorded."),
            needs=("answered_on", "answer"),
            may_give=("note",),
            main=True,
        ),
        row(
            "record_silence",
            _("Record that no answer came"),
            S.SENT,
            S.UNANSWERED,
            _("No answer to the letter came in time."),
            guards=(_only_when_due,),
            offered_when=_time_has_passed,
        ),
        row("discard", _("Do not use this letter"), S.READY, S.DISCARDED, _("The letter was put aside."), grave=True),
    ),
)

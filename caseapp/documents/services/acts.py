"""The letter that an act of the authority calls for: told by the complaint once the act stands, written once."""

from typing import Any

import structlog
from django.utils.translation import override

from caseapp.complaints.enums import Outcome
from caseapp.complaints.models import Complaint, Message
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput
from caseapp.core.models import TimelineEntry
from caseapp.core.wording import written_day, written_sum
from caseapp.documents.enums import Kind
from caseapp.documents.models import Document
from caseapp.documents.services.issuing import issue_letter

log = structlog.get_logger(__name__)

LETTERS = {
    "acknowledge": Kind.ACKNOWLEDGEMENT,
    "request_information": Kind.INFORMATION_REQUEST,
    "reject": Kind.REJECTION,
    "conclude": Kind.CLOSING,
}


def letter_for_act(complaint_id: int, entry_id: int, action: str) -> Document | None:
    """Write the letter for an act that the timeline holds; None for an act without one, or where no text is loaded.

    Safe to run again: the entry is the occasion.
    """
    if action not in LETTERS:
        return None
    kind = LETTERS[action]
    complaint = Complaint.objects.select_related("authority", "jurisdiction", "respondent").get(pk=complaint_id)
    entry = TimelineEntry.objects.filter(pk=entry_id).first()
    if complaint.authority is None or entry is None:
        return None
    if action == "conclude" and entry.data.get("investigation"):
        kind = Kind.DECISION_COMPLAINANT
    with override(complaint.language):
        facts = _facts(complaint, entry, action)
    try:
        return issue_letter(actor=SYSTEM, kind=kind, complaint=complaint, facts=facts, occasion=f"entry:{entry_id}")
    except InvalidInput as refusal:
        # Without a text there is no letter; the act itself stands and the complainant was told of it.
        log.warning("letter_not_written", complaint=complaint.reference, action=action, why=str(refusal.message))
        return None


def _facts(complaint: Complaint, entry: TimelineEntry, action: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"reason": entry.data.get("reason", "")}
    if action == "conclude":
        facts["outcome"] = str(Outcome(entry.data["outcome"]).label)
        facts["investigation"] = entry.data.get("investigation", "")
        facts["fine"] = written_sum(entry.data.get("amount"), entry.data.get("currency", ""))
    if action == "request_information":
        # The question is written in the same transaction, just after the act itself.
        question = (
            Message.objects.filter(complaint=complaint, is_request=True, created_at__gte=entry.at)
            .order_by("pk")
            .first()
        )
        facts["question"] = question.body if question else ""
        facts["answer_by"] = written_day(question.due_on) if question and question.due_on else ""
    return facts

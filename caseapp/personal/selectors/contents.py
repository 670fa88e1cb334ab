"""Everything that is a complainant's, as plain values: what a take-out writes down."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.documents.models import Document
from caseapp.enforcement.selectors import outcome_for_complainant
from caseapp.evidence import selectors as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.litigation.selectors.engagements import engagements_of
from caseapp.litigation.selectors.suits import suits_for_complainant
from caseapp.notifications import selectors as notifications
from caseapp.notifications import services as notices

FORMAT = "countenance-take-out/1"

FACTS = (
    "reference",
    "state",
    "language",
    "anonymous",
    "sector",
    "respondent_kind",
    "venue_kind",
    "venue_name",
    "venue_address",
    "occurred_on",
    "ongoing",
    "use",
    "modality",
    "consent_asked",
    "consent_separate",
    "alternative_offered",
    "consent_withdrawn",
    "consent_defect",
    "harms",
    "relief_sought",
    "narrative",
    "persons_affected",
    "concerns",
    "channel",
    "filed_for",
    "filer_basis",
    "filer_relation",
    "received_on",
    "minors",
    "vulnerable",
    "submitted_at",
    "acknowledged_at",
    "closed_at",
    "outcome",
    "statement_sha256",
)


def contents(
    actor: Actor,
    complaint: Complaint,
    items: list[EvidenceItem],
    papers: list[Document],
    names: dict[Any, str],
) -> dict[str, Any]:
    """The whole of it for its complainant; `names` says under which name each file and letter lies in the archive."""
    contact = complaints.identity(actor, complaint)
    outcome = outcome_for_complainant(actor, complaint)
    return {
        "format": FORMAT,
        "made_at": timezone.now(),
        "complaint": {
            **{name: getattr(complaint, name) for name in FACTS},
            "jurisdiction": complaint.jurisdiction_id,
            "authority": complaint.authority.code if complaint.authority else None,
            "respondent": {"reference": complaint.respondent.reference, "name": complaint.respondent.name},
        },
        "contact": asdict(contact) if contact else None,
        "address_for_a_lost_code_kept": complaints.keeps_recovery_address(actor, complaint),
        "screenings": [
            {
                "framework": one.framework.code,
                "version": one.framework.version,
                "answers": one.answers,
                "result": one.result,
                "method": one.method_version,
            }
            for one in complaints.screenings(complaint)
        ],
        "messages": [
            {
                "at": one.created_at,
                "side": one.side,
                "body": one.body,
                "asks": one.is_request,
                "answer_by": one.due_on,
                "attachments": [names[item.pk] for item in items if item.message_id == one.pk],
            }
            for one in complaints.messages(actor, complaint)
        ],
        "timeline": [
            {"at": one.at, "side": one.side, "kind": one.kind, "sentence": timeline.sentence(one)}
            for one in complaints.timeline(actor, complaint).order_by("id")
        ],
        "evidence": [_item(actor, item, names) for item in items],
        "letters_and_documents": [
            {
                "file": names[one.pk],
                "reference": one.reference,
                "title": one.title,
                "made_by": one.side,
                "made_at": one.made_at,
                "version": one.version,
                "sha256": one.sha256,
            }
            for one in papers
        ],
        "progress_reports": [
            {
                "sent_at": one.sent_at,
                "standing": one.standing,
                "steps": one.steps,
                "next": one.next_step,
                "delay": one.delay,
                "rights": one.rights,
            }
            for one in complaints.sent_updates(actor, complaint)
        ],
        "opened_by_others": [
            {"on": one.on, "last_at": one.last_at, "sentence": complaints.access_sentence(one)}
            for one in complaints.accesses(actor, complaint)
        ],
        "let_in": [
            {
                "side": (one.authority or one.firm).name,  # type: ignore[union-attr]
                "scopes": one.scopes,
                "since": one.created_at,
                "until": one.revoked_at,
            }
            for one in complaint.grants.select_related("authority", "firm").order_by("pk")
        ],
        "engagements": [
            {
                "reference": one.reference,
                "firm": one.firm.name,
                "state": one.state,
                "request": one.request,
                "terms": one.terms,
            }
            for one in engagements_of(actor, complaint)
        ],
        "outcome": asdict(outcome) if outcome else None,
        "suits": [
            {"reference": one.reference, "court": one.court, "docket_number": one.docket_number, "state": one.state}
            for one in suits_for_complainant(actor, complaint)
        ],
        "notices": [
            {"at": one.created_at, "read_at": one.read_at, "sentence": notices.sentence(one)}
            for one in notifications.notices(actor).filter(path__startswith=f"/complaints/{complaint.reference}/")
        ],
    }


def copy_key(item: EvidenceItem) -> tuple[str, Any]:
    """What the redacted copy of a file is listed under among the names of an archive."""
    return ("redacted", item.pk)


def _item(actor: Actor, item: EvidenceItem, names: dict[Any, str]) -> dict[str, Any]:
    steps = evidence.custody(actor, item)
    return {
        "file": names[item.pk],
        "redacted_copy": names.get(copy_key(item), ""),
        "name": item.file_name,
        "title": item.title,
        "description": item.description,
        "captured_at": item.captured_at,
        "media_type": item.media_type,
        "size": item.size,
        "sha256": item.sha256,
        "added_by": item.side,
        "added_at": item.created_at,
        "custody": [{"at": step.at, "action": step.action, "side": step.side, "hash": step.hash} for step in steps],
    }

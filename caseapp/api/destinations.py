"""Where files of a caller go, by ticket, account or receipt code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from caseapp.accounts.selectors import receipt_actor
from caseapp.api import tus
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.enforcement import services as enforcement
from caseapp.evidence import services
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.evidence.services import Incoming
from caseapp.intake import services as intake
from caseapp.intake.models import Draft


@dataclass(frozen=True)
class Destination:
    """Where files of this caller go: who holds the uploads, whose acts they are, which vault, and how one is added."""

    holder: str
    actor: Actor
    vault: Callable[[], Vault]
    add: Callable[[Incoming, dict[str, Any]], EvidenceItem]


def holder_of(request: Request, actor: Actor) -> str:
    """Who the uploads of this caller belong to."""
    ticket = tus.ticket(request)
    if ticket is not None:
        return ":".join(ticket)
    if actor.is_signed_in:
        return f"user:{actor.user_id}"
    if actor.is_receipt_holder:
        return f"receipt:{actor.complaint_id}"
    raise NotFound()


def destination_of(request: Request, actor: Actor, complaint: Complaint | None) -> Destination:
    """Where a file of this caller goes, found anew with every request: what was withdrawn since is refused."""
    holder = holder_of(request, actor)
    purpose, _, subject = holder.partition(":")
    if purpose == "draft":
        draft = Draft.objects.filter(pk=subject).first()
        if draft is None:
            raise intake.DraftExpired()
        return Destination(
            holder,
            actor,
            lambda: intake.vault_for(actor=actor, draft=draft),
            lambda incoming, words: intake.add_file(
                actor=actor, draft=draft, incoming=incoming, description=words["description"]
            ),
        )
    if purpose == "request":
        asked = services.standing_request(UUID(subject))
        return Destination(
            holder,
            actor,
            lambda: asked.vault,
            lambda incoming, words: services.give_evidence(
                request=asked, incoming=incoming, description=words["description"]
            ),
        )
    if purpose == "inquiry":
        respondent, investigation, about = enforcement.upload_of(subject)
        return Destination(
            holder,
            respondent,
            lambda: enforcement.inquiry_vault(actor=respondent, investigation=investigation),
            lambda incoming, words: enforcement.give_file(
                actor=respondent, about=about, incoming=incoming, description=words["description"]
            ),
        )
    if purpose == "receipt":
        actor = receipt_actor(int(subject), actor.language)
        complaint = Complaint.objects.visible_to(actor).first()
    if complaint is None:
        raise NotFound()

    def vault() -> Vault:
        return services.vault_of(actor=actor, complaint=complaint)

    def add(incoming: Incoming, words: dict[str, Any]) -> EvidenceItem:
        return services.add_item(
            actor=actor,
            vault=vault(),
            incoming=incoming,
            title=words["title"],
            description=words["description"],
            captured_at=tus.moment(words.get("captured_at", "")),
        )

    return Destination(holder, actor, vault, add)

"""Asking somebody outside (a witness, a shop) for a file by link, and taking it in."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.core.policies import can
from caseapp.core.references import new_receipt_code, normalise_receipt_code
from caseapp.evidence.models import EvidenceItem, EvidenceRequest
from caseapp.evidence.services import custody
from caseapp.evidence.services.items import add_item
from caseapp.evidence.services.vaults import vault_of
from caseapp.evidence.uploads import Incoming

MOST_DAYS = 90

timeline.tell("evidence.asked", _("Somebody outside was asked for a file, by link."))
timeline.tell("evidence.request_revoked", _("A request for a file was taken back."))


@transaction.atomic
def ask_for_evidence(
    *, actor: Actor, complaint: Complaint, question: str, recipient: str, days: int, language: str
) -> tuple[EvidenceRequest, str]:
    """Ask for a file by link; answers the request and the code of the link, which is shown this once.

    Writes the custody chain and the timeline. Raises NotAllowed for whoever may not add evidence, InvalidInput.
    """
    if not can(actor, "evidence.add", complaint):
        raise NotAllowed()
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput.field("days", _("Choose between 1 and 90 days."))
    code = new_receipt_code()
    request = EvidenceRequest(
        vault=vault_of(actor=actor, complaint=complaint),
        lookup=EvidenceRequest.lookup_of(code),
        question=question,
        language=language,
        side=custody.side_of(actor, complaint),
        asked_by_id=actor.user_id,
        expires_at=timezone.now() + timedelta(days=days),
    )
    request.keep_recipient(recipient)
    request.save(force_insert=True)
    _record(actor, request, "evidence.asked")
    return request, code


@transaction.atomic
def revoke_request(*, actor: Actor, request: EvidenceRequest) -> None:
    """Let the link open nothing any more; what was given stays. Doing it again changes nothing. Raises NotAllowed."""
    complaint = request.vault.complaint
    if complaint is None or not can(actor, "evidence.add", complaint):
        raise NotAllowed()
    locked = EvidenceRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at", "updated_at"])
        _record(actor, request, "evidence.request_revoked")


def request_by_code(code: str) -> EvidenceRequest:
    """The request that a link opens. A wrong, expired and revoked code are all NotFound."""
    normal = normalise_receipt_code(code)
    found = None
    if normal is not None:
        found = (
            EvidenceRequest.objects.open_at(timezone.now())
            .select_related("vault__complaint")
            .filter(lookup=EvidenceRequest.lookup_of(normal))
            .first()
        )
    if found is None:
        raise NotFound()
    return found


def standing_request(request_id: UUID) -> EvidenceRequest:
    """A request that was opened before, if it still stands; NotFound otherwise."""
    found: EvidenceRequest | None = (
        EvidenceRequest.objects.open_at(timezone.now()).select_related("vault__complaint").filter(pk=request_id).first()
    )
    if found is None:
        raise NotFound()
    return found


@transaction.atomic
def give_evidence(*, request: EvidenceRequest, incoming: Incoming, description: str = "") -> EvidenceItem:
    """Add a file that somebody outside gave; the side “third party” and the request stand in its custody entry.

    Tells those who asked. Raises NotFound once the request is over, and what `add_item` refuses.
    """
    standing = standing_request(request.pk)
    item = add_item(
        actor=Actor(language=standing.language),
        vault=standing.vault,
        incoming=incoming,
        description=description,
        request=standing,
    )
    standing.items.add(item)
    return item


def _record(actor: Actor, request: EvidenceRequest, action: str) -> None:
    complaint = request.vault.complaint
    facts = {"side": request.side, "question": audit.digest(request.question), "until": request.expires_at.isoformat()}
    audit.record(actor=actor, action=action, subject=request, chain=request.vault.chain, facts=facts)
    if complaint is not None:
        timeline.write(actor=actor, subject=complaint, kind=action)

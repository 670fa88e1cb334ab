"""The packet that goes with a referral: facts as they were that day, and the evidence with its custody, for the other
authority to keep and check.
"""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import actor_for
from caseapp.casework.models import ReferralPacket
from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import AccessKind, ReferralState
from caseapp.complaints.models import Complaint, Referral
from caseapp.complaints.services import ComplaintFacts, record_access
from caseapp.core.actors import Actor
from caseapp.core.errors import NotAllowed, NotFound, WrongState
from caseapp.core.policies import can
from caseapp.core.sealing import seal, unseal
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services as evidence_services
from caseapp.evidence.enums import EvidenceState
from caseapp.evidence.services import Content

NAMED = frozenset({"jurisdiction", "respondent", "authority", "screenings"})
"""Facts that are rows elsewhere and told by their public names."""


def pack(complaint_id: int, entry_id: int, action: str) -> None:
    """Make the packet of a referral that was just sent; run again it changes nothing.

    The sender's officer is whose export it is; files that are not ready are counted and left out.
    """
    if action != "refer":
        return
    waiting = Referral.objects.select_related("complaint", "by", "from_authority", "to_authority")
    referral = waiting.filter(complaint_id=complaint_id, state=ReferralState.SENT).first()
    if referral is None or referral.by is None or ReferralPacket.objects.filter(referral=referral).exists():
        return
    actor = actor_for(referral.by)
    with transaction.atomic():
        items = list(evidence.items_of(actor, referral.complaint))
        ready = [item for item in items if item.state == EvidenceState.READY]
        export = None
        if ready:
            export = evidence_services.ask_export(
                actor=actor, complaint=referral.complaint, item_ids=[item.pk for item in ready]
            )
        document = _document(actor, referral, items)
        packet = ReferralPacket(
            referral=referral,
            facts_sha256=hashlib.sha256(document).hexdigest(),
            files=len(ready),
            left_out=len(items) - len(ready),
            export=export,
        )
        packet.sealed_facts = seal(document, context=packet.context)
        packet.save()


def packet_of(actor: Actor, referral: Referral) -> ReferralPacket:
    """The packet of a referral, for whoever may read the complaint and its evidence now; NotFound for all others.

    After a return the other authority was let out again, and there is no packet for it.
    """
    if not may_open(actor, referral):
        raise NotFound()
    rows = ReferralPacket.objects.select_related("referral__complaint", "export__vault__complaint")
    found = rows.filter(referral=referral).first()
    if found is None:
        raise NotFound()
    return found


def may_open(actor: Actor, referral: Referral) -> bool:
    """Whether the packet is for this actor now: the evidence goes only to whom it was given."""
    complaint = referral.complaint
    seen = Complaint.objects.visible_to(actor).filter(pk=complaint.pk).exists()
    return seen and can(actor, "complaints.view_evidence", complaint)


def open_facts(*, actor: Actor, packet: ReferralPacket) -> bytes:
    """The document with the facts. That it was read is written for the complainant to see. Raises NotAllowed."""
    if not may_open(actor, packet.referral):
        raise NotAllowed()
    record_access(actor=actor, complaint=packet.referral.complaint, kind=AccessKind.READ)
    return unseal(bytes(packet.sealed_facts), context=packet.context)


def open_bag(*, actor: Actor, packet: ReferralPacket) -> Content:
    """The bag of evidence, handed over with a custody entry for each file. Raises WrongState while it is not there."""
    if not may_open(actor, packet.referral):
        raise NotAllowed()
    if packet.export is None:
        raise WrongState(_("No evidence went with this referral."))
    return evidence_services.open_export(actor=actor, export=packet.export)


def _document(actor: Actor, referral: Referral, items: list[Any]) -> bytes:
    complaint = referral.complaint
    told: dict[str, Any] = {
        "referral": {
            "reference": referral.reference,
            "from": referral.from_authority.code,
            "to": referral.to_authority.code,
            "sent_at": referral.sent_at,
            "reason": referral.reason,
        },
        "complaint": {
            "reference": complaint.reference,
            "jurisdiction": complaint.jurisdiction_id,
            "respondent": {
                "reference": complaint.respondent.reference,
                "name": complaint.respondent.name,
                "country": complaint.respondent.country_id,
            },
            "submitted_at": complaint.submitted_at,
            "acknowledged_at": complaint.acknowledged_at,
            "statement_sha256": complaint.statement_sha256,
            **{name: getattr(complaint, name) for name in ComplaintFacts.__dataclass_fields__ if name not in NAMED},
        },
        "law": [
            {"framework": row.framework.code, "answers": row.answers, "outcome": row.result.get("outcome", "")}
            for row in complaints.screenings(complaint)
        ],
        "evidence": [
            {
                "position": item.position,
                "sha256": item.sha256,
                "size": item.size,
                "media_type": item.media_type,
                "received_at": item.created_at,
                "in_the_bag": item.state == EvidenceState.READY,
            }
            for item in items
        ],
        "contact": _("Opened in the service by whoever may, with an entry in the record; never in a file."),
        "made_at": timezone.now(),
    }
    return json.dumps(told, cls=_Encoder, ensure_ascii=False, indent=2, sort_keys=True).encode()


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, Promise) else super().default(o)

"""What the respondent may see of its investigation: what was asked of it, and the decision. Never a complaint."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from caseapp.accounts.selectors import today_at
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.documents.enums import Kind
from caseapp.documents.models import Document
from caseapp.documents.selectors import appeal_periods
from caseapp.enforcement.enums import UNDECIDED_STATES, UNISSUED_ORDER_STATES, InvestigationState, TimeWishState
from caseapp.enforcement.models import (
    ComplianceOrder,
    Decision,
    Fine,
    InformationRequest,
    Investigation,
    NoticeOfIntent,
    OrderProof,
    RequestedElement,
    TimeWish,
)
from caseapp.enforcement.workflow import ORDER
from caseapp.evidence.models import EvidenceItem


@dataclass(frozen=True)
class Ordered:
    """An order, whether something is to be proven of it now, and the proofs so far with what came of each."""

    row: ComplianceOrder
    provable: bool
    proofs: list[OrderProof]


@dataclass(frozen=True)
class Told:
    """The decision as the respondent reads it, with its rights."""

    decision: Decision
    fine: Fine | None
    orders: list[Ordered]
    appeal_periods: list[dict[str, Any]]
    letter: Document | None


@dataclass(frozen=True)
class Asked:
    """A request or the notice, with its day, whether it can still be answered, and the wishes for more time."""

    row: Any
    open: bool
    wishes: list[TimeWish] = field(default_factory=list)
    missed: list[Any] = field(default_factory=list)

    @property
    def may_wish(self) -> bool:
        return self.open and all(wish.state != TimeWishState.ASKED for wish in self.wishes)


@dataclass(frozen=True)
class Correspondence:
    """All that was asked of the respondent: the requests, oldest first, and the notice of intent."""

    requests: list[Asked]
    notice: Asked | None

    @property
    def undecided_wishes(self) -> list[TimeWish]:
        """Wishes for more time that wait for an officer's yes or no."""
        asked = [*self.requests, *([self.notice] if self.notice else [])]
        return [wish for each in asked for wish in each.wishes if wish.state == TimeWishState.ASKED]


def correspondence(investigation: Investigation) -> Correspondence:
    """What was asked, in seven statements however much it is. A request is open until answered or decided, the notice
    until something was said to it.
    """
    wishes, missed = list(investigation.time_wishes.all()), list(investigation.missed_days.all())

    def asked(row: Any, kind: str, *, is_open: bool) -> Asked:
        own = [wish for wish in wishes if getattr(wish, f"{kind}_id") == row.pk]
        for wish in own:
            setattr(wish, kind, row)
        return Asked(row, is_open, own, [day for day in missed if getattr(day, f"{kind}_id") == row.pk])

    elements = Prefetch("elements", RequestedElement.objects.select_related("element__framework"))
    undecided = investigation.state in UNDECIDED_STATES
    requests = investigation.information_requests.prefetch_related("files", elements)
    notice: NoticeOfIntent | None = getattr(investigation, "notice", None)
    prefetch_related_objects([notice] if notice is not None else [], "files")
    waits = investigation.state == InvestigationState.NOTICE_OF_INTENT
    return Correspondence(
        [asked(row, "request", is_open=undecided and row.answered_on is None) for row in requests],
        asked(notice, "notice", is_open=waits) if notice is not None else None,
    )


def request_to(investigation: Investigation, number: int) -> InformationRequest:
    """One request of the investigation, or NotFound."""
    found = investigation.information_requests.filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def decision_for(actor: Actor, investigation: Investigation) -> Told | None:
    """The approved decision; nothing of a draft."""
    decision = (
        Decision.objects.filter(investigation=investigation, approved_at__isnull=False)
        .select_related("legal_basis")
        .first()
    )
    if decision is None:
        return None
    return Told(
        decision=decision,
        fine=Fine.objects.filter(decision=decision).with_sums().first(),
        orders=[
            Ordered(row, is_provable(actor, row), list(row.proofs.all()))
            for row in decision.orders.exclude(state__in=UNISSUED_ORDER_STATES)
            .select_related("decision")
            .prefetch_related("proofs__files")
            .order_by("pk")
        ],
        appeal_periods=appeal_periods(investigation.authority.jurisdiction_id, on=today_at(investigation.authority)),
        letter=letter_to(investigation),
    )


def order_to(actor: Actor, reference: str) -> ComplianceOrder:
    """One order that the respondent got, or NotFound."""
    own = ComplianceOrder.objects.visible_to(actor).filter(decision__investigation=actor.investigation_id or 0)
    found: ComplianceOrder | None = (
        own.select_related("authority__jurisdiction", "decision__investigation").filter(reference=reference).first()
    )
    if found is None:
        raise NotFound()
    return found


def is_provable(actor: Actor, order: ComplianceOrder) -> bool:
    """Whether the respondent may show now what it did for the order."""
    return any(row.action == "record_proof" for row in ORDER.allowed(actor, order))


def unsent_files(order: ComplianceOrder) -> list[EvidenceItem]:
    """Files given for the order that stand with no proof yet."""
    sent = OrderProof.files.through.objects.filter(orderproof__order=order).values("evidenceitem_id")
    return list(order.files.exclude(pk__in=sent).order_by("created_at"))


def letter_to(investigation: Investigation) -> Document | None:
    """The letter by which the decision was written to the respondent, once it is written."""
    found: Document | None = (
        Document.objects.filter(
            kind=Kind.DECISION_RESPONDENT, matter=investigation.reference, authority_id=investigation.authority_id
        )
        .order_by("-pk")
        .first()
    )
    return found

"""What a suit brought in: the ledger's standing, interest that ran, offers beside their estimate."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Min, QuerySet

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.litigation.enums import CollectionKind, EngagementState, FeeBasis
from caseapp.litigation.models import (
    CaseFile,
    CivilSuit,
    ClientAccount,
    CollectionEntry,
    Engagement,
    Offer,
    SuitAppeal,
)
from caseapp.litigation.selectors.fees import cap_for
from caseapp.litigation.selectors.procedures import InterestRule, interest_rule
from caseapp.rules.collection import Line, LineKind, Standing, accrued_interest, standing
from caseapp.rules.fines import places_of
from caseapp.rules.share_caps import Cap


def _lines(suit: CivilSuit) -> list[Line]:
    rows = suit.collection.order_by("pk").values_list("kind", "amount", "currency", "on")
    return [Line(LineKind(kind), amount, currency, on) for kind, amount, currency, on in rows]


def standing_of(suit: CivilSuit) -> Standing:
    """What the ledger comes to, in one statement."""
    return standing(_lines(suit), suit.currency)


def ledger(suit: CivilSuit) -> QuerySet[CollectionEntry]:
    """Every line, oldest first, with what was reversed. Ask for a suit that the actor may see."""
    return suit.collection.select_related("recorded_by", "award", "reversal").order_by("pk")


@dataclass(frozen=True)
class InterestDue:
    """Interest that ran since the last time it was added: the sum, from when to when, the rate and the article."""

    amount: Decimal
    since: date
    until: date
    rule: InterestRule

    @property
    def article(self) -> str:
        return self.rule.article


def interest_due(suit: CivilSuit, until: date) -> InterestDue | None:
    """By the dated data of the court's procedure; None where they state no rate, or no judgment says since when."""
    judgment = suit.judgments.order_by("decided_on", "pk").last()
    if judgment is None:
        return None
    rule = interest_rule(suit, judgment.decided_on)
    since = judgment.pay_by if rule is not None and rule.runs_from == "due" else judgment.decided_on
    if rule is None or rule.percent is None or since is None:
        return None
    last = suit.collection.filter(kind=CollectionKind.INTEREST).order_by("on").last()
    if last is not None:
        since = max(since, last.on)
    amount = accrued_interest(_lines(suit), rule.percent, since, until, suit.currency)
    return InterestDue(amount=amount, since=since, until=until, rule=rule)


@dataclass(frozen=True)
class OfferBeside:
    """An offer beside the estimate of its day; sums of the estimate are for one person, as is `each`."""

    offer: Offer
    each: Decimal
    quantiles: dict[str, Decimal] | None
    refused: str

    @property
    def place(self) -> str:
        """Where the sum for one person lies in the range: below, low, high or above; empty without a range."""
        if self.quantiles is None:
            return ""
        if self.each < self.quantiles["p10"]:
            return "below"
        if self.each > self.quantiles["p90"]:
            return "above"
        return "low" if self.each < self.quantiles["p50"] else "high"


def offers(actor: Actor, suit: CivilSuit) -> list[OfferBeside]:
    """What was offered, oldest first, each beside its own day's estimate where the firm may read it."""
    found = Offer.objects.visible_to(actor).filter(suit=suit).select_related("estimate", "answers", "suit__case_file")
    own = suit.case_file.firm_id in actor.firm_ids()
    return [_beside(offer, with_estimate=own) for offer in found]


def offer_by_number(actor: Actor, suit: CivilSuit, number: int) -> Offer:
    """One offer of the suit, or NotFound."""
    found: Offer | None = (
        Offer.objects.visible_to(actor).filter(suit=suit, pk=number).select_related("suit__case_file").first()
    )
    if found is None:
        raise NotFound()
    return found


def _beside(offer: Offer, *, with_estimate: bool) -> OfferBeside:
    unit = Decimal(1).scaleb(-places_of(offer.currency))
    each = (offer.amount / offer.people).quantize(unit, rounding=ROUND_HALF_UP)
    result = offer.estimate.result if offer.estimate is not None and with_estimate else {}
    told = result.get("quantiles")
    quantiles = {name: Decimal(value) for name, value in told.items()} if told else None
    return OfferBeside(offer=offer, each=each, quantiles=quantiles, refused=str(result.get("refused") or ""))


def appeals(suit: CivilSuit) -> QuerySet[SuitAppeal]:
    """Appeals against the suit's judgments, in order."""
    return suit.appeals.select_related("judgment")


def clients_together(case_file: CaseFile) -> QuerySet[Engagement]:
    """Those whom what came in belongs to: with several, the part of each is said in their invoices alone."""
    return case_file.engagements.filter(state__in=[EngagementState.ACCEPTED, EngagementState.ENDED])


def agreed_fee(suit: CivilSuit) -> dict[str, Any]:
    """The share that the clients agreed to, for the form of what they get; empty where they agreed to none."""
    least = suit.case_file.engagements.aggregate(least=Min("fee_percent"))["least"]
    return {"fee_kind": FeeBasis.PERCENT, "fee": least} if least is not None else {}


@dataclass(frozen=True)
class FeeCap:
    """The most that the law allows as a share of what a client's accounts hold together, less `before`: the fees in the
    newest accounts of the case file's other suits.
    """

    cap: Cap
    before: Decimal

    @property
    def most(self) -> Decimal:
        return max(self.cap.most - self.before, Decimal(0))


def fee_cap(suit: CivilSuit, received: Decimal, made: ClientAccount | None = None) -> FeeCap | None:
    """The most that a share of what came in may come to, as it was when an account was `made`, else now. None where the
    law has no steps, and where several clients share: the law caps the fee of each, which their invoices work out.
    """
    clients = list(clients_together(suit.case_file).select_related("complaint__jurisdiction")[:2])
    if len(clients) != 1:
        return None
    of_case_file = {"suit__case_file": suit.case_file_id, "suit__collective_actions": None, "currency": suit.currency}
    others = ClientAccount.objects.filter(**of_case_file).exclude(suit=suit)
    if made is not None:
        others = others.filter(pk__lt=made.pk)
    held = list(others.order_by("suit_id", "-pk").distinct("suit_id"))
    together = sum((one.received_amount for one in held), received)
    cap = cap_for(clients[0], together, suit.currency)
    return FeeCap(cap, sum((one.fee_amount for one in held), Decimal(0))) if cap is not None else None


def capped_apart(suit: CivilSuit, received: Decimal) -> bool:
    """Whether several clients share what came in, and the law caps the fee of each by steps."""
    clients = list(clients_together(suit.case_file).select_related("complaint__jurisdiction"))
    return len(clients) > 1 and any(cap_for(one, received, suit.currency) is not None for one in clients)

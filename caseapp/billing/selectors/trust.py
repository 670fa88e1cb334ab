"""Trust ledgers with what is in them, and the payments that wait for a second person."""

import datetime as dt
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone

from caseapp.accounts.models import Firm
from caseapp.billing.enums import TrustPaymentState
from caseapp.billing.models import Reconciliation, TrustEntry, TrustLedger, TrustPayment
from caseapp.billing.querysets import TrustLedgerQuerySet, TrustPaymentQuerySet
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.law.selectors import day_in
from caseapp.litigation.models import CaseFile, Engagement


def ledgers(actor: Actor) -> TrustLedgerQuerySet:
    """The ledgers the actor may see, each with its balance and what a list names."""
    return (
        TrustLedger.objects.visible_to(actor)
        .with_balance()
        .select_related("engagement__case_file", "engagement__firm", "engagement__complaint__jurisdiction")
    )


def firm_ledgers(actor: Actor) -> TrustLedgerQuerySet:
    """The ledgers of the firms the actor works for."""
    return ledgers(actor).filter(engagement__firm_id__in=actor.firm_ids())


def ledger_by_reference(actor: Actor, reference: str) -> TrustLedger:
    """One ledger, or NotFound."""
    found: TrustLedger | None = ledgers(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def ledgers_of(actor: Actor, case_file: CaseFile) -> TrustLedgerQuerySet:
    """The ledgers of a case file's clients."""
    return ledgers(actor).filter(engagement__case_file=case_file)


def entries_of(ledger: TrustLedger) -> QuerySet[TrustEntry]:
    """A ledger's lines in their order, with who wrote them and whether they were corrected."""
    return ledger.entries.select_related("recorded_by", "reversal", "reverses", "payment").order_by("id")


def with_running_balance(lines: QuerySet[TrustEntry]) -> list[tuple[TrustEntry, Decimal]]:
    """Each line with what was held once it was written."""
    held, told = Decimal(0), []
    for line in lines:
        held += line.amount
        told.append((line, held))
    return told


def balance_of(ledger: TrustLedger) -> Decimal:
    """What is held now; exact while the ledger's row is locked."""
    return ledger.entries.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def spoken_for(ledger: TrustLedger) -> Decimal:
    """What proposed payments would take, once somebody pays them out."""
    waiting = ledger.payments.filter(state=TrustPaymentState.PROPOSED)
    return waiting.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def payments(actor: Actor) -> TrustPaymentQuerySet:
    """Payments of the actor's firm, with what a list names."""
    return TrustPayment.objects.visible_to(actor).select_related(
        "ledger__engagement__case_file", "ledger__engagement__complaint", "proposed_by", "decided_by"
    )


def payment_by_reference(actor: Actor, reference: str) -> TrustPayment:
    """One payment, or NotFound."""
    found: TrustPayment | None = payments(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def payments_waiting(actor: Actor) -> QuerySet[TrustPayment]:
    """Payments that wait for a second person, longest waiting first."""
    return payments(actor).filter(state=TrustPaymentState.PROPOSED).order_by("id")


def reconciliations(actor: Actor) -> QuerySet[Reconciliation]:
    """What was compared with the bank, newest first."""
    return Reconciliation.objects.visible_to(actor).select_related("made_by", "firm")


def reconciliation_by_reference(actor: Actor, reference: str) -> Reconciliation:
    """One comparison, or NotFound."""
    found: Reconciliation | None = reconciliations(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def balances_on(firm: Firm, currency: str, day: dt.date) -> list[tuple[TrustLedger, Decimal]]:
    """Every ledger of a firm in a currency that held something on a day, with what it held."""
    rows = (
        TrustLedger.objects.filter(engagement__firm=firm, currency=currency)
        .with_balance(until=day)
        .select_related("engagement__complaint", "engagement__case_file")
        .order_by("id")
    )
    return [(row, row.balance) for row in rows if row.balance]


def currencies_of(firm: Firm) -> list[str]:
    """The currencies a firm holds trust money in."""
    rows = TrustLedger.objects.filter(engagement__firm=firm).order_by("currency")
    return list(rows.values_list("currency", flat=True).distinct())


def today_of(engagement: Engagement) -> dt.date:
    """The day it is now where the client's complaint is."""
    return day_in(engagement.complaint.jurisdiction, timezone.now())

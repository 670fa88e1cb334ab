"""A firm's money as a given actor may see it."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from caseapp.billing import policies
from caseapp.core.actors import Actor

if TYPE_CHECKING:
    from caseapp.billing.models import Invoice, Reconciliation, TrustLedger, TrustPayment  # noqa: F401

_SUM = DecimalField(max_digits=18, decimal_places=2)


class TrustLedgerQuerySet(QuerySet["TrustLedger"]):
    def visible_to(self, actor: Actor) -> "TrustLedgerQuerySet":
        return self.filter(policies.visible_ledgers(actor))

    def with_balance(self, *, until: dt.date | None = None) -> "TrustLedgerQuerySet":
        """Each with `balance`, the sum of its lines; of those up to a day, if one is given."""
        lines = {"on__lte": until} if until else {}
        return self.annotate(balance=line_sum("TrustEntry", "ledger", **lines))


class TrustPaymentQuerySet(QuerySet["TrustPayment"]):
    def visible_to(self, actor: Actor) -> "TrustPaymentQuerySet":
        return self.filter(policies.visible_payments(actor))


class ReconciliationQuerySet(QuerySet["Reconciliation"]):
    def visible_to(self, actor: Actor) -> "ReconciliationQuerySet":
        return self.filter(policies.visible_to_firm(actor))


class FirmRowQuerySet(QuerySet[Any]):
    """Rates and rules: the firm's alone."""

    def visible_to(self, actor: Actor) -> "FirmRowQuerySet":
        return self.filter(policies.visible_to_firm(actor))


class _WorkQuerySet(QuerySet[Any]):
    """Time and disbursements: the firm's alone; a client reads of them in an invoice."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(policies.visible_work(actor))

    def unbilled(self) -> Self:
        """Neither on an invoice nor written off."""
        return self.filter(invoice=None, written_off="")


class TimeEntryQuerySet(_WorkQuerySet):
    def finished(self) -> "TimeEntryQuerySet":
        """Without those whose clock is running."""
        return self.filter(minutes__isnull=False)


class DisbursementQuerySet(_WorkQuerySet):
    pass


class InvoiceQuerySet(QuerySet["Invoice"]):
    def visible_to(self, actor: Actor) -> "InvoiceQuerySet":
        return self.filter(policies.visible_invoices(actor))

    def with_open(self) -> "InvoiceQuerySet":
        """Each with `open_sum`, what is still to be paid."""
        return self.annotate(open_sum=line_sum("InvoiceEntry", "invoice"))


def line_sum(model: str, column: str, **lines: Any) -> Coalesce:
    """The sum of a ledger's lines as a column of a list; zero without lines."""
    rows = apps.get_model("billing", model).objects.filter(**{column: OuterRef("pk")}, **lines)
    total = rows.order_by().values(column).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total, output_field=_SUM), Value(0), output_field=_SUM)

"""A firm's money as a given actor may see it."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from caseapp.billing import policies
from caseapp.core.actors import Actor

if TYPE_CHECKING:
    from caseapp.billing.models import Reconciliation, TrustLedger, TrustPayment  # noqa: F401

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


def line_sum(model: str, column: str, **lines: Any) -> Coalesce:
    """The sum of a ledger's lines as a column of a list; zero without lines."""
    rows = apps.get_model("billing", model).objects.filter(**{column: OuterRef("pk")}, **lines)
    total = rows.order_by().values(column).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total, output_field=_SUM), Value(0), output_field=_SUM)

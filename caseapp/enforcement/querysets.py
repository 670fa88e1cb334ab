"""Investigations, fines and orders as a given actor may see them, and fines with what their ledgers come to."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, DecimalField, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from caseapp.core.actors import Actor
from caseapp.enforcement import policies
from caseapp.enforcement.enums import EntryKind

if TYPE_CHECKING:
    from caseapp.enforcement.models import (  # noqa: F401
        BankFile,
        ComplianceOrder,
        Fine,
        Investigation,
        Invitation,
        TimeWish,
    )


class InvestigationQuerySet(QuerySet["Investigation"]):
    def visible_to(self, actor: Actor) -> "InvestigationQuerySet":
        return self.filter(policies.visible(actor))

    def with_complaint_count(self) -> "InvestigationQuerySet":
        """Adds `complaint_count`: how many complaints are part of each."""
        counted = (
            apps.get_model("enforcement", "InvestigationComplaint")
            .objects.filter(investigation=OuterRef("pk"))
            .order_by()
            .values("investigation")
            .annotate(number=Count("pk"))
            .values("number")
        )
        number: IntegerField[Any, Any] = IntegerField()
        return self.annotate(complaint_count=Coalesce(Subquery(counted, output_field=number), Value(0)))


class InvitationQuerySet(QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> "InvitationQuerySet":
        return self.filter(policies.visible_parts(actor))


class TimeWishQuerySet(QuerySet["TimeWish"]):
    def visible_to(self, actor: Actor) -> "TimeWishQuerySet":
        return self.filter(policies.visible_parts(actor))


class BankFileQuerySet(QuerySet["BankFile"]):
    def visible_to(self, actor: Actor) -> "BankFileQuerySet":
        return self.filter(policies.visible_bank_files(actor))


class FineQuerySet(QuerySet["Fine"]):
    def visible_to(self, actor: Actor) -> "FineQuerySet":
        return self.filter(policies.visible_fines(actor))

    def with_sums(self) -> "FineQuerySet":
        """Adds `amount` (imposed and adjusted), `paid` and `balance`, each the sum of ledger lines in SQL.

        `balance` is below zero when more was paid than is now due.
        """
        return self.annotate(
            amount=_ledger_sum(kind__in=[EntryKind.IMPOSED, EntryKind.ADJUSTMENT]),
            paid=-_ledger_sum(kind=EntryKind.PAYMENT),
            balance=_ledger_sum(),
        )


class OrderQuerySet(QuerySet["ComplianceOrder"]):
    def visible_to(self, actor: Actor) -> "OrderQuerySet":
        return self.filter(policies.visible_orders(actor))


def _ledger_sum(**lines: Any) -> Coalesce:
    total = (
        apps.get_model("enforcement", "LedgerEntry")
        .objects.filter(fine=OuterRef("pk"), **lines)
        .order_by()
        .values("fine")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    exact: DecimalField[Any, Any] = DecimalField(max_digits=18, decimal_places=2)
    return Coalesce(Subquery(total, output_field=exact), Value(Decimal(0)), output_field=exact)

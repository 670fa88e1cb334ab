"""The dossier of an organisation as one JSON document."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from caseapp.api.serializers.common import SumSerializer, money
from caseapp.api.serializers.enforcement import FineRow, InvestigationRow, RespondentShort
from caseapp.api.serializers.litigation import SuitRow
from caseapp.api.serializers.orders import OrderRow
from caseapp.api.serializers.registry import MergeRead, RespondentRead
from caseapp.enforcement.models import Appeal
from caseapp.litigation.models import Award
from caseapp.register.selectors.dossier import Dossier
from caseapp.respondents.models import Respondent


class MonthRow(serializers.Serializer[Any]):
    """How many complaints came in a month, told by its first day."""

    month = serializers.DateField()
    complaints = serializers.IntegerField()


class AnswerTimesRead(serializers.Serializer[Any]):
    """How the organisation answers authorities."""

    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    median_days = serializers.FloatField(allow_null=True)
    late = serializers.IntegerField()
    missed = serializers.IntegerField()


class RelatedRead(serializers.Serializer[Any]):
    """Another organisation met through a supplier, and how many breaches were found there."""

    respondent = RespondentShort()
    site = serializers.CharField()
    product = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    breaches = serializers.IntegerField()


class AppealRow(serializers.ModelSerializer[Appeal]):
    """An appeal against one of the authority's own fines."""

    fine = serializers.CharField(source="fine.reference", read_only=True)
    new_amount = serializers.SerializerMethodField()

    class Meta:
        model = Appeal
        fields = ["fine", "lodged_on", "court", "decided_on", "outcome", "new_amount", "due_on"]
        read_only_fields = fields

    @extend_schema_field(SumSerializer(allow_null=True))
    def get_new_amount(self, appeal: Appeal) -> dict[str, str] | None:
        return money(appeal.new_amount, appeal.fine.currency)


class SuitAwardRow(serializers.ModelSerializer[Award]):
    """What a judgment gave, with its suit; it `stands` unless an appeal set it aside."""

    suit = serializers.CharField(source="suit.reference", read_only=True)
    amount = serializers.SerializerMethodField()
    stands = serializers.SerializerMethodField()

    class Meta:
        model = Award
        fields = ["suit", "kind", "amount", "awarded_on", "stands"]
        read_only_fields = fields

    def get_stands(self, award: Award) -> bool:
        return award.replaced_by_id is None

    @extend_schema_field(SumSerializer)
    def get_amount(self, award: Award) -> dict[str, str] | None:
        return money(award.amount, award.currency)


def _part(row: Any, name: str) -> Any:
    """The newest rows of a part, and the list that has all of them page by page."""
    fields = {"results": row(many=True), "all": serializers.URLField()}
    return type(f"Dossier{name}", (serializers.Serializer,), {**fields, "__doc__": f"{name}, newest first."})


ComplaintsPart = type(
    "DossierComplaints",
    (serializers.Serializer,),
    {
        "count": serializers.IntegerField(),
        "by_month": MonthRow(many=True),
        "all": serializers.URLField(),
        "__doc__": "How many the caller may see, and when they came.",
    },
)
InvestigationsPart, OrdersPart = _part(InvestigationRow, "Investigations"), _part(OrderRow, "Orders")
FinesPart, SuitsPart = _part(FineRow, "Fines"), _part(SuitRow, "Suits")


class DossierRead(serializers.Serializer[Any]):
    """All that the caller may know of an organisation. Longer parts name the list that has the rest."""

    respondent = serializers.SerializerMethodField()
    group = serializers.SerializerMethodField()
    complaints = serializers.SerializerMethodField()
    answers = AnswerTimesRead()
    investigations = serializers.SerializerMethodField()
    orders = serializers.SerializerMethodField()
    fines = serializers.SerializerMethodField()
    appeals = AppealRow(many=True)
    suits = serializers.SerializerMethodField()
    awards = SuitAwardRow(many=True)
    awarded = serializers.SerializerMethodField()
    supplies = RelatedRead(many=True)
    same_supplier = RelatedRead(many=True)
    merges = MergeRead(many=True)

    @property
    def _respondent(self) -> Respondent:
        found: Respondent = self.context["respondent"]
        return found

    def _listed(self, shape: Any, rows: Any, name: str) -> dict[str, Any]:
        return {"results": shape(rows, many=True, context=self.context).data, "all": self._all(name)}

    def _all(self, name: str) -> str:
        address = reverse(f"api:{name}", request=self.context["request"])
        return f"{address}?respondent={self._respondent.reference}"

    @extend_schema_field(RespondentRead)
    def get_respondent(self, dossier: Dossier) -> dict[str, Any]:
        return dict(RespondentRead(self._respondent, context=self.context).data)

    @extend_schema_field(RespondentShort(many=True))
    def get_group(self, dossier: Dossier) -> Any:
        members = [self._respondent.parent, *self._respondent.subsidiaries.all()]
        seen = [one for one in members if one is not None and (one.verified or self.context["officer"])]
        return RespondentShort(seen, many=True).data

    @extend_schema_field(ComplaintsPart)
    def get_complaints(self, dossier: Dossier) -> dict[str, Any]:
        months = [{"month": month, "complaints": number} for month, number in dossier.months]
        by_month = MonthRow(months, many=True).data
        return {"count": dossier.complaints, "by_month": by_month, "all": self._all("complaints")}

    @extend_schema_field(InvestigationsPart)
    def get_investigations(self, dossier: Dossier) -> dict[str, Any]:
        return self._listed(InvestigationRow, dossier.investigations, "investigations")

    @extend_schema_field(OrdersPart)
    def get_orders(self, dossier: Dossier) -> dict[str, Any]:
        return self._listed(OrderRow, dossier.orders, "orders")

    @extend_schema_field(FinesPart)
    def get_fines(self, dossier: Dossier) -> dict[str, Any]:
        return self._listed(FineRow, dossier.fines, "fines")

    @extend_schema_field(SuitsPart)
    def get_suits(self, dossier: Dossier) -> dict[str, Any]:
        return self._listed(SuitRow, dossier.suits, "suits")

    @extend_schema_field(SumSerializer(many=True))
    def get_awarded(self, dossier: Dossier) -> list[dict[str, str] | None]:
        return [money(amount, currency) for currency, amount in sorted(dossier.awarded.items())]

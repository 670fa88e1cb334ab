"""What anyone may read: law, screening, precedents, estimates, organisations and the public register."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint
from caseapp.api.pagination import KeysetPagination
from caseapp.core.enums import ActorSector, ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.core.errors import NotFound
from caseapp.core.paging import keyset_page
from caseapp.law import selectors as law
from caseapp.law.models import Framework
from caseapp.precedents import selectors as precedents
from caseapp.precedents import services as precedent_services
from caseapp.precedents.enums import EstimateTarget, PrecedentKind
from caseapp.register import selectors as register


class FrameworkShort(serializers.ModelSerializer[Framework]):
    """A legal framework in a list."""

    jurisdiction = serializers.CharField(source="jurisdiction_id")
    name = serializers.SerializerMethodField()

    class Meta:
        model = Framework
        fields = ["code", "version", "jurisdiction", "name", "citation", "valid_from", "valid_to"]
        read_only_fields = fields

    def get_name(self, framework: Framework) -> str:
        return str(framework.name)


class FrameworkFull(FrameworkShort):
    """A legal framework with its elements, exemptions, damages and sources; null means not verified."""

    elements = serializers.SerializerMethodField()
    exemptions = serializers.SerializerMethodField()
    damages = serializers.SerializerMethodField()
    max_fine = serializers.SerializerMethodField()

    class Meta(FrameworkShort.Meta):
        fields = [
            *FrameworkShort.Meta.fields,
            "fingerprint",
            "elements",
            "exemptions",
            "damages",
            "max_fine",
            "sources",
        ]
        read_only_fields = fields

    def get_elements(self, framework: Framework) -> list[dict[str, str]]:
        return [
            {"key": one.key, "question": str(one.question), "article": one.article} for one in framework.elements.all()
        ]

    def get_exemptions(self, framework: Framework) -> list[dict[str, str]]:
        return [{"what": str(one.what), "article": one.article} for one in framework.exemptions.all()]

    def get_max_fine(self, framework: Framework) -> dict[str, Any]:
        percent = framework.max_fine_percent_turnover
        return {
            "amount": None if framework.max_fine_amount is None else str(framework.max_fine_amount),
            "currency": framework.max_fine_currency or None,
            "percent_turnover": None if percent is None else str(percent),
            "rule": framework.max_fine_rule or None,
            "gain_times": framework.max_fine_gain_times,
            "article": str(framework.max_fine_article),
            "factors": [
                {"key": one.key, "title": str(one.title), "article": one.article} for one in law.fine_factors(framework)
            ],
        }

    def get_damages(self, framework: Framework) -> list[dict[str, Any]]:
        return [
            {
                "kind": one.kind,
                "min": None if one.minimum is None else str(one.minimum),
                "max": None if one.maximum is None else str(one.maximum),
                "currency": one.currency,
                "per": one.per,
                "article": one.article,
            }
            for one in framework.damagesrules.all()
        ]


class FrameworksEndpoint(Endpoint):
    """Legal frameworks."""

    open_to_all = True
    serializer_class = FrameworkShort

    @extend_schema(parameters=[OpenApiParameter("jurisdiction", str)], responses={200: FrameworkShort(many=True)})
    def get(self, request: Request) -> Response:
        """The current version of each, by code; `jurisdiction` narrows to what is law there."""
        place = request.query_params.get("jurisdiction", "")
        found = law.frameworks_of(place) if place else Framework.objects.current()
        rows = FrameworkShort(found.order_by("code"), many=True).data
        return Response({"results": rows, "next": None, "previous": None})


class FrameworkEndpoint(Endpoint):
    """One legal framework."""

    open_to_all = True
    serializer_class = FrameworkFull

    @extend_schema(responses={200: FrameworkFull})
    def get(self, request: Request, code: str) -> Response:
        """The version that holds now, with its parts."""
        found = law.framework_by_code(code.upper())
        if found is None:
            raise NotFound()
        return Response(FrameworkFull(found).data)


class FrameworkVersion(serializers.ModelSerializer[Framework]):
    """One version of a legal framework: when it holds, when it was recorded, and which replaced it."""

    class Meta:
        model = Framework
        fields = ["code", "version", "valid_from", "valid_to", "recorded_at", "superseded_at", "reason", "fingerprint"]
        read_only_fields = fields


class FrameworkVersionsEndpoint(Endpoint):
    """The versions of a legal framework."""

    open_to_all = True
    serializer_class = FrameworkVersion

    @extend_schema(responses={200: FrameworkVersion(many=True)})
    def get(self, request: Request, code: str) -> Response:
        """Every version, the newest first. One that still holds has no `superseded_at`."""
        found = law.versions_of(code.upper())
        if not found:
            raise NotFound()
        return Response({"results": FrameworkVersion(found, many=True).data, "next": None, "previous": None})


class ScreeningRequest(serializers.Serializer[Any]):
    """A framework's elements answered; `facts` may be given as well, so that nothing is asked twice."""

    framework = serializers.CharField(max_length=40)
    answers = serializers.DictField(child=serializers.ChoiceField(choices=["yes", "no", "unsure"]), default=dict)
    occurred_on = serializers.DateField(required=False, allow_null=True, default=None)
    actor = serializers.ChoiceField(choices=ActorSector.choices, required=False, default="")


class ScreeningsEndpoint(Endpoint):
    """Screening of facts against one framework. Never a verdict."""

    open_to_all = True
    serializer_class = ScreeningRequest

    @extend_schema(request=ScreeningRequest, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        """Elements made out, not made out or unknown, exemptions, routes and dates, each with its article."""
        asked = ScreeningRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        framework = law.framework_by_code(data["framework"].upper())
        if framework is None:
            raise serializers.ValidationError({"framework": ["There is no legal framework of this code."]})
        known = {row.key for row in framework.elements.all()}
        unknown = sorted(set(data["answers"]) - known)
        if unknown:
            raise serializers.ValidationError({"answers": [f"The framework has no element {unknown[0]!r}."]})
        today = law.day_in(framework.jurisdiction, timezone.now())
        facts = law.screening_facts(
            jurisdiction=framework.jurisdiction_id,
            as_of=today,
            occurred_on=data["occurred_on"] or today,
            respondent_kind=data["actor"],
        )
        answers = {f"{framework.code}/{key}": answer for key, answer in data["answers"].items()}
        return Response(law.screen(facts, answers, frameworks=[framework.code]).as_json())


class PrecedentsEndpoint(Endpoint):
    """Decided matters."""

    open_to_all = True
    serializer_class = serializers.Serializer

    @extend_schema(
        operation_id="precedents_list",
        parameters=[
            OpenApiParameter(name, str)
            for name in (
                "q", "country", "kind", "use", "sector", "modality", "defect", "minors", "status", "treatment", "sum",
                "basis", "decided_after", "decided_before", "sort", "after", "before",
            )
        ],
        responses={200: OpenApiTypes.OBJECT},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The matches as records of the data description, sources included."""
        query = precedents.PrecedentQuery.from_mapping(request.query_params.dict())
        pages = KeysetPagination()
        pages.request = request
        pages.page = keyset_page(
            precedents.precedents(self.actor, query),
            request.query_params,
            order=precedents.keyset(query),
            size=pages._size(request),
        )
        return pages.get_paginated_response([precedents.as_record(row) for row in pages.page.rows])


class PrecedentEndpoint(Endpoint):
    """One decided matter."""

    open_to_all = True
    serializer_class = serializers.Serializer

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, slug: str) -> Response:
        """The record, sources included; `title_zh` and `summary_zh` are our translations, or null."""
        return Response(precedents.as_record(precedents.precedent_by_slug(self.actor, slug)))


class EstimateFacts(serializers.Serializer[Any]):
    """What is known of the case; what is left out is not known."""

    country = serializers.RegexField(r"^[A-Z]{2}$")
    subdivision = serializers.RegexField(r"^[A-Z]{2}-[A-Z0-9]{1,3}$", required=False, allow_null=True)
    frameworks = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=10)
    actor = serializers.ChoiceField(choices=ActorSector.choices, required=False, allow_null=True)
    sector = serializers.ChoiceField(choices=Sector.choices, required=False, allow_null=True)
    use = serializers.ChoiceField(choices=Use.choices, required=False, allow_null=True)
    modality = serializers.ChoiceField(choices=Modality.choices, required=False, allow_null=True)
    consent_defect = serializers.ListField(
        child=serializers.ChoiceField(choices=ConsentDefect.choices), required=False, max_length=11
    )
    minors = serializers.BooleanField(required=False, allow_null=True)
    vulnerable = serializers.ChoiceField(choices=Vulnerability.choices, required=False, allow_null=True)
    persons = serializers.IntegerField(min_value=1, max_value=10_000_000_000, required=False, allow_null=True)
    proceeding = serializers.ChoiceField(choices=PrecedentKind.choices, required=False, allow_null=True)


class EstimateRequest(serializers.Serializer[Any]):
    target = serializers.ChoiceField(choices=EstimateTarget.choices)
    facts = EstimateFacts()
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)


class EstimatesEndpoint(Endpoint):
    """Estimates from cited precedents."""

    open_to_all = True
    serializer_class = EstimateRequest

    @extend_schema(request=EstimateRequest, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        """Odds, range, comparables, statute; or a refusal that says why. The same inputs give the same answer."""
        asked = EstimateRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        facts = precedents.case_facts(data["facts"])
        answer = precedent_services.make_estimate(
            actor=self.actor,
            target=data["target"],
            facts=facts,
            currency=data.get("currency") or precedents.currency_of(facts.country),
        )
        return Response(answer)


class RegisterFinesEndpoint(Endpoint):
    """The public register's fines: final, published, without personal data."""

    open_to_all = True
    serializer_class = serializers.Serializer

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Newest first."""
        pages = KeysetPagination()
        pages.request = request
        found = register.public_fines(register.FineQuery.from_mapping(request.query_params.dict()))
        pages.page = keyset_page(found, request.query_params, order="-imposed_on", size=pages._size(request))
        return pages.get_paginated_response([register.as_record(row) for row in pages.page.rows])


class RegisterStatisticsEndpoint(Endpoint):
    """Public counts; those below five are withheld."""

    open_to_all = True
    serializer_class = serializers.Serializer

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """The figures of the first page."""
        numbers = register.public_numbers()
        return Response({"site": settings.SITE_URL, "numbers": {key: _plain(value) for key, value in numbers.items()}})


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value if value is None or isinstance(value, int | str) else str(value)

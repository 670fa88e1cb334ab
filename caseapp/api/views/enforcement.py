"""Investigations and fines."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import IDEMPOTENCY_HEADER, Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.complaints import ComplaintRow
from caseapp.api.serializers.enforcement import (
    ComplaintReferences,
    DecisionWrite,
    FindingWrite,
    FineRead,
    FineRow,
    InvestigationRead,
    InvestigationRow,
    InvestigationWrite,
    LedgerLine,
    PaymentWrite,
)
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core.errors import InvalidInput
from caseapp.core.policies import can
from caseapp.enforcement import selectors, services
from caseapp.law.models import Framework


class InvestigationsEndpoint(Endpoint):
    """List the authority's investigations, or open one."""

    serializer_class = InvestigationRow
    pagination_class = KeysetPagination

    @extend_schema(parameters=[OpenApiParameter("status", str)], responses={200: InvestigationRow(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_officer)
        found = selectors.investigations(self.actor)
        if request.query_params.get("status"):
            found = found.filter(state=request.query_params["status"])
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(InvestigationRow(rows, many=True).data)

    @extend_schema(request=InvestigationWrite, responses={201: InvestigationRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Open an investigation from accepted complaints, all in one act or none."""
        require(can(self.actor, "enforcement.open_investigation"))
        asked = InvestigationWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        opened = services.open_investigation(
            actor=self.actor,
            complaints=self.chosen(data["complaints"]),
            title=data["title"],
            question=data["question"],
        )
        return Response(self.shown(opened.reference), status=status.HTTP_201_CREATED)

    def chosen(self, references: list[str]) -> list[Complaint]:
        return chosen_complaints(self.actor, references)

    def shown(self, reference: str) -> Any:
        found = selectors.investigation_by_reference(self.actor, reference)
        return InvestigationRead(found, context={"actor": self.actor}).data


class InvestigationEndpoint(Endpoint):
    """One investigation."""

    serializer_class = InvestigationRead

    @extend_schema(responses={200: InvestigationRead})
    def get(self, request: Request, reference: str) -> Response:
        """The investigation with what the caller may do to it now."""
        found = selectors.investigation_by_reference(self.actor, reference)
        return Response(InvestigationRead(found, context={"actor": self.actor}).data)


class InvestigationTransitionsEndpoint(Endpoint):
    """Workflow actions of an investigation."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: InvestigationRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action; `decide` approves the draft decision and takes a supervisor who did not write it."""
        found = selectors.investigation_by_reference(self.actor, reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_investigation(
            actor=self.actor, investigation=found, action=asked.validated_data["action"], given=asked.given()
        )
        found = selectors.investigation_by_reference(self.actor, reference)
        return Response(InvestigationRead(found, context={"actor": self.actor}).data)


class InvestigationComplaintsEndpoint(Endpoint):
    """The complaints of an investigation."""

    serializer_class = ComplaintRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: ComplaintRow(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = selectors.investigation_by_reference(self.actor, reference)
        rows = self.paginate_queryset(
            complaints.complaints(self.actor).filter(investigation_links__investigation=found)
        )
        return self.get_paginated_response(ComplaintRow(rows, many=True).data)

    @extend_schema(request=ComplaintReferences, responses={200: InvestigationRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Add accepted complaints against the same respondent, all in one act or none."""
        found = selectors.investigation_by_reference(self.actor, reference)
        asked = ComplaintReferences(data=request.data)
        asked.is_valid(raise_exception=True)
        services.add_complaints(
            actor=self.actor,
            investigation=found,
            complaints=chosen_complaints(self.actor, asked.validated_data["complaints"]),
        )
        found = selectors.investigation_by_reference(self.actor, reference)
        return Response(InvestigationRead(found, context={"actor": self.actor}).data)


class InvestigationDecisionEndpoint(Endpoint):
    """The draft decision of an investigation."""

    serializer_class = DecisionWrite

    @extend_schema(request=DecisionWrite, responses={200: InvestigationRead})
    def put(self, request: Request, reference: str) -> Response:
        """Write the draft, or write it anew; somebody else approves it by the action `decide`."""
        found = selectors.investigation_by_reference(self.actor, reference)
        asked = DecisionWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        basis = framework_of("legal_basis", data["legal_basis"]) if data["legal_basis"] else None
        services.draft_decision(
            actor=self.actor,
            investigation=found,
            outcome=data["outcome"],
            reasons=data["reasons"],
            statement=data["statement"],
            fine_amount=data["fine"]["amount"] if data["fine"] else None,
            fine_currency=data["fine"]["currency"] if data["fine"] else "",
            fine_due_on=data["fine_due_on"],
            legal_basis=basis,
        )
        found = selectors.investigation_by_reference(self.actor, reference)
        return Response(InvestigationRead(found, context={"actor": self.actor}).data)


class InvestigationFindingsEndpoint(Endpoint):
    """Findings of an investigation."""

    serializer_class = FindingWrite

    @extend_schema(request=FindingWrite, responses={200: InvestigationRead})
    def post(self, request: Request, reference: str) -> Response:
        """Say what was found for one element; saying it again replaces it until the decision."""
        found = selectors.investigation_by_reference(self.actor, reference)
        asked = FindingWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        services.record_finding(
            actor=self.actor,
            investigation=found,
            framework=framework_of("framework", data["framework"]),
            element_key=data["element"],
            result=data["result"],
            reasons=data["reasons"],
        )
        found = selectors.investigation_by_reference(self.actor, reference)
        return Response(InvestigationRead(found, context={"actor": self.actor}).data)


class FinesEndpoint(Endpoint):
    """Fines: published ones for everybody, all of its own for an authority. A fine is made by deciding."""

    open_to_all = True
    serializer_class = FineRow
    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[OpenApiParameter("status", str), OpenApiParameter("respondent", str)],
        responses={200: FineRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        found = selectors.fines(self.actor)
        for name, column in (("status", "state"), ("respondent", "respondent__reference")):
            if request.query_params.get(name):
                found = found.filter(**{column: request.query_params[name]})
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(FineRow(rows, many=True).data)


class FineEndpoint(Endpoint):
    """One fine."""

    open_to_all = True
    serializer_class = FineRead

    @extend_schema(responses={200: FineRead})
    def get(self, request: Request, reference: str) -> Response:
        """The fine with its balance, which is the sum of its ledger."""
        found = selectors.fine_by_reference(self.actor, reference)
        return Response(FineRead(found, context={"actor": self.actor}).data)


class FineTransitionsEndpoint(Endpoint):
    """Workflow actions of a fine."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: FineRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: set as due, record an appeal and how it ended, write off."""
        found = selectors.fine_by_reference(self.actor, reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_fine(
            actor=self.actor, fine=found, action=asked.validated_data["action"], given=asked.given()
        )
        found = selectors.fine_by_reference(self.actor, reference)
        return Response(FineRead(found, context={"actor": self.actor}).data)


class FinePaymentsEndpoint(Endpoint):
    """Payments of a fine."""

    serializer_class = PaymentWrite

    @extend_schema(request=PaymentWrite, responses={201: FineRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Record a payment; never more than is owed, never in another currency."""
        found = selectors.fine_by_reference(self.actor, reference)
        asked = PaymentWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        key = request.headers.get(IDEMPOTENCY_HEADER, "")[:80]
        services.record_payment(actor=self.actor, fine=found, key=key, **asked.validated_data)
        found = selectors.fine_by_reference(self.actor, reference)
        return Response(FineRead(found, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class FineLedgerEndpoint(Endpoint):
    """The ledger of a fine, for the authority that imposed it."""

    serializer_class = LedgerLine

    @extend_schema(responses={200: LedgerLine(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """The lines in the order they were entered."""
        found = selectors.fine_by_reference(self.actor, reference)
        require(can(self.actor, "fines.view_ledger", found))
        lines = LedgerLine(selectors.ledger(self.actor, found), many=True).data
        return Response({"results": lines, "next": None, "previous": None})


def framework_of(field: str, code: str) -> Framework:
    """The law of this code as it stands now; refused at `field` when there is none."""
    found = Framework.objects.filter(code=code, superseded_at=None).order_by("-version").first()
    if found is None:
        raise InvalidInput.field(field, "There is no legal framework of this code.")
    return found


def chosen_complaints(actor: Any, references: list[str]) -> list[Complaint]:
    """The complaints of these references; those that are not visible are refused by name."""
    wanted = list(dict.fromkeys(references))
    found = {row.reference: row for row in complaints.complaints(actor).filter(reference__in=wanted)}
    unknown = [reference for reference in wanted if reference not in found]
    if unknown:
        raise InvalidInput.field("complaints", f"There is no complaint {', '.join(unknown[:5])}.")
    return [found[reference] for reference in wanted]


class FineStatementEndpoint(Endpoint):
    """The statement of a fine, for the authority that imposed it."""

    serializer_class = LedgerLine

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str) -> HttpResponse:
        """The ledger and the parts still to be paid as a PDF, in the caller's language."""
        found = selectors.fine_by_reference(self.actor, reference)
        require(can(self.actor, "fines.view_ledger", found))
        answer = HttpResponse(selectors.statement_pdf(found), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
        return answer

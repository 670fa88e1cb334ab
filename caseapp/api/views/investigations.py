"""Investigations: opened, heard, found on and decided."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, action_sent, idempotent, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.complaints import ComplaintRow
from caseapp.api.serializers.enforcement import (
    ComplaintReferences,
    DecisionWrite,
    FindingWrite,
    InvestigationRead,
    InvestigationRow,
    InvestigationWrite,
)
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core.errors import InvalidInput
from caseapp.core.policies import can
from caseapp.enforcement import selectors, services
from caseapp.enforcement.models import Investigation
from caseapp.law.models import Framework


class OfInvestigations(Endpoint):
    """Finds an investigation of the caller's authority, and answers with it as it is afterwards."""

    def investigation(self, reference: str) -> Investigation:
        found: Investigation = selectors.investigation_by_reference(self.actor, reference)
        return found

    def shown(self, reference: str, status: int = 200) -> Response:
        context = {"actor": self.actor}
        return Response(InvestigationRead(self.investigation(reference), context=context).data, status=status)


class InvestigationsEndpoint(OfInvestigations):
    """List the authority's investigations, or open one."""

    serializer_class = InvestigationRow
    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[OpenApiParameter("status", str), OpenApiParameter("respondent", str)],
        responses={200: InvestigationRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_officer)
        found = selectors.investigations(self.actor)
        for name, column in (("status", "state"), ("respondent", "respondent__reference")):
            if request.query_params.get(name):
                found = found.filter(**{column: request.query_params[name]})
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(InvestigationRow(rows, many=True).data)

    @extend_schema(request=InvestigationWrite, responses={201: InvestigationRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Open an investigation from accepted complaints, all in one act or none."""
        require(can(self.actor, "enforcement.open_investigation"))
        data = sent(InvestigationWrite(data=request.data))
        chosen = chosen_complaints(self.actor, data.pop("complaints"))
        opened = services.open_investigation(actor=self.actor, complaints=chosen, **data)
        return self.shown(opened.reference, status=status.HTTP_201_CREATED)


class InvestigationEndpoint(OfInvestigations):
    """One investigation."""

    serializer_class = InvestigationRead

    @extend_schema(responses={200: InvestigationRead})
    def get(self, request: Request, reference: str) -> Response:
        """The investigation with what the caller may do to it now."""
        return self.shown(reference)


class InvestigationTransitionsEndpoint(OfInvestigations):
    """Workflow actions of an investigation."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: InvestigationRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action; `decide` approves the draft decision and takes a supervisor who did not write it."""
        found = self.investigation(reference)
        asked = action_sent(TransitionSerializer(data=request.data))
        services.perform_on_investigation(actor=self.actor, investigation=found, **asked)
        return self.shown(reference)


class InvestigationComplaintsEndpoint(OfInvestigations):
    """The complaints of an investigation."""

    serializer_class = ComplaintRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: ComplaintRow(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = self.investigation(reference)
        rows = self.paginate_queryset(
            complaints.complaints(self.actor).filter(investigation_links__investigation=found)
        )
        return self.get_paginated_response(ComplaintRow(rows, many=True).data)

    @extend_schema(request=ComplaintReferences, responses={200: InvestigationRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Add accepted complaints against the same respondent, all in one act or none."""
        found = self.investigation(reference)
        chosen = chosen_complaints(self.actor, sent(ComplaintReferences(data=request.data))["complaints"])
        services.add_complaints(actor=self.actor, investigation=found, complaints=chosen)
        return self.shown(reference)


class InvestigationDecisionEndpoint(OfInvestigations):
    """The draft decision of an investigation."""

    serializer_class = DecisionWrite

    @extend_schema(request=DecisionWrite, responses={200: InvestigationRead})
    def put(self, request: Request, reference: str) -> Response:
        """Write the draft, or write it anew; somebody else approves it by the action `decide`."""
        found = self.investigation(reference)
        data = sent(DecisionWrite(data=request.data))
        basis, fine = data.pop("legal_basis"), data.pop("fine") or {"amount": None, "currency": ""}
        services.draft_decision(
            actor=self.actor,
            investigation=found,
            fine_amount=fine["amount"],
            fine_currency=fine["currency"],
            legal_basis=framework_of("legal_basis", basis) if basis else None,
            **data,
        )
        return self.shown(reference)


class InvestigationFindingsEndpoint(OfInvestigations):
    """Findings of an investigation."""

    serializer_class = FindingWrite

    @extend_schema(request=FindingWrite, responses={200: InvestigationRead})
    def post(self, request: Request, reference: str) -> Response:
        """Say what was found for one element; saying it again replaces it until the decision."""
        found = self.investigation(reference)
        data = sent(FindingWrite(data=request.data))
        law, element = framework_of("framework", data.pop("framework")), data.pop("element")
        services.record_finding(actor=self.actor, investigation=found, framework=law, element_key=element, **data)
        return self.shown(reference)


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

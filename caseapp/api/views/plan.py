"""The plan of an investigation, element by element, and the evidence that each element rests on."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import idempotent
from caseapp.api.serializers.plan import ExhibitRead, PlanExhibitWrite, PlanRow, PlanWrite
from caseapp.api.views.investigations import OfInvestigations, framework_of
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.enforcement import selectors, services
from caseapp.enforcement.models import PlanExhibit, PlanItem
from caseapp.evidence.models import EvidenceItem
from caseapp.law.models import Element


class _OfPlan(OfInvestigations):
    def planned(self, reference: str, number: int) -> PlanItem:
        """A planned element of an investigation that the caller sees."""
        plan = self.investigation(reference).plan.select_related("element__framework", "investigation")
        found: PlanItem | None = plan.filter(pk=number).first()
        if found is None:
            raise NotFound()
        return found


class PlanEndpoint(_OfPlan):
    """The plan of an investigation, element by element."""

    serializer_class = PlanRow

    @extend_schema(responses={200: PlanRow(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Every element planned or found on."""
        rows = selectors.plan_of(self.actor, self.investigation(reference))
        return Response({"results": PlanRow(rows, many=True).data, "next": None, "previous": None})

    @extend_schema(request=PlanWrite, responses={200: PlanRow(many=True)})
    def post(self, request: Request, reference: str) -> Response:
        """Put a law into the plan, or write the plan of one of its elements."""
        found = self.investigation(reference)
        asked = PlanWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        if data.get("element"):
            services.plan_element(
                actor=self.actor,
                investigation=found,
                element=element_of(data["framework"], data["element"]),
                to_prove=data["to_prove"],
                means=data["means"],
            )
        else:
            services.plan_law(
                actor=self.actor, investigation=found, framework=framework_of("framework", data["framework"])
            )
        return self.get(request, reference)


class PlanItemEndpoint(_OfPlan):
    """One planned element."""

    serializer_class = PlanRow

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reference: str, number: int) -> Response:
        """Take the element out of the plan; 409 once something was found on it."""
        services.remove_from_plan(actor=self.actor, plan_item=self.planned(reference, number))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PlanEvidenceEndpoint(_OfPlan):
    """What one planned element rests on."""

    serializer_class = ExhibitRead

    @extend_schema(responses={200: ExhibitRead(many=True)})
    def get(self, request: Request, reference: str, number: int) -> Response:
        """Evidence that the caller may open, in the order it was put there."""
        seen = EvidenceItem.objects.visible_to(self.actor)
        rows = self.planned(reference, number).exhibits.filter(item__in=seen).select_related("item")
        return Response({"results": ExhibitRead(rows, many=True).data, "next": None, "previous": None})

    @extend_schema(request=PlanExhibitWrite, responses={201: ExhibitRead})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Let the element rest on a piece of evidence of the investigation; again, it replaces what it shows."""
        item = self.planned(reference, number)
        asked = PlanExhibitWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        evidence = EvidenceItem.objects.visible_to(self.actor).with_complaint().filter(pk=data["evidence"]).first()
        if evidence is None:
            raise InvalidInput.field("evidence", "There is no such evidence.")
        made = services.put_evidence(actor=self.actor, plan_item=item, item=evidence, shows=data["shows"])
        return Response(ExhibitRead(made).data, status=status.HTTP_201_CREATED)


class PlanExhibitEndpoint(_OfPlan):
    """One piece of evidence with one planned element."""

    serializer_class = ExhibitRead

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reference: str, number: int, item_id: Any) -> Response:
        """Let the element no longer rest on it; the evidence itself stays where it is."""
        exhibits = PlanExhibit.objects.select_related("plan_item__investigation", "plan_item__element__framework")
        found = exhibits.filter(plan_item=self.planned(reference, number), item_id=item_id).first()
        if found is None:
            raise NotFound()
        services.remove_evidence(actor=self.actor, exhibit=found)
        return Response(status=status.HTTP_204_NO_CONTENT)


def element_of(framework: str, key: str) -> Element:
    """An element of a law in force, by the law's code and its key."""
    found: Element | None = framework_of("framework", framework).elements.filter(key=key).first()
    if found is None:
        raise InvalidInput.field("element", "This law has no such element.")
    return found

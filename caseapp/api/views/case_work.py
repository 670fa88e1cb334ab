"""What a firm works with in a case file: parties and team, facts, templates of tasks, the proof of each element."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, listed, sent
from caseapp.api.serializers.case_work import (
    ElementRead,
    FactShape,
    HappeningRead,
    MatrixRead,
    NotesShape,
    PartyShape,
    ProofWrite,
    TaskTemplateShape,
    TeamRead,
    TeamWrite,
    TemplateWrite,
)
from caseapp.api.serializers.chambers import TaskRead
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.litigation.enums import MatterKind
from caseapp.litigation.models import CaseFile
from caseapp.litigation.selectors import working as selectors
from caseapp.litigation.selectors.case_timeline import happenings
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.litigation.selectors.suits import notes as notes_of
from caseapp.litigation.services import case_files
from caseapp.litigation.services import working as services


class CaseFilePart(Endpoint):
    """A part of a case file of the caller's firm: privileged, so that nothing between keeps a copy."""

    def case_file(self, reference: str) -> CaseFile:
        return case_file_by_reference(self.actor, reference)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return answer


class NotesEndpoint(CaseFilePart):
    """The firm's privileged notes: in the clear for the firm alone, sealed at rest, in no search, list or export."""

    serializer_class = NotesShape

    @extend_schema(responses={200: NotesShape})
    def get(self, request: Request, reference: str) -> Response:
        """As they are."""
        return self._shown(self.case_file(reference))

    @extend_schema(request=NotesShape, responses={200: NotesShape})
    def put(self, request: Request, reference: str) -> Response:
        """Write them anew, whole, in place of the version that was read."""
        found, data = self.case_file(reference), sent(NotesShape(data=request.data))
        kept = case_files.write_notes(actor=self.actor, case_file=found, notes=data["notes"], based_on=data["version"])
        return self._shown(kept)

    def _shown(self, case_file: CaseFile) -> Response:
        notes = notes_of(self.actor, case_file)
        return Response({"notes": notes, "version": case_file.notes_version if notes else ""})


class PartiesEndpoint(CaseFilePart):
    """Who else is in a case file."""

    serializer_class = PartyShape

    @extend_schema(responses={200: PartyShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """By role."""
        return listed(PartyShape(self.case_file(reference).parties.all()[:500], many=True).data)

    @extend_schema(request=PartyShape, responses={201: PartyShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Write somebody down; every conflict check of the firm is run again with them."""
        found = self.case_file(reference)
        made = services.add_party(actor=self.actor, case_file=found, **sent(PartyShape(data=request.data)))
        return Response(PartyShape(made).data, status=status.HTTP_201_CREATED)


class PartyEndpoint(CaseFilePart):
    """One of them."""

    serializer_class = PartyShape

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reference: str, number: int) -> Response:
        """Take out who does not belong there."""
        found = self.case_file(reference)
        if not found.parties.filter(pk=number).exists():
            raise NotFound()
        services.remove_party(actor=self.actor, case_file=found, party_id=number)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TeamEndpoint(CaseFilePart):
    """Who of the firm works on a case file; they get its warnings."""

    serializer_class = TeamRead

    @extend_schema(responses={200: TeamRead})
    def get(self, request: Request, reference: str) -> Response:
        """As it is."""
        return Response(TeamRead(self.case_file(reference)).data)

    @extend_schema(request=TeamWrite, responses={200: TeamRead})
    def put(self, request: Request, reference: str) -> Response:
        """Choose it anew; only people of the firm."""
        found, data = self.case_file(reference), sent(TeamWrite(data=request.data))
        services.choose_team(
            actor=self.actor,
            case_file=found,
            user_ids=[user.pk for user in data["team"]],
            responsible_id=getattr(data["responsible"], "pk", None),
        )
        return Response(TeamRead(self.case_file(reference)).data)


class FactsEndpoint(CaseFilePart):
    """Facts of a case file."""

    serializer_class = FactShape

    @extend_schema(responses={200: FactShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In order of time."""
        return listed(FactShape(self.case_file(reference).facts.all()[:1000], many=True).data)

    @extend_schema(request=FactShape, responses={201: FactShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Write one down."""
        found = self.case_file(reference)
        made = services.add_fact(actor=self.actor, case_file=found, **sent(FactShape(data=request.data)))
        return Response(FactShape(made).data, status=status.HTTP_201_CREATED)


class FactEndpoint(CaseFilePart):
    """One fact."""

    serializer_class = FactShape

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reference: str, number: int) -> Response:
        """Take it out."""
        found = self.case_file(reference)
        if not found.facts.filter(pk=number).exists():
            raise NotFound()
        services.remove_fact(actor=self.actor, case_file=found, fact_id=number)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CaseTimelineEndpoint(CaseFilePart):
    """The timeline of a case file."""

    serializer_class = HappeningRead

    @extend_schema(responses={200: HappeningRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Dated facts and what was done, newest first."""
        return listed(HappeningRead(happenings(self.case_file(reference)), many=True).data)


class TaskTemplatesEndpoint(CaseFilePart):
    """Tasks of a kind of matter in the case file's place."""

    serializer_class = TaskTemplateShape

    @extend_schema(
        parameters=[OpenApiParameter("kind", str, enum=MatterKind.values, required=True)],
        responses={200: TaskTemplateShape(many=True)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """What a template would add."""
        kind = sent(TemplateWrite(data=request.query_params))["kind"]
        return listed(TaskTemplateShape(selectors.templates_for(self.case_file(reference), kind), many=True).data)

    @extend_schema(request=TemplateWrite, responses={201: TaskRead(many=True)})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Take its tasks up; what is there and open already is left alone."""
        found = self.case_file(reference)
        made = services.add_tasks_from_template(
            actor=self.actor, case_file=found, **sent(TemplateWrite(data=request.data))
        )
        return Response(TaskRead(made, many=True).data, status=status.HTTP_201_CREATED)


class ElementsEndpoint(CaseFilePart):
    """The element matrix: every law that a client's complaint was read by."""

    serializer_class = MatrixRead

    @extend_schema(responses={200: MatrixRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Law by law."""
        return listed(MatrixRead(selectors.matrices(self.actor, self.case_file(reference)), many=True).data)


class ProofEndpoint(CaseFilePart):
    """How one element is to be proven."""

    serializer_class = ElementRead

    @extend_schema(request=ProofWrite, responses={200: ElementRead})
    def put(self, request: Request, reference: str, law: str, version: int, element: str) -> Response:
        """Say it; what is missing becomes a task."""
        found = self.case_file(reference)
        row = selectors.element_row(self.actor, found, law, version, element)
        data = sent(ProofWrite(data=request.data))
        facts = list(found.facts.filter(pk__in=data["facts"]))
        exhibits = [item for item in selectors.exhibits_of(self.actor, found) if item.pk in set(data["exhibits"])]
        for name, given, held in (("facts", data["facts"], facts), ("exhibits", data["exhibits"], exhibits)):
            if len(held) != len(set(given)):
                raise InvalidInput.field(name, "One of these is not in the case file.")
        services.plan_proof(
            actor=self.actor,
            case_file=found,
            framework_id=row.framework_id,
            element=row.key,
            facts=facts,
            exhibits=exhibits,
            strength=data["strength"],
            gap=data["gap"],
            assignee_id=getattr(data["assignee"], "pk", None),
            due_on=data["due_on"],
        )
        return Response(ElementRead(selectors.element_row(self.actor, found, law, version, element)).data)

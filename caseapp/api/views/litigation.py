"""Case files and suits."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, action_sent, idempotent, listed, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.litigation import (
    AwardRead,
    AwardWrite,
    CaseFileRead,
    CaseFileRow,
    CaseFileWrite,
    ConflictCheckRead,
    ConflictDecisionWrite,
    EngagementRead,
    EngagementWrite,
    HearingShape,
    SuitChange,
    SuitRead,
    SuitRow,
    SuitWrite,
)
from caseapp.complaints.selectors import complaint_by_reference
from caseapp.core.errors import InvalidInput
from caseapp.litigation.models import CivilSuit, ConflictCheck
from caseapp.litigation.selectors import engagements as engagement_selectors
from caseapp.litigation.selectors import suits as selectors
from caseapp.litigation.services import case_files, conflicts, engagements, suits


class EngagementsEndpoint(Endpoint):
    """Requests to firms: the firm's, and the client's own."""

    open_to_all = True
    serializer_class = EngagementRead
    pagination_class = KeysetPagination

    @extend_schema(responses={200: EngagementRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(engagement_selectors.engagements(self.actor))
        return self.get_paginated_response(EngagementRead(rows, many=True, context={"actor": self.actor}).data)

    @extend_schema(request=EngagementWrite, responses={201: EngagementRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask a firm to act; it sees what happened, and no names before the client accepts its offer."""
        data = sent(EngagementWrite(data=request.data))
        made = engagements.request_engagement(
            actor=self.actor,
            complaint=complaint_by_reference(self.actor, data["complaint"]),
            firm=data["firm"],
            scopes=data["scopes"],
            request=data["request"],
        )
        return Response(_engagement(self.actor, made.reference), status=status.HTTP_201_CREATED)


class EngagementEndpoint(Endpoint):
    """One request to a firm."""

    open_to_all = True
    serializer_class = EngagementRead

    @extend_schema(responses={200: EngagementRead})
    def get(self, request: Request, reference: str) -> Response:
        """With what the caller may do to it now."""
        return Response(_engagement(self.actor, reference))


class EngagementTransitionsEndpoint(Endpoint):
    """Workflow actions of an engagement."""

    open_to_all = True
    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: EngagementRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: check for conflicts, offer, accept, decline, end."""
        found = engagement_selectors.engagement_by_reference(self.actor, reference)
        engagements.perform(actor=self.actor, engagement=found, **action_sent(TransitionSerializer(data=request.data)))
        return Response(_engagement(self.actor, reference))


class EngagementConflictEndpoint(Endpoint):
    """The decision on a conflict check."""

    serializer_class = ConflictDecisionWrite

    @extend_schema(responses={200: ConflictCheckRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """The reports, newest first, for the firm alone."""
        found = engagement_selectors.engagement_by_reference(self.actor, reference)
        rows = ConflictCheck.objects.visible_to(self.actor).filter(engagement=found)[:200]
        return listed(ConflictCheckRead(rows, many=True).data)

    @extend_schema(request=ConflictDecisionWrite, responses={200: EngagementRead})
    def post(self, request: Request, reference: str) -> Response:
        """Say what the newest check came to; a waiver is a partner's."""
        found = engagement_selectors.engagement_by_reference(self.actor, reference)
        conflicts.decide_conflict(actor=self.actor, engagement=found, **sent(ConflictDecisionWrite(data=request.data)))
        return Response(_engagement(self.actor, reference))


class CaseFilesEndpoint(Endpoint):
    """The firm's case files."""

    serializer_class = CaseFileRow
    pagination_class = KeysetPagination

    @extend_schema(parameters=[OpenApiParameter("status", str)], responses={200: CaseFileRow(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_lawyer)
        found = selectors.case_files(self.actor)
        if request.query_params.get("status"):
            found = found.filter(state=request.query_params["status"])
        return self.get_paginated_response(CaseFileRow(self.paginate_queryset(found), many=True).data)

    @extend_schema(request=CaseFileWrite, responses={201: CaseFileRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Open a case file for accepted engagements against one respondent."""
        require(self.actor.is_lawyer)
        data = sent(CaseFileWrite(data=request.data))
        wanted = list(dict.fromkeys(data["engagements"]))
        found = list(engagement_selectors.engagements(self.actor).filter(reference__in=wanted))
        if len(found) != len(wanted):
            raise InvalidInput.field("engagements", "One of these engagements does not exist.")
        opened = case_files.open_case_file(actor=self.actor, engagements=found, title=data["title"])
        shown = CaseFileRead(selectors.case_file_by_reference(self.actor, opened.reference), context=self.with_actor())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    def with_actor(self) -> dict[str, Any]:
        return {"actor": self.actor}


class CaseFileEndpoint(Endpoint):
    """One case file of the firm."""

    serializer_class = CaseFileRead

    @extend_schema(responses={200: CaseFileRead})
    def get(self, request: Request, reference: str) -> Response:
        """The case file without its privileged notes."""
        found = selectors.case_file_by_reference(self.actor, reference)
        return Response(CaseFileRead(found, context={"actor": self.actor}).data)


class CaseFileTransitionsEndpoint(Endpoint):
    """Close or reopen a case file."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: CaseFileRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action."""
        found = selectors.case_file_by_reference(self.actor, reference)
        case_files.perform(actor=self.actor, case_file=found, **action_sent(TransitionSerializer(data=request.data)))
        found = selectors.case_file_by_reference(self.actor, reference)
        return Response(CaseFileRead(found, context={"actor": self.actor}).data)


class SuitsEndpoint(Endpoint):
    """Suits of the firm, or those brought for the caller."""

    serializer_class = SuitRow
    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[OpenApiParameter("status", str), OpenApiParameter("respondent", str)],
        responses={200: SuitRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        found = selectors.suits(self.actor)
        for name, column in (("status", "state"), ("respondent", "case_file__respondent__reference")):
            if request.query_params.get(name):
                found = found.filter(**{column: request.query_params[name]})
        return self.get_paginated_response(SuitRow(self.paginate_queryset(found), many=True).data)

    @extend_schema(request=SuitWrite, responses={201: SuitRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Open a suit in a case file of the firm."""
        require(self.actor.is_lawyer)
        data = sent(SuitWrite(data=request.data))
        case_file = selectors.case_files(self.actor).filter(reference=data["case_file"]).first()
        if case_file is None:
            raise InvalidInput.field("case_file", "There is no such case file.")
        claimed = data["claimed"]
        suit = suits.open_suit(
            actor=self.actor,
            case_file=case_file,
            court=data["court"],
            cause=data["cause"],
            claimed_amount=claimed["amount"] if claimed else None,
            currency=claimed["currency"] if claimed else data.get("currency", case_file.jurisdiction.currency or "EUR"),
            docket_number=data["docket_number"],
        )
        return Response(_shown(self.actor, suit.reference), status=status.HTTP_201_CREATED)


class SuitEndpoint(Endpoint):
    """One suit, for the firm and the clients it is brought for."""

    open_to_all = True
    serializer_class = SuitRead

    @extend_schema(responses={200: SuitRead})
    def get(self, request: Request, reference: str) -> Response:
        """The suit with hearings, judgments and awards."""
        return Response(_shown(self.actor, reference))

    @extend_schema(request=SuitChange, responses={200: SuitRead})
    def patch(self, request: Request, reference: str) -> Response:
        """Put right court, docket number, judge, counsel of the other side or cause; what is not sent stays."""
        found = selectors.suit_of_firm(self.actor, reference)
        facts = suits.SuitFacts(**sent(SuitChange(data=request.data, partial=True)))
        suits.change_suit(actor=self.actor, suit=found, facts=facts)
        return Response(_shown(self.actor, reference))


class SuitTransitionsEndpoint(Endpoint):
    """Stages of a suit."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: SuitRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: file, serve, record the answer, go to hearing, record the judgment, settle …"""
        found = selectors.suit_by_reference(self.actor, reference)
        suits.perform(actor=self.actor, suit=found, **action_sent(TransitionSerializer(data=request.data)))
        return Response(_shown(self.actor, reference))


class SuitHearingsEndpoint(Endpoint):
    """Hearings of a suit."""

    serializer_class = HearingShape

    @extend_schema(responses={200: HearingShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Soonest first."""
        found = selectors.suit_by_reference(self.actor, reference)
        return listed(HearingShape(found.hearings, many=True).data)

    @extend_schema(request=HearingShape, responses={201: HearingShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Set a hearing."""
        found: CivilSuit = selectors.suit_by_reference(self.actor, reference)
        hearing = suits.schedule_hearing(actor=self.actor, suit=found, **sent(HearingShape(data=request.data)))
        return Response(HearingShape(hearing).data, status=status.HTTP_201_CREATED)


class SuitAwardsEndpoint(Endpoint):
    """Awards of a suit."""

    serializer_class = AwardRead

    @extend_schema(responses={200: AwardRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In the order they were recorded."""
        found = selectors.suit_by_reference(self.actor, reference)
        return listed(AwardRead(found.awards, many=True).data)

    @extend_schema(request=AwardWrite, responses={201: AwardRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Record a sum that the newest judgment gives."""
        found = selectors.suit_by_reference(self.actor, reference)
        award = suits.record_award(actor=self.actor, suit=found, **sent(AwardWrite(data=request.data)))
        return Response(AwardRead(award).data, status=status.HTTP_201_CREATED)


def _engagement(actor: Any, reference: str) -> Any:
    found = engagement_selectors.engagement_by_reference(actor, reference)
    return EngagementRead(found, context={"actor": actor}).data


def _shown(actor: Any, reference: str) -> Any:
    return SuitRead(selectors.suit_by_reference(actor, reference), context={"actor": actor}).data

"""A firm's home, whom it has known, its correspondence with clients, and the calendar of hearings."""

from dataclasses import asdict

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.selectors import main_firm
from caseapp.api.base import Endpoint, idempotent, listed, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.firm import (
    ChambersRead,
    FeedRead,
    KnownPartiesAdded,
    KnownPartiesWrite,
    KnownPartyShape,
    LikenessRead,
    MessageShape,
)
from caseapp.core.errors import NotFound
from caseapp.litigation.models import KnownParty
from caseapp.litigation.selectors import chambers, conflicts, engagements, feeds
from caseapp.litigation.services import conflicts as conflict_services
from caseapp.litigation.services import feeds as feed_services
from caseapp.litigation.services import messages


class ChambersEndpoint(Endpoint):
    """What waits for the caller in their firm."""

    serializer_class = ChambersRead

    @extend_schema(responses={200: ChambersRead})
    def get(self, request: Request) -> Response:
        """Limitation dates of ninety days and hearings of thirty first; at most two hundred of each."""
        require(self.actor.is_lawyer)
        return Response(ChambersRead(vars(chambers.waiting(self.actor, most=200))).data)


class KnownPartiesEndpoint(Endpoint):
    """Names that the firm brings along, for its conflict checks."""

    serializer_class = KnownPartyShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: KnownPartyShape(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_lawyer)
        rows = self.paginate_queryset(KnownParty.objects.visible_to(self.actor).order_by("-id"))
        return self.get_paginated_response(KnownPartyShape(rows, many=True).data)

    @extend_schema(request=KnownPartiesWrite, responses={201: KnownPartiesAdded})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add names; every conflict check of the firm is run again with them."""
        require(self.actor.is_lawyer)
        rows = [
            (one["name"], one["role"], one["matter"]) for one in sent(KnownPartiesWrite(data=request.data))["names"]
        ]
        added = conflict_services.add_known_parties(actor=self.actor, firm=main_firm(self.actor), rows=rows)
        return Response({"added": added}, status=status.HTTP_201_CREATED)


class LikenessesEndpoint(Endpoint):
    """Everyone the firm has known, looked through for one name."""

    serializer_class = LikenessRead

    @extend_schema(
        parameters=[OpenApiParameter("name", str, required=True)],
        responses={200: LikenessRead(many=True)},
        operation_id="known_parties_like_list",
    )
    def get(self, request: Request) -> Response:
        """The likest first; names that nobody gave to the firm are never among them."""
        require(self.actor.is_lawyer)
        name = request.query_params.get("name", "").strip()[:200]
        found = conflicts.search(main_firm(self.actor), name) if name else []
        return listed(LikenessRead([asdict(hit) for hit in found], many=True).data)


class MessagesEndpoint(Endpoint):
    """What a firm and its client write to each other."""

    open_to_all = True
    serializer_class = MessageShape

    @extend_schema(responses={200: MessageShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Oldest first; what the other side wrote counts as opened. The firm reads none before its check is clear."""
        found = engagements.engagement_by_reference(self.actor, reference)
        rows = engagements.correspondence(self.actor, found)
        if rows:
            messages.mark_read(actor=self.actor, engagement=found)
        return listed(MessageShape(rows, many=True).data)

    @extend_schema(request=MessageShape, responses={201: MessageShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Write to the other side, which is told."""
        found = engagements.engagement_by_reference(self.actor, reference)
        made = messages.write_message(actor=self.actor, engagement=found, **sent(MessageShape(data=request.data)))
        return Response(MessageShape(made).data, status=status.HTTP_201_CREATED)


class CalendarFeedEndpoint(Endpoint):
    """The secret address under which one's own calendar reads the firm's hearings."""

    serializer_class = FeedRead

    @extend_schema(responses={200: FeedRead})
    def get(self, request: Request) -> Response:
        """Since when there is one; 404 where there is none. The address itself is not kept."""
        require(self.actor.is_lawyer)
        return Response(FeedRead(self.held()).data)

    @extend_schema(request=None, responses={201: FeedRead})
    def post(self, request: Request) -> Response:
        """Make a new one, told this once; the one before stops working."""
        require(self.actor.is_lawyer)
        secret = feed_services.give_feed(actor=self.actor)
        address = request.build_absolute_uri(reverse("litigation:feed", args=[secret]))
        return Response(FeedRead({**asdict(self.held()), "address": address}).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Take it back."""
        require(self.actor.is_lawyer)
        feed_services.revoke_feed(actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def held(self) -> feeds.Feed:
        found = feeds.feed_of(self.actor)
        if found is None:
            raise NotFound()
        return found

"""What hangs on a suit: stages, docket, heads, offers, collection, what the client gets."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, action_sent, idempotent, listed, sent
from caseapp.api.serializers.common import money
from caseapp.api.serializers.suit_money import (
    AccountRead,
    AccountWrite,
    AppealRead,
    CollectionRead,
    CollectionWrite,
    DocketShape,
    HeadShape,
    OfferRead,
    OfferTransition,
    OfferWrite,
    OutcomeRead,
    OutcomeWrite,
    StageRead,
    StageWrite,
)
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.views.files import file_answer
from caseapp.litigation.models import CivilSuit, ClientAccount, CollectionEntry
from caseapp.litigation.selectors import collecting as selectors
from caseapp.litigation.selectors.client_accounts import account_of, account_pdf
from caseapp.litigation.selectors.outcomes import outcome_of
from caseapp.litigation.selectors.procedures import ladder, procedure_of
from caseapp.litigation.selectors.suits import suit_by_reference, suit_of_firm
from caseapp.litigation.services import collecting, offers, suits
from caseapp.litigation.services.outcomes import OutcomeFacts, propose_outcome


class SuitStagesEndpoint(Endpoint):
    """Stages before the suit's court."""

    open_to_all = True
    serializer_class = StageRead

    @extend_schema(responses={200: StageRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In their order, those reached with their day."""
        return listed(_stages(suit_by_reference(self.actor, reference)))

    @extend_schema(request=StageWrite, responses={201: StageRead(many=True)})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Record a further stage within the suit's state."""
        suit = suit_of_firm(self.actor, reference)
        data = sent(StageWrite(data=request.data))
        suits.record_stage(actor=self.actor, suit=suit, **data)
        return listed(_stages(suit), status=status.HTTP_201_CREATED)


class SuitDocketEndpoint(Endpoint):
    """Filings, services and orders: for the firm."""

    serializer_class = DocketShape

    @extend_schema(responses={200: DocketShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """By day."""
        suit = suit_of_firm(self.actor, reference)
        return listed(DocketShape(suit.docket.order_by("on", "pk"), many=True).data)

    @extend_schema(request=DocketShape, responses={201: DocketShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Enter one."""
        suit = suit_of_firm(self.actor, reference)
        entry = suits.record_docket_entry(actor=self.actor, suit=suit, **sent(DocketShape(data=request.data)))
        return Response(DocketShape(entry).data, status=status.HTTP_201_CREATED)


class SuitHeadsEndpoint(Endpoint):
    """Heads of claim: together they are the sum claimed."""

    open_to_all = True
    serializer_class = HeadShape

    @extend_schema(responses={200: HeadShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In the order they were added."""
        return listed(HeadShape(suit_by_reference(self.actor, reference).heads, many=True).data)

    @extend_schema(request=HeadShape, responses={201: HeadShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Add one."""
        suit = suit_of_firm(self.actor, reference)
        head = suits.record_head(actor=self.actor, suit=suit, **sent(HeadShape(data=request.data)))
        return Response(HeadShape(head).data, status=status.HTTP_201_CREATED)


class SuitHeadEndpoint(Endpoint):
    """One head of claim."""

    serializer_class = HeadShape

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reference: str, number: int) -> Response:
        """Take it out while the suit is being prepared."""
        suit = suit_of_firm(self.actor, reference)
        if not suit.heads.filter(pk=number).exists():
            raise NotFound()
        suits.remove_head(actor=self.actor, suit=suit, number=number)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SuitAppealsEndpoint(Endpoint):
    """Appeals against the suit's judgments; one is lodged and ended by the suit's transitions."""

    open_to_all = True
    serializer_class = AppealRead

    @extend_schema(responses={200: AppealRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In order."""
        return listed(AppealRead(selectors.appeals(suit_by_reference(self.actor, reference)), many=True).data)


class SuitOutcomeEndpoint(Endpoint):
    """A final outcome as a precedent, for the firm."""

    serializer_class = OutcomeRead

    @extend_schema(responses={200: OutcomeRead})
    def get(self, request: Request, reference: str) -> Response:
        """404 before it was proposed."""
        found = outcome_of(suit_of_firm(self.actor, reference))
        if found is None:
            raise NotFound()
        return Response(OutcomeRead(found).data)

    @extend_schema(request=OutcomeWrite, responses={201: OutcomeRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Hand it to the curators without names, once; the earliest estimate kept for the client is scored."""
        suit = suit_of_firm(self.actor, reference)
        facts = OutcomeFacts(**sent(OutcomeWrite(data=request.data)))
        made = propose_outcome(actor=self.actor, suit=suit, facts=facts)
        return Response(OutcomeRead(made).data, status=status.HTTP_201_CREATED)


class SuitOffersEndpoint(Endpoint):
    """Offers, for the firm beside the estimate of their day."""

    open_to_all = True
    serializer_class = OfferRead

    @extend_schema(responses={200: OfferRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Oldest first."""
        return listed(_offers(self.actor, suit_by_reference(self.actor, reference)))

    @extend_schema(request=OfferWrite, responses={201: OfferRead(many=True)})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Record an offer; today's estimate is kept with it."""
        suit = suit_of_firm(self.actor, reference)
        data = sent(OfferWrite(data=request.data))
        answers = data.pop("answers")
        answered = selectors.offer_by_number(self.actor, suit, answers) if answers is not None else None
        offers.record_offer(actor=self.actor, suit=suit, facts=offers.OfferFacts(**data, answers=answered))
        return listed(_offers(self.actor, suit), status=status.HTTP_201_CREATED)


class OfferTransitionsEndpoint(Endpoint):
    """What became of an offer."""

    serializer_class = OfferTransition

    @extend_schema(request=OfferTransition, responses={200: OfferRead(many=True)})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Do an action: accept, refuse, take_back."""
        suit = suit_of_firm(self.actor, reference)
        found = selectors.offer_by_number(self.actor, suit, number)
        offers.perform(actor=self.actor, offer=found, **action_sent(OfferTransition(data=request.data)))
        return listed(_offers(self.actor, suit))


class SuitCollectionEndpoint(Endpoint):
    """The collection ledger of a suit."""

    open_to_all = True
    serializer_class = CollectionRead

    @extend_schema(responses={200: CollectionRead})
    def get(self, request: Request, reference: str) -> Response:
        """Every line and what they come to."""
        return Response(_collection(suit_by_reference(self.actor, reference)))

    @extend_schema(request=CollectionWrite, responses={201: CollectionRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Add a line: a receipt, a reversal, interest or a waiver."""
        suit = suit_of_firm(self.actor, reference)
        data = sent(CollectionWrite(data=request.data))
        _enter(self.actor, suit, data.pop("kind"), data)
        return Response(_collection(suit), status=status.HTTP_201_CREATED)


class SuitAccountEndpoint(Endpoint):
    """What the client gets, as it was reckoned last."""

    open_to_all = True
    serializer_class = AccountRead

    @extend_schema(responses={200: AccountRead})
    def get(self, request: Request, reference: str) -> Response:
        """404 before it was reckoned."""
        return Response(AccountRead(_account(self.actor, reference)).data)

    @extend_schema(request=AccountWrite, responses={201: AccountRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Reckon it: received − costs − fee."""
        suit = suit_of_firm(self.actor, reference)
        account = collecting.reckon(actor=self.actor, suit=suit, **sent(AccountWrite(data=request.data)))
        return Response(AccountRead(account).data, status=status.HTTP_201_CREATED)


class SuitAccountPaperEndpoint(Endpoint):
    """What the client gets, on paper."""

    open_to_all = True
    serializer_class = AccountRead

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str) -> HttpResponse:
        """As PDF in the caller's language; it says so where it is out of date."""
        return file_answer(account_pdf(_account(self.actor, reference)), f"{reference}.pdf")


def _account(actor: Actor, reference: str) -> ClientAccount:
    found = account_of(suit_by_reference(actor, reference))
    if found is None:
        raise NotFound()
    return found


def _stages(suit: CivilSuit) -> Any:
    rungs: Any = ladder(suit, procedure_of(suit))
    return StageRead(rungs, many=True).data


def _offers(actor: Actor, suit: CivilSuit) -> Any:
    found: Any = selectors.offers(actor, suit)
    return OfferRead(found, many=True, context={"actor": actor}).data


def _collection(suit: CivilSuit) -> Any:
    now = selectors.standing_of(suit)
    return CollectionRead(
        {
            "outstanding": money(now.outstanding, suit.currency),
            "received": money(now.received, suit.currency),
            "credit": money(now.credit, suit.currency),
            "lines": selectors.ledger(suit),
        }
    ).data


def _enter(actor: Actor, suit: CivilSuit, kind: str, data: dict[str, Any]) -> CollectionEntry:
    def only(*names: str) -> dict[str, Any]:
        return {name: data[name] for name in names if name in data}

    if kind == "receipt":
        return collecting.record_receipt(actor=actor, suit=suit, **only("amount", "on", "note", "key"))
    if kind == "reversal":
        return collecting.reverse_receipt(actor=actor, suit=suit, **only("number", "reason"))
    if kind == "interest":
        return collecting.add_interest(actor=actor, suit=suit, **only("until", "amount", "note"))
    return collecting.waive(actor=actor, suit=suit, **only("reason"))

"""Until when each client can bring each claim: worked out, changed, held up, confirmed by a second person."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, action_sent, idempotent, listed, sent
from caseapp.api.serializers.chambers import LimitationFactsWrite, LimitationRead, LimitationTransition, TollingShape
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.litigation.models import Limitation
from caseapp.litigation.selectors import limitation as selectors
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.litigation.services import limitation as services


class DeadlinesEndpoint(Endpoint):
    """Dates that run in a case file."""

    serializer_class = LimitationRead

    @extend_schema(responses={200: LimitationRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Limitation dates with their working, soonest first."""
        return listed(_dates(self.actor, reference))

    @extend_schema(request=None, responses={200: LimitationRead(many=True)})
    def post(self, request: Request, reference: str) -> Response:
        """Work out what is not there yet, for clients and laws that came later."""
        services.work_out_limitation(actor=self.actor, case_file=case_file_by_reference(self.actor, reference))
        return listed(_dates(self.actor, reference))


class DeadlineEndpoint(Endpoint):
    """One date."""

    serializer_class = LimitationRead

    @extend_schema(responses={200: LimitationRead})
    def get(self, request: Request, reference: str, number: int) -> Response:
        """With its working, what holds it up, and what the caller may do."""
        return Response(_date(self.actor, _found(self.actor, reference, number)))

    @extend_schema(request=LimitationFactsWrite, responses={200: LimitationRead})
    def put(self, request: Request, reference: str, number: int) -> Response:
        """Change the facts: the date is worked out anew and must be confirmed anew."""
        found = _found(self.actor, reference, number)
        given = sent(LimitationFactsWrite(data=request.data))
        return Response(_date(self.actor, services.change_facts(actor=self.actor, limitation=found, **given)))


class TollingsEndpoint(Endpoint):
    """What holds a period up, or begins it anew."""

    serializer_class = TollingShape

    @extend_schema(request=TollingShape, responses={201: LimitationRead})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Add one: the date is worked out anew and must be confirmed anew."""
        found = _found(self.actor, reference, number)
        given = sent(TollingShape(data=request.data))
        changed = services.add_tolling(actor=self.actor, limitation=found, **given)
        return Response(_date(self.actor, changed), status=status.HTTP_201_CREATED)


class TollingEndpoint(Endpoint):
    """One of them."""

    serializer_class = TollingShape

    @extend_schema(responses={200: LimitationRead})
    def delete(self, request: Request, reference: str, number: int, tolling: int) -> Response:
        """Take it out: the date is worked out anew and must be confirmed anew."""
        found = _found(self.actor, reference, number)
        if not found.tollings.filter(pk=tolling).exists():
            raise NotFound()
        changed = services.remove_tolling(actor=self.actor, limitation=found, tolling_id=tolling)
        return Response(_date(self.actor, changed))


class DeadlineTransitionsEndpoint(Endpoint):
    """Workflow actions of a date."""

    serializer_class = LimitationTransition

    @extend_schema(request=LimitationTransition, responses={200: LimitationRead})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Do an action: confirm by another person who worked out the same day, meet, run_again."""
        found = _found(self.actor, reference, number)
        done = services.perform(
            actor=self.actor, limitation=found, **action_sent(LimitationTransition(data=request.data))
        )
        return Response(_date(self.actor, done))


def _found(actor: Actor, reference: str, number: int) -> Limitation:
    return selectors.limitation_by_id(actor, case_file_by_reference(actor, reference), number)


def _date(actor: Actor, limitation: Limitation) -> object:
    return LimitationRead(limitation, context={"actor": actor}).data


def _dates(actor: Actor, reference: str) -> object:
    rows = selectors.limitations(actor).filter(case_file=case_file_by_reference(actor, reference))
    return LimitationRead(rows.prefetch_related("tollings"), many=True, context={"actor": actor}).data

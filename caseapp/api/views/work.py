"""A firm's time and disbursements, what will not be billed, and what an hour costs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.selectors import main_firm
from caseapp.api.base import Endpoint, idempotent, listed, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.billing import (
    ClockWrite,
    DisbursementShape,
    DisbursementWrite,
    RateShape,
    RoundingShape,
    TimeShape,
    WriteOff,
)
from caseapp.billing.selectors import work as selectors
from caseapp.billing.services import rates
from caseapp.billing.services import work as services
from caseapp.core.errors import WrongState
from caseapp.core.views.files import file_answer
from caseapp.evidence import services as evidence
from caseapp.litigation.selectors.suits import case_file_by_reference


class TimeEndpoint(Endpoint):
    """Time on a case file."""

    serializer_class = TimeShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: TimeShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = selectors.time_entries(self.actor).filter(case_file=case_file_by_reference(self.actor, reference))
        return self.get_paginated_response(TimeShape(self.paginate_queryset(found), many=True).data)

    @extend_schema(request=TimeShape, responses={201: TimeShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Enter one's own time by hand."""
        case_file = case_file_by_reference(self.actor, reference)
        made = services.record_time(actor=self.actor, case_file=case_file, **sent(TimeShape(data=request.data)))
        return Response(TimeShape(made).data, status=status.HTTP_201_CREATED)


class ClockEndpoint(Endpoint):
    """One's own clock on a case file."""

    serializer_class = ClockWrite

    @extend_schema(request=ClockWrite, responses={201: TimeShape})
    def post(self, request: Request, reference: str) -> Response:
        """Start it; 409 while one is running."""
        case_file = case_file_by_reference(self.actor, reference)
        made = services.start_clock(actor=self.actor, case_file=case_file, **sent(ClockWrite(data=request.data)))
        return Response(TimeShape(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: TimeShape})
    def delete(self, request: Request, reference: str) -> Response:
        """Stop it: what it counted is entered."""
        case_file = case_file_by_reference(self.actor, reference)
        running = selectors.running_clock(self.actor)
        if running is None or running.case_file_id != case_file.pk:
            raise WrongState("Your clock is not running here.")
        return Response(TimeShape(services.stop_clock(actor=self.actor, entry=running)).data)


class DisbursementsEndpoint(Endpoint):
    """What the firm laid out for a case file."""

    serializer_class = DisbursementShape
    pagination_class = KeysetPagination
    parser_classes = (MultiPartParser,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the receipt arrive sealed."""
        with evidence.sealing(request, most=services.RECEIPT_MOST):
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
            return answer

    @extend_schema(responses={200: DisbursementShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = selectors.disbursements(self.actor).filter(case_file=case_file_by_reference(self.actor, reference))
        return self.get_paginated_response(DisbursementShape(self.paginate_queryset(found), many=True).data)

    @extend_schema(
        request={"multipart/form-data": DisbursementWrite},
        responses={201: DisbursementShape},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Enter one, with its receipt."""
        case_file = case_file_by_reference(self.actor, reference)
        data = sent(DisbursementWrite(data=request.data))
        made = services.record_disbursement(actor=self.actor, case_file=case_file, **data)
        return Response(DisbursementShape(made).data, status=status.HTTP_201_CREATED)


class TimeEntryEndpoint(Endpoint):
    """One entry of time."""

    serializer_class = TimeShape

    @extend_schema(request=TimeShape, responses={200: TimeShape})
    def put(self, request: Request, number: int) -> Response:
        """Correct it while it is on no invoice: one's own, or as a partner anybody's."""
        found = selectors.time_entry(self.actor, number)
        changed = services.change_time(actor=self.actor, entry=found, **sent(TimeShape(data=request.data)))
        return Response(TimeShape(changed).data)


class TimeWriteOffEndpoint(Endpoint):
    """Time that will not be billed."""

    serializer_class = WriteOff

    @extend_schema(request=WriteOff, responses={200: TimeShape})
    def post(self, request: Request, number: int) -> Response:
        """Say why; a lawyer's act."""
        found = selectors.time_entry(self.actor, number)
        services.write_off(actor=self.actor, work=found, **sent(WriteOff(data=request.data)))
        return Response(TimeShape(selectors.time_entry(self.actor, number)).data)


class DisbursementWriteOffEndpoint(Endpoint):
    """A disbursement that will not be billed."""

    serializer_class = WriteOff

    @extend_schema(request=WriteOff, responses={200: DisbursementShape})
    def post(self, request: Request, number: int) -> Response:
        """Say why; a lawyer's act."""
        found = selectors.disbursement(self.actor, number)
        services.write_off(actor=self.actor, work=found, **sent(WriteOff(data=request.data)))
        return Response(DisbursementShape(selectors.disbursement(self.actor, number)).data)


class ReceiptEndpoint(Endpoint):
    """The receipt of a disbursement."""

    serializer_class = DisbursementShape

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, number: int) -> HttpResponse:
        """Its bytes, as an attachment; that it was opened is written down. 404 where there is none."""
        found = selectors.disbursement(self.actor, number)
        pieces = services.open_receipt(actor=self.actor, disbursement=found)
        return file_answer(b"".join(pieces), found.receipt_name, found.receipt_type)


class RatesEndpoint(Endpoint):
    """What an hour costs."""

    serializer_class = RateShape

    @extend_schema(responses={200: RateShape(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_lawyer)
        return listed(RateShape(selectors.rates_of(self.actor, main_firm(self.actor))[:500], many=True).data)

    @extend_schema(request=RateShape, responses={201: RateShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Set a price from a day on; a partner's act."""
        require(self.actor.is_lawyer)
        given = sent(RateShape(data=request.data))
        made = rates.set_rate(actor=self.actor, firm=main_firm(self.actor), **given)
        return Response(RateShape(made).data, status=status.HTTP_201_CREATED)


class RoundingEndpoint(Endpoint):
    """How time is rounded."""

    serializer_class = RoundingShape

    @extend_schema(responses={200: RoundingShape(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_lawyer)
        return listed(RoundingShape(selectors.rules_of(self.actor, main_firm(self.actor))[:500], many=True).data)

    @extend_schema(request=RoundingShape, responses={201: RoundingShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Set the rule from a day on; a partner's act."""
        require(self.actor.is_lawyer)
        given = sent(RoundingShape(data=request.data))
        made = rates.set_rounding(actor=self.actor, firm=main_firm(self.actor), **given)
        return Response(RoundingShape(made).data, status=status.HTTP_201_CREATED)

"""Payments from a bank's file."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Authority
from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.bank import BankFileRead, BankFileRow, BankFileWrite, BankLineRead, LineFineWrite
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.core.errors import InvalidInput, NotFound, WrongState
from caseapp.core.policies import can
from caseapp.core.references import normalise_reference
from caseapp.enforcement import selectors, services
from caseapp.enforcement.models import BankBooking
from caseapp.enforcement.selectors import bank


class BankFilesEndpoint(Endpoint):
    """Files that were read, or read one."""

    serializer_class = BankFileRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: BankFileRow(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(bool(self.actor.authority_ids("investigator", "supervisor")))
        rows = self.paginate_queryset(bank.bank_files(self.actor))
        return self.get_paginated_response(BankFileRow(rows, many=True).data)

    @extend_schema(request=BankFileWrite, responses={201: BankFileRead})
    def post(self, request: Request) -> Response:
        """Read and match a file; nothing is booked. The same file again answers the one read before."""
        asked = BankFileWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        own = Authority.objects.filter(pk__in=self.actor.authority_ids()).order_by("pk")
        allowed = [each for each in own if can(self.actor, "fines.import_payments", each)]
        require(bool(allowed))
        chosen = next((each for each in allowed if each.code == data.get("authority", allowed[0].code)), None)
        if chosen is None:
            raise InvalidInput.field("authority", "You enter no payments for this authority.")
        file = services.read_bank_file(
            actor=self.actor, authority=chosen, content=data["content"].encode(), name=data["file_name"]
        )
        shown = BankFileRead(bank.bank_file(self.actor, file.pk), context={"actor": self.actor}).data
        return Response(shown, status=status.HTTP_201_CREATED)


class BankFileEndpoint(Endpoint):
    """One file."""

    serializer_class = BankFileRead

    @extend_schema(responses={200: BankFileRead})
    def get(self, request: Request, number: int) -> Response:
        """What became of its lines."""
        return Response(BankFileRead(bank.bank_file(self.actor, number), context={"actor": self.actor}).data)


class BankFileLinesEndpoint(Endpoint):
    """The lines of a file."""

    serializer_class = BankLineRead
    pagination_class = KeysetPagination

    @extend_schema(parameters=[OpenApiParameter("verdict", str)], responses={200: BankLineRead(many=True)})
    def get(self, request: Request, number: int) -> Response:
        """The last first, without the words of the bank."""
        lines = bank.bank_file(self.actor, number).lines.select_related("fine").order_by("-id")
        if request.query_params.get("verdict"):
            lines = lines.filter(verdict=request.query_params["verdict"])
        rows = self.paginate_queryset(lines)
        return self.get_paginated_response(BankLineRead(rows, many=True).data)


class BankLineFineEndpoint(Endpoint):
    """The fine that one line pays, said by hand."""

    serializer_class = LineFineWrite

    @extend_schema(request=LineFineWrite, responses={200: BankLineRead})
    @idempotent
    def post(self, request: Request, number: int, line: int) -> Response:
        """Book a line that was not matched as a payment of this fine; refused as a payment would be."""
        file = bank.bank_file(self.actor, number)
        row = BankBooking.objects.filter(file=file, number=line).select_related("file").first()
        if row is None:
            raise NotFound()
        asked = LineFineWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            fine = selectors.fine_by_reference(
                self.actor, normalise_reference(asked.validated_data["fine"]) or asked.validated_data["fine"]
            )
        except NotFound:
            raise InvalidInput.field("fine", "There is no fine with this reference.") from None
        return Response(BankLineRead(services.assign_line(actor=self.actor, line=row, fine=fine)).data)


class BankFileTransitionsEndpoint(Endpoint):
    """Booking a file, or letting it go."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: BankFileRead})
    def post(self, request: Request, number: int) -> Response:
        """`book` enters the matched lines as payments; `drop` lets the file go. Neither can be done twice."""
        file = bank.bank_file(self.actor, number)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        verbs: dict[str, Any] = {"book": services.book_bank_file, "drop": services.drop_bank_file}
        verb = verbs.get(asked.validated_data["action"])
        if verb is None:
            raise WrongState("There is no such action.")
        verb(actor=self.actor, file=file)
        return Response(BankFileRead(bank.bank_file(self.actor, number), context={"actor": self.actor}).data)

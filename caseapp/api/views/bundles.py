"""Bundles of exhibits over HTTP: ordered, followed while they are built, taken, added to."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.bundles import BundleShape, BundleWrite, LateExhibitWrite, RebuildWrite
from caseapp.api.views.evidence import AnyAccept
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.documents.selectors.bundles import bundle_by_reference, bundles_of
from caseapp.documents.services import bundles as services
from caseapp.litigation.models import CaseFile
from caseapp.litigation.selectors.papers import exhibits_of
from caseapp.litigation.selectors.suits import case_file_by_reference


class CaseFileBundlesEndpoint(Endpoint):
    """Bundles of a case file, for the firm."""

    serializer_class = BundleShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: BundleShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = case_file_by_reference(self.actor, reference)
        rows = self.paginate_queryset(bundles_of(self.actor, found.reference).prefetch_related("entries"))
        return self.get_paginated_response(BundleShape(rows, many=True).data)

    @extend_schema(request=BundleWrite, responses={201: BundleShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Order a bundle of exhibits that the case file's clients gave the firm; a job builds it."""
        found = case_file_by_reference(self.actor, reference)
        asked = BundleWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        chosen = [_chosen(one) for one in data["exhibits"]]
        _check_known(self.actor, found, chosen)
        made = services.order_bundle(
            actor=self.actor,
            firm_id=found.firm_id,
            matter=found.reference,
            title=data["title"],
            language=data["language"],
            limit_mb=data["limit_mb"],
            chosen=chosen,
        )
        return Response(BundleShape(made).data, status=status.HTTP_201_CREATED)


class BundleEndpoint(Endpoint):
    """One bundle."""

    serializer_class = BundleShape

    @extend_schema(responses={200: BundleShape})
    def get(self, request: Request, reference: str) -> Response:
        """What is in it, how far its building is, and its files."""
        return Response(BundleShape(bundle_by_reference(self.actor, reference)).data)


class BundleExhibitsEndpoint(Endpoint):
    """Late exhibits of a bundle."""

    serializer_class = BundleShape

    @extend_schema(request=LateExhibitWrite, responses={200: BundleShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Put one in after another: 12A, pages 45.1 and on, and nothing that was cited moves."""
        found = bundle_by_reference(self.actor, reference)
        asked = LateExhibitWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        _check_known(self.actor, case_file_by_reference(self.actor, found.matter), [_chosen(data)])
        changed = services.insert_late(actor=self.actor, bundle=found, chosen=_chosen(data), after=data["after"])
        return Response(BundleShape(changed).data)


class BundleBuildsEndpoint(Endpoint):
    """Building a bundle again."""

    serializer_class = BundleShape

    @extend_schema(request=RebuildWrite, responses={202: BundleShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """The same exhibits give the same bytes."""
        asked = RebuildWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        found = bundle_by_reference(self.actor, reference)
        begun = services.rebuild(actor=self.actor, bundle=found, reason=asked.validated_data["reason"])
        return Response(BundleShape(begun).data, status=status.HTTP_202_ACCEPTED)


class BundleVolumeEndpoint(Endpoint):
    """One file of a bundle."""

    serializer_class = serializers.Serializer
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str, number: int) -> Any:
        """The PDF; that it was taken is written down."""
        found = bundle_by_reference(self.actor, reference)
        _row, content = services.open_volume(actor=self.actor, bundle=found, number=number)
        name = content_disposition_header(True, f"{found.reference}-{number}.pdf") or "attachment"
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


def _chosen(data: Any) -> services.Chosen:
    return services.Chosen(data["item"], data["part"], data["original"], data["reason"])


def _check_known(actor: Actor, case_file: CaseFile, chosen: list[services.Chosen]) -> None:
    if {one.item_id for one in chosen} - {item.pk for item in exhibits_of(actor, case_file)}:
        raise InvalidInput.field("exhibits", _("An exhibit is not among those of this case file."))

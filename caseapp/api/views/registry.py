"""The registry of organisations: read by everybody, kept by officers, duplicates merged and parted again."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.dossier import DossierRead
from caseapp.api.serializers.registry import (
    MergeRead,
    MergeWrite,
    PlaceRead,
    PlaceWrite,
    RespondentChange,
    RespondentRead,
    RespondentShape,
    RespondentWrite,
    SupplyRead,
    SupplyWrite,
)
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.core.policies import can
from caseapp.core.references import normalise_reference
from caseapp.register.selectors.dossier import dossier_of
from caseapp.respondents import selectors, services
from caseapp.respondents.models import Merge, Respondent


class _OfRegistry(Endpoint):
    def entry(self, reference: str) -> Respondent:
        found: Respondent = selectors.respondent_by_reference(reference, actor=self.actor)
        return found

    def kept_by_officer(self, reference: str) -> Respondent:
        """An entry that the caller may change; 403 for those who only read it."""
        found = self.entry(reference)
        require(can(self.actor, "respondents.change", found))
        return found

    def named(self, field: str, typed: str) -> Respondent:
        """The organisation that a body names by its reference."""
        try:
            return self.entry(normalise_reference(typed) or typed)
        except NotFound:
            raise InvalidInput.field(field, "No organisation has this reference.") from None

    def shown(self, shape: Any, thing: Any) -> dict[str, Any]:
        officer = can(self.actor, "respondents.change")
        return dict(shape(thing, context={"officer": officer}).data)


class RespondentsEndpoint(_OfRegistry):
    """The registry of organisations."""

    serializer_class = RespondentShape
    pagination_class = KeysetPagination
    orderings = ("name", "-name")

    def get_permissions(self) -> list[Any]:
        self.open_to_all = self.request.method == "GET"
        return super().get_permissions()

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("q", "country", "sector")],
        responses={200: RespondentShape(many=True)},
    )
    def get(self, request: Request) -> Response:
        """By name; `q` finds parts of names in any script."""
        query = request.query_params
        found = selectors.respondents(
            self.actor, q=query.get("q", ""), country=query.get("country", ""), sector=query.get("sector", "")
        )
        return self.get_paginated_response(RespondentShape(self.paginate_queryset(found), many=True).data)

    @extend_schema(request=RespondentWrite, responses={201: RespondentShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add an organisation; for officers."""
        require(can(self.actor, "respondents.change"))
        asked = RespondentWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        added = services.add_respondent(actor=self.actor, **asked.validated_data)
        return Response(RespondentShape(added).data, status=status.HTTP_201_CREATED)


class RespondentEndpoint(_OfRegistry):
    """One organisation."""

    serializer_class = RespondentRead

    def get_permissions(self) -> list[Any]:
        self.open_to_all = self.request.method == "GET"
        return super().get_permissions()

    @extend_schema(responses={200: RespondentRead})
    def get(self, request: Request, reference: str) -> Response:
        """Its public facts."""
        return Response(self.shown(RespondentRead, self.entry(reference)))

    @extend_schema(request=RespondentChange, responses={200: RespondentRead})
    def patch(self, request: Request, reference: str) -> Response:
        """Correct the entry; for officers."""
        found = self.kept_by_officer(reference)
        asked = RespondentChange(data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        changes = dict(asked.validated_data)
        aliases = changes.pop("aliases", None)
        if "parent" in changes:
            changes["parent"] = self.named("parent", changes["parent"]) if changes["parent"] else None
        services.change_respondent(actor=self.actor, respondent=found, changes=changes, aliases=aliases)
        return Response(self.shown(RespondentRead, self.entry(reference)))


class DossierEndpoint(_OfRegistry):
    """Everything about one organisation that the caller may know, for those who work on cases."""

    serializer_class = DossierRead

    @extend_schema(responses={200: DossierRead})
    def get(self, request: Request, reference: str) -> Response:
        """Names, group, places and suppliers, complaints over time, investigations, orders, fines, appeals, suits,
        awards, answer times and merges: of each part what the caller sees, 50 at most, and where the others are.
        """
        found = self.entry(reference)
        dossier = dossier_of(self.actor, found)
        if dossier is None:
            raise NotFound()
        officer = can(self.actor, "respondents.change")
        context = {"respondent": found, "officer": officer, "request": request}
        return Response(DossierRead(dossier, context=context).data)


class VerificationEndpoint(_OfRegistry):
    """Vouching for an entry that a complainant described."""

    serializer_class = RespondentShape

    @extend_schema(request=None, responses={200: RespondentShape})
    def post(self, request: Request, reference: str) -> Response:
        """Verify it, so that everybody sees it; doing it again changes nothing. For officers."""
        found = services.verify_respondent(actor=self.actor, respondent=self.kept_by_officer(reference))
        return Response(RespondentShape(found).data)


class PlacesEndpoint(_OfRegistry):
    """Places where an organisation's systems stand."""

    serializer_class = PlaceRead

    @extend_schema(request=PlaceWrite, responses={201: PlaceRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Note a place; for officers. The organisation's own address lists them."""
        found = self.kept_by_officer(reference)
        asked = PlaceWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.add_site(actor=self.actor, respondent=found, **asked.validated_data)
        return Response(self.shown(PlaceRead, made), status=status.HTTP_201_CREATED)


class SuppliesEndpoint(_OfRegistry):
    """Suppliers of the systems at one place."""

    serializer_class = SupplyRead

    @extend_schema(request=SupplyWrite, responses={201: SupplyRead})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Note a supplier with where it is known from; again, it replaces product and source. For officers."""
        site = self.kept_by_officer(reference).sites.filter(pk=number).select_related("respondent").first()
        if site is None:
            raise NotFound()
        asked = SupplyWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        supplier = self.named("supplier", given.pop("supplier"))
        made = services.add_supply(actor=self.actor, site=site, supplier=supplier, **given)
        return Response(self.shown(SupplyRead, made), status=status.HTTP_201_CREATED)


class MergesEndpoint(_OfRegistry):
    """Duplicates that were merged into an entry."""

    serializer_class = MergeRead

    @extend_schema(responses={200: MergeRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first, those that were undone as well; for officers."""
        rows = self.kept_by_officer(reference).merges.select_related("kept", "merged")
        return Response({"results": MergeRead(rows, many=True).data, "next": None, "previous": None})

    @extend_schema(
        request=MergeWrite,
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, "A trial: how many rows of each table would move."),
            201: MergeRead,
        },
    )
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Merge a duplicate into this entry, or try what would move; for officers."""
        kept = self.kept_by_officer(reference)
        asked = MergeWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        merged = self.named("merged", data["merged"])
        if data["trial"]:
            return Response({"would_move": dict(services.would_move(kept=kept, merged=merged))})
        made = services.merge_respondents(actor=self.actor, kept=kept, merged=merged, reason=data["reason"])
        return Response(MergeRead(made).data, status=status.HTTP_201_CREATED)


class MergeUndoEndpoint(_OfRegistry):
    """Undoing a merge."""

    serializer_class = MergeRead

    @extend_schema(request=None, responses={200: MergeRead})
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Let the two be two again; what came since stays with the kept one. 409 where it was undone already."""
        kept = self.kept_by_officer(reference)
        found = Merge.objects.select_related("kept", "merged").filter(kept=kept, pk=number).first()
        if found is None:
            raise NotFound()
        return Response(MergeRead(services.undo_merge(actor=self.actor, merge=found)).data)

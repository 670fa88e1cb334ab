"""The texts that letters and papers are made from: read, tried, kept as an own copy, reviewed."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Firm
from caseapp.api.base import Endpoint, idempotent, listed, sent
from caseapp.api.serializers.documents import (
    TextReviewShape,
    TextReviewWrite,
    TextRowShape,
    TextShape,
    TextTrialShape,
    TextWrite,
)
from caseapp.core.errors import NotAllowed, NotFound
from caseapp.core.policies import can
from caseapp.documents import selectors, services
from caseapp.documents.writing.sample import sample_facts
from caseapp.documents.writing.shapes import as_html

NARROWED_BY = ("kind", "place", "language")


class TextsEndpoint(Endpoint):
    """Texts of letters and papers."""

    serializer_class = TextRowShape

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in NARROWED_BY], responses={200: TextRowShape(many=True)}
    )
    def get(self, request: Request) -> Response:
        """The current version of each text that the caller works with, own copies included; of one kind, place (`-`
        for everywhere without its own) or language.
        """
        if not can(self.actor, "documents.list_templates"):
            raise NotFound()
        wanted = {name: request.GET.get(name, "") for name in NARROWED_BY}
        return listed(TextRowShape(selectors.narrowed(selectors.templates(self.actor), **wanted), many=True).data)


class TextEndpoint(Endpoint):
    """One text."""

    serializer_class = TextShape

    @extend_schema(responses={200: TextShape})
    def get(self, request: Request, number: int) -> Response:
        """As it is written, what it rests on, and who reviewed it."""
        return Response(TextShape(selectors.template_by_number(self.actor, number)).data)


class TextTrialsEndpoint(Endpoint):
    """Trying a text."""

    serializer_class = TextTrialShape

    @extend_schema(request=TextWrite, responses={200: TextTrialShape})
    def post(self, request: Request, number: int) -> Response:
        """How another title and text would read in its place, with sample facts; nothing is kept."""
        found = selectors.template_by_number(self.actor, number)
        tried = selectors.check(found, sample_facts(found.language, found.kind), **sent(TextWrite(data=request.data)))
        shown = as_html(tried.written) if tried.written else ""
        return Response({"faults": list(tried.faults), "missing": list(tried.missing), "html": shown})


class TextCopiesEndpoint(Endpoint):
    """Own copies of a text."""

    serializer_class = TextShape

    @extend_schema(request=TextWrite, responses={201: TextShape})
    @idempotent
    def post(self, request: Request, number: int) -> Response:
        """Keep an own copy in its place, for the caller's firm or authority; the former version stays with what was
        made from it.
        """
        found = selectors.template_by_number(self.actor, number)
        owner = selectors.owner_of_copy(self.actor, found)
        if owner is None:
            raise NotAllowed()
        whose: dict[str, Any] = {"firm_id": owner.pk} if isinstance(owner, Firm) else {"authority_id": owner.pk}
        words = sent(TextWrite(data=request.data))
        kept = services.keep_own_copy(actor=self.actor, template=found, **words, **whose)
        return Response(TextShape(kept).data, status=status.HTTP_201_CREATED)


class TextReviewsEndpoint(Endpoint):
    """Reviews of an own copy."""

    serializer_class = TextReviewShape

    @extend_schema(request=TextReviewWrite, responses={201: TextReviewShape})
    @idempotent
    def post(self, request: Request, number: int) -> Response:
        """Say that the caller reviewed this version and stands for it; it is kept with name and time."""
        found = selectors.template_by_number(self.actor, number)
        review = services.mark_reviewed(actor=self.actor, template=found, **sent(TextReviewWrite(data=request.data)))
        return Response(TextReviewShape(review).data, status=status.HTTP_201_CREATED)

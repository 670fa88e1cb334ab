"""For sceptics: what estimates are made of, how well they did, where they fail, and how to repeat all of it."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Data, weights, back-test, limits, download and the command that repeats the numbers."""
    return render(request, "precedents/method.html", {"method": selectors.method_facts()})


@require_safe
def data(request: ActorRequest) -> StreamingHttpResponse:
    """The whole collection, one JSON object a line: the form that the estimator and its evaluation read."""
    rows = selectors.records(request.actor, selectors.PrecedentQuery())
    lines = (json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n" for row in rows)
    response = StreamingHttpResponse((line.encode() for line in lines), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="precedents.jsonl"'
    return response


@require_safe
def arithmetic(request: HttpRequest) -> HttpResponse:
    """The code of the estimator with its numbers and records, to be read and run elsewhere."""
    return HttpResponse(
        selectors.arithmetic_archive(),
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="countenance-estimation.zip"'},
    )


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Where the decided cases come from, what they can and cannot tell, and how to take them along."""
    return render(request, "precedents/sources.html", {"collection": selectors.collection_facts()})

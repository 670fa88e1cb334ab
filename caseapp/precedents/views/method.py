"""For sceptics: what estimates are made of, how well they did, where they fail, and how to repeat all of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.precedents import selectors


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Data, weights, back-test, limits, download and the command that repeats the numbers."""
    return render(request, "precedents/method.html", {"method": selectors.method_facts()})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Where the decided cases come from, what they can and cannot tell, and how to take them along."""
    return render(request, "precedents/sources.html", {"collection": selectors.collection_facts()})

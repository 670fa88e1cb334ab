"""The first page, and what the service says about itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.register import selectors as register


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, the four doors and the latest public figures."""
    return render(request, "workspace/front.html", {"figures": register.public_figures()})


@require_safe
def professionals(request: HttpRequest) -> HttpResponse:
    """What lawyers, authorities and curators of precedents can do here."""
    return render(request, "workspace/professionals.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who makes this, on which law and data it stands, and what it does not do."""
    return render(request, "workspace/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages are made usable, how that is checked, and what is known to fall short."""
    return render(request, "workspace/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about a person, why, for how long, and who reads it."""
    return render(request, "workspace/privacy.html")

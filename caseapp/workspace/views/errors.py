"""Error pages. Those for a broken server or a malformed request stand without database, session and context."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: asks nothing of the request, whose host or path may be what was wrong. A body over its limits is a 413."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _bare("400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the form was larger than we read, so nothing of it was saved."""
    return render(request, "413.html", {"of_text": True}, status=413)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is not for this person; offers signing in where that may help."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also for what exists but is not visible to this person, so that nobody can probe."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page without context, and plain words should even that page fail."""
    return _bare("500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that came too late or from elsewhere: says how to send it again without losing it."""
    return render(request, "403_csrf.html", status=403)


def _bare(template_name: str, *, status: int) -> HttpResponse:
    try:
        return HttpResponse(loader.get_template(template_name).render(), status=status)
    except Exception:
        logger.exception("The page for status %s could not be rendered", status)
        words = _("Something went wrong. Please try again in a few minutes.")
        return HttpResponseServerError(words, content_type="text/plain; charset=utf-8", status=status)

"""The calendar of hearings under a secret address, and the page that gives it out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.core.calendars import MEDIA_TYPE
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.selectors import feeds as selectors
from caseapp.litigation.services import feeds as services


@never_cache
@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def feed_page(request: ActorRequest) -> HttpResponse:
    """Give out a new secret address, shown this once."""
    secret = services.give_feed(actor=request.actor) if request.method == "POST" else ""
    return render(
        request,
        "litigation/feed.html",
        {
            "feed": selectors.feed_of(request.actor),
            "address": request.build_absolute_uri(reverse("litigation:feed", args=[secret])) if secret else "",
        },
    )


@lawyers_only
@require_POST
def revoke(request: ActorRequest) -> HttpResponse:
    """Take the address back."""
    services.revoke_feed(actor=request.actor)
    messages.success(request, _("The address does not work any more."))
    return redirect("litigation:feed_page")


@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The hearings as iCalendar, for whoever knows the address."""
    actor = selectors.reader_of(secret)
    content = selectors.hearings_calendar(actor, address=request.build_absolute_uri(reverse("litigation:suits")))
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": 'inline; filename="hearings.ics"'}
    )

"""The respondent's way in: a link and a code, one session, and out again. No account."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseapp.core import throttle
from caseapp.core.errors import DomainError, NotFound, TooManyRequests
from caseapp.core.forms import add_refusal
from caseapp.core.references import normalise_receipt_code
from caseapp.enforcement import services
from caseapp.enforcement.forms_portal import CodeForm
from caseapp.enforcement.models import Invitation
from caseapp.enforcement.services.invitations import ATTEMPTS, UNPROVEN_ATTEMPTS

LINK_KEY = "respondent_link"
SESSION_KEY = "respondent"
IDLE_SECONDS = 60 * 60
LINKS_AN_HOUR = 60

View = Callable[..., HttpResponse]


@require_GET
@never_cache
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once and keep its hash alone; whether it opens anything, the code shows."""
    throttle.hit("invitation.link", throttle.client_key(request), limit=LINKS_AN_HOUR, seconds=3600)
    request.session[LINK_KEY] = Invitation.lookup_of(normalise_receipt_code(secret) or "")
    return redirect("enforcement:respond")


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the link that was followed, and open the investigation's page in a fresh session."""
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return render(request, "enforcement/respond/enter.html", {"form": form, "linked": LINK_KEY in request.session})
    status, retry_after = 400, None
    if form.is_valid():
        try:
            invitation = services.open_invitation(
                lookup=request.session.get(LINK_KEY, ""),
                code=form.cleaned_data["code"],
                throttle_key=throttle.client_key(request),
                attempts=ATTEMPTS if form.cleaned_data["proof"] else UNPROVEN_ATTEMPTS,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
            status = refusal.status
            retry_after = refusal.retry_after if isinstance(refusal, TooManyRequests) else None
        else:
            request.session.flush()
            request.session[SESSION_KEY] = {"invitation": str(invitation.pk), "seen": int(time.time())}
            answer = redirect("enforcement:respond_home")
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                answer.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME,
                    invitation.language,
                    secure=settings.LANGUAGE_COOKIE_SECURE,
                    httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                    samesite="Lax",
                )
            return answer
    told = {"form": form, "linked": LINK_KEY in request.session}
    page = render(request, "enforcement/respond/enter.html", told, status=status)
    if retry_after is not None:
        page["Retry-After"] = str(retry_after)
    return page


def invited(view: View) -> View:
    """Let in whoever opened an invitation that still stands, and nobody else; `request.invitation` says which."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request.invitation = standing(request)  # type: ignore[attr-defined]
        except NotFound:
            return redirect("enforcement:respond")
        return view(request, *args, **kwargs)

    return never_cache(guarded)


def standing(request: HttpRequest) -> Invitation:
    """The invitation that this browser opened, while it stands and was used within the hour; NotFound otherwise."""
    held = request.session.get(SESSION_KEY)
    now = int(time.time())
    if not held or now - held["seen"] > IDLE_SECONDS:
        raise NotFound()
    found = services.standing_invitation(UUID(held["invitation"]))
    if now - held["seen"] > 60:
        request.session[SESSION_KEY] = {**held, "seen": now}
    return found


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """This browser forgets the invitation and everything else its session held."""
    request.session.flush()
    return redirect("workspace:front")

"""What this browser knows of a filing: the draft code, in a signed cookie of its own and nowhere else.

The session, which names the account, says nothing of it; so neither it nor the database ties an account to what was
filed anonymously. A cookie written while somebody was signed in is bound to that session: when it ends (signing out,
leaving), the cookie is worthless. Without an account no session is needed at all.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from caseapp.core.views.requests import ActorRequest
from caseapp.intake.models import Draft
from caseapp.intake.selectors import draft_by_code

COOKIE = "countenance_draft"
SALT = "intake.draft"
PATH = "/file/"

View = Callable[..., HttpResponse]


def keeps_draft(view: View) -> View:
    """Writes to the cookie what the view remembered or forgot."""

    @wraps(view)
    def kept(request: ActorRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        changed: str | None = getattr(request, "draft_to_keep", None)
        if changed:
            response.set_signed_cookie(
                COOKIE,
                changed,
                salt=SALT,
                path=PATH,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif changed == "":
            response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
        return response

    return kept


def remember(request: ActorRequest, draft: Draft) -> None:
    """Hold on to this draft for as long as a session lasts from now."""
    request.draft_to_keep = f"{draft.code}.{_binding(request)}"  # type: ignore[attr-defined]


def forget(request: ActorRequest) -> None:
    """Let go of the draft."""
    request.draft_to_keep = ""  # type: ignore[attr-defined]


def held_code(request: ActorRequest) -> str | None:
    """The code this browser holds, or None; one bound to a session that ended counts as none."""
    if COOKIE not in request.COOKIES:
        return None
    held = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=settings.SESSION_COOKIE_AGE) or ""
    code, _, bound = held.partition(".")
    if not code or (bound and not constant_time_compare(bound, _binding(request))):
        return None
    return code


def held_draft(request: ActorRequest) -> Draft | None:
    """The draft this browser holds, if it is this person's; None when there is none any more."""
    return draft_by_code(request.actor, held_code(request))


def _binding(request: HttpRequest) -> str:
    """A fingerprint of the session of somebody signed in; empty for everybody else."""
    if not request.user.is_authenticated:
        return ""
    return salted_hmac(SALT, request.session.session_key or "").hexdigest()[:20]

"""What this browser knows of a filing: the draft's opaque id, in a signed cookie of its own and nowhere else.

The session, which names the account, only says that there is such a cookie; so neither it nor the database ties an
account to what was filed anonymously. A session that ends (signing out, leaving) makes the cookie worthless.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from caseapp.core.views.requests import ActorRequest
from caseapp.intake.models import Draft
from caseapp.intake.selectors import draft_in_session

COOKIE = "countenance_draft"
SALT = "intake.draft"
PATH = "/file/"
MARK = "intake_drafting"

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
    """Hold on to this draft for as long as a session lasts from now; writes the session only the first time."""
    request.draft_to_keep = str(draft.pk)  # type: ignore[attr-defined]
    if not request.session.get(MARK):
        request.session[MARK] = True


def forget(request: ActorRequest) -> None:
    """Let go of the draft."""
    request.draft_to_keep = ""  # type: ignore[attr-defined]
    request.session.pop(MARK, None)


def held_id(request: ActorRequest) -> UUID | None:
    """The draft's id, or None when this browser's session holds none."""
    if COOKIE not in request.COOKIES or not request.session.get(MARK):
        return None
    held = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=settings.SESSION_COOKIE_AGE)
    return UUID(held) if held else None


def held_draft(request: ActorRequest) -> Draft | None:
    """The draft this browser holds, if it is this person's; None when there is none any more."""
    return draft_in_session(request.actor, held_id(request))

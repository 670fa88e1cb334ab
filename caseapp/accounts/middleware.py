"""Gives every request its actor: the signed-in account, the holder of a receipt, or a visitor."""

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from caseapp.accounts.selectors import actor_for, receipt_actor, receipt_sessions_ended_at
from caseapp.core.actors import Actor

RECEIPT_SESSION_KEY = "receipt"
RECEIPT_IDLE_SECONDS = 30 * 60


class ActorMiddleware:
    """Sets `request.actor`, read from the database only when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: current_actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def current_actor(request: HttpRequest) -> Actor:
    """The actor of a page request. An account goes before a receipt; opening one ends the other."""
    language = get_language() or "en"
    if request.user.is_authenticated:
        return actor_for(request.user)
    held = request.session.get(RECEIPT_SESSION_KEY)
    if held:
        now = int(time.time())
        if now - held["seen"] <= RECEIPT_IDLE_SECONDS and not _ended(held):
            if now - held["seen"] > 60:
                request.session[RECEIPT_SESSION_KEY] = {**held, "seen": now}
            return receipt_actor(held["complaint"], language)
        del request.session[RECEIPT_SESSION_KEY]
    return Actor(language=language)


def open_receipt_session(request: HttpRequest, complaint_id: int) -> None:
    """Begin following one complaint in a fresh session that no account shares."""
    request.session.flush()
    request.session[RECEIPT_SESSION_KEY] = {"complaint": complaint_id, "seen": int(time.time()), "since": time.time()}


def _ended(held: dict[str, Any]) -> bool:
    """Whether the code that opened this session was replaced since."""
    return float(held.get("since", held["seen"])) < receipt_sessions_ended_at(held["complaint"])


def close_receipt_session(request: HttpRequest) -> None:
    """Forget everything this browser's session held."""
    request.session.flush()

"""Doors for views: who may enter at all. What they may see inside is asked of the policies."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from caseapp.core.actors import Actor
from caseapp.core.errors import NotAllowed

View = Callable[..., HttpResponse]


def _door(test: Callable[[Actor], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor: Actor = request.actor  # type: ignore[attr-defined]
            if test(actor):
                return view(request, *args, **kwargs)
            if actor.is_signed_in or actor.is_receipt_holder:
                raise NotAllowed()
            return redirect_to_login(request.get_full_path())

        return guarded

    return decorate


signed_in = _door(lambda actor: actor.is_signed_in)
known = _door(lambda actor: actor.is_signed_in or actor.is_receipt_holder)
officers_only = _door(lambda actor: actor.is_officer)
authority_only = _door(lambda actor: bool(actor.authorities))
lawyers_only = _door(lambda actor: actor.is_lawyer)
administrators_only = _door(lambda actor: actor.is_administrator)
curators_only = _door(lambda actor: actor.is_curator or actor.is_administrator)

"""What every form upon a suit shares: a suit that the reader may act upon, and the way back to it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.selectors.suits import suit_of_firm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def suit_for(request: ActorRequest, reference: str, action: str) -> CivilSuit:
    """A suit of the reader's firm upon which they may do this, or NotFound."""
    suit = suit_of_firm(request.actor, reference)
    if not can(request.actor, f"suits.{action}", suit):
        raise NotFound()
    return suit


def suit_form(
    request: ActorRequest,
    suit: CivilSuit,
    form: Form,
    do: Callable[[dict[str, Any]], object],
    *,
    title: "_StrOrPromise",
    submit: "_StrOrPromise",
    done: "_StrOrPromise",
    lede: "_StrOrPromise" = "",
) -> HttpResponse:
    """Show or do one thing with a suit, and lead back to it."""

    def then_back(data: dict[str, Any]) -> None:
        do(data)

    return form_page(
        request,
        form,
        then_back,
        title=title,
        caption=suit.reference,
        submit=submit,
        said=done,
        back=reverse("litigation:suit", args=[suit.reference]),
        lede=lede,
    )

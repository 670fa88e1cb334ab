"""What every form upon a suit shares: a suit that the reader may act upon, and the way back to it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from caseapp.core.errors import NotFound, WrongState
from caseapp.core.policies import can
from caseapp.core.views.acts import refused_page
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.selectors.suit_refusals import refusal_of
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
    action: str,
    form: Form,
    do: Callable[[dict[str, Any]], object],
    *,
    title: "_StrOrPromise",
    submit: "_StrOrPromise",
    done: "_StrOrPromise",
    lede: "_StrOrPromise" = "",
) -> HttpResponse:
    """Show or do one thing with a suit, and lead back to it. Where the suit does not allow it now the page says why;
    what is sent all the same is the service's to refuse, since a second click may find it done.
    """
    back = reverse("litigation:suit", args=[suit.reference])
    refusal = refusal_of(suit, action) if request.method != "POST" else None
    if refusal is not None:
        return refused_page(request, WrongState(refusal), back=back)

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
        back=back,
        lede=lede,
    )

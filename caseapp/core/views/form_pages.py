"""One form on a page of its own at the desk: shown, tried, and what is refused beside its fields."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def form_page(
    request: ActorRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    title: "_StrOrPromise",
    caption: "_StrOrPromise",
    submit: "_StrOrPromise",
    said: "_StrOrPromise",
    back: str,
    lede: "_StrOrPromise" = "",
) -> HttpResponse:
    """Show the form; once it is sent and right, `do` does the work. It may answer the address to go to; else `back`."""
    if request.method == "POST" and form.is_valid():
        try:
            address = do(form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, str(said))
            return redirect(address if isinstance(address, str) else back)
    return render(
        request,
        "core/form_page.html",
        {"form": form, "title": title, "caption": caption, "lede": lede, "submit": submit, "back": back},
        status=400 if form.errors else 200,
    )

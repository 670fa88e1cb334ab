"""What the pages of money share: a form on a page of its own, and a PDF to take."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from caseapp.accounts.models import Firm
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def form_page(
    request: ActorRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
    *,
    title: "_StrOrPromise",
    caption: "_StrOrPromise",
    submit: "_StrOrPromise",
    said: "_StrOrPromise",
    back: str,
) -> HttpResponse:
    """Show one form; once it is sent and right, `do` does the work and says the address to go to."""
    if request.method == "POST" and form.is_valid():
        try:
            address = do(form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, str(said))
            return redirect(address)
    return render(
        request,
        "litigation/form.html",
        {"form": form, "title": title, "caption": caption, "submit": submit, "back": back},
        status=400 if form.errors else 200,
    )


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF as a file to keep; `name` is ours."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(True, f"{name}.pdf") or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


def base_for(request: ActorRequest) -> str:
    """The frame of the reader: the desk for the firm, the public one for a client."""
    return "base_desk.html" if request.actor.is_lawyer else "base_public.html"


def firm_of(request: ActorRequest) -> Firm:
    """The firm whose desk this is: the one where the reader is a partner, else the first."""
    ids = sorted(request.actor.firm_ids("partner")) or sorted(request.actor.firm_ids())
    return Firm.objects.get(pk=ids[0])

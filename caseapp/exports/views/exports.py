"""My exports: asked for on a list, waited for, downloaded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from caseapp.accounts.access import signed_in
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence.serving import answer, begins_later
from caseapp.exports import selectors, services

SHOWN = 50


@signed_in
@never_cache
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """What the reader asked for, with how far each is."""
    return render(request, "exports/mine.html", {"exports": list(selectors.exports(request.actor)[:SHOWN])})


@signed_in
@require_POST
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for a list as its page stands, in a form, and go to one's exports."""
    given = {name: request.POST.get(name, "") for name in ("form", "query")}
    try:
        services.ask_export(actor=request.actor, list_name=request.POST.get("list", ""), **given)
    except DomainError as refusal:
        told = next(iter(refusal.errors.values()), refusal.message)
        messages.error(request, str(told))
    else:
        messages.success(request, _("The export is being made. You may leave this page; the work goes on."))
    return redirect("exports:mine")


@signed_in
@never_cache
@require_safe
def progress(request: ActorRequest, identifier: UUID) -> HttpResponse:
    """How far one is; the part of the page that asks again by itself."""
    return render(request, "exports/progress.html", {"export": selectors.export(request.actor, identifier)})


@signed_in
@never_cache
@require_safe
def download(request: ActorRequest, identifier: UUID) -> Any:
    """The file, whole or the part that was asked for, so that a broken download goes on where it stopped."""
    found = selectors.export(request.actor, identifier)
    if not found.ready:
        raise NotFound()
    wanted = request.headers.get("Range", "")
    same = request.headers.get("If-Range", found_tag := f'"{found.sha256}"') == found_tag
    content = services.open_export(actor=request.actor, export=found, continues=same and begins_later(wanted))
    response = answer(content, wanted if same else "")
    response["ETag"] = found_tag
    return response


@signed_in
@require_POST
def delete(request: ActorRequest, identifier: UUID) -> HttpResponse:
    """Forget one before its time."""
    services.delete_export(actor=request.actor, export=selectors.export(request.actor, identifier))
    messages.success(request, _("The export was deleted."))
    return redirect("exports:mine")

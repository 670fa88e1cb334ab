"""What people say of an item: what it helps to prove, and notes for their own side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caseapp.accounts.access import known
from caseapp.core.errors import DomainError
from caseapp.evidence import selectors, services
from caseapp.evidence.forms import LinkForm, NoteForm
from caseapp.evidence.models import EvidenceItem


@require_POST
@known
def link(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Say what an item helps to prove."""
    item = _item(request, item_id)
    form = LinkForm(request.POST, elements=selectors.provable(item.vault.complaint))

    def keep(given: LinkForm) -> None:
        framework, element = given.chosen()
        services.link_element(actor=request.actor, item=item, framework=framework, element=element)  # type: ignore[attr-defined]

    return _done(request, item, form, keep, _("It is written down what the file helps to prove."), "proves")


@require_POST
@known
def unlink(request: HttpRequest, item_id: UUID, link_id: int) -> HttpResponse:
    """Take that back."""
    item = _item(request, item_id)
    found = get_object_or_404(item.proves, pk=link_id)
    found.item = item
    services.unlink_element(actor=request.actor, link=found)  # type: ignore[attr-defined]
    return redirect("evidence:item", item_id=item.pk)


@require_POST
@known
def note(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Keep a note that only the writer's own side reads."""
    item = _item(request, item_id)

    def keep(given: NoteForm) -> None:
        services.write_note(actor=request.actor, item=item, body=given.cleaned_data["body"])  # type: ignore[attr-defined]

    return _done(request, item, NoteForm(request.POST), keep, _("The note was kept."), "notes")


def _item(request: HttpRequest, item_id: UUID) -> EvidenceItem:
    return selectors.item(request.actor, item_id)  # type: ignore[attr-defined]


def _done(request: HttpRequest, item: EvidenceItem, form: Any, keep: Any, said: str, place: str) -> HttpResponse:
    """Both forms are short and stand on the item's page: what is wrong is said there in one sentence."""
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for faults in form.errors.values() for each in faults))
    else:
        try:
            keep(form)
        except DomainError as refusal:
            messages.error(request, " ".join(str(each) for each in refusal.errors.values()) or str(refusal.message))
        else:
            messages.success(request, said)
    response = redirect("evidence:item", item_id=item.pk)
    response["Location"] += f"#{place}"
    return response

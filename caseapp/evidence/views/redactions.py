"""Redacting: boxes on pages, the copy made from them, its use instead of the original, and the way to the original."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from caseapp.accounts.access import known
from caseapp.core.errors import DomainError, NotAllowed, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.evidence import selectors, services
from caseapp.evidence.box_forms import BoxFormSet, boxes_in_per_cent
from caseapp.evidence.enums import RedactionState
from caseapp.evidence.forms import ReasonForm
from caseapp.evidence.models import Redaction

AT_WORK = (RedactionState.PROPOSING, RedactionState.MAKING)


@require_POST
@known
def start(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Begin a redacted copy, or go on with the one begun."""
    actor = request.actor  # type: ignore[attr-defined]
    begun = services.start_redaction(actor=actor, item=selectors.item(actor, item_id))
    return redirect("evidence:redaction", redaction_id=begun.pk)


@require_http_methods(["GET", "POST"])
@known
def redaction(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """The page of one copy: looking for faces, boxes, making, the finished copy with its proof."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.redaction(actor, redaction_id)
    if request.htmx:  # type: ignore[attr-defined]
        if found.state in AT_WORK:
            return render(request, "evidence/redaction_job.html", {"redaction": found})
        return HttpResponseClientRefresh()
    if request.method == "POST":
        return _boxes(request, found)
    return _page(request, found)


@require_POST
@known
def act(request: HttpRequest, redaction_id: UUID, action: str) -> HttpResponse:
    """Use a finished copy, change its boxes again, or give it up."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.redaction(actor, redaction_id)
    if action == "use":
        services.use_copy(actor=actor, redaction=found)
        messages.success(request, _("The redacted copy is shown from now on. The original is sealed."))
        return redirect("evidence:item", item_id=found.item_id)
    if action == "edit":
        services.edit_boxes(actor=actor, redaction=found, boxes=found.boxes)
        return redirect("evidence:redaction", redaction_id=found.pk)
    if action == "drop":
        services.drop_redaction(actor=actor, redaction=found)
        messages.success(request, _("The redacted copy was given up."))
        return redirect("evidence:item", item_id=found.item_id)
    raise NotFound()


@require_http_methods(["GET", "POST"])
@known
def original(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """State why one needs a sealed original; it stands open for an hour then."""
    actor = request.actor  # type: ignore[attr-defined]
    item = selectors.item(actor, item_id)
    if not can(actor, "evidence.ask_for_original", item):
        raise NotAllowed()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.disclose_original(actor=actor, item=item, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The original stands open to you for one hour."))
            return redirect("evidence:item", item_id=item.pk)
    context = {"item": item, "complaint": item.vault.complaint, "form": form}
    return render(request, "evidence/original.html", context, status=400 if form.errors else 200)


def _boxes(request: HttpRequest, found: Redaction) -> HttpResponse:
    """Keep the boxes, and have the copy made when that was asked for."""
    actor = request.actor  # type: ignore[attr-defined]
    formset = BoxFormSet(request.POST, pages=_pages(found))
    if not formset.is_valid():
        return _page(request, found, formset)
    try:
        services.edit_boxes(actor=actor, redaction=found, boxes=formset.boxes())
        if request.POST.get("action") == "make":
            services.make_copy(actor=actor, redaction=found)
        else:
            messages.success(request, _("The boxes were kept."))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("evidence:redaction", redaction_id=found.pk)


def _page(request: HttpRequest, found: Redaction, formset: BoxFormSet | None = None) -> HttpResponse:
    if formset is None and found.state == RedactionState.DRAFTING:
        formset = BoxFormSet(initial=boxes_in_per_cent(found.boxes), pages=_pages(found))
    context = {
        "redaction": found,
        "item": found.item,
        "complaint": found.item.vault.complaint,
        "pages": selectors.redaction_pages(found) if formset is not None else [],
        "formset": formset,
        "copies": selectors.copy_pictures(found),
        "at_work": found.state in AT_WORK,
    }
    bad = formset is not None and formset.is_bound
    return render(request, "evidence/redaction.html", context, status=400 if bad else 200)


def _pages(found: Redaction) -> int:
    return len(selectors.redaction_pages(found)) or 1

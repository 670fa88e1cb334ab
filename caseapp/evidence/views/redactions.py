"""Redacting: boxes on pages, the copy made from them, its use instead of the original, and the way to the original."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from caseapp.accounts.access import known
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import DomainError, NotAllowed, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.evidence import selectors, services
from caseapp.evidence.box_forms import FilmForm, box_forms, boxes_in_per_cent
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


@require_POST
@known
def strip(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Have others get a copy without position and metadata instead of the original."""
    actor = request.actor  # type: ignore[attr-defined]
    item = selectors.item(actor, item_id)
    services.strip_metadata(actor=actor, item=item)
    messages.success(
        request, _("A copy without position and metadata is being made. Others get that as soon as it is.")
    )
    return redirect("evidence:item", item_id=item.pk)


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
    """Keep the boxes; then have the copy made, or other pages or another moment of a film shown, as was asked for."""
    actor = request.actor  # type: ignore[attr-defined]
    part = selectors.redaction_part(found, _number(request.POST.get("part")))
    formset, film = _forms(found, part, request.POST)
    if not formset.is_valid() or (film is not None and not film.is_valid()):
        return _page(request, found, part, formset, film)
    action, _sep, other = str(request.POST.get("action")).partition("-")
    sound = film.cleaned_data["keeps_sound"] if film is not None else None
    shown = part.number
    boxes = sorted([*part.others, *formset.boxes()], key=lambda box: int(box["page"]))
    try:
        with transaction.atomic():
            services.edit_boxes(actor=actor, redaction=found, boxes=boxes, keeps_sound=sound)
            if action == "make":
                services.make_copy(actor=actor, redaction=found)
            elif action == "show" and film is not None:
                second = film.cleaned_data["moment"] or 0.0
                services.show_frame(actor=actor, redaction=found, second=second)
                shown = selectors.part_at(found, second)
            elif action == "part":
                shown = _number(other)
            else:
                messages.success(request, _("The boxes were kept."))
    except DomainError as refusal:
        if film is not None and set(refusal.errors) <= set(film.fields):
            add_refusal(film, refusal)
            return _page(request, found, part, formset, film)
        return _page(request, found, part, formset, film, refused=str(refusal.message))
    at = reverse("evidence:redaction", args=[found.pk])
    return redirect(at if shown == 1 else f"{at}?part={shown}")


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 5 else 1


def _forms(found: Redaction, part: selectors.RedactionPart, data: Any = None) -> tuple[Any, FilmForm | None]:
    """The rows of boxes, and of a film what else is asked; filled from what was sent, or from what is kept."""
    initial = None if data is not None else boxes_in_per_cent(part.boxes)
    if not selectors.is_film(found):
        return box_forms(data, pages=part.total or 1, initial=initial), None
    frames = [(page.number, page.moment) for page in part.pages]
    length = float(selectors.facts_of(SYSTEM, found.item).get("seconds") or 0)
    film = FilmForm(data, length=length, initial={"keeps_sound": found.keeps_sound})
    return box_forms(data, frames=frames or [(1, selectors.moment(0))], initial=initial), film


def _page(
    request: HttpRequest,
    found: Redaction,
    part: selectors.RedactionPart | None = None,
    formset: Any = None,
    film: FilmForm | None = None,
    refused: str = "",
) -> HttpResponse:
    if formset is None and found.state == RedactionState.DRAFTING:
        part = selectors.redaction_part(found, _number(request.GET.get("part")))
        formset, film = _forms(found, part)
    faults = [{"message": refused, "anchor": ""}] if refused else []
    if formset is not None and formset.is_bound:
        faults += formset.summary()
    if film is not None:
        faults += film.summary()
    context = {
        "redaction": found,
        "item": found.item,
        "complaint": found.item.vault.complaint,
        "part": part,
        "formset": formset,
        "film": film,
        "is_film": selectors.is_film(found),
        "faults": faults,
        "copy": selectors.finished_copy(found),
        "copies": selectors.copy_pictures(found),
        "remarks": selectors.proof_remarks(found),
        "at_work": found.state in AT_WORK,
    }
    return render(request, "evidence/redaction.html", context, status=400 if faults else 200)

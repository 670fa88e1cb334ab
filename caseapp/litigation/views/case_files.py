"""Case files: the list, one file with its parties, notes and suits."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.enums import CaseFileState
from caseapp.litigation.forms.case_files import NotesForm
from caseapp.litigation.forms.suits import SuitForm
from caseapp.litigation.models import CaseFile, CivilSuit, Hearing, Offer
from caseapp.litigation.selectors import suits as selectors
from caseapp.litigation.selectors.case_timeline import happenings
from caseapp.litigation.selectors.limitation import shown_limitations
from caseapp.litigation.services import case_files as services
from caseapp.litigation.services import suits
from caseapp.litigation.workflow import CASE_FILE


@lawyers_only
@require_safe
def case_files(request: ActorRequest) -> HttpResponse:
    """The firm's case files: the open ones, or all."""
    found = selectors.case_files(request.actor)
    everything = request.GET.get("show") == "all"
    if not everything:
        found = found.filter(state=CaseFileState.OPEN)
    page = keyset_page(found, request.GET)
    return render(request, "litigation/case_files.html", {"page": page, "everything": everything})


@lawyers_only
@require_safe
def case_file(request: ActorRequest, reference: str) -> HttpResponse:
    """One case file."""
    found = selectors.case_file_by_reference(request.actor, reference)
    return render(request, "litigation/case_file.html", _context(request, found))


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notes(request: ActorRequest, reference: str) -> HttpResponse:
    """The firm's privileged notes on a page of their own."""
    found = selectors.case_file_by_reference(request.actor, reference)
    if not can(request.actor, "case_files.change", found):
        raise NotFound()
    initial = {"notes": selectors.notes(request.actor, found), "based_on": found.notes_version}
    form = NotesForm(request.POST or None, initial=initial)
    newer = None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_notes(actor=request.actor, case_file=found, **form.cleaned_data)
        except services.Overtaken as refusal:
            # What was typed is saved in place of the newer notes by pressing again, with these in sight.
            found = selectors.case_file_by_reference(request.actor, reference)
            newer = selectors.notes(request.actor, found)
            form = NotesForm({**form.cleaned_data, "based_on": found.notes_version})
            add_refusal(form, refusal)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The notes were saved."))
            return redirect("litigation:case_file", reference)
    return render(
        request,
        "litigation/notes.html",
        {"case_file": found, "form": form, "newer": newer},
        status=409 if newer is not None else 400 if form.errors else 200,
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def open_suit(request: ActorRequest, reference: str) -> HttpResponse:
    """Begin a suit in a case file."""
    found = selectors.case_file_by_reference(request.actor, reference)
    if not can(request.actor, "case_files.open_suit", found):
        raise NotFound()
    form = SuitForm(request.POST or None, initial={"currency": found.jurisdiction.currency or "EUR"})
    return form_page(
        request,
        form,
        lambda data: _page_of(suits.open_suit(actor=request.actor, case_file=found, **data)),
        title=_("New suit"),
        caption=found.reference,
        submit=_("Open the suit"),
        said=_("The suit was opened."),
        back=reverse("litigation:case_file", args=[reference]),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Close or reopen a case file."""
    found = selectors.case_file_by_reference(request.actor, reference)
    return act_page(
        request,
        found,
        action,
        workflow=CASE_FILE,
        perform=lambda given: services.perform(actor=request.actor, case_file=found, action=action, given=given),
        caption=found.reference,
        back=reverse("litigation:case_file", args=[reference]),
    )


def _context(request: ActorRequest, case_file: CaseFile) -> dict[str, Any]:
    actor = request.actor
    return {
        "case_file": case_file,
        "engagements": case_file.engagements.select_related("complaint__jurisdiction").order_by("pk")[:50],
        "parties": case_file.parties.all()[:50],
        "limitations": [one for one in shown_limitations(actor, case_file) if one.row.last_day and not one.row.met_on],
        "hearings": Hearing.objects.filter(suit__case_file=case_file, starts_at__gte=timezone.now()).select_related(
            "suit"
        )[:10],
        "tasks": case_file.tasks.filter(done_at=None).select_related("assignee", "case_file")[:10],
        "suits": case_file.suits.order_by("-pk")[:50],
        "notes": selectors.notes(actor, case_file),
        "may_open_suit": case_file.state == CaseFileState.OPEN and can(actor, "case_files.open_suit", case_file),
        "may_propose_action": can(actor, "case_files.propose_action", case_file),
        "offered": offered(
            CASE_FILE,
            actor,
            case_file,
            lambda action: reverse("litigation:case_file_act", args=[case_file.reference, action]),
        ),
        "offers": Offer.objects.filter(suit__case_file=case_file).select_related("suit").order_by("-pk")[:20],
        "happenings": happenings(case_file),
    }


def _page_of(suit: CivilSuit) -> str:
    return reverse("litigation:suit", args=[suit.reference])

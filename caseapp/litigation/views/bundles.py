"""Bundles of exhibits of a case file: put in order, built while one waits or not, taken, added to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from caseapp.accounts.access import lawyers_only
from caseapp.core.enums import JobState
from caseapp.core.errors import DomainError, InvalidInput, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.documents.models import Bundle
from caseapp.documents.selectors import letter_language
from caseapp.documents.selectors.bundles import bundle_by_reference, bundles_of
from caseapp.documents.services import bundles as services
from caseapp.litigation.forms.bundles import AgainForm, BundleForm, LateForm
from caseapp.litigation.models import CaseFile
from caseapp.litigation.selectors.papers import exhibits_of
from caseapp.litigation.selectors.suits import case_file_by_reference


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def bundles(request: ActorRequest, reference: str) -> HttpResponse:
    """The bundles of a case file, and putting another together."""
    found = case_file_by_reference(request.actor, reference)
    items = exhibits_of(request.actor, found)
    form = BundleForm(
        request.POST or None,
        items=items,
        actor=request.actor,
        initial={"title": found.title, "language": letter_language(found.jurisdiction_id)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.order_bundle(
                actor=request.actor,
                firm_id=found.firm_id,
                matter=found.reference,
                title=data["title"],
                language=data["language"],
                limit_mb=data["limit_mb"],
                chosen=form.chosen(),
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("litigation:bundle", reference, made.reference)
    return render(
        request,
        "litigation/bundles.html",
        {"case_file": found, "rows": bundles_of(request.actor, found.reference), "form": form, "items": items},
        status=400 if form.errors else 200,
    )


@lawyers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: ActorRequest, reference: str, bundle_reference: str) -> HttpResponse:
    """One bundle: how far its building is, its files, its exhibits, and putting in one that came late."""
    found = case_file_by_reference(request.actor, reference)
    shown = _own(request, found, bundle_reference)
    if request.htmx:
        at_work = shown.job is not None and shown.job.state in {JobState.WAITING, JobState.RUNNING}
        return (
            render(request, "litigation/bundle_job.html", {"job": shown.job})
            if at_work
            else HttpResponseClientRefresh()
        )
    what = request.POST.get("do", "")
    late = LateForm(
        request.POST if what == "insert" else None,
        items=exhibits_of(request.actor, found),
        bundle=shown,
        actor=request.actor,
    )
    sealed = services.sealed_originals(request.actor, shown)
    again = AgainForm(request.POST if what == "rebuild" and sealed else None) if sealed else None
    if request.method == "POST" and (
        _rebuilt(request, shown, again) if what == "rebuild" else _inserted(request, shown, late)
    ):
        return redirect("litigation:bundle", reference, bundle_reference)
    return render(
        request,
        "litigation/bundle.html",
        {
            "case_file": found,
            "bundle": shown,
            "job": shown.job,
            "entries": shown.entries.all(),
            "volumes": shown.volumes.defer("sealed"),
            "again": again,
            "form": late if shown.front_pages is not None and late.fields["item"].choices else None,  # type: ignore[attr-defined]
        },
        status=400 if late.errors or (again and again.errors) else 200,
    )


def _inserted(request: ActorRequest, bundle: Bundle, form: LateForm) -> bool:
    if not form.is_valid():
        return False
    try:
        services.insert_late(actor=request.actor, bundle=bundle, chosen=form.chosen(), after=form.cleaned_data["after"])
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("The exhibit was put in. Nothing that was cited has moved."))
    return True


def _rebuilt(request: ActorRequest, bundle: Bundle, form: AgainForm | None) -> bool:
    if form is not None and not form.is_valid():
        return False
    try:
        services.rebuild(
            actor=request.actor, bundle=bundle, reason=form.cleaned_data["reason"] if form is not None else ""
        )
    except InvalidInput as refusal:
        if form is not None:
            add_refusal(form, refusal)
        return False
    messages.success(request, _("The bundle is built again. The same exhibits give the same bytes."))
    return True


@lawyers_only
@never_cache
@require_safe
def volume(request: ActorRequest, reference: str, bundle_reference: str, number: int) -> HttpResponse:
    """One file of the bundle."""
    shown = _own(request, case_file_by_reference(request.actor, reference), bundle_reference)
    row, content = services.open_volume(actor=request.actor, bundle=shown, number=number)
    name = content_disposition_header(True, f"{shown.reference}-{row.number}.pdf") or "attachment"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )


def _own(request: ActorRequest, case_file: CaseFile, reference: str) -> Bundle:
    shown = bundle_by_reference(request.actor, reference)
    if shown.matter != case_file.reference or not can(request.actor, "bundles.change", shown):
        raise NotFound()
    return shown

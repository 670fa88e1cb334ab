"""Taking a whole matter out, and bringing one in: asked for, waited for, taken; sent, looked at, made."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from caseapp.accounts.access import lawyers_only
from caseapp.accounts.models import User
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence import services as evidence
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.moving import selectors, services
from caseapp.moving.models import MatterFile
from caseapp.moving.services.arriving import MOST


class ArchiveForm(forms.Form):
    """The archive that another firm took out."""

    file = forms.FileField(
        label=gettext_lazy("Archive of a matter (ZIP)"),
        help_text=gettext_lazy(
            "At most 500 MB. It is checked and tried in full while you wait or not; nothing is brought in yet."
        ),
        error_messages={"required": gettext_lazy("Choose the archive.")},
    )


class PeopleForm(forms.Form):
    """Who of the archive is who in the firm."""

    def __init__(self, *args: Any, named: list[dict[str, str]], members: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Me, who brings it in")), *((str(one.pk), str(one)) for one in members)]
        by_mail = {one.email: str(one.pk) for one in members}
        for one in named:
            self.fields[one["key"]] = forms.ChoiceField(
                label=f"{one['name']} ({one['email']})",
                choices=choices,
                required=False,
                initial=by_mail.get(one["email"], ""),
            )

    def people(self) -> dict[str, int]:
        """The answers as the service takes them."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value}


@lawyers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def moving(request: ActorRequest, reference: str) -> HttpResponse:
    """The archives of a case file, and the files that came with it."""
    case_file = case_file_by_reference(request.actor, reference)
    if request.method == "POST":
        services.take_out(actor=request.actor, case_file=case_file)
        messages.success(request, _("The archive is being made. You may leave the page."))
        return redirect("moving:matter", reference)
    newest = selectors.departures(request.actor, case_file).first()
    if request.htmx:
        return _job(request, newest.job if newest else None, _("Making the archive"))
    return render(
        request,
        "moving/matter.html",
        {
            "case_file": case_file,
            "archive": newest,
            "may_take": can(request.actor, "matters.take_out", case_file),
            "files": MatterFile.objects.visible_to(request.actor).filter(case_file=case_file)[:500],
        },
    )


@lawyers_only
@never_cache
@require_safe
def archive(request: ActorRequest, reference: str, identifier: UUID) -> HttpResponse:
    """The archive itself."""
    found = selectors.departure(request.actor, case_file_by_reference(request.actor, reference), identifier)
    return _file(services.open_archive(actor=request.actor, departure=found), f"{reference}.zip", "application/zip")


@lawyers_only
@never_cache
@require_safe
def brought_file(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """A file that came with the case file, only ever as a file to keep."""
    found = MatterFile.objects.visible_to(request.actor).select_related("case_file").filter(pk=number).first()
    if found is None or found.case_file.reference != reference:
        raise NotFound()
    name = found.path.rpartition("/")[2]
    return _file(services.open_file(actor=request.actor, file=found), name, "application/octet-stream")


@evidence.seals_uploads(MOST)
@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request: ActorRequest) -> HttpResponse:
    """Send an archive; those that came before."""
    firm = selectors.firm_to_bring_in(request.actor)
    form = ArchiveForm(request.POST or None, request.FILES or None) if request.method == "POST" else ArchiveForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = services.receive(actor=request.actor, firm=firm, file=form.cleaned_data["file"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("moving:arrival", made.pk)
    rows = selectors.arrivals(request.actor)[:50]
    return render(
        request,
        "moving/arrivals.html",
        {"form": form if can(request.actor, "matters.bring_in", firm) else None, "rows": rows},
        status=400 if form.errors else 200,
    )


@lawyers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: ActorRequest, identifier: UUID) -> HttpResponse:
    """What an archive would make, who is who, and bringing it in."""
    found = selectors.arrival(request.actor, identifier)
    title = _("Bringing the matter in") if found.checked else _("Checking the archive")
    if request.htmx:
        return _job(request, found.job, title)
    may = found.waits and can(request.actor, "matters.bring_in", found.firm)
    members = list(User.objects.filter(memberships__firm=found.firm).order_by("display_name", "email"))
    named = found.report.get("people", [])
    form = PeopleForm(request.POST if request.method == "POST" else None, named=named, members=members)
    if request.method == "POST" and form.is_valid():
        try:
            services.bring_in(actor=request.actor, arrival=found, people=form.people())
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The matter is being brought in. You may leave the page."))
            return redirect("moving:arrival", identifier)
    return render(
        request,
        "moving/arrival.html",
        {
            "arrival": found,
            "job": found.job,
            "job_title": title,
            "counts": found.counts,
            "not_scanned": found.why_not_scanned,
            "form": form if may else None,
        },
        status=400 if form.errors else 200,
    )


def _job(request: ActorRequest, job: Job | None, title: str) -> HttpResponse:
    """How far the work is, for the page that looks by itself; the whole page once it is done."""
    if job is None or not job.under_way:
        return HttpResponseClientRefresh()
    return render(request, "moving/job.html", {"job": job, "job_title": title})


def _file(pieces: Any, name: str, content_type: str) -> HttpResponse:
    return StreamingHttpResponse(  # type: ignore[return-value]
        pieces,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )

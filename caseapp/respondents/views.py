"""The registry of organisations: search for everybody, entries for officers. The dossier is the register's page."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import officers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.respondents import services
from caseapp.respondents.forms import MergeForm, RespondentForm, RespondentSearchForm, SiteForm, SupplyForm
from caseapp.respondents.models import Merge, Respondent
from caseapp.respondents.selectors import respondent_by_reference, respondents, similar

PAGE = 25


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Organisations by name in any script, country and kind of place; near spellings where nothing matches exactly."""
    form = RespondentSearchForm(request.GET)
    given = {name: value for name, value in (form.cleaned_data if form.is_valid() else {}).items() if value}
    officer = can(request.actor, "respondents.change")
    waiting = officer and request.GET.get("verified") == "no"
    found = respondents(request.actor, **given, verified=False if waiting else None)
    page = keyset_page(found, request.GET, order="name", size=PAGE)
    if waiting:
        given["verified"] = "no"
    alike = similar(given["q"], given.get("country"), actor=request.actor) if given.get("q") and not page.rows else []
    return render(
        request,
        "respondents/list.html",
        {
            "form": form,
            "page": page,
            "previous": _address(given, "before", page.previous),
            "next": _address(given, "after", page.next),
            "narrows": bool(given),
            "alike": alike,
            "officer": officer,
            "waiting": waiting,
        },
    )


@officers_only
@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """A new entry, verified by the officer who makes it."""
    form = RespondentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_respondent(actor=request.actor, **form.changes(), aliases=form.cleaned_data["aliases"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The organisation is in the registry."))
            return redirect("respondents:detail", made.reference)
    return render(
        request,
        "respondents/edit.html",
        {"form": form, "title": _("Add an organisation"), "back": reverse("respondents:list")},
    )


@officers_only
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, reference: str) -> HttpResponse:
    """Correct an entry."""
    respondent = respondent_by_reference(reference, actor=request.actor)
    form = RespondentForm(request.POST) if request.method == "POST" else RespondentForm.of(respondent)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_respondent(
                actor=request.actor,
                respondent=respondent,
                changes=form.changes(),
                aliases=form.cleaned_data["aliases"],
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The entry is changed."))
            return redirect("respondents:detail", reference)
    title = _("Change the entry of %(name)s") % {"name": respondent.shown_name}
    back = reverse("respondents:detail", args=[reference])
    return render(request, "respondents/edit.html", {"form": form, "title": title, "back": back})


@officers_only
@require_POST
def verify(request: ActorRequest, reference: str) -> HttpResponse:
    """Vouch for an entry that a complainant described."""
    respondent: Respondent = respondent_by_reference(reference, actor=request.actor)
    services.verify_respondent(actor=request.actor, respondent=respondent)
    messages.success(request, _("The entry is verified. Everybody can see it now."))
    return redirect("respondents:detail", reference)


@officers_only
@require_http_methods(["GET", "POST"])
def add_site(request: ActorRequest, reference: str) -> HttpResponse:
    """Note a place where the organisation's system stands."""
    respondent = respondent_by_reference(reference, actor=request.actor)
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_site(actor=request.actor, respondent=respondent, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The place is noted."))
            return redirect("respondents:detail", reference)
    back = reverse("respondents:detail", args=[reference])
    return render(request, "respondents/edit.html", {"form": form, "title": _("Add a place"), "back": back})


@officers_only
@require_http_methods(["GET", "POST"])
def add_supply(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Note whose system stands at a place."""
    respondent = respondent_by_reference(reference, actor=request.actor)
    site = respondent.sites.filter(pk=number).first()
    if site is None:
        raise NotFound
    form = SupplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_supply(actor=request.actor, site=site, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The supplier is noted."))
            return redirect("respondents:detail", reference)
    back = reverse("respondents:detail", args=[reference])
    title = _("Whose system stands at %(site)s?") % {"site": site.name}
    return render(request, "respondents/edit.html", {"form": form, "title": title, "back": back})


@officers_only
@require_http_methods(["GET", "POST"])
def merge(request: ActorRequest, reference: str) -> HttpResponse:
    """Merge a duplicate into this entry; what would move is shown before it is done."""
    kept = respondent_by_reference(reference, actor=request.actor)
    form = MergeForm(request.POST or None)
    moving: list[tuple[str, int]] | None = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("confirmed") == "yes":
            try:
                services.merge_respondents(actor=request.actor, kept=kept, **form.cleaned_data)
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The two entries are one. It can be undone on this page."))
                return redirect("respondents:detail", reference)
        else:
            moving = services.would_move(kept=kept, merged=form.cleaned_data["merged"])
    return render(
        request,
        "respondents/merge.html",
        {"form": form, "respondent": kept, "moving": moving, "other": getattr(form, "cleaned_data", {}).get("merged")},
        status=400 if form.errors else 200,
    )


@officers_only
@require_POST
def undo_merge(request: ActorRequest, number: int) -> HttpResponse:
    """Let two merged entries be two again."""
    found = Merge.objects.select_related("kept", "merged").filter(pk=number).first()
    if found is None:
        raise NotFound
    try:
        services.undo_merge(actor=request.actor, merge=found)
    except DomainError as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("The two entries are apart again."))
    return redirect("respondents:detail", found.kept.reference)


def _address(given: dict[str, str], way: str, token: str | None) -> str:
    return f"?{urlencode({**given, way: token})}" if token else ""

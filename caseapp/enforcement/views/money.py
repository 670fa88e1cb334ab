"""Payments from a bank's file, line by line, and when respondents are reminded of fines."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import today_at
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.references import normalise_reference
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import BankFileState, LineVerdict
from caseapp.enforcement.forms_money import AssignForm, BankFileForm, ReminderForm
from caseapp.enforcement.models import BankBooking, BankFile
from caseapp.enforcement.selectors import bank
from caseapp.enforcement.selectors.reminders import own_authorities, plan_on, plans_of
from caseapp.enforcement.services.bank import MOST_BYTES
from caseapp.enforcement.workflow import BANK_FILE

PAGE = 100


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def bank_files(request: ActorRequest) -> HttpResponse:
    """Files that were read before, and the form to read one."""
    authorities = _authorities(request, "fines.import_payments")
    form = BankFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()), authorities=authorities)
    if request.method == "POST" and form.is_valid():
        given, wanted = form.cleaned_data["file"], form.cleaned_data.get("authority")
        chosen = next((each for each in authorities if each.code == wanted), authorities[0])
        try:
            file = services.read_bank_file(
                actor=request.actor,
                authority=chosen,
                content=given.read(MOST_BYTES + 1),
                name=given.name,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("enforcement:bank_file", file.pk)
    return render(
        request,
        "enforcement/bank_files.html",
        {"form": form, "page": keyset_page(bank.bank_files(request.actor), request.GET)},
        status=400 if form.errors else 200,
    )


@officers_only
@require_safe
def bank_file(request: ActorRequest, number: int) -> HttpResponse:
    """What each line of a file pays, before and after booking."""
    file = bank.bank_file(request.actor, number)
    wanted = request.GET.get("verdict", "")
    lines = file.lines.select_related("fine__respondent", "file", "entry")
    if wanted in LineVerdict.values:
        lines = lines.filter(verdict=wanted)
    report = bank.report_of(file)
    return render(
        request,
        "enforcement/bank_file.html",
        {
            "file": file,
            "report": report,
            "counts": [(each.value, each.label, report.lines[each]) for each in LineVerdict if report.lines[each]],
            "page": keyset_page(lines, request.GET, order="number", size=PAGE),
            "wanted": wanted,
            "may_assign": file.state == BankFileState.BOOKED and can(request.actor, "bank_files.book", file),
            "offered": offered(BANK_FILE, request.actor, file, lambda action: _act_url(file, action)),
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def bank_file_act(request: ActorRequest, number: int, action: str) -> HttpResponse:
    """Book the matched lines of a file, or let the file go."""
    file = bank.bank_file(request.actor, number)
    verbs: dict[str, Any] = {"book": services.book_bank_file, "drop": services.drop_bank_file}
    report = bank.report_of(file)
    return act_page(
        request,
        file,
        action,
        workflow=BANK_FILE,
        perform=lambda _given: verbs[action](actor=request.actor, file=file),
        caption=file.file_name,
        back=reverse("enforcement:bank_file", args=[number]),
        facts="enforcement/bank_sums.html",
        context={"report": report},
        explanations={
            "book": _("Each matched line becomes a payment in the ledger of its fine. A payment is not erased."),
            "drop": _("Nothing is booked. The same file can be read anew."),
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def assign_line(request: ActorRequest, number: int, line: int) -> HttpResponse:
    """Say by hand which fine a line pays."""
    file = bank.bank_file(request.actor, number)
    row = BankBooking.objects.filter(file=file, number=line).select_related("file").first()
    if row is None or not can(request.actor, "bank_files.book", file):
        raise NotFound()
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference = normalise_reference(form.cleaned_data["reference"]) or ""
        try:
            fine = selectors.fine_by_reference(request.actor, reference)
            services.assign_line(actor=request.actor, line=row, fine=fine)
        except NotFound:
            form.add_error("reference", _("There is no fine with this reference."))
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The payment was entered."))
            return redirect("enforcement:bank_file", number)
    return render(
        request,
        "enforcement/bank_assign.html",
        {"form": form, "file": file, "row": row},
        status=400 if form.errors else 200,
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: ActorRequest) -> HttpResponse:
    """When respondents are reminded of fines of one of the officer's authorities, now and before."""
    own = own_authorities(request.actor)
    authority = next((each for each in own if each.code == request.GET.get("authority", own[0].code)), None)
    if authority is None:
        raise NotFound()
    may_set = can(request.actor, "fines.set_reminders", authority)
    now = plan_on(authority, today_at(authority))
    first: dict[str, Any] = {"valid_from": today_at(authority)}
    if now is not None:
        first |= {
            "days_before": ", ".join(map(str, now.days_before)),
            "days_after": ", ".join(map(str, now.days_after)),
        }
    form = ReminderForm(request.POST or None, initial=first)
    if request.method == "POST":
        if not may_set:
            raise NotFound()
        if form.is_valid():
            try:
                services.set_reminders(actor=request.actor, authority=authority, **form.cleaned_data)
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The reminders are set."))
                return redirect(_reminders_url(authority))
    return render(
        request,
        "enforcement/reminders.html",
        {
            "form": form if may_set else None,
            "now": now,
            "plans": plans_of(authority),
            "authority": authority,
            "authorities": [
                {"label": str(each), "href": _reminders_url(each), "current": each.pk == authority.pk} for each in own
            ]
            if len(own) > 1
            else [],
        },
        status=400 if form.errors else 200,
    )


def _authorities(request: ActorRequest, policy: str) -> list[Authority]:
    found = Authority.objects.filter(pk__in=request.actor.authority_ids()).order_by("pk")
    allowed = [each for each in found if can(request.actor, policy, each)]
    if not allowed:
        raise NotFound()
    return allowed


def _act_url(file: BankFile, action: str) -> str:
    return reverse("enforcement:bank_file_act", args=[file.pk, action])


def _reminders_url(authority: Authority) -> str:
    return f"{reverse('enforcement:reminders')}?{urlencode({'authority': authority.code})}"

"""Time and disbursements: the clock, entries by hand, receipts, and what will not be billed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.billing.forms import ActivityForm, DisbursementForm, TimeForm, WriteOffForm
from caseapp.billing.models import Disbursement, TimeEntry
from caseapp.billing.selectors import work as selectors
from caseapp.billing.services import work as services
from caseapp.core.errors import NotFound, WrongState
from caseapp.core.policies import can
from caseapp.core.views.files import file_answer
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence import services as evidence
from caseapp.litigation.selectors.suits import case_file_by_reference


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def start_clock(request: ActorRequest, reference: str) -> HttpResponse:
    """Start one's clock on a case file."""
    case_file = case_file_by_reference(request.actor, reference)

    def do(data: dict[str, Any]) -> str:
        services.start_clock(actor=request.actor, case_file=case_file, activity=data["activity"])
        return _costs(reference)

    return form_page(
        request,
        ActivityForm(request.POST or None),
        do,
        title=_("Start the clock"),
        caption=case_file.reference,
        submit=_("Start the clock"),
        said=_("Your clock is running. You may leave the page."),
        back=_costs(reference),
    )


@lawyers_only
@require_POST
def stop_clock(request: ActorRequest, reference: str) -> HttpResponse:
    """Stop one's clock, or forget what it counted."""
    running = selectors.running_clock(request.actor)
    if running is None or running.case_file.reference != reference:
        messages.error(request, _("Your clock is not running here."))
        return redirect(_costs(reference))
    try:
        if request.POST.get("do") == "drop":
            services.drop_clock(actor=request.actor, entry=running)
            messages.success(request, _("The clock was stopped and nothing entered."))
        else:
            services.stop_clock(actor=request.actor, entry=running)
            messages.success(request, _("The time was entered."))
    except WrongState as refusal:
        messages.error(request, str(refusal.message))
    return redirect(_costs(reference))


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_time(request: ActorRequest, reference: str) -> HttpResponse:
    """Enter time by hand."""
    case_file = case_file_by_reference(request.actor, reference)

    def do(data: dict[str, Any]) -> str:
        services.record_time(actor=request.actor, case_file=case_file, **data)
        return _costs(reference)

    return form_page(
        request,
        TimeForm(request.POST or None, initial={"on": selectors.today_in(case_file)}),
        do,
        title=_("Enter time"),
        caption=case_file.reference,
        submit=_("Enter the time"),
        said=_("The time was entered."),
        back=_costs(reference),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def change_time(request: ActorRequest, number: int) -> HttpResponse:
    """Correct an entry that is not billed yet."""
    entry = selectors.time_entry(request.actor, number)
    if not can(request.actor, "time.change", entry):
        raise NotFound()
    back = _costs(entry.case_file.reference)

    def do(data: dict[str, Any]) -> str:
        services.change_time(actor=request.actor, entry=entry, **data)
        return back

    return form_page(
        request,
        TimeForm(request.POST or None, initial={"on": entry.on, "minutes": entry.minutes, "activity": entry.activity}),
        do,
        title=_("Correct the time"),
        caption=entry.case_file.reference,
        submit=_("Save"),
        said=_("The time was corrected."),
        back=back,
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def write_off_time(request: ActorRequest, number: int) -> HttpResponse:
    """Say that time is not billed."""
    return _write_off(request, selectors.time_entry(request.actor, number))


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def write_off_disbursement(request: ActorRequest, number: int) -> HttpResponse:
    """Say that a disbursement is not billed."""
    return _write_off(request, selectors.disbursement(request.actor, number))


@evidence.seals_uploads(services.RECEIPT_MOST)
@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_disbursement(request: ActorRequest, reference: str) -> HttpResponse:
    """Enter what the firm laid out."""
    case_file = case_file_by_reference(request.actor, reference)
    form = DisbursementForm(
        request.POST or None,
        request.FILES or None,
        initial={"on": selectors.today_in(case_file), "currency": case_file.jurisdiction.currency or "EUR"},
    )

    def do(data: dict[str, Any]) -> str:
        services.record_disbursement(
            actor=request.actor, case_file=case_file, **{**data, "receipt": data["receipt"] or None}
        )
        return _costs(reference)

    return form_page(
        request,
        form,
        do,
        title=_("Enter a disbursement"),
        caption=case_file.reference,
        submit=_("Enter it"),
        said=_("The disbursement was entered."),
        back=_costs(reference),
    )


@lawyers_only
@never_cache
@require_safe
def receipt(request: ActorRequest, number: int) -> HttpResponse:
    """The receipt of a disbursement, as a file to keep."""
    found = selectors.disbursement(request.actor, number)
    pieces = services.open_receipt(actor=request.actor, disbursement=found)
    return file_answer(b"".join(pieces), found.receipt_name, found.receipt_type)


def _write_off(request: ActorRequest, work: TimeEntry | Disbursement) -> HttpResponse:
    if not can(request.actor, "time.write_off", work):
        raise NotFound()
    back = _costs(work.case_file.reference)

    def do(data: dict[str, Any]) -> str:
        services.write_off(actor=request.actor, work=work, reason=data["reason"])
        return back

    return form_page(
        request,
        WriteOffForm(request.POST or None),
        do,
        title=_("Do not bill this"),
        caption=work.case_file.reference,
        submit=_("Write it off"),
        said=_("It will not be billed."),
        back=back,
    )


def _costs(reference: str) -> str:
    return reverse("billing:costs", args=[reference])

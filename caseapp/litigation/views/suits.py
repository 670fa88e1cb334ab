"""Suits: the list, one suit with hearings, judgments and awards; for the firm and, reading, for its clients."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import known, lawyers_only
from caseapp.core.errors import NotFound
from caseapp.core.forms_acts import amount, choice, day, line, prose, yes
from caseapp.core.paging import keyset_page
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.files import file_answer
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.enums import AppealOutcome, JudgmentResult, SuitSide, SuitState
from caseapp.litigation.forms.suits import AwardForm, HearingForm
from caseapp.litigation.selectors import suits as selectors
from caseapp.litigation.selectors.client_accounts import account_of, account_pdf
from caseapp.litigation.selectors.suit_pages import suit_page
from caseapp.litigation.services import suits as services
from caseapp.litigation.views.suit_forms import suit_for, suit_form
from caseapp.litigation.workflow import SUIT

_DAYS = ("filed_on", "decided_on", "awarded_on", "on", "lodged_on")


@known
@require_safe
def suits(request: ActorRequest) -> HttpResponse:
    """The firm's suits, or those brought for the reader."""
    page = keyset_page(selectors.suits(request.actor), request.GET)
    return render(request, "litigation/suits.html", {"page": page, "base": _base(request)})


@known
@require_safe
def suit(request: ActorRequest, reference: str) -> HttpResponse:
    """One suit."""
    found = selectors.suit_by_reference(request.actor, reference)
    actor = request.actor
    return render(
        request,
        "litigation/suit.html",
        {
            "suit": found,
            "base": _base(request),
            "total": selectors.total_awarded(found),
            **suit_page(actor, found),
            "offered": offered(
                SUIT, actor, found, lambda action: reverse("litigation:suit_act", args=[found.reference, action])
            ),
            "timeline": entries(found)[:50],
        },
    )


@known
@require_safe
def client_account_paper(request: ActorRequest, reference: str) -> HttpResponse:
    """What the client gets, as PDF, for the firm and for those whom the suit is brought for; 404 before it was
    reckoned.
    """
    account = account_of(selectors.suit_by_reference(request.actor, reference))
    if account is None:
        raise NotFound()
    return file_answer(account_pdf(account), f"{reference}.pdf")


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One stage of a suit."""
    found = selectors.suit_of_firm(request.actor, reference)
    today = selectors.today_of(found)
    fields = {
        "docket_number": line(_("Docket number"), longest=80),
        "filed_on": day(_("Filed on"), latest=today),
        "decided_on": day(_("Decided on"), latest=today),
        "result": choice(_("Result"), JudgmentResult.choices),
        "summary": prose(_("What the court decided"), longest=8000),
        "final": yes(_("This judgment is final: no appeal is open against it")),
        "pay_by": day(_("To be paid by"), _("As the judgment says; interest may run from then.")),
        "appeal_outcome": choice(
            _("What became of the judgment that was appealed?"),
            [each for each in AppealOutcome.choices if each[0] != AppealOutcome.WITHDRAWN],
        ),
        "on": day(pgettext("date", "Day"), latest=today),
        "lodged_on": day(_("Lodged on"), latest=today),
        "side": choice(_("Lodged by"), SuitSide.choices),
        "court": line(_("Court of appeal")),
        "grounds": prose(_("Grounds")),
        "amount": amount(_("Settlement sum in %(currency)s") % {"currency": found.currency}),
        "awarded_on": day(_("Settled on"), latest=today),
    }
    if found.state != SuitState.APPEALED:
        # Nothing was appealed of which something could have become.
        fields["appeal_outcome"] = forms.CharField(required=False, widget=forms.HiddenInput)
    asked = {name for row in SUIT.named(action) for name in (*row.needs, *row.may_give)}
    return act_page(
        request,
        found,
        action,
        workflow=SUIT,
        perform=lambda given: services.perform(actor=request.actor, suit=found, action=action, given=given),
        caption=found.reference,
        back=reverse("litigation:suit", args=[reference]),
        fields={name: field for name, field in fields.items() if name in asked},
        initial={"docket_number": found.docket_number, **dict.fromkeys(_DAYS, today)},
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_hearing(request: ActorRequest, reference: str) -> HttpResponse:
    """Set a hearing."""
    found = suit_for(request, reference, "schedule_hearing")
    zone = found.case_file.jurisdiction.time_zone or "UTC"
    form = HearingForm(request.POST or None, initial={"time_zone": zone})
    return suit_form(
        request,
        found,
        "schedule_hearing",
        form,
        lambda data: services.schedule_hearing(
            actor=request.actor,
            suit=found,
            starts_at=form.starts_at(),
            time_zone=data["time_zone"],
            place=data["place"],
            purpose=data["purpose"],
        ),
        title=_("Set a hearing"),
        submit=_("Save the hearing"),
        done=_("The hearing was set."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_award(request: ActorRequest, reference: str) -> HttpResponse:
    """Record a sum that the judgment gives."""
    found = suit_for(request, reference, "record_award")
    form = AwardForm(request.POST or None, currency=found.currency, today=selectors.today_of(found))
    return suit_form(
        request,
        found,
        "record_award",
        form,
        lambda data: services.record_award(actor=request.actor, suit=found, **data),
        title=_("Record an award"),
        submit=_("Save the award"),
        done=_("The award was recorded."),
    )


def _base(request: ActorRequest) -> str:
    return "base_desk.html" if request.actor.is_lawyer else "base_public.html"

"""Offers and the money of a suit at the firm's desk: receipts, interest, waiving, and what the client gets."""

from decimal import Decimal
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import lawyers_only
from caseapp.core.forms_acts import day
from caseapp.core.views.acts import act_page
from caseapp.core.views.requests import ActorRequest
from caseapp.core.wording import written_day, written_sum
from caseapp.litigation.enums import OfferState
from caseapp.litigation.forms.collecting import InterestForm, OfferForm, ReasonForm, ReceiptForm, ReckonForm
from caseapp.litigation.selectors import collecting as selectors
from caseapp.litigation.selectors.suits import suit_of_firm, today_of
from caseapp.litigation.services import collecting, offers
from caseapp.litigation.views.suit_forms import suit_for, suit_form
from caseapp.litigation.workflow import OFFER


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_offer(request: ActorRequest, reference: str) -> HttpResponse:
    """Record an offer beside today's estimate."""
    suit = suit_for(request, reference, "record_offer")
    form = OfferForm(
        request.POST or None,
        currency=suit.currency,
        open_offers=suit.offers.filter(state=OfferState.OPEN),
        initial={"offered_on": today_of(suit), "people": 1, "answers": request.GET.get("answers")},
    )
    return suit_form(
        request,
        suit,
        "record_offer",
        form,
        lambda _data: offers.record_offer(actor=request.actor, suit=suit, facts=form.facts()),
        title=_("Record an offer"),
        submit=_("Save the offer"),
        done=_("The offer was recorded beside the estimate of today."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def offer_act(request: ActorRequest, reference: str, number: int, action: str) -> HttpResponse:
    """What became of an offer."""
    suit = suit_of_firm(request.actor, reference)
    found = selectors.offer_by_number(request.actor, suit, number)
    today = today_of(suit)
    return act_page(
        request,
        found,
        action,
        workflow=OFFER,
        perform=lambda given: offers.perform(actor=request.actor, offer=found, action=action, given=given),
        caption=reference,
        back=reverse("litigation:suit", args=[reference]),
        fields={"on": day(_("Accepted on"), latest=today)} if action == "accept" else {},
        initial={"on": today},
        explanations={"accept": _("The suit is settled for this sum, and the sum enters the collection ledger.")},
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_receipt(request: ActorRequest, reference: str) -> HttpResponse:
    """Record what came in."""
    suit = suit_for(request, reference, "record_receipt")
    form = ReceiptForm(request.POST or None, currency=suit.currency, today=today_of(suit), initial={"key": uuid4().hex})
    return suit_form(
        request,
        suit,
        "record_receipt",
        form,
        lambda data: collecting.record_receipt(actor=request.actor, suit=suit, **data),
        title=_("Record a receipt"),
        submit=_("Save the receipt"),
        done=_("The receipt was recorded."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_receipt(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Take a wrong receipt back."""
    suit = suit_for(request, reference, "reverse_receipt")
    form = ReasonForm(request.POST or None)
    return suit_form(
        request,
        suit,
        "reverse_receipt",
        form,
        lambda data: collecting.reverse_receipt(actor=request.actor, suit=suit, number=number, reason=data["reason"]),
        title=_("Reverse the receipt"),
        submit=_("Reverse it"),
        done=_("The receipt was reversed."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_interest(request: ActorRequest, reference: str) -> HttpResponse:
    """Add the interest that ran."""
    suit = suit_for(request, reference, "add_interest")
    today = today_of(suit)
    known = selectors.interest_due(suit, today)
    form = InterestForm(request.POST or None, today=today, rate_known=known is not None)
    return suit_form(
        request,
        suit,
        "add_interest",
        form,
        lambda data: collecting.add_interest(actor=request.actor, suit=suit, **data),
        title=_("Add interest"),
        submit=_("Add it to the ledger"),
        done=_("The interest was added."),
        lede=_due(known, suit.currency) if known else _("No rate is known for this court: enter sum and source."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: ActorRequest, reference: str) -> HttpResponse:
    """Let go of what is outstanding."""
    suit = suit_for(request, reference, "waive")
    form = ReasonForm(request.POST or None)
    return suit_form(
        request,
        suit,
        "waive",
        form,
        lambda data: collecting.waive(actor=request.actor, suit=suit, reason=data["reason"]),
        title=_("Waive what is outstanding"),
        submit=_("Waive it"),
        done=_("What was outstanding was waived."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def reckon(request: ActorRequest, reference: str) -> HttpResponse:
    """Reckon what the client gets."""
    suit = suit_for(request, reference, "reckon")
    form = ReckonForm(request.POST or None, initial=selectors.agreed_fee(suit))
    return suit_form(
        request,
        suit,
        "reckon",
        form,
        lambda data: collecting.reckon(
            actor=request.actor, suit=suit, **{**data, "costs": data["costs"] or Decimal(0)}
        ),
        title=_("Reckon what the client gets"),
        submit=_("Reckon"),
        done=_("It was reckoned."),
    )


def _due(known: selectors.InterestDue, currency: str) -> str:
    """The rule, and what it comes to by today."""
    return _("%(rule)s. Since %(since)s it comes to %(sum)s by %(until)s.") % {
        "rule": known.rule.words,
        "since": written_day(known.since),
        "until": written_day(known.until),
        "sum": written_sum(known.amount, currency),
    }

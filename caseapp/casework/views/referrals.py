"""Referrals: what was handed over, by whom, with which packet, and the receipt or the return."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.casework.models import ReferralPacket
from caseapp.casework.services import packets
from caseapp.complaints import selectors, services
from caseapp.complaints.enums import ReferralState
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import REFERRALS
from caseapp.core.errors import DomainError
from caseapp.core.forms_acts import prose
from caseapp.core.paging import keyset_page
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered, refused_page
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence import serving

IN, OUT = "in", "out"


class ReferralFilter(forms.Form):
    """Which way, and where it stands."""

    way = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("Any")), (IN, _("To us")), (OUT, _("From us"))]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *ReferralState.choices])


@officers_only
@require_safe
def referrals(request: ActorRequest) -> HttpResponse:
    """Referrals of the authority, newest first."""
    filters = ReferralFilter(request.GET)
    found: Any = selectors.referrals(request.actor)
    if filters.is_valid():
        own = request.actor.authority_ids()
        side = {IN: "to_authority_id__in", OUT: "from_authority_id__in"}.get(filters.cleaned_data["way"])
        found = found.filter(**{side: own}) if side else found
        if filters.cleaned_data["state"]:
            found = found.filter(state=filters.cleaned_data["state"])
    return render(
        request,
        "casework/referrals.html",
        {
            "filters": filters,
            "filtered": any(filters.data.get(name) for name in filters.fields),
            "page": keyset_page(found, request.GET),
        },
    )


@officers_only
@require_safe
def referral(request: ActorRequest, reference: str) -> HttpResponse:
    """One referral: why, the packet, and the receipt of the authority that took it on."""
    actor = request.actor
    found = selectors.referral_by_reference(actor, reference)
    return render(
        request,
        "casework/referral.html",
        {
            "referral": found,
            "packet": ReferralPacket.objects.select_related("export__job").filter(referral=found).first(),
            "may_open": packets.may_open(actor, found),
            "readable": Complaint.objects.visible_to(actor).filter(pk=found.complaint_id).exists(),
            "offered": offered(
                REFERRALS,
                actor,
                found,
                lambda action: reverse("casework:referral_act", args=[found.reference, action]),
            ),
            "timeline": entries(found, include_internal=True),
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Confirm or dismiss what a rule proposed; take it on, return it, or take it back."""
    found = selectors.referral_by_reference(request.actor, reference)
    return act_page(
        request,
        found,
        action,
        workflow=REFERRALS,
        perform=lambda given: services.perform_on_referral(
            actor=request.actor, referral=found, action=action, given=given
        ),
        caption=f"{found.reference} · {found.complaint.reference}",
        back=reverse("casework:referral", args=[reference]),
        fields=_fields(action),
        explanations={
            "confirm": _(
                "The other authority is let in to the whole complaint, contact details and evidence included. "
                "The complainant is told to whom it went and why."
            ),
            "dismiss": _("The complaint stays with you. The complainant reads nothing of the proposal."),
            "accept": _(
                "The complaint is under review at your authority. The other authority has your receipt, "
                "and the complainant is told."
            ),
            "return": _(
                "The complaint goes back, and your authority can no longer read it. "
                "The other authority and the complainant read your reason."
            ),
            "recall": _("The complaint is yours again, and the other authority can no longer read it."),
        },
    )


@officers_only
@never_cache
@require_safe
def facts(request: ActorRequest, reference: str) -> HttpResponse:
    """The facts of the packet, as a JSON file."""
    found = packets.packet_of(request.actor, selectors.referral_by_reference(request.actor, reference))
    try:
        document = packets.open_facts(actor=request.actor, packet=found)
    except DomainError as refusal:
        return _refused(request, refusal, reference)
    return HttpResponse(
        document,
        content_type="application/json",
        headers={
            **serving.CONTENT_HEADERS,
            "Content-Disposition": f'attachment; filename="{reference}-facts.json"',
        },
    )


@officers_only
@never_cache
@require_safe
def bag(request: ActorRequest, reference: str) -> HttpResponse:
    """The evidence of the packet, as a bag with its custody chain."""
    found = packets.packet_of(request.actor, selectors.referral_by_reference(request.actor, reference))
    try:
        content = packets.open_bag(actor=request.actor, packet=found)
    except DomainError as refusal:
        return _refused(request, refusal, reference)
    answer: HttpResponse = serving.answer(content)
    return answer


def _refused(request: ActorRequest, refusal: DomainError, reference: str) -> HttpResponse:
    return refused_page(request, refusal, back=reverse("casework:referral", args=[reference]))


def _fields(action: str) -> dict[str, forms.Field]:
    match action:
        case "confirm" | "return" | "recall":
            return {"reason": prose(_("Reason"), _("The complainant and the other authority read it."))}
        case "dismiss":
            return {"reason": prose(_("Reason"), _("It stays with the proposal, for your colleagues."), rows=3)}
    return {}

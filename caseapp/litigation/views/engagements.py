"""Requests: the client's side, the firm's side, and what is done with them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import known, lawyers_only
from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import AccessKind, GrantScope, Harm, Relief
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.services import record_access
from caseapp.core.enums import ConsentDefect
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.documents.services import open_html
from caseapp.law.selectors import day_in
from caseapp.litigation.enums import EngagementState, FeeKind
from caseapp.litigation.forms.case_files import CaseFileForm
from caseapp.litigation.forms.conflicts import ConflictDecisionForm
from caseapp.litigation.forms.engagements import NAME_FIELD, MessageForm, ScopesForm, ShareForm, fee_fields
from caseapp.litigation.models import Engagement
from caseapp.litigation.selectors import engagements as selectors
from caseapp.litigation.selectors.collective import places_with
from caseapp.litigation.selectors.conflicts import report_of
from caseapp.litigation.selectors.fees import fee_rule, fee_words
from caseapp.litigation.services import case_files, sharing
from caseapp.litigation.services import engagements as services
from caseapp.litigation.services.conflicts import CHECKED_AGAIN
from caseapp.litigation.services.engagement_letters import about_letter
from caseapp.litigation.services.messages import mark_read
from caseapp.litigation.workflow import ENGAGEMENT


@known
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: ActorRequest, reference: str) -> HttpResponse:
    """The complainant asks a firm to act, and sees which firms were asked before."""
    complaint = complaints.own_complaint(request.actor, reference)
    form = ShareForm(request.POST or None, firms=selectors.firms_to_ask(complaint))
    if request.method == "POST" and form.is_valid():
        try:
            engagement = services.request_engagement(actor=request.actor, complaint=complaint, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The firm was asked. It answers after checking for conflicts."))
            return redirect("litigation:request", engagement.reference)
    return render(
        request,
        "litigation/share.html",
        {
            "complaint": complaint,
            "form": form,
            "shares": [
                {
                    "engagement": one,
                    "over": one.state in sharing.OVER,
                    "places": places_with(complaint, one.firm) if one.state in sharing.OVER else (),
                    "parts": [scope.label for scope in GrantScope if scope.value in one.scopes],
                    "stop": "end" if one.state == EngagementState.ACCEPTED else "decline",
                }
                for one in selectors.engagements_of(request.actor, complaint)
            ],
            "back": reverse("workspace:complaint", args=[reference]),
        },
        status=400 if form.errors else 200,
    )


@known
@require_http_methods(["GET", "HEAD", "POST"])
def scopes(request: ActorRequest, reference: str) -> HttpResponse:
    """The complainant gives a firm more or fewer parts of the complaint."""
    engagement = selectors.engagement_by_reference(request.actor, reference)
    if not is_complainant(request.actor, engagement.complaint):
        raise NotFound()
    form = ScopesForm(request.POST if request.method == "POST" else None, initial={"scopes": engagement.scopes})
    if request.method == "POST" and form.is_valid():
        try:
            sharing.change_scopes(actor=request.actor, engagement=engagement, scopes=form.cleaned_data["scopes"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. The firm was told."))
            return redirect("litigation:share", engagement.complaint.reference)
    context = {"engagement": engagement, "form": form}
    return render(request, "litigation/scopes.html", context, status=400 if form.errors else 200)


@lawyers_only
@require_safe
def requests(request: ActorRequest) -> HttpResponse:
    """Requests to the firm: those that wait for something, or all."""
    everything = request.GET.get("show") == "all"
    found = (
        selectors.engagements(request.actor).filter(firm_id__in=request.actor.firm_ids())
        if everything
        else selectors.firm_requests(request.actor)
    )
    page = keyset_page(found, request.GET)
    return render(request, "litigation/requests.html", {"page": page, "everything": everything})


@known
@require_safe
def request_page(request: ActorRequest, reference: str) -> HttpResponse:
    """One request: for the firm the facts without names and the conflict check; for the client the offer."""
    engagement = selectors.engagement_by_reference(request.actor, reference)
    if engagement.cleared_at is not None:
        record_access(actor=request.actor, complaint=engagement.complaint, kind=AccessKind.READ)
    context = request_context(request, engagement)
    if context["messages_written"]:
        mark_read(actor=request.actor, engagement=engagement)
    return render(request, context["template"], context)


@lawyers_only
@require_http_methods(["POST"])
def open_case_file(request: ActorRequest, reference: str) -> HttpResponse:
    """Open a case file for an accepted engagement."""
    engagement = firm_engagement(request, reference)
    form = CaseFileForm(request.POST)
    if form.is_valid():
        try:
            case_file = case_files.open_case_file(
                actor=request.actor, engagements=[engagement], title=form.cleaned_data["title"]
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The case file was opened."))
            return redirect("litigation:case_file", case_file.reference)
    context = {**request_context(request, engagement), "case_file_form": form, "form": form}
    return render(request, "litigation/request.html", context, status=400)


@known
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One action on an engagement, by the firm or by the client."""
    engagement = selectors.engagement_by_reference(request.actor, reference)
    client = is_complainant(request.actor, engagement.complaint)
    return act_page(
        request,
        engagement,
        action,
        workflow=ENGAGEMENT,
        perform=lambda given: services.perform(actor=request.actor, engagement=engagement, action=action, given=given),
        caption=engagement.reference,
        back=reverse("litigation:request", args=[reference]),
        said=_("You engaged the firm. It now sees what you chose to show it.") if action == "accept" else "",
        fields=_fields(engagement, action),
        initial=_initial(engagement) if action == "offer" else {},
        explanations={
            "start_conflict_check": _(
                "Every name on the other side is compared with everyone your firm has known. You decide what it means."
            ),
            "offer": about_letter(engagement) if action == "offer" else "",
            "accept": _(
                "With your name you engage the firm on the letter you read. It then sees what you chose to show it. "
                "You can end the engagement at any time. The moment and the letter’s fingerprint are kept with it."
            ),
            "decline": _after(engagement, _("The firm can then no longer see the complaint.")),
            "end": _after(
                engagement,
                _("The firm can then no longer see the complaint. What it wrote down for itself stays with it."),
            ),
        },
        base="base_public.html" if client else "base_desk.html",
    )


def _fields(engagement: Engagement, action: str) -> dict[str, Any]:
    if action == "accept":
        return {"name": NAME_FIELD}
    if action != "offer":
        return {}
    place = engagement.complaint.jurisdiction
    return fee_fields(fee_rule(place.pk, FeeKind.CONTINGENT, day_in(place, timezone.now())), str(place))


def _after(engagement: Engagement, sentence: str) -> str:
    """What the firm sees once it is over: nothing, or what was chosen in joining one of its collective actions."""
    places = places_with(engagement.complaint, engagement.firm)
    if not places:
        return sentence
    return _(
        "The firm then sees only what was chosen in joining its collective action: %(action)s. "
        "That ends by leaving the action."
    ) % {"action": ", ".join(place.action.reference for place in places)}


def _initial(engagement: Engagement) -> dict[str, Any]:
    """Terms to begin with, in the language of the client's case."""
    with override(engagement.complaint.language):
        terms = _(
            "We advise you on your claims from the processing of your face, write to the other side for you, and act "
            "for you before authorities and courts as far as we agree on each step first. We tell you before costs "
            "arise that were not agreed."
        )
    return {
        "terms": engagement.terms or terms,
        "fee_kind": engagement.fee_kind or None,
        "fee_currency": engagement.fee_currency or engagement.complaint.jurisdiction.currency or "EUR",
    }


def firm_engagement(request: ActorRequest, reference: str) -> Engagement:
    """A request to the actor's own firm, or NotFound."""
    engagement = selectors.engagement_by_reference(request.actor, reference)
    if engagement.firm_id not in request.actor.firm_ids():
        raise NotFound()
    return engagement


def request_context(request: ActorRequest, engagement: Engagement) -> dict[str, Any]:
    """What the page of a request shows, for the client or for the firm."""
    actor = request.actor
    client = is_complainant(actor, engagement.complaint)
    offers = offered(
        ENGAGEMENT,
        actor,
        engagement,
        lambda action: reverse("litigation:engagement_act", args=[engagement.reference, action]),
        # The check is begun by one press where the page of the firm speaks of it.
        without={"start_conflict_check"},
    )
    context: dict[str, Any] = {
        "template": "litigation/request_client.html" if client else "litigation/request.html",
        "engagement": engagement,
        "complaint": engagement.complaint,
        "offered": offers,
        "timeline": entries(engagement)[:50],
        "messages_written": selectors.correspondence(actor, engagement),
        "message_form": None
        if engagement.state in sharing.OVER or not (client or engagement.cleared_at)
        else MessageForm(),
        "client_reads": client,
        "fee": fee_words(engagement),
        "letter": open_html(actor=actor, document=engagement.letter) if engagement.letter else "",
        "signature": engagement.signature(),
        "parts": [_part_shown(scope, client) for scope in GrantScope if scope.value in engagement.scopes],
        "over": engagement.state in sharing.OVER,
        "places": places_with(engagement.complaint, engagement.firm),
    }
    if client:
        return context
    accepted = engagement.state == EngagementState.ACCEPTED
    report = report_of(selectors.newest_check(engagement))
    checking = engagement.state == EngagementState.CONFLICT_CHECK
    reviewing = engagement.state in CHECKED_AGAIN and report is not None and not report.check.result
    return {
        **context,
        "facts": _facts(engagement),
        "report": report,
        "earlier": [one for check in selectors.earlier_checks(engagement) if (one := report_of(check))],
        "may_check": can(actor, "engagements.start_conflict_check", engagement)
        and engagement.state in {EngagementState.REQUESTED, EngagementState.CONFLICT_CHECK},
        "conflict_form": (
            ConflictDecisionForm(may_waive=can(actor, "engagements.waive_conflict", engagement))
            if report and (checking or reviewing)
            else None
        ),
        "identity": complaints.identity(actor, engagement.complaint) if accepted else None,
        "may_decide": can(actor, "engagements.clear_conflict", engagement),
        "case_file_form": (
            CaseFileForm(initial={"title": str(engagement.complaint.respondent)})
            if accepted and engagement.case_file_id is None and can(actor, "case_files.open", engagement)
            else None
        ),
    }


def _part_shown(scope: GrantScope, client: bool) -> str:
    """What the firm may see, in words to the client or to the firm."""
    if scope == GrantScope.IDENTITY and not client:
        return _("Who the client is and how to reach them")
    return str(scope.label)


def _facts(engagement: Engagement) -> dict[str, list[str]]:
    """What happened as chosen words, which name nobody."""
    complaint = engagement.complaint
    return {
        "defects": [str(ConsentDefect(value).label) for value in complaint.consent_defect],
        "harms": [str(Harm(value).label) for value in complaint.harms],
        "relief": [str(Relief(value).label) for value in complaint.relief_sought],
    }

"""The list of investigations, the page of one, and the acts upon it."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.selectors import today_at
from caseapp.complaints import selectors as complaints
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day, hidden, prose
from caseapp.core.paging import keyset_page, read_only
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.documents.selectors import documents_of_matter
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import UNDECIDED_STATES, DecisionOutcome, InvestigationState, OrderState
from caseapp.enforcement.filters import RESPONDENT_ROW, narrowed_investigations
from caseapp.enforcement.forms import AnswerForm, ElementsField, InvestigationFilter
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine, Investigation, TimeWish
from caseapp.enforcement.policies import has_written
from caseapp.enforcement.selectors.plan import TONES, plan_of
from caseapp.enforcement.selectors.portal import Correspondence, correspondence
from caseapp.enforcement.services.decisions import draft_mark
from caseapp.enforcement.workflow import INVESTIGATION, TIME_WISH
from caseapp.law.models import Element

TIMELINE_SHOWN = 30

ROW = ("reference", "title", "state", "created_at", "lead__display_name", "lead__email", *RESPONDENT_ROW)
"""What the rows of the list tell."""


@officers_only
@require_safe
def investigations(request: ActorRequest) -> HttpResponse:
    """The authority's investigations, newest first."""
    form = InvestigationFilter(request.GET)
    found = narrowed_investigations(request.actor, request.GET)
    return render(
        request,
        "enforcement/investigations.html",
        {
            "filters": form,
            "page": keyset_page(read_only(found, *ROW), request.GET),
            "filtered": any(form.data.values()),
        },
    )


SHOWN_BESIDE = ("notice", "decision__drafted_by", "decision__approved_by", "decision__legal_basis")


@officers_only
@require_safe
def investigation(request: ActorRequest, reference: str) -> HttpResponse:
    """One investigation: its complaints, what was asked, answered and found, the draft, the decision, the fine."""
    actor = request.actor
    found = selectors.investigation_by_reference(actor, reference, *SHOWN_BESIDE)
    undecided = found.state in UNDECIDED_STATES
    asked = correspondence(found)
    draft: Decision | None = getattr(found, "decision", None)
    fine = Fine.objects.filter(decision=draft).with_sums().first() if draft is not None and draft.approved_at else None
    return render(
        request,
        "enforcement/investigation.html",
        {
            "investigation": found,
            "joined": keyset_page(
                complaints.complaints(actor).filter(investigation_links__investigation=found), request.GET, size=10
            ),
            "requests": asked.requests,
            "notice": asked.notice,
            "waiting_wishes": _open_wishes(actor, found, asked),
            "representations": found.representations.all(),
            "plan": plan_of(actor, found),
            "draft": draft,
            "excess": selectors.draft_excess(draft) if draft is not None else None,
            "unfounded": selectors.basis_unfounded(draft) if draft is not None else False,
            "fine": fine,
            "orders": _orders_of(draft),
            "undecided": undecided,
            "may_work": undecided and can(actor, "enforcement.draft_decision", found),
            "may_publish": draft is not None
            and draft.approved_at is not None
            and found.state != InvestigationState.APPEALED
            and found.authority_id in actor.authority_ids("investigator", "supervisor"),
            "may_invite": found.state != InvestigationState.CLOSED
            and can(actor, "enforcement.invite_respondent", found),
            "may_record_answers": undecided and can(actor, "enforcement.record_answer", found),
            "own_draft": draft is not None and has_written(actor, draft),
            "today": today_at(found.authority),
            "offered": offered(
                INVESTIGATION,
                actor,
                found,
                lambda action: reverse("enforcement:investigation_act", args=[found.reference, action]),
            ),
            "timeline": entries(found, include_internal=True)[:TIMELINE_SHOWN],
            "documents": list(documents_of_matter(actor, found.reference)[:20]),
        },
    )


def _orders_of(draft: Decision | None) -> list[ComplianceOrder]:
    """What the decision orders, or the draft means to; what was left out is not shown."""
    if draft is None:
        return []
    return list(draft.orders.exclude(state=OrderState.DROPPED).order_by("id"))


def _open_wishes(actor: Actor, investigation: Investigation, asked: Correspondence) -> list[dict[str, Any]]:
    """The respondent's wishes for more time that nobody decided on, each with what this officer may do."""

    def href(wish: TimeWish, action: str) -> str:
        return reverse("enforcement:decide_on_time", args=[investigation.reference, wish.pk, action])

    return [
        {"wish": wish, "offered": offered(TIME_WISH, actor, wish, partial(href, wish))}
        for wish in asked.undecided_wishes
    ]


def findings_with_questions(investigation: Investigation) -> list[dict[str, Any]]:
    """The findings with the element's question in the reader's language, in two statements."""
    found = list(investigation.findings.select_related("framework"))
    keys = {(finding.framework_id, finding.element_key) for finding in found}
    elements = Element.objects.filter(framework_id__in={law for law, _key in keys})
    questions = {(element.framework_id, element.key): element.question for element in elements}
    return [
        {
            "finding": finding,
            "tone": TONES[finding.result],
            "question": questions.get((finding.framework_id, finding.element_key), finding.element_key),
        }
        for finding in found
    ]


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One act upon an investigation."""
    found = selectors.investigation_by_reference(request.actor, reference)
    today = today_at(found.authority)
    tomorrow = today + timedelta(days=1)
    fields: dict[str, Any] = {}
    context: dict[str, Any] = {"investigation": found}
    facts = ""
    if action == "request_information":
        fields = {
            "body": prose(_("What do you ask for?"), longest=10_000, rows=10),
            "due_on": day(_("Answer by"), earliest=tomorrow),
        }
        planned = [row.element for row in plan_of(request.actor, found) if row.item is not None]
        if planned:
            fields["elements"] = ElementsField(queryset=Element.objects.filter(pk__in=[row.pk for row in planned]))
    elif action == "give_notice":
        fields = {
            "reason": prose(
                _("What you intend to decide, and why"),
                _("The respondent can answer this before anything is decided."),
                longest=20_000,
                rows=12,
            ),
            "due_on": day(_("Answer by"), earliest=tomorrow),
        }
    elif action == "record_representations":
        fields = {
            "reason": prose(
                _("What the respondent said"),
                _("If nothing came in time, write that nothing came and by which day it was due."),
                longest=20_000,
                rows=12,
            )
        }
    elif action == "decide":
        draft = (
            Decision.objects.filter(investigation=found)
            .select_related("legal_basis", "drafted_by", "approved_by")
            .first()
        )
        if draft is not None:
            fields = {"seen": hidden(draft_mark(draft))}
            facts = "enforcement/draft.html"
            context |= {
                "draft": draft,
                "excess": selectors.draft_excess(draft),
                "unfounded": selectors.basis_unfounded(draft),
                "findings": findings_with_questions(found),
                "orders": _orders_of(draft),
                "complaint_count": found.complaint_count,
            }
    return act_page(
        request,
        found,
        action,
        workflow=INVESTIGATION,
        perform=lambda given: services.perform_on_investigation(
            actor=request.actor, investigation=found, action=action, given=given
        ),
        caption=f"{found.reference} · {found.respondent}",
        back=reverse("enforcement:investigation", args=[reference]),
        fields=fields,
        facts=facts,
        context=context,
        explanations={
            "decide": _effect_of(context.get("draft")),
            "close": _("Nothing more can be added to the investigation. Its fine goes on by itself."),
        },
    )


def _effect_of(draft: Decision | None) -> str:
    """What approving does, said before it is done."""
    if draft is not None and draft.outcome == DecisionOutcome.FINE:
        return _(
            "The decision takes effect at once: the fine is imposed and falls due, every complaint in the "
            "investigation is closed, and the complainants are told."
        )
    return _(
        "The decision takes effect at once: every complaint in the investigation is closed, and the complainants "
        "are told."
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_answer(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Write down what the respondent answered to one request."""
    found = selectors.investigation_by_reference(request.actor, reference)
    asked = found.information_requests.filter(pk=number).first()
    if asked is None or not can(request.actor, "enforcement.record_answer", found):
        raise NotFound()
    form = AnswerForm(request.POST or None, initial={"answered_on": today_at(found.authority)})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_answer(actor=request.actor, request=asked, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The answer was recorded."))
            return redirect("enforcement:investigation", reference)
    return render(
        request,
        "enforcement/record_answer.html",
        {"form": form, "investigation": found, "asked": asked},
        status=400 if form.errors else 200,
    )

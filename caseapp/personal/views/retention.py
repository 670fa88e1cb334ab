"""How long an authority keeps what ended, what is due, and disposals by two persons."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.models import Authority
from caseapp.complaints.enums import Outcome
from caseapp.complaints.models import Complaint
from caseapp.core.counts import capped_counts, said
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day, line, whole
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.law.models import Jurisdiction
from caseapp.personal import services
from caseapp.personal.enums import DisposalItemState, EndedAs
from caseapp.personal.models import RetentionRule
from caseapp.personal.selectors import retention
from caseapp.personal.workflow import DISPOSALS

DUE_SHOWN = 200
"""How many due complaints the page names; a proposal of everything takes all of them."""


def _form_class(authority: Authority) -> type[forms.Form]:
    places = Jurisdiction.objects.filter(pk__in=retention.places_of(authority)).order_by("code")
    fields: dict[str, forms.Field] = {
        "basis": line(_("Basis"), _("The law or the order that says so long."), longest=300),
        "months": whole(_("Months after the end"), least=1, most=1_200),
        "ended_as": forms.ChoiceField(label=_("Ended as"), choices=[("", _("Any")), *EndedAs.choices], required=False),
        "outcome": forms.ChoiceField(label=_("Outcome"), choices=[("", _("Any")), *Outcome.choices], required=False),
        "jurisdiction": forms.ModelChoiceField(
            label=_("Country or region"), queryset=places, required=False, empty_label=_("Any")
        ),
        "valid_from": day(_("Valid from"), initial=timezone.localdate()),
    }
    return type("RetentionRuleForm", (forms.Form,), fields)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: ActorRequest) -> HttpResponse:
    """The schedule that holds, how much is due, and what was disposed of; a supervisor adds a line."""
    actor = request.actor
    authority = Authority.objects.get(pk=min(actor.authority_ids()))
    may = can(actor, "retention.set_rules", authority)
    form = _form_class(authority)(request.POST if request.method == "POST" and may else None)
    if request.method == "POST" and may and form.is_valid():
        try:
            services.add_retention_rule(actor=actor, authority=authority, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The line was added to the schedule."))
            return redirect("personal:retention")
    return render(
        request,
        "personal/retention.html",
        {
            "authority": authority,
            "form": form,
            "may": may,
            "rules": retention.retention_rules(actor),
            "due": said(capped_counts({"due": retention.due(actor).order_by()})["due"]),
            "page": keyset_page(retention.disposals(actor), request.GET),
        },
        status=400 if form.errors else 200,
    )


@officers_only
@require_POST
def end(request: ActorRequest, number: int) -> HttpResponse:
    """End a line of the schedule today."""
    rule = RetentionRule.objects.visible_to(request.actor).select_related("authority").filter(pk=number).first()
    if rule is None:
        raise NotFound()
    services.end_retention_rule(actor=request.actor, rule=rule)
    messages.success(request, _("The line ended today."))
    return redirect("personal:retention")


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: ActorRequest) -> HttpResponse:
    """What is due, the oldest first; some or all of it is proposed for disposal."""
    actor = request.actor
    authority = Authority.objects.get(pk=min(actor.authority_ids()))
    may = can(actor, "disposals.propose", authority)
    refused = ""
    if request.method == "POST":
        chosen: Any = None
        if not request.POST.get("everything"):
            chosen = Complaint.objects.filter(reference__in=request.POST.getlist("complaint"))
        try:
            made = services.propose_disposal(
                actor=actor, authority=authority, complaints=chosen, note=request.POST.get("note", "")
            )
        except DomainError as refusal:
            refused = str(next(iter(refusal.errors.values()), refusal.message))
        else:
            messages.success(request, _("Proposed. Another supervisor approves it or refuses it."))
            return redirect("personal:disposal", made.reference)
    rules = {rule.pk: rule for rule in retention.retention_rules(actor)}
    found = retention.due(actor).select_related("respondent")
    rows = [{"complaint": row, "rule": rules.get(row.rule_id)} for row in found[:DUE_SHOWN]]
    return render(
        request,
        "personal/due.html",
        {
            "rows": rows,
            "number": said(capped_counts({"due": retention.due(actor).order_by()})["due"]),
            "more": len(rows) == DUE_SHOWN,
            "may": may,
            "rules": rules,
            "refused": refused,
        },
        status=400 if refused else 200,
    )


@officers_only
@require_safe
def disposal(request: ActorRequest, reference: str) -> HttpResponse:
    """One disposal: what it holds, who proposed and who decided, and what became of each."""
    found = retention.disposal_by_reference(request.actor, reference)
    items = found.items.select_related("complaint__respondent", "rule")
    return render(
        request,
        "personal/disposal.html",
        {
            "disposal": found,
            "page": keyset_page(items, request.GET, order="id"),
            "outcomes": [
                {"label": state.label, "count": found.items.filter(state=state).count()} for state in DisposalItemState
            ],
            "waits_for_another": found.state == "proposed" and found.proposed_by_id == request.actor.user_id,
            "offered": offered(
                DISPOSALS,
                request.actor,
                found,
                lambda action: reverse("personal:disposal_act", args=[found.reference, action]),
            ),
            "timeline": entries(found, include_internal=True),
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Approve, refuse, or withdraw one's own proposal."""
    found = retention.disposal_by_reference(request.actor, reference)
    return act_page(
        request,
        found,
        action,
        workflow=DISPOSALS,
        perform=lambda given: services.perform_on_disposal(
            actor=request.actor, disposal=found, action=action, given=given
        ),
        caption=found.reference,
        back=reverse("personal:disposal", args=[reference]),
        explanations={
            "approve": gettext_lazy(
                "Each complaint loses its words, letters, notes and files, and the key of its evidence is destroyed. "
                "A public stub stays. This cannot be taken back. What is held or contested meanwhile is kept."
            ),
            "refuse": gettext_lazy("Nothing is erased."),
            "withdraw": gettext_lazy("Nothing is erased."),
        },
    )

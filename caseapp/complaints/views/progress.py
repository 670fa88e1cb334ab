"""The authority's reports on progress: those that wait, one to read and send, and the rule that sends them."""

from dataclasses import fields

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.models import Authority
from caseapp.complaints import selectors, services
from caseapp.complaints.enums import ProgressState
from caseapp.complaints.models.following import WORDS_MOST
from caseapp.complaints.selectors import Words
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import prose
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest

SHOWN = 100


class ProgressForm(forms.Form):
    """The five parts of a report, as drafted or in the officer's own words."""

    standing = prose(gettext_lazy("Where it stands"), longest=WORDS_MOST, rows=2)
    steps = prose(gettext_lazy("What was done"), longest=WORDS_MOST, rows=6)
    next_step = prose(gettext_lazy("What is next"), longest=WORDS_MOST, rows=2)
    delay = prose(gettext_lazy("Why it is not finished"), longest=WORDS_MOST, rows=3)
    rights = prose(gettext_lazy("What the complainant can do"), longest=WORDS_MOST, rows=4)


@officers_only
@require_safe
def updates(request: ActorRequest) -> HttpResponse:
    """Drafts of my authority, the most urgent first, and how many were ever missed."""
    actor = request.actor
    authorities = Authority.objects.filter(pk__in=actor.authority_ids()).order_by("name")
    return render(
        request,
        "complaints/updates.html",
        {
            "drafts": list(selectors.drafted_updates(actor)[:SHOWN]),
            "counts": selectors.progress_counts(actor.authority_ids(), actor.today()),
            "rules": [
                {
                    "authority": authority,
                    "rule": selectors.progress_rule(authority),
                    "may_set": can(actor, "progress_rules.set", authority),
                }
                for authority in authorities
            ],
            "today": actor.today(),
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Read a draft, put it into better words, and send it."""
    actor = request.actor
    complaint = selectors.complaint_by_reference(actor, reference)
    found = selectors.update_by_number(actor, complaint, number)
    if found.state != ProgressState.DRAFTED:
        return redirect("workspace:complaint", reference)
    initial = {each.name: getattr(found, each.name) for each in fields(Words)}
    form = ProgressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_progress_update(actor=actor, update=found, words=Words(**form.cleaned_data))
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The report was sent."))
            return redirect("complaints:updates")
    context = {"complaint": complaint, "update": found, "form": form, "today": actor.today()}
    return render(request, "complaints/update.html", context, status=400 if form.errors else 200)


@officers_only
@require_POST
def redraft(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Write the draft anew from what the timeline tells today."""
    complaint = selectors.complaint_by_reference(request.actor, reference)
    found = selectors.update_by_number(request.actor, complaint, number)
    services.redraft_progress_update(actor=request.actor, update=found)
    return redirect("complaints:update", reference, number)


@officers_only
@require_POST
def rule(request: ActorRequest, code: str) -> HttpResponse:
    """Let drafts go out by themselves on their day, or by an officer alone."""
    authority = Authority.objects.filter(code=code, pk__in=request.actor.authority_ids()).first()
    if authority is None:
        raise NotFound()
    by_itself = request.POST.get("sends_by_itself") == "yes"
    services.set_progress_rule(actor=request.actor, authority=authority, sends_by_itself=by_itself)
    messages.success(request, _("The rule was saved."))
    return redirect("complaints:updates")

"""The weights of the score: those that hold, those to come, and others tried on the last 90 days."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import officers_only
from caseapp.accounts.models import Authority
from caseapp.casework.models import PriorityWeights
from caseapp.casework.selectors.priority import LABELS, dry_run, weights_of
from caseapp.casework.services.priority import set_weights
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day, line
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.rules.priority import PARTS

LEVELS = ("high", "medium", "low")


def _form_class() -> type[forms.Form]:
    fields: dict[str, forms.Field] = {
        name: forms.IntegerField(
            label=LABELS[name],
            min_value=0,
            max_value=100,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        )
        for name in PARTS
    }
    fields["valid_from"] = day(_("Valid from"), initial=timezone.localdate())
    fields["note"] = line(_("Why"), longest=300)
    return type("WeightsForm", (forms.Form,), fields)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: ActorRequest) -> HttpResponse:
    """Read the weights; a supervisor tries others (`try`) and sets them."""
    actor = request.actor
    authority = Authority.objects.get(pk=min(actor.authority_ids()))
    may = can(actor, "casework.set_weights", authority)
    now = weights_of(authority.pk)
    form = _form_class()(request.POST if request.method == "POST" and may else None, initial=dict(now))
    trying, tried = "try" in request.POST, None
    form.fields["note"].required = not trying
    if request.method == "POST" and may and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        chosen = {name: given.pop(name) for name in PARTS}
        if trying:
            tried = dry_run(actor, authority, chosen)
        else:
            try:
                set_weights(actor=actor, authority=authority, weights=chosen, **given)
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The weights were set. Open complaints are scored anew."))
                return redirect("casework:weights")
    return render(
        request,
        "casework/weights.html",
        {
            "form": form,
            "may": may,
            "authority": authority,
            "now": [(LABELS[name], now.get(name, 0)) for name in PARTS],
            "versions": PriorityWeights.objects.visible_to(actor).filter(authority=authority).select_related("by")[:20],
            "tried": tried,
            "levels": [{"name": name, "before": tried.before[name], "after": tried.after[name]} for name in LEVELS]
            if tried
            else [],
        },
        status=400 if form.errors else 200,
    )

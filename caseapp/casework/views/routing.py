"""The rules that give new complaints to people and units: in their order, tried, added and ended."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import officers_only
from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import colleagues
from caseapp.casework.levels import priority_levels
from caseapp.casework.models import RoutingRule
from caseapp.casework.services import routing
from caseapp.complaints.enums import VenueKind
from caseapp.core.counts import said
from caseapp.core.enums import ActorSector, Sector, Use
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day, line
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.rules.routing import CONDITIONS


def _any(choices: Any) -> Any:
    return [("", _("Any")), *choices]


def _form_class(people: Any, authority: Authority) -> type[forms.Form]:
    fields: dict[str, forms.Field] = {
        "title": line(_("Title"), longest=120),
        "position": forms.IntegerField(
            label=_("Position"),
            help_text=_("The lowest is asked first, and the first that holds is used."),
            min_value=0,
            max_value=9_999,
            initial=10,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        ),
        "sector": forms.ChoiceField(label=_("Sector"), choices=_any(Sector.choices), required=False),
        "use": forms.ChoiceField(label=_("What the system did"), choices=_any(Use.choices), required=False),
        "venue_kind": forms.ChoiceField(label=_("Place"), choices=_any(VenueKind.choices), required=False),
        "respondent_kind": forms.ChoiceField(
            label=_("Who used the system"), choices=_any(ActorSector.choices), required=False
        ),
        "language": forms.ChoiceField(
            label=_("Language"), choices=_any([("en", _("English")), ("zh-hans", _("Chinese"))]), required=False
        ),
        "priority": forms.ChoiceField(
            label=_("Priority"), choices=_any([(str(least), word) for least, word in priority_levels()]), required=False
        ),
        "minors": forms.ChoiceField(label=_("Children concerned"), choices=_any([("yes", _("Yes"))]), required=False),
        "assignee": forms.ModelChoiceField(
            label=_("Give it to"), queryset=people, required=False, empty_label=_("Nobody")
        ),
        "unit": line(_("Unit"), _("A word under which the queue finds its complaints."), longest=40),
        "refer_to": _authority_field(authority),
        "valid_from": day(_("Valid from"), initial=timezone.localdate()),
    }
    fields["unit"].required = False
    return type("RuleForm", (forms.Form,), fields)


def _authority_field(own: Authority) -> forms.Field:
    others = Authority.objects.exclude(pk=own.pk).order_by("name")
    field: Any = forms.ModelChoiceField(
        label=_("Propose to refer it to"),
        help_text=_("Nothing moves until a person confirms the proposal."),
        queryset=others,
        required=False,
        empty_label=_("Nobody"),
    )
    field.label_from_instance = lambda other: f"{other.shown_name} ({other.jurisdiction_id})"
    return field  # type: ignore[no-any-return]


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: ActorRequest) -> HttpResponse:
    """Read the rules and how often each was used; a supervisor tries one on the last 90 days (`try`) and adds it."""
    actor = request.actor
    authority = Authority.objects.get(pk=min(actor.authority_ids()))
    may = can(actor, "casework.set_rules", authority)
    form = _form_class(colleagues(actor, authority), authority)(
        request.POST if request.method == "POST" and may else None
    )
    trying, draft = bool(request.GET.get("try")), None
    if request.method == "POST" and may and form.is_valid():
        given = dict(form.cleaned_data)
        asked = {name: given.pop(name) for name in CONDITIONS if name in given}
        conditions = {name: value for name, value in asked.items() if value}
        if "try" in request.POST:
            trying, draft = True, RoutingRule(authority=authority, conditions=conditions, **given)
        else:
            try:
                routing.add_rule(actor=actor, authority=authority, conditions=conditions, **given)
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The rule was added."))
                return redirect("casework:rules")
    kept = routing.rules_and_uses(actor, authority)
    today = timezone.localdate()
    standing = [(rule, used) for rule, used in kept if rule.valid_to is None or rule.valid_to > today]
    held = [rule for rule, _used in standing if rule.valid_from <= today]
    tried = routing.dry_run(actor, authority, held, draft) if trying else None
    counts = {rule.pk: number for rule, number in tried.by_rule} if tried else {}
    return render(
        request,
        "casework/rules.html",
        {
            "form": form,
            "may": may,
            "authority": authority,
            "rows": [
                {"rule": rule, "asks": _asks(form, rule), "used": said(used), "met": counts.get(rule.pk)}
                for rule, used in standing
            ],
            "ended": [{"rule": rule, "used": said(used)} for rule, used in kept if (rule, used) not in standing],
            "tried": tried,
            "draft": counts.get(0) if draft else None,
        },
        status=400 if form.errors else 200,
    )


@officers_only
@require_POST
def end(request: ActorRequest, number: int) -> HttpResponse:
    """End a rule today."""
    rule = RoutingRule.objects.visible_to(request.actor).select_related("authority").filter(pk=number).first()
    if rule is None:
        raise NotFound()
    routing.end_rule(actor=request.actor, rule=rule)
    messages.success(request, _("The rule ended today."))
    return redirect("casework:rules")


def _asks(form: forms.Form, rule: RoutingRule) -> list[str]:
    """The conditions of a rule in the words of the form."""
    asks = []
    for name, value in rule.conditions.items():
        field: Any = form.fields.get(name)
        words = dict(getattr(field, "choices", [])).get(value, value)
        asks.append(f"{field.label if field else name}: {words}")
    return asks

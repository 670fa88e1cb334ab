"""Proposing a collective action, answering an invitation, weighing claims and dividing a sum."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import GrantScope
from caseapp.complaints.models import Cluster
from caseapp.core.enums import Use
from caseapp.core.forms_acts import amount, choice, day, line, prose, whole, yes
from caseapp.litigation.enums import ShareRule
from caseapp.litigation.forms.suits import currency_field
from caseapp.litigation.models.collective import MOST_DAYS, MOST_WEIGHT
from caseapp.litigation.selectors.roster import Place
from caseapp.litigation.services.collective import ActionFacts


class ActionForm(forms.Form):
    """A proposal: what people will read, and whom it looks for."""

    title = line(_("Title"), _("People who are invited read it first."))
    about = prose(_("What it is about"), _("In plain words: what was done, and what you want to reach."))
    questions = prose(
        _("Questions that are the same for everybody"),
        _("One a line. For example: was separate consent asked before faces were captured?"),
    )
    hoped_amount = amount(_("Sum that you hope for, for one person"), _("Leave it empty to name none."))
    currency = currency_field()
    costs = prose(_("What it costs a member"), longest=2000, rows=3)
    given_up = prose(
        _("What a member gives up"),
        _("For example: to sue by themselves over the same facts while they take part."),
        longest=2000,
        rows=3,
    )
    use = forms.ChoiceField(label=_("What the system did"), choices=[("", _("Anything")), *Use.choices], required=False)
    happened_from = day(_("Happened from"))
    happened_until = day(_("Happened until"))
    cluster = forms.ModelChoiceField(
        label=_("Only complaints alike to a client’s"),
        queryset=Cluster.objects.none(),
        empty_label=_("All complaints against this organisation"),
        to_field_name="reference",
        required=False,
    )

    def __init__(self, *args: Any, clusters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        for name in ("hoped_amount", "happened_from", "happened_until"):
            self.fields[name].required = False

    def facts(self) -> ActionFacts:
        """What the service takes."""
        data = self.cleaned_data
        questions = tuple(each.strip() for each in data["questions"].splitlines() if each.strip())
        return ActionFacts(**{**data, "questions": questions})


class JoinForm(forms.Form):
    """Signing by one's name, and choosing what the firm may see."""

    scopes = forms.MultipleChoiceField(
        label=_("What may the firm see besides what happened?"),
        choices=[
            (GrantScope.EVIDENCE.value, GrantScope.EVIDENCE.label),
            (GrantScope.IDENTITY.value, GrantScope.IDENTITY.label),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[GrantScope.EVIDENCE.value, GrantScope.IDENTITY.value],
    )
    name = line(_("Your full name"), _("Typing it signs the words above. The firm and the court learn it."))
    understood = forms.BooleanField(
        label=_("I read what it costs, what I give up, and how I can leave."),
        error_messages={"required": _("Confirm that you read it.")},
    )


class ConsentForm(forms.Form):
    """Whether law firms may invite one."""

    agreed = yes(
        _("Law firms may invite me to act together with others"),
        _("The service passes invitations on. A firm learns who you are only when you join."),
    )

    mark_optional = False


class AdmitForm(forms.Form):
    """Which of the claims with nothing to look at are admitted; all, unless one is taken out."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Claims with nothing to look at"),
        help_text=_("Take out those that you would rather open first. Each member is told."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one claim.")},
    )

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.member.pk, f"{place.name} · {place.member.complaint.reference}") for place in places]
        self.fields["numbers"].choices = choices  # type: ignore[attr-defined]
        self.fields["numbers"].initial = [number for number, _words in choices]


class WeighForm(forms.Form):
    """How one claim counts."""

    harm_weight = whole(
        _("Weight of the harm"),
        _("From 0 to 100; 1 is the usual. Counts where a sum is divided by harm."),
        least=0,
        most=MOST_WEIGHT,
    )
    days = whole(_("Days"), _("Counts where a sum is divided by days."), least=0, most=MOST_DAYS)


class DistributionForm(forms.Form):
    """What came in, what goes off, and how the rest is divided."""

    gross = amount(_("Sum that came in"))
    costs = amount(_("Costs that go off"))
    fee = amount(_("Fee of the firm that goes off"))
    rule = choice(_("How is the rest divided?"), ShareRule.choices)
    basis = prose(_("Why so"), _("Every member reads it on their statement."))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gross"].label = _("Sum that came in, in %(currency)s") % {"currency": currency}
        for name in ("costs", "fee"):
            self.fields[name].required = False
            self.fields[name].validators = []

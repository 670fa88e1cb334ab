"""The shape of what officers enter about compliance orders; the rules about it stand in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import DayInput
from caseapp.enforcement.enums import OrderKind, OrderState
from caseapp.enforcement.forms import RespondentFilter


class OrderForm(forms.Form):
    """An order in the draft of a decision."""

    kind = forms.ChoiceField(label=_("What is ordered"), choices=OrderKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Text of the order"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It goes to the respondent: what exactly is to be done, and how it is to be proven."),
    )
    due_on = forms.DateField(label=_("To be done by"), widget=DayInput())


class OrderFilter(RespondentFilter):
    """Narrows the list of orders."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *OrderState.choices])
    kind = forms.ChoiceField(label=_("What is ordered"), required=False, choices=[("", _("Any")), *OrderKind.choices])
    waiting = forms.ChoiceField(
        label=_("Waiting for"),
        required=False,
        choices=[
            ("", _("Anything")),
            ("soon", _("To be done within 7 days")),
            ("late", _("Overdue")),
            ("check", _("A check by us")),
        ],
    )

"""The shape of a saved search: how often, where to, and a note to oneself."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.precedents.enums import Cadence


class AlertForm(forms.Form):
    """The search itself stands in the address. Whoever is signed in is not asked for an address."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We ask you there to confirm. It is kept sealed, and deleted when you end the search."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an e-mail address, such as name@example.org."),
            "invalid": _("Enter an e-mail address, such as name@example.org."),
        },
    )
    cadence = forms.ChoiceField(
        label=_("How often may we write?"),
        choices=Cadence.choices,
        initial=Cadence.AT_ONCE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often we write.")},
    )
    note = forms.CharField(
        label=_("A note to yourself"),
        help_text=_("It stands at the top of each mail: what you wanted this for."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, signed_in: bool) -> None:
        super().__init__(data)
        if signed_in:
            del self.fields["email"]

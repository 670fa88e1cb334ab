"""The shape of a suggestion, with what tells a program from a person without asking the person anything."""

import time
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from caseapp.precedents.selectors import countries

SALT = "precedents.suggestion"
QUICKEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600


class SuggestionForm(forms.Form):
    """What was decided, and where it can be read.

    A program fills in the box that nobody sees, or sends the form at once: the suggestion is then queued last, not
    refused, because a person's browser may do so too.
    """

    what = forms.CharField(
        label=_("What was decided, or what is wrong here?"),
        help_text=_("A sentence or two: who did what, who decided, and what came of it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in a sentence or two what was decided.")},
    )
    url = forms.CharField(
        label=_("Where can it be read?"),
        help_text=_("The web address of the decision or of a report, such as https://court.example/1."),
        max_length=1000,
        error_messages={"required": _("Enter the web address where it can be read, such as https://court.example/1.")},
    )
    title = forms.CharField(label=_("Title of that page"), max_length=500, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, about: bool = False) -> None:
        super().__init__(data, initial={"begun": signing.dumps(int(time.time()), salt=SALT)})
        country = self.fields["country"]
        if isinstance(country, forms.ChoiceField):
            country.choices = [("", _("Not sure")), *sorted(countries(), key=lambda one: one[1])]
        if about:
            del self.fields["country"]

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        told = {name: self.cleaned_data.get(name, "") for name in ("what", "url", "title", "country")}
        return {**told, "doubtful": bool(self.cleaned_data["website"]) or not self._taken_time()}

    def _taken_time(self) -> bool:
        try:
            begun = signing.loads(self.cleaned_data["begun"], salt=SALT, max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            return False
        return int(time.time()) - int(begun) >= QUICKEST_SECONDS

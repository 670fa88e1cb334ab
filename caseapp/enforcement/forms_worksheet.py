"""The shape of a fine's worksheet: figures of the company, and each factor of the law with its effect and reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import SumField
from caseapp.enforcement.enums import FactorEffect
from caseapp.enforcement.models import FineWorksheet
from caseapp.law.selectors import FineFactor


class WorksheetForm(forms.Form):
    """The worksheet for one law; its factors become two fields each, `effect_<key>` and `reason_<key>`."""

    mark_optional = False

    turnover = SumField(
        label=_("Annual turnover"),
        required=False,
        max_digits=18,
        decimal_places=2,
        help_text=_("Of the year that the law names. Leave it empty if you do not know it."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-20"}),
    )
    gain = SumField(
        label=_("Unlawful gain"),
        required=False,
        max_digits=18,
        decimal_places=2,
        help_text=_("What the breach earned or saved. Enter 0 if nothing was gained."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-20"}),
    )
    persons = forms.IntegerField(
        label=_("People affected"),
        required=False,
        min_value=1,
        help_text=_("As far as the investigation found. Like fines are sought by it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    proposed = SumField(
        label=_("The fine that you propose"),
        required=False,
        max_digits=18,
        decimal_places=2,
        help_text=_("You may leave it empty at first, see where like fines lie, and come back."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-20"}),
    )

    def __init__(self, *args: Any, factors: Sequence[FineFactor], counts_gain: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factors = factors
        if not counts_gain:
            del self.fields["gain"]
        for factor in factors:
            self.fields[f"effect_{factor.key}"] = forms.ChoiceField(
                label=factor.title.sentence,
                choices=FactorEffect.choices,
                initial=FactorEffect.UNKNOWN,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
                help_text=factor.article,
            )
            self.fields[f"reason_{factor.key}"] = forms.CharField(
                label=_("Why, and on which evidence"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Effect and reason of each factor, as the page shows them."""
        return [(self[f"effect_{one.key}"], self[f"reason_{one.key}"]) for one in self.factors]

    def weighed(self) -> dict[str, tuple[str, str]]:
        """The answers by factor, as the service takes them."""
        return {
            one.key: (self.cleaned_data[f"effect_{one.key}"], self.cleaned_data[f"reason_{one.key}"])
            for one in self.factors
        }

    @staticmethod
    def values_of(sheet: FineWorksheet) -> dict[str, Any]:
        """What the form shows of a worksheet that was written before."""
        found: dict[str, Any] = {
            "turnover": sheet.turnover,
            "gain": sheet.gain,
            "persons": sheet.persons,
            "proposed": sheet.proposed,
        }
        for one in sheet.factors:
            found[f"effect_{one['key']}"] = one["effect"]
            found[f"reason_{one['key']}"] = one["reason"]
        return found

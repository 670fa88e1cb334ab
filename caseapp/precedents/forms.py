"""The shapes of what people ask of precedents: a search that can be shared, and the facts of an estimate."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import Modality, Sector
from caseapp.precedents.enums import MinorsKnown, PrecedentKind, PrecedentSort, PrecedentStatus, SumBand
from caseapp.precedents.selectors import DEFECTS, USES, FacetValue, PrecedentQuery, country_name

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_WORDS: "dict[str, dict[str, _StrOrPromise]]" = {
    "kind": dict(PrecedentKind.choices),
    "use": USES,
    "sector": dict(Sector.choices),
    "modality": dict(Modality.choices),
    "defect": DEFECTS,
    "minors": dict(MinorsKnown.choices),
    "status": dict(PrecedentStatus.choices),
    "sum": dict(SumBand.choices),
}


class PrecedentSearchForm(forms.Form):
    """Words, facets with their counts, and the order. Reads by GET; `PrecedentQuery` checks what was asked."""

    mark_optional = False

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Outcome"), required=False)
    use = forms.ChoiceField(label=_("What the system did"), required=False)
    sector = forms.ChoiceField(label=_("Where"), required=False)
    modality = forms.ChoiceField(label=_("What was captured"), required=False)
    defect = forms.ChoiceField(label=_("How consent failed"), required=False)
    minors = forms.ChoiceField(label=_("Children"), required=False)
    status = forms.ChoiceField(label=_("Standing of the decision"), required=False)
    sum = forms.ChoiceField(label=_("Sum at the time, in US dollars"), required=False)
    decided_after = forms.CharField(
        label=_("Decided from"), required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    decided_before = forms.CharField(
        label=_("Decided until"), required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    basis = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=_("Order"), required=False)

    FURTHER = ("modality", "defect", "minors", "status", "sum", "decided_after", "decided_before")

    def __init__(
        self, given: Mapping[str, str], counted: Mapping[str, list[FacetValue]], query: PrecedentQuery
    ) -> None:
        super().__init__(data={**given, "sort": query.order})
        for facet, values in counted.items():
            self._offer(facet, [("", _("All")), *_options(facet, values, getattr(query, facet))])
        self._offer("sort", [one for one in PrecedentSort.choices if query.q or one[0] != PrecedentSort.RELEVANCE])

    def _offer(self, name: str, choices: "list[tuple[str, _StrOrPromise]]") -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _options(facet: str, values: list[FacetValue], chosen: str) -> "list[tuple[str, _StrOrPromise]]":
    found = [*values]
    if chosen and chosen not in {one.value for one in values}:
        found.append(FacetValue(chosen, 0))
    options: list[tuple[str, _StrOrPromise]] = [
        (one.value, f"{facet_word(facet, one.value)} ({one.count})") for one in found
    ]
    return sorted(options, key=lambda option: str(option[1])) if facet == "country" else options


def facet_word(facet: str, value: str) -> str:
    """A facet's value in the reader's words."""
    return country_name(value) if facet == "country" else str(_WORDS[facet].get(value, value))

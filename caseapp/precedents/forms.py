"""The shapes of what people ask of precedents: a search that can be shared, and the facts of an estimate."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caseapp.core.enums import ActorSector, ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.law.enums import JurisdictionKind
from caseapp.law.models import Jurisdiction
from caseapp.precedents.enums import (
    EstimateTarget,
    PrecedentSort,
)
from caseapp.precedents.selectors import (
    FacetValue,
    PrecedentQuery,
    case_facts,
    countries,
    currency_of,
    facet_word,
)
from caseapp.rules.estimation.facts import CaseFacts, actor_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


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
    treatment = forms.ChoiceField(label=_("What became of it"), required=False)
    sum = forms.ChoiceField(label=_("Sum at the time, in US dollars"), required=False)
    decided_after = forms.CharField(
        label=_("Decided from"), required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    decided_before = forms.CharField(
        label=_("Decided until"), required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    basis = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=pgettext_lazy("sort", "Order"), required=False)

    FURTHER = ("modality", "defect", "minors", "status", "treatment", "sum", "decided_after", "decided_before")

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


# Currencies of most places, offered first come first served by name; the place's own needs no choosing.
CURRENCIES = (
    *("AUD", "BRL", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "INR", "JPY", "KES", "KRW", "MXN", "NOK", "NZD"),
    *("PHP", "PLN", "SEK", "SGD", "TRY", "TWD", "USD", "ZAR"),
)


def place_choices() -> "list[tuple[str, _StrOrPromise]]":
    """Every country, and the states and provinces that have a law of their own here, by name."""
    named = countries()
    parts = Jurisdiction.objects.filter(kind=JurisdictionKind.SUBDIVISION).select_related("parent")
    names = dict(named)
    states = [(one.code, f"{one.name} ({names.get(one.parent_id or '', one.parent_id)})") for one in parts]
    return sorted([*named, *states], key=lambda choice: choice[1])


class EstimateForm(forms.Form):
    """The facts of a case in plain words. Reads by GET, so that a question can be shared."""

    mark_optional = False

    target = forms.ChoiceField(
        label=_("What would you like to know?"),
        choices=[
            (EstimateTarget.COMPENSATION, _("What one person might get")),
            (EstimateTarget.FINE, _("What fine the organisation might get")),
        ],
        initial=EstimateTarget.COMPENSATION,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you would like to know.")},
    )
    place = forms.ChoiceField(
        label=_("Where did it happen?"),
        widget=forms.Select(attrs={"data-autocomplete": True}),
        error_messages={"required": _("Choose where it happened.")},
    )
    sector = forms.ChoiceField(
        label=_("What kind of place was it?"),
        choices=[("", _("Choose one")), *Sector.choices],
        error_messages={"required": _("Choose the kind of place.")},
    )
    actor = forms.ChoiceField(
        label=_("Who used the system?"),
        choices=ActorSector.choices,
        required=False,
        initial=ActorSector.PRIVATE,
        widget=forms.RadioSelect,
    )
    use = forms.ChoiceField(
        label=_("What did the system do?"),
        choices=Use.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the system did.")},
    )
    modality = forms.ChoiceField(
        label=_("What was captured?"), choices=Modality.choices, initial=Modality.FACE, required=False
    )
    consent_defect = forms.MultipleChoiceField(
        label=_("What was wrong?"),
        help_text=_("Choose all that hold."),
        choices=ConsentDefect.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minors = forms.BooleanField(label=_("Children were involved"), required=False)
    vulnerable = forms.ChoiceField(
        label=_("Did the person depend on the organisation?"),
        choices=[("", _("No, or I do not know")), *Vulnerability.choices],
        required=False,
    )
    persons = forms.IntegerField(
        label=_("How many people does it concern?"),
        help_text=_("Leave it empty if you do not know. For one person claiming alone, enter 1."),
        min_value=1,
        max_value=10_000_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    proceeding = forms.ChoiceField(
        label=_("Which way is being taken?"),
        choices=[
            ("", _("Not decided yet")),
            ("court_award", _("One person goes to court")),
            ("class_settlement", _("Many people settle together")),
            ("individual_settlement", _("One person settles")),
            ("mediation_award", _("Mediation, or an order by a data commissioner")),
        ],
        required=False,
    )
    currency = forms.ChoiceField(
        label=_("Show sums in"),
        choices=[("", _("The currency of the place")), *((code, code) for code in CURRENCIES)],
        required=False,
    )

    FURTHER = ("modality", "minors", "vulnerable", "persons", "proceeding", "currency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["place"]
        if isinstance(places, forms.ChoiceField):
            places.choices = [("", _("Choose a place")), *place_choices()]

    def facts(self) -> CaseFacts:
        """The facts as the estimate takes them. Police and government are public whatever was ticked."""
        given = self.cleaned_data
        country, _hyphen, part = given["place"].partition("-")
        return case_facts(
            {
                "country": country,
                "subdivision": given["place"] if part else None,
                "actor": actor_of(given["sector"]) if actor_of(given["sector"]) == "public" else given["actor"],
                "sector": given["sector"],
                "use": given["use"],
                "modality": given["modality"] or Modality.FACE,
                "consent_defect": given["consent_defect"],
                "minors": given["minors"] or None,
                "vulnerable": given["vulnerable"],
                "persons": given["persons"],
                "proceeding": given["proceeding"] if given["target"] == EstimateTarget.COMPENSATION else None,
            }
        )

    def shown_currency(self) -> str:
        """The currency asked for, else that of the place."""
        return self.cleaned_data["currency"] or currency_of(self.cleaned_data["place"].partition("-")[0])

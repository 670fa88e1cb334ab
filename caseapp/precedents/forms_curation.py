"""The shape of a version of a precedent as a curator writes it. What it must hold is checked by the service."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import Modality, Sector, Vulnerability
from caseapp.core.errors import DomainError
from caseapp.precedents.enums import (
    Confidence,
    MinorsKnown,
    PerPersonBasis,
    PersonsBasis,
    PrecedentKind,
    PrecedentStatus,
    Remedy,
    TreatmentKind,
)
from caseapp.precedents.selectors import DEFECTS, FIELDS, USES, countries, treatment_words

SPARE_SOURCES = 2
MOST_SOURCES = 20
_SOURCE_KEYS = ("url", "title", "read")
_TEXTS = ("id", "title", "title_zh", "authority", "respondent", "summary", "summary_zh")
_NULLABLE = ("docket", "subdivision", "decided_on", "currency", "persons_basis", "per_person_basis", "vulnerable")
_CHOSEN = ("kind", "country", "sector", "status", "modality", "use", "confidence")
_SUMS = ("amount", "per_person", "costs_awarded")
_LISTS = ("consent_defect", "remedies")
_MINORS = {MinorsKnown.YES.value: True, MinorsKnown.NO.value: False}


def _choice(name: str, choices: Any, hint: Any = "") -> forms.Field:
    return forms.ChoiceField(
        label=FIELDS[name], choices=[("", _("Choose one")), *choices], help_text=hint, required=False
    )


def _line(name: str, hint: Any = "", *, longest: int = 300, width: str = "") -> forms.Field:
    attrs = {"class": f"govuk-input--width-{width}"} if width else {}
    return forms.CharField(
        label=FIELDS[name], help_text=hint, max_length=longest, required=False, widget=forms.TextInput(attrs=attrs)
    )


def _prose(name: str, hint: Any = "") -> forms.Field:
    return forms.CharField(
        label=FIELDS[name], help_text=hint, max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


def _sum(name: str, hint: Any = "") -> forms.Field:
    return forms.DecimalField(
        label=FIELDS[name],
        help_text=hint,
        required=False,
        max_digits=19,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={"invalid": _("Enter a sum in figures, such as 250,000 or 1200.50.")},
        localize=False,
    )


def _several(name: str, choices: Any) -> forms.Field:
    return forms.MultipleChoiceField(
        label=FIELDS[name], choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class RecordForm(forms.Form):
    """Every field of a precedent. A draft may lack any of them; the service says what is wrong when it is sent on."""

    mark_optional = False

    title = _line("title")
    title_zh = _line("title_zh", _("For a case from China, the name used there."))
    summary = _prose("summary", _("One to three sentences in our own words: what was done, what was decided, why."))
    summary_zh = _prose("summary_zh")
    kind = _choice("kind", PrecedentKind.choices)
    authority = _line("authority", _("In English."))
    docket = _line("docket", longest=200)
    country = _choice("country", ())
    subdivision = _line("subdivision", _("Its code, such as CN-ZJ or US-IL."), longest=10, width="10")
    legal_basis = _line(
        "legal_basis", _("Codes of the law, with commas between, such as CN-PIPL, CN-CRPL."), longest=600
    )
    respondent = _line("respondent")
    sector = _choice("sector", Sector.choices)
    decided_on = _line("decided_on", _("As far as it is known: 2021-03-09, 2021-03 or 2021."), longest=10, width="10")
    status = _choice(
        "status",
        PrecedentStatus.choices,
        _("As the sources of the decision say. What became of it later is recorded on its own page."),
    )
    amount = _sum("amount", _("In the currency of the decision, never converted."))
    currency = _line("currency", _("Three letters, such as CNY."), longest=3, width="5")
    persons = forms.IntegerField(
        label=FIELDS["persons"],
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    persons_basis = _choice("persons_basis", PersonsBasis.choices)
    per_person = _sum("per_person", _("As reported. Never divide the sum of a class by its people."))
    per_person_basis = _choice("per_person_basis", PerPersonBasis.choices)
    costs_awarded = _sum("costs_awarded")
    modality = _choice("modality", Modality.choices)
    use = _choice("use", USES.items())
    consent_defect = _several("consent_defect", list(DEFECTS.items()))
    minors = _choice("minors", MinorsKnown.choices)
    vulnerable = _choice("vulnerable", Vulnerability.choices)
    remedies = _several("remedies", Remedy.choices)
    confidence = _choice("confidence", Confidence.choices)
    id = _line(
        "id",
        _("Lower-case letters, digits and hyphens. Leave it empty, and it is made from country, respondent and year."),
        longest=120,
    )
    treatments = forms.MultipleChoiceField(
        label=FIELDS["treatments"],
        help_text=_("Take the tick away from what was recorded wrongly."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Why this version"),
        help_text=_("Everyone can read it in the history: what was wrong, or where this comes from."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, content: Mapping[str, Any], reason: str = "", is_new: bool
    ) -> None:
        self.treated = list(content.get("treatments") or [])
        sources = list(content.get("sources") or [])
        initial = {**content, "reason": reason, "legal_basis": ", ".join(content.get("legal_basis") or [])}
        initial["minors"] = next((word for word, known in _MINORS.items() if known is content.get("minors")), "")
        initial["treatments"] = [str(place) for place in range(len(self.treated))]
        for number, source in enumerate(sources, start=1):
            initial |= {f"sources_{number}_{key}": source.get(key) for key in _SOURCE_KEYS}
        super().__init__(data, initial=initial)
        self.rows = max(len(sources) + SPARE_SOURCES, min(MOST_SOURCES, _posted(data)))
        for number in range(1, self.rows + 1):
            self.fields |= _source_fields(number)
        self._offer("country", [("", _("Choose one")), *sorted(countries(), key=lambda one: one[1])])
        self._offer("treatments", [(str(place), treatment_words(one)) for place, one in enumerate(self.treated)])
        if not is_new:
            del self.fields["id"]
        if not self.treated:
            del self.fields["treatments"]

    @property
    def sources(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each source, by number."""
        return [(row, [self[f"sources_{row}_{key}"] for key in _SOURCE_KEYS]) for row in range(1, self.rows + 1)]

    def content(self) -> dict[str, Any]:
        """The version as it is kept: what was left empty is null, and sources left empty are dropped."""
        given = self.cleaned_data
        told: dict[str, Any] = {name: " ".join((given.get(name) or "").split()) for name in _TEXTS}
        told |= {name: given.get(name) or None for name in (*_NULLABLE, *_CHOSEN)}
        told |= {name: _number(given.get(name)) for name in (*_SUMS, "persons")}
        told |= {name: list(given.get(name) or []) for name in _LISTS}
        told["legal_basis"] = [one.strip() for one in (given.get("legal_basis") or "").split(",") if one.strip()]
        told["minors"] = _MINORS.get(given.get("minors") or "")
        told["sources"] = [
            {key: (given.get(f"sources_{row}_{key}") or "").strip() for key in _SOURCE_KEYS} for row in self._filled()
        ]
        kept = [one for place, one in enumerate(self.treated) if str(place) in given.get("treatments", [])]
        return {**told, "treatments": kept} if kept else told

    def add_refusal(self, refusal: DomainError) -> None:
        """Put what the service found wrong beside its field; a source is numbered by the rows that were filled."""
        filled = self._filled()
        for name, words in refusal.errors.items():
            at = name.split("_")
            if at[0] == "sources" and len(at) == 3 and int(at[1]) <= len(filled):
                name = f"sources_{filled[int(at[1]) - 1]}_{at[2]}"
            if name == "sources":
                name = "sources_1_url"
            self.add_error(name if name in self.fields else None, str(words))
        if not refusal.errors:
            self.add_error(None, str(refusal.message))

    def _filled(self) -> list[int]:
        given = self.cleaned_data
        return [
            row
            for row in range(1, self.rows + 1)
            if any((given.get(f"sources_{row}_{key}") or "").strip() for key in _SOURCE_KEYS)
        ]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _source_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"sources_{number}_url": forms.CharField(
            label=_("Source %(number)s: web address") % {"number": number}, max_length=1000, required=False
        ),
        f"sources_{number}_title": forms.CharField(
            label=_("Source %(number)s: title") % {"number": number}, max_length=500, required=False
        ),
        f"sources_{number}_read": forms.CharField(
            label=_("Source %(number)s: what it supports") % {"number": number},
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


def _posted(data: Mapping[str, Any] | None) -> int:
    """The number of the last source row that came with the form."""
    rows = [name.split("_")[1] for name in data or () if name.startswith("sources_") and name.endswith("_url")]
    return max((int(row) for row in rows if row.isdigit() and len(row) < 3), default=0)


def _number(value: Decimal | int | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


class TreatmentForm(forms.Form):
    """What became of a decision: one entry, with where that can be read."""

    kind = forms.ChoiceField(
        label=_("What became of it?"),
        choices=TreatmentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )
    on = forms.CharField(
        label=_("When?"),
        help_text=_("As far as it is known: 2021-03-09, 2021-03 or 2021."),
        max_length=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    by = forms.CharField(label=_("By which court or authority?"), max_length=300, required=False)
    url = forms.CharField(label=_("Web address of the source"), max_length=1000)
    title = forms.CharField(label=_("Title of the source"), max_length=500)
    note = forms.CharField(
        label=_("What does the source say?"),
        help_text=_("In your own words, one or two sentences."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def treatment(self) -> dict[str, str]:
        """The entry as it is kept."""
        return {name: " ".join(str(value).split()) for name, value in self.cleaned_data.items() if value}

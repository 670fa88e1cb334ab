"""Where it happened and who did it: the place, the day, and an organisation found in the registry or described."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import VenueKind
from caseapp.core.enums import ActorSector, Sector
from caseapp.intake.forms.base import NeededLater, PastDayField, StepForm, choose
from caseapp.law.enums import JurisdictionKind
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import Reference, day_in, reference, written_day
from caseapp.respondents import selectors as respondents
from caseapp.respondents.models import Respondent, Site

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NOT_LISTED = "new"
SITE = "#"
"""Stands between an organisation's reference and the number of one of its places."""

SITES_SHOWN = 4


def place_choices() -> "list[tuple[str, _StrOrPromise]]":
    """Countries and their parts, in the reader's language with the other one beside it, so that both can be typed."""
    return [("", _("Choose a country or region")), *_places(reference(), get_language() or "")]


@lru_cache(maxsize=4)
def _places(known: Reference, language: str) -> list[tuple[str, str]]:
    rows = known.places.values()
    choices = [(row.pk, _place_label(row, language)) for row in rows if row.kind != JurisdictionKind.UNION]
    return sorted(choices, key=lambda choice: choice[1])


def _place_label(row: Jurisdiction, language: str) -> str:
    places = [row]
    if row.kind == JurisdictionKind.SUBDIVISION and row.parent is not None:
        places.insert(0, row.parent)
    english = " – ".join(place.name_en for place in places)
    chinese = " – ".join(place.name_zh for place in places if place.name_zh)
    first, second = (chinese, english) if language.startswith("zh") else (english, chinese)
    return f"{first} ({second})" if first and second else first or second


class WhereForm(StepForm):
    """Place, day and organisation. Without a choice among the organisations found, an exact name chooses itself."""

    jurisdiction = forms.ChoiceField(
        label=_("In which country or region did it happen?"),
        help_text=_("For a website or app: where you were when you used it."),
        choices=place_choices,
        widget=forms.Select(attrs={"data-autocomplete": True, "class": "cn-answer--wide"}),
        error_messages={
            "required": _("Choose the country or region."),
            "invalid_choice": _("Choose a country or region from the list."),
        },
    )
    occurred_on = PastDayField(
        label=_("When did it happen?"),
        help_text=_(
            "If it went on for a while: the day it began, or the first day you know of. For example: 27 3 2026."
        ),
    )
    ongoing = forms.BooleanField(label=_("It is still going on"), required=False)
    venue_kind = forms.ChoiceField(
        label=_("What kind of place was it?"),
        choices=[("", _("Choose the kind of place")), *VenueKind.choices],
        error_messages={"required": _("Choose the kind of place.")},
    )
    venue_name = forms.CharField(
        label=_("Name of the place"),
        help_text=_("For example the name of the shop, the building, the website or the app."),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Use at most %(limit_value)d characters for the name of the place.")},
    )
    venue_address = forms.CharField(
        label=_("Address of the place"),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Use at most %(limit_value)d characters for the address.")},
    )
    respondent_name = forms.CharField(
        label=_("Which organisation used the system?"),
        help_text=_("Type its name in any script; small spelling mistakes do not matter. A guess is fine."),
        max_length=200,
        error_messages={
            "required": _("Enter the name of the organisation, or words that describe it."),
            "max_length": _("Use at most %(limit_value)d characters for the name of the organisation."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    respondent = NeededLater(
        label=_("Which of these do you mean?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the organisations, or say that it is not listed.")},
    )
    respondent_kind = NeededLater(
        label=_("What kind of body is it?"),
        choices=ActorSector.choices,
        widget=forms.RadioSelect,
    )
    sector = NeededLater(
        label=_("What does it do?"),
        choices=[("", _("Choose the field")), *Sector.choices],
    )

    def build(self) -> None:
        choose(self, "respondent", self._respondent_choices)

    @property
    def searched_name(self) -> str:
        """The name to look up: what was just typed, or what was saved."""
        return str(self._raw("respondent_name") or "").replace("\x00", "").strip()[:200]

    @cached_property
    def sites(self) -> dict[int, list[Site]]:
        """The registered places of the organisations found, at most four of each."""
        found: dict[int, list[Site]] = {}
        for site in Site.objects.filter(respondent__in=[row.pk for row in self.matches]) if self.matches else ():
            found.setdefault(site.respondent_id, []).append(site)
        return {pk: sites[:SITES_SHOWN] for pk, sites in found.items()}

    @cached_property
    def numbers(self) -> dict[int, int]:
        """How many complaints each of the organisations found has, asked for only where it is shown."""
        return complaints.numbers_about(row.pk for row in self.matches)

    @cached_property
    def matches(self) -> list[Respondent]:
        """Organisations of that name, likest first. One chosen for another name is not among them any more."""
        if not self.searched_name:
            return []
        return respondents.similar(self.searched_name, str(self._raw("jurisdiction") or "")[:8] or None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self._check_day(given)
        if "respondent_name" not in given or "respondent" not in given:
            return given
        chosen, _sign, site = (given["respondent"] or self._exact()).partition(SITE)
        if not chosen and self.matches:
            self.add_error("respondent", _("Choose the organisation you mean, or say that it is not listed."))
            return given
        given["respondent"] = chosen or NOT_LISTED
        row = next((row for row in self.matches if row.reference == chosen), None)
        given["site"] = ""
        if row is not None:
            given.update(respondent_name=row.shown_name, respondent_kind=row.kind, sector=row.sector)
            self._take_place(given, row, site)
            return given
        for name, message in {
            "respondent_kind": _("Say whether it is a private or a public body."),
            "sector": _("Choose what the organisation does."),
        }.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, message)
        return given

    def starting(self) -> dict[str, Any]:
        stored = self.answers.stored(self.slug)
        if stored.get("respondent") not in {"", NOT_LISTED, None}:
            # A registered organisation brings these itself; shown as answers they would look like the person's own.
            stored.update(respondent_kind="", sector="")
            if stored.get("site"):
                stored["respondent"] = f"{stored['respondent']}{SITE}{stored['site']}"
        return stored

    def _take_place(self, given: dict[str, Any], row: Respondent, site: str) -> None:
        """A registered place that was chosen names itself; what the person wrote of it goes before."""
        place = next((one for one in self.sites.get(row.pk, ()) if str(one.pk) == site), None)
        if place is not None:
            given["site"] = str(place.pk)
            given["venue_name"] = given.get("venue_name") or place.name
            given["venue_address"] = given.get("venue_address") or place.address

    def said(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        place = reference().places.get(values.get("jurisdiction", ""))
        listed = values.get("respondent") not in {"", NOT_LISTED, None}
        organisation = values.get("respondent_name", "")
        return [
            (gettext("Country or region"), _place_label(place, get_language() or "") if place else ""),
            (
                gettext("Day it happened, or began"),
                written_day(dt.date.fromisoformat(values["occurred_on"])) if values.get("occurred_on") else "",
            ),
            (gettext("Still going on"), gettext("Yes") if values.get("ongoing") else gettext("No")),
            (gettext("Kind of place"), _label(VenueKind, values.get("venue_kind"))),
            (gettext("Name of the place"), values.get("venue_name", "")),
            (gettext("Address of the place"), values.get("venue_address", "")),
            (
                gettext("Organisation"),
                organisation if listed else gettext("%(name)s (not in our list)") % {"name": organisation},
            ),
            (gettext("Kind of body"), _label(ActorSector, values.get("respondent_kind"))),
            (gettext("What it does"), _label(Sector, values.get("sector"))),
        ]

    def _check_day(self, given: dict[str, Any]) -> None:
        """Refuse a day that has not begun yet where it happened."""
        place = reference().places.get(given.get("jurisdiction", ""))
        if place is not None and "occurred_on" in given and given["occurred_on"] > day_in(place, timezone.now()):
            self.add_error("occurred_on", self.fields["occurred_on"].error_messages["future"])

    def _raw(self, name: str) -> Any:
        return self.data.get(name) if self.is_bound else self.initial.get(name)

    def _exact(self) -> str:
        wanted = respondents.tidy_name(self.searched_name).casefold()
        place = str(self._raw("jurisdiction") or "").partition("-")[0]
        same = [
            row.reference
            for row in self.matches
            if row.country_id == place
            and wanted in {respondents.tidy_name(name).casefold() for name in (row.name, row.name_local) if name}
        ]
        return same[0] if len(same) == 1 else ""

    def _words(self, row: Respondent) -> str:
        """An organisation's name, and under it what is public about it and how many complain of it."""
        told = complaints.number_told(self.numbers.get(row.pk, 0))
        facts = _described(row)
        return f"{row.shown_name}\n{facts} · {told}" if told else f"{row.shown_name}\n{facts}"

    def _respondent_choices(self) -> "list[tuple[str, _StrOrPromise]]":
        if not self.searched_name:
            return [(NOT_LISTED, _("It is not in this list"))]
        rows: list[tuple[str, _StrOrPromise]] = []
        for row in self.matches:
            rows.append((row.reference, _lazily(self._words, row)))
            rows += [
                (f"{row.reference}{SITE}{site.pk}", _lazily(_place_words, row, site))
                for site in self.sites.get(row.pk, ())
            ]
        return [*rows, (NOT_LISTED, _("It is not in this list\nDescribe it below; an officer checks it later."))]


def _lazily(words: Callable[..., str], *given: Any) -> "_StrOrPromise":
    """Words worked out only where they are shown: checking an answer needs the values alone."""
    return lazy(words, str)(*given)


def _place_words(row: Respondent, site: Site) -> str:
    """A registered place of an organisation."""
    name = gettext("%(organisation)s: %(place)s") % {"organisation": row.shown_name, "place": site.name}
    return f"{name}\n{site.address}" if site.address else name


def _label(words: type[TextChoices], value: Any) -> str:
    return str(words(value).label) if value in words.values else ""


def _described(row: Respondent) -> str:
    """The line under an organisation's name: its other name, country and field, public facts all of them."""
    parts = [row.other_name, str(row.country.name), str(row.get_sector_display())]
    described = " · ".join(part for part in parts if part)
    return described if row.verified else gettext("%(facts)s · not yet checked") % {"facts": described}

"""Why a precedent weighs what it weighs: stable codes with parameters, so that pages can say it in any language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from caseapp.rules.estimation.facts import PrecedentFacts
from caseapp.rules.estimation.features import Array, Profile
from caseapp.rules.estimation.likeness import BASIS_FACTOR, FACTORS, STANDING_FACTOR

Params = Mapping[str, Any]

# One English sentence a code. The codes and the names of their parameters are part of the interface; the words of a
# page come from its own translation.
ENGLISH: Final[Mapping[str, str]] = {
    "same_country": "Same country ({country}).",
    "same_legal_family": "Another country ({country}) of the same legal family.",
    "other_country": "Another country ({country}) of another legal family.",
    "same_framework": "Rests on the same law ({frameworks}).",
    "other_framework": "Rests on other law.",
    "framework_unknown": "The law it rests on is not coded, or yours is not given.",
    "same_proceeding": "Same kind of proceeding ({proceeding}).",
    "other_proceeding": "Another kind of proceeding ({proceeding}).",
    "same_use": "The data were used in the same way ({use}).",
    "other_use": "The data were used in another way ({use}).",
    "picture_differs": "One is about a picture or voice being shown, the other about recognising or watching people.",
    "same_modality": "The same kind of data ({modality}).",
    "other_modality": "Other biometric data ({modality}).",
    "biometric_differs": "One is about biometric data, the other about personal data in general ({modality}).",
    "same_sector": "Same sector ({sector}).",
    "other_sector": "Another sector ({sector}).",
    "actor_differs": "One respondent is public, the other private.",
    "shared_defects": "Consent failed in the same way ({defects}).",
    "no_shared_defect": "Consent failed in other ways.",
    "same_minors": "Children are concerned in both.",
    "minors_differ": "Children are concerned in one of the two only.",
    "same_vulnerable": "The person depends on the respondent in the same way ({vulnerable}).",
    "vulnerable_differs": "The person depends on the respondent in one of the two only, or in another way.",
    "like_persons": "About as many people.",
    "more_persons": "Many more people ({persons}).",
    "fewer_persons": "Many fewer people ({persons}).",
    "recent": "Decided within three years of your date ({year}).",
    "older": "Decided {years} years from your date ({year}).",
    "undated": "The date of the decision is not known.",
    "basis_reported_estimate": "The sum is a forecast; real payouts were often lower.",
    "basis_computed": "The sum for one person was computed, not reported.",
    "standing_under_appeal": "Under appeal when reported.",
    "standing_pending_payment": "Not paid when reported.",
}


@dataclass(frozen=True)
class Reason:
    """A code of `ENGLISH`, its parameters, and the factor by which it multiplied the weight (1: it took nothing)."""

    code: str
    params: tuple[tuple[str, Any], ...]
    factor: float

    @property
    def text(self) -> str:
        """The English sentence."""
        return ENGLISH[self.code].format(**{key: _plain(value) for key, value in self.params})

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "code": self.code,
            "params": {key: list(value) if isinstance(value, tuple) else value for key, value in self.params},
            "factor": round(self.factor, 3),
            "text": self.text,
        }


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_plain(one) for one in value)
    return str(value).replace("_", " ") if isinstance(value, str) and value.islower() else str(value)


def reasons(
    case: Profile, theirs: Profile, precedent: PrecedentFacts, distances: Array, log_factors: Array
) -> tuple[Reason, ...]:
    """What makes a precedent like the case and what sets it apart, what took most from its weight first."""
    factor = dict(zip(FACTORS, np.exp(log_factors * distances).tolist(), strict=True))
    distance = dict(zip(FACTORS, distances.tolist(), strict=True))
    found: list[Reason] = []

    def add(code: str, taken: float, **params: Any) -> None:
        found.append(Reason(code, tuple(sorted(params.items())), taken))

    _place(add, case, theirs, distance, factor)
    _law(add, case, theirs, distance, factor)
    _matter(add, case, theirs, distance, factor)
    _people(add, case, theirs, distance, factor)
    _date(add, case, theirs, factor)
    if precedent.per_person_basis in {"reported_estimate", "computed"}:
        add(f"basis_{precedent.per_person_basis}", BASIS_FACTOR[precedent.per_person_basis])
    if precedent.status in {"under_appeal", "pending_payment"}:
        add(f"standing_{precedent.status}", STANDING_FACTOR[precedent.status])
    return tuple(sorted(found, key=lambda one: round(one.factor, 9)))


Add = Callable[..., None]
Numbers = Mapping[str, float]


def _place(add: Add, case: Profile, theirs: Profile, distance: Numbers, factor: Numbers) -> None:
    if case.country is None:
        return
    if distance["country"] == 0:
        add("same_country", 1.0, country=theirs.country)
    elif distance["legal_family"] == 0:
        add("same_legal_family", factor["country"], country=theirs.country)
    else:
        add("other_country", factor["country"] * factor["legal_family"], country=theirs.country)


def _law(add: Add, case: Profile, theirs: Profile, distance: Numbers, factor: Numbers) -> None:
    if distance["framework"] == 0:
        shared = tuple(sorted(set(case.frameworks) & set(theirs.frameworks)))
        add("same_framework", 1.0, frameworks=shared)
    elif distance["framework"] == 1:
        add("other_framework", factor["framework"])
    else:
        add("framework_unknown", factor["framework"])
    if case.proceeding is not None and theirs.proceeding is not None:
        code = "same_proceeding" if distance["proceeding"] == 0 else "other_proceeding"
        add(code, factor["proceeding"], proceeding=theirs.proceeding)


def _matter(add: Add, case: Profile, theirs: Profile, distance: Numbers, factor: Numbers) -> None:
    if case.use is not None:
        add("same_use" if distance["use"] == 0 else "other_use", factor["use"], use=theirs.use)
    if distance["picture"] == 1:
        add("picture_differs", factor["picture"])
    if case.modality is not None:
        if distance["biometric"] == 1:
            add("biometric_differs", factor["biometric"] * factor["modality"], modality=theirs.modality)
        else:
            code = "same_modality" if distance["modality"] == 0 else "other_modality"
            add(code, factor["modality"], modality=theirs.modality)
    if case.sector is not None:
        add("same_sector" if distance["sector"] == 0 else "other_sector", factor["sector"], sector=theirs.sector)
    if distance["actor"] == 1:
        add("actor_differs", factor["actor"])
    if case.defects and theirs.defects:
        shared = tuple(sorted(case.defects & theirs.defects))
        if shared:
            add("shared_defects", factor["defects"], defects=shared)
        else:
            add("no_shared_defect", factor["defects"])


def _people(add: Add, case: Profile, theirs: Profile, distance: Numbers, factor: Numbers) -> None:
    if distance["minors"] == 1:
        add("minors_differ", factor["minors"])
    elif case.minors:
        add("same_minors", 1.0)
    if distance["vulnerable"] == 1:
        add("vulnerable_differs", factor["vulnerable"])
    elif case.vulnerable is not None:
        add("same_vulnerable", 1.0, vulnerable=case.vulnerable)
    if case.persons is not None and theirs.persons is not None:
        if distance["persons"] < 0.25:
            add("like_persons", factor["persons"])
        else:
            code = "more_persons" if theirs.persons > case.persons else "fewer_persons"
            add(code, factor["persons"], persons=theirs.persons)


def _date(add: Add, case: Profile, theirs: Profile, factor: Numbers) -> None:
    if theirs.year is None:
        add("undated", factor["age"])
    elif case.year is not None:
        years = abs(case.year - theirs.year)
        if years <= 3:
            add("recent", factor["age"], year=theirs.year)
        else:
            add("older", factor["age"], year=theirs.year, years=years)

"""An estimate's codes as sentences in the reader's language: reasons, changes, confidence, refusal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.core.enums import ActorSector, Modality, Sector, Vulnerability
from caseapp.precedents.enums import PrecedentKind
from caseapp.precedents.selectors.places import country_name
from caseapp.precedents.selectors.wording import DEFECTS, USES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Codes and parameters are those of `caseapp.rules.estimation.explanation`; a test holds the two lists together.
REASONS: "dict[str, _StrOrPromise]" = {
    "same_country": gettext_lazy("The same country."),
    "same_legal_family": gettext_lazy("Another country (%(country)s) whose law is of the same family."),
    "other_country": gettext_lazy("Another country (%(country)s) whose law is of another family."),
    "same_framework": gettext_lazy("It rests on the same law (%(frameworks)s)."),
    "other_framework": gettext_lazy("It rests on other law."),
    "framework_unknown": gettext_lazy("We cannot compare the law."),
    "same_proceeding": gettext_lazy("The same kind of proceeding (%(proceeding)s)."),
    "other_proceeding": gettext_lazy("Another kind of proceeding (%(proceeding)s)."),
    "same_use": gettext_lazy("The system did the same (%(use)s)."),
    "other_use": gettext_lazy("The system did something else (%(use)s)."),
    "picture_differs": gettext_lazy(
        "One is about a picture or voice being shown, the other about people being recognised or watched."
    ),
    "same_modality": gettext_lazy("The same was captured (%(modality)s)."),
    "other_modality": gettext_lazy("Another part of the body was captured (%(modality)s)."),
    "biometric_differs": gettext_lazy(
        "One is about a part of the body, the other about personal data in general (%(modality)s)."
    ),
    "same_sector": gettext_lazy("The same kind of place (%(sector)s)."),
    "other_sector": gettext_lazy("Another kind of place (%(sector)s)."),
    "actor_differs": gettext_lazy("One was a public body, the other a private one."),
    "shared_defects": gettext_lazy("Consent failed in the same way (%(defects)s)."),
    "no_shared_defect": gettext_lazy("Consent failed in other ways."),
    "same_minors": gettext_lazy("Children were involved in both."),
    "minors_differ": gettext_lazy("Children were involved in only one of the two."),
    "same_vulnerable": gettext_lazy("The person depended on the organisation in the same way (%(vulnerable)s)."),
    "vulnerable_differs": gettext_lazy("The person depended on the organisation in only one of the two."),
    "like_persons": gettext_lazy("About as many people."),
    "more_persons": gettext_lazy("Many more people."),
    "fewer_persons": gettext_lazy("Far fewer people."),
    "recent": gettext_lazy("Decided within three years (%(year)s)."),
    "older": gettext_lazy("Decided %(years)s years away (%(year)s)."),
    "undated": gettext_lazy("The date of the decision is not known."),
    "basis_reported_estimate": gettext_lazy("The sum is a forecast; what people received was often lower."),
    "basis_computed": gettext_lazy("The sum for one person was worked out, not reported."),
    "standing_under_appeal": gettext_lazy("It was under appeal when it was recorded."),
    "standing_pending_payment": gettext_lazy("It had not been paid when it was recorded."),
}

# Reasons that speak for a likeness; the others say what sets the two apart.
ALIKE = frozenset(
    {
        *("same_country", "same_legal_family", "same_framework", "same_proceeding", "same_use", "same_modality"),
        *("same_sector", "shared_defects", "same_minors", "same_vulnerable", "like_persons", "recent"),
    }
)

REFUSALS: "dict[str, _StrOrPromise]" = {
    "too_few_sums": gettext_lazy("Our collection holds too few sums of this kind to put a figure on it."),
    "too_few_alike": gettext_lazy("Too few decided cases are like this one to put a figure on it."),
}

CONFIDENCE: "dict[str, _StrOrPromise]" = {
    "firm": gettext_lazy("Fairly sure: several decisions on much the same facts stand behind this range."),
    "fair": gettext_lazy(
        "Not very sure: a few like decisions stand behind this range, and yours may well fall outside it."
    ),
    "weak": gettext_lazy(
        "Unsure: hardly any like decision stands behind this range. It leans on other countries and other kinds of"
        " case."
    ),
    "none": gettext_lazy("There is not enough to go by."),
}

_FACTS: "dict[str, _StrOrPromise]" = {
    "use": gettext_lazy("What the system did"),
    "modality": gettext_lazy("What was captured"),
    "sector": gettext_lazy("Where"),
    "actor": gettext_lazy("Who used the system"),
    "vulnerable": gettext_lazy("Whether the person depended on the organisation"),
    "proceeding": gettext_lazy("The way taken"),
    "minors": gettext_lazy("Children"),
    "consent_defect": gettext_lazy("How consent failed"),
    "persons": gettext_lazy("People"),
}

_WORDS: "dict[str, Mapping[str, _StrOrPromise]]" = {
    "use": USES,
    "modality": dict(Modality.choices),
    "sector": dict(Sector.choices),
    "actor": dict(ActorSector.choices),
    "vulnerable": {**dict(Vulnerability.choices), "none": gettext_lazy("not dependent")},
    "proceeding": dict(PrecedentKind.choices),
    "minors": {"true": gettext_lazy("children involved"), "false": gettext_lazy("no children involved")},
}


def reason_sentence(reason: Mapping[str, Any], laws: Mapping[str, str]) -> str:
    """One reason of a comparable; `laws` are names of frameworks by code."""
    template = REASONS.get(reason["code"])
    if template is None:
        return str(reason.get("text", reason["code"]))
    return str(template) % {name: _parameter(name, value, laws) for name, value in reason["params"].items()}


def reasons(found: Sequence[Mapping[str, Any]], laws: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The sentences for a comparable: what is alike, and what sets it apart (what weighs most first)."""
    alike = [reason_sentence(one, laws) for one in found if one["code"] in ALIKE]
    apart = [reason_sentence(one, laws) for one in found if one["code"] not in ALIKE]
    return alike, apart


def change_words(change: Mapping[str, Any]) -> str:
    """One change of a fact, as a label: `Where: Bank or payment service`."""
    fact, instead = change["fact"], change["instead"]
    if fact == "consent_defect":
        way, _space, defect = instead.partition(" ")
        words = str(DEFECTS.get(defect, defect))
        return (_("And besides: %(what)s") if way == "with" else _("Without this: %(what)s")) % {"what": words}
    if fact == "persons":
        return _("One person") if instead == "1" else _("%(number)s people") % {"number": f"{int(instead):,}"}
    value = str(_WORDS.get(fact, {}).get(instead, instead))
    return _("%(fact)s: %(value)s") % {"fact": str(_FACTS.get(fact, fact)), "value": value}


def _parameter(name: str, value: Any, laws: Mapping[str, str]) -> str:
    if isinstance(value, (list, tuple)):
        return _("; ").join(_parameter(name, one, laws) for one in value)
    if name == "country":
        return country_name(value)
    if name == "frameworks":
        return laws.get(value, value)
    if name == "defects":
        return str(DEFECTS.get(value, value))
    return str(_WORDS.get(name, {}).get(value, value))


def odds_in_ten(share: float) -> int:
    """The odds as so many in ten, 0 and 10 standing for less than one and more than nine."""
    return 0 if share < 0.05 else 10 if share > 0.95 else max(1, min(9, round(share * 10)))

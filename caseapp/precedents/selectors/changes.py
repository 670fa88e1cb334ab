"""What differs between two versions of a precedent, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.core.enums import ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.core.wording import figure
from caseapp.precedents.enums import (
    Confidence,
    PerPersonBasis,
    PersonsBasis,
    PrecedentKind,
    PrecedentStatus,
    Remedy,
    TreatmentKind,
)
from caseapp.precedents.selectors.places import country_name
from caseapp.precedents.selectors.wording import DEFECTS, USES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

FIELDS: "dict[str, _StrOrPromise]" = {
    "id": gettext_lazy("Short name for the address"),
    "title": gettext_lazy("Title in English"),
    "title_zh": gettext_lazy("Title in Chinese"),
    "summary": gettext_lazy("Summary in English"),
    "summary_zh": gettext_lazy("Summary in Chinese"),
    "kind": gettext_lazy("Outcome"),
    "authority": gettext_lazy("Court or authority"),
    "docket": gettext_lazy("Docket number"),
    "country": gettext_lazy("Country"),
    "subdivision": gettext_lazy("State or province"),
    "legal_basis": gettext_lazy("Law"),
    "respondent": gettext_lazy("Organisation"),
    "sector": gettext_lazy("Where"),
    "decided_on": gettext_lazy("Decided"),
    "status": gettext_lazy("Standing as first recorded"),
    "amount": gettext_lazy("Sum in the decision"),
    "currency": gettext_lazy("Currency"),
    "persons": gettext_lazy("People"),
    "persons_basis": gettext_lazy("Who is counted"),
    "per_person": gettext_lazy("For one person"),
    "per_person_basis": gettext_lazy("How that sum is known"),
    "costs_awarded": gettext_lazy("Costs awarded besides"),
    "modality": gettext_lazy("What was captured"),
    "use": gettext_lazy("What the system did"),
    "consent_defect": gettext_lazy("How consent failed"),
    "minors": gettext_lazy("Children"),
    "vulnerable": gettext_lazy("Dependent as"),
    "remedies": gettext_lazy("Ordered besides money"),
    "treatments": gettext_lazy("What became of it"),
    "sources": gettext_lazy("Sources"),
    "confidence": gettext_lazy("Confidence"),
}
"""The fields of a version by name, in the order in which people read them."""

_CHOICES: "dict[str, dict[str, _StrOrPromise]]" = {
    "kind": dict(PrecedentKind.choices),
    "sector": dict(Sector.choices),
    "status": dict(PrecedentStatus.choices),
    "persons_basis": dict(PersonsBasis.choices),
    "per_person_basis": dict(PerPersonBasis.choices),
    "modality": dict(Modality.choices),
    "use": {**dict(Use.choices), **USES},
    "consent_defect": {**dict(ConsentDefect.choices), **DEFECTS},
    "vulnerable": dict(Vulnerability.choices),
    "remedies": dict(Remedy.choices),
    "confidence": dict(Confidence.choices),
}


@dataclass(frozen=True)
class Change:
    """One field that differs; empty where it says nothing."""

    label: "_StrOrPromise"
    before: str
    after: str


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    """The fields that differ, in the order of `FIELDS`; of lists of sources and treatments only the lines that do."""
    before = before or {}
    found = []
    for name, label in FIELDS.items():
        one, other = before.get(name), after.get(name)
        if (one or None) == (other or None) and not (isinstance(one, bool) or isinstance(other, bool)):
            continue
        if one == other:
            continue
        if name in {"sources", "treatments"}:
            old, new = _cited(name, one or []), _cited(name, other or [])
            gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
            found.append(Change(label, "; ".join(gone), "; ".join(come)))
        else:
            found.append(Change(label, in_words(name, one), in_words(name, other)))
    return found


def in_words(name: str, value: Any) -> str:
    """A field's value as people read it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "; ".join(str(_CHOICES.get(name, {}).get(one, one)) for one in value)
    if name == "country":
        return country_name(value)
    if isinstance(value, int | float):
        return figure(Decimal(str(value)))
    return str(_CHOICES.get(name, {}).get(value, value))


def treatment_words(given: Mapping[str, Any]) -> str:
    """A treatment in one line: `Reduced 2022-03, Court of Appeal`."""
    kind = dict(TreatmentKind.choices).get(str(given.get("kind")), given.get("kind"))
    return ", ".join(filter(None, (f"{kind} {given.get('on') or ''}".strip(), str(given.get("by") or ""))))


def _cited(name: str, rows: list[Mapping[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        what = treatment_words(row) if name == "treatments" else ""
        told = (row.get(key) for key in ("title", "note", "read", "url"))
        lines.append(" – ".join(filter(None, (what, *(str(one) for one in told if one)))))
    return lines

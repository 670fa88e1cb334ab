"""What a record must be before anything of it is stored, whether a file brings it or a curator writes it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from caseapp.precedents.selectors.changes import FIELDS
from caseapp.precedents.services.faults import Fault, Wrong
from caseapp.precedents.services.translations import TRANSLATIONS, Words, read_translations, translation_faults
from caseapp.rules.estimation.facts import FactError, PartialDate, PrecedentFacts

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DATA = Path(__file__).resolve().parents[1] / "data"
RECORDS = DATA / "precedents.jsonl"

_KEYS = """
    id title kind authority docket country subdivision legal_basis respondent sector decided_on status amount currency
    persons persons_basis per_person per_person_basis costs_awarded modality use consent_defect minors vulnerable
    remedies summary sources confidence
"""
KEYS = frozenset(_KEYS.split())
OPTIONAL_KEYS = frozenset({"treatments"})
REQUIRED = (
    *("title", "summary", "kind", "authority", "country", "respondent", "sector", "status", "modality", "use"),
    "confidence",
)
TRANSLATED = ("title_zh", "summary_zh")
# The longest text that a column takes.
LENGTHS = {"id": 120, "title": 300, "authority": 300, "docket": 200, "respondent": 300, "subdivision": 10}
CITED_LENGTHS = {"url": 1000, "title": 500}
TREATMENT_KEYS = frozenset({"kind", "on", "by", "url", "title", "note"})
GREATEST_SUM = 10**17
GREATEST_PERSONS = 10**12

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")


@dataclass(frozen=True)
class Checked:
    """A record that may be stored, with its facts as the estimate reads them."""

    record: dict[str, Any]
    facts: PrecedentFacts
    title_zh: str = ""
    summary_zh: str = ""

    @property
    def content(self) -> dict[str, Any]:
        """Record and translations in one, as a version of a precedent is kept."""
        return {**self.record, "title_zh": self.title_zh, "summary_zh": self.summary_zh}


def read_records(path: Path) -> tuple[list[Checked], list[Fault]]:
    """Every record of a file of one JSON object a line, and everything wrong with any of them.

    The file `zh-hans.json` beside it brings translations; a record may lack one until it is made.
    """
    checked: list[Checked] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    translations, wrong = read_translations(path.with_name(TRANSLATIONS))
    faults.extend(Fault(0, name, what) for name, what in wrong)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            faults.append(Fault(number, "", f"not JSON ({error})"))
            continue
        if not isinstance(record, dict):
            faults.append(Fault(number, "", "not a JSON object"))
            continue
        name = str(record.get("id") or "")
        if name in seen:
            faults.append(Fault(number, name, f"id stands already in line {seen[name]}"))
        seen.setdefault(name, number)
        facts, what = check_record(record)
        faults.extend(Fault(number, name, str(one)) for one in what)
        if facts is not None and not what:
            words = translations.get(name, {})
            checked.append(Checked(record, facts, words.get("title", ""), words.get("summary", "")))
    faults.extend(_unknown(translations, seen))
    if not checked and not faults:
        faults.append(Fault(1, "", "the file holds no record"))
    return checked, faults


def _unknown(translations: Words, seen: Iterable[str]) -> Iterator[Fault]:
    for name in sorted(translations.keys() - set(seen)):
        yield Fault(0, name, "translated, but no such record")


def check_record(record: dict[str, Any]) -> tuple[PrecedentFacts | None, list[Wrong]]:
    """The facts of one record, and all that is wrong with it; facts are None where they make no sense."""
    wrong = list(_shape(record))
    try:
        facts = PrecedentFacts.from_record(record)
    except (FactError, TypeError, ValueError) as error:
        detail = str(error).removeprefix(f"{record.get('id') or 'record without id'}: ")
        # The message begins with the field; a missing currency is named by the sum that needs it.
        field = "currency" if detail.startswith("a sum needs") else re.split(r"[\s:]", detail, maxsplit=1)[0]
        if not any(one.field == field for one in wrong):
            wrong.append(Wrong(field if field in KEYS else "", _FACT_WORDS.get(field, _CHOOSE), detail))
        return None, wrong
    return facts, wrong


def check_content(content: dict[str, Any]) -> tuple[Checked | None, list[Wrong]]:
    """A version of a precedent as a curator writes it: the checks of a record, and those of its translations."""
    record = {key: value for key, value in content.items() if key not in TRANSLATED}
    words = {key: content.get(key) or "" for key in TRANSLATED}
    facts, wrong = check_record(record)
    given = {key.removesuffix("_zh"): value for key, value in words.items() if value}
    if given:
        wrong.extend(Wrong(f"{one.field}_zh", one.words, one.detail) for one in translation_faults(given))
    return (None if facts is None or wrong else Checked(record, facts, **words)), wrong


_CHOOSE = _("Choose one of the values in the list.")
_DATE = _("Enter a date as far as it is known: 2021-03-09, 2021-03 or 2021.")
_FACT_WORDS: "dict[str, _StrOrPromise]" = {
    "id": _("Enter a short name for the address: lower-case letters, digits and hyphens."),
    "decided_on": _DATE,
    "currency": _("Enter the currency as three capital letters, such as CNY."),
    "amount": _("Enter a sum of zero or more, with at most two decimals."),
    "per_person": _("Enter a sum of zero or more, with at most two decimals."),
    "persons": _("Enter a whole number."),
}


def _shape(record: dict[str, Any]) -> Iterator[Wrong]:
    for key in sorted(record.keys() - KEYS - OPTIONAL_KEYS):
        yield Wrong(key, _("There is no such field."), f"unknown key {key}")
    if not isinstance(record.get("id"), str) or not _SLUG.fullmatch(record["id"]):
        yield Wrong("id", _FACT_WORDS["id"])
    for key in REQUIRED:
        if not isinstance(record.get(key), str) or not record[key].strip():
            words = _("%(field)s: enter this to go on.") % {"field": FIELDS[key]}
            yield Wrong(key, words, f"{key} is missing")
    for key in ("docket", "subdivision"):
        if not isinstance(record.get(key), str | None):
            yield Wrong(key, _("Enter words, or nothing."), f"{key} must be text or null")
    yield from _too_long(record, LENGTHS, "")
    for key in ("legal_basis", "consent_defect", "remedies"):
        value = record.get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) and 0 < len(one) <= 60 for one in value):
            yield Wrong(key, _("Enter words of at most 60 characters each."), f"{key} must be a list of words")
    for key in ("amount", "per_person", "costs_awarded"):
        value = record.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield Wrong(key, _FACT_WORDS["amount"], f"{key} must be a number or null")
        elif value is not None and (value < 0 or value >= GREATEST_SUM or value != round(value, 2)):
            yield Wrong(key, _FACT_WORDS["amount"])
    if not record.get("currency") and any(record.get(key) for key in ("amount", "per_person", "costs_awarded")):
        yield Wrong("currency", _("A sum needs its currency."))
    persons = record.get("persons")
    if isinstance(persons, int) and persons > GREATEST_PERSONS:
        yield Wrong("persons", _("That is more people than there are."))
    subdivision, country = record.get("subdivision"), record.get("country")
    if isinstance(subdivision, str) and not subdivision.startswith(f"{country}-"):
        yield Wrong("subdivision", _("Enter a part of the country, such as CN-ZJ."))
    yield from _cited("sources", record.get("sources"), "read")
    if not record.get("sources"):
        yield Wrong("sources", _("At least one source is needed."))
    yield from _cited("treatments", record.get("treatments", []), "note")
    yield from _treatment_faults(record.get("treatments", []))


def _too_long(record: dict[str, Any], lengths: dict[str, int], before: str) -> Iterator[Wrong]:
    for key, most in lengths.items():
        if isinstance(record.get(key), str) and len(record[key]) > most:
            yield Wrong(f"{before}{key}", _("Enter at most %(most)s characters.") % {"most": most})


def _cited(key: str, rows: object, words: str) -> Iterator[Wrong]:
    """A list whose every member names where it can be read; fields are named such as `sources_1_url`."""
    if not isinstance(rows, list):
        yield Wrong(key, _("This must be a list."))
        return
    for number, row in enumerate(rows, start=1):
        at = f"{key}_{number}"
        if not isinstance(row, dict):
            yield Wrong(at, _("This must be a list."))
            continue
        address, title = row.get("url"), row.get("title")
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
            yield Wrong(f"{at}_url", _("Enter the web address where it can be read, such as https://court.example/1."))
        if not isinstance(title, str) or not title.strip():
            yield Wrong(f"{at}_title", _("Enter the title of the source."))
        if not isinstance(row.get(words, ""), str | None):
            yield Wrong(f"{at}_{words}", _("Enter words, or nothing."))
        yield from _too_long(row, CITED_LENGTHS, f"{at}_")


def _treatment_faults(rows: object) -> Iterator[Wrong]:
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        if not isinstance(row, dict):
            continue
        at = f"treatments_{number}"
        for key in sorted(row.keys() - TREATMENT_KEYS):
            yield Wrong(f"{at}_{key}", _("There is no such field."))
        try:
            known = PartialDate.parse(row.get("on")).year is not None
        except (FactError, AttributeError, ValueError):
            known = False
        if not known:
            yield Wrong(f"{at}_on", _DATE)
        if not isinstance(row.get("by", ""), str) or len(row.get("by", "")) > LENGTHS["authority"]:
            yield Wrong(f"{at}_by", _("Enter at most %(most)s characters.") % {"most": LENGTHS["authority"]})

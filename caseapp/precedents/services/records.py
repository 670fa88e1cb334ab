"""What a record of the precedents file must be before anything of it is stored."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseapp.precedents.services.translations import TRANSLATIONS, read_translations
from caseapp.rules.estimation.facts import FactError, PrecedentFacts

DATA = Path(__file__).resolve().parents[1] / "data"
RECORDS = DATA / "precedents.jsonl"

_KEYS = """
    id title kind authority docket country subdivision legal_basis respondent sector decided_on status amount currency
    persons persons_basis per_person per_person_basis costs_awarded modality use consent_defect minors vulnerable
    remedies summary sources confidence
"""
KEYS = frozenset(_KEYS.split())
# The longest text that a column takes.
LENGTHS = {"id": 120, "title": 300, "authority": 300, "docket": 200, "respondent": 300, "subdivision": 10}
SOURCE_LENGTHS = {"url": 1000, "title": 500}
GREATEST_SUM = 10**17
GREATEST_PERSONS = 10**12

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")


@dataclass(frozen=True)
class Fault:
    """What is wrong, where: the line of the file (from 1) and the record's id as far as it has one."""

    line: int
    record: str
    what: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.record or 'no id'}: {self.what}"


@dataclass(frozen=True)
class Checked:
    """A record that may be stored, with its facts as the estimate reads them."""

    record: dict[str, Any]
    facts: PrecedentFacts
    title_zh: str = ""
    summary_zh: str = ""


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
        faults.extend(Fault(number, name, one) for one in what)
        if facts is not None and not what:
            words = translations.get(name, {})
            checked.append(Checked(record, facts, words.get("title", ""), words.get("summary", "")))
    faults.extend(
        Fault(0, name, "translated, but no such record") for name in sorted(translations.keys() - seen.keys())
    )
    if not checked and not faults:
        faults.append(Fault(1, "", "the file holds no record"))
    return checked, faults


def check_record(record: dict[str, Any]) -> tuple[PrecedentFacts | None, list[str]]:
    """The facts of one record, and all that is wrong with it in words; facts are None where they make no sense."""
    faults = list(_shape(record))
    try:
        facts = PrecedentFacts.from_record(record)
    except (FactError, TypeError, ValueError) as error:
        prefix = f"{record.get('id') or 'record without id'}: "
        return None, [*faults, str(error).removeprefix(prefix)]
    return facts, faults


def _shape(record: dict[str, Any]) -> Iterable[str]:
    if unknown := sorted(record.keys() - KEYS):
        yield f"unknown key {', '.join(unknown)}"
    if not isinstance(record.get("id"), str) or not _SLUG.fullmatch(record["id"]):
        yield "id must be lower-case letters, digits and hyphens"
    for key in ("title", "authority", "respondent", "summary", "confidence"):
        if not isinstance(record.get(key), str) or not record[key].strip():
            yield f"{key} is missing"
    for key in ("docket", "subdivision"):
        if not isinstance(record.get(key), str | None):
            yield f"{key} must be text or null"
    for key, most in LENGTHS.items():
        if isinstance(record.get(key), str) and len(record[key]) > most:
            yield f"{key} is longer than {most} characters"
    for key in ("legal_basis", "consent_defect", "remedies"):
        value = record.get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) and 0 < len(one) <= 60 for one in value):
            yield f"{key} must be a list of words"
    for key in ("amount", "per_person", "costs_awarded"):
        value = record.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield f"{key} must be a number or null"
        elif value is not None and (value < 0 or value >= GREATEST_SUM or value != round(value, 2)):
            yield f"{key} must be a sum of zero or more, exact to a hundredth"
    if record.get("costs_awarded") and not record.get("currency"):
        yield "a sum needs its currency"
    persons = record.get("persons")
    if isinstance(persons, int) and persons > GREATEST_PERSONS:
        yield "persons is more than there can be"
    subdivision, country = record.get("subdivision"), record.get("country")
    if isinstance(subdivision, str) and not subdivision.startswith(f"{country}-"):
        yield f"subdivision {subdivision!r} is not a part of {country!r}"
    yield from _source_faults(record.get("sources"))


def _source_faults(sources: object) -> Iterable[str]:
    if not isinstance(sources, list) or not sources:
        yield "at least one source is needed"
        return
    for number, source in enumerate(sources, start=1):
        if not isinstance(source, dict):
            yield f"source {number} is not an object"
            continue
        address, title, read = source.get("url"), source.get("title"), source.get("read", "")
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
            yield f"source {number} needs a web address"
        if not isinstance(title, str) or not title.strip():
            yield f"source {number} needs a title"
        if not isinstance(read, str | None):
            yield f"source {number}: read must be text"
        for key, most in SOURCE_LENGTHS.items():
            if isinstance(source.get(key), str) and len(source[key]) > most:
                yield f"source {number}: {key} is longer than {most} characters"

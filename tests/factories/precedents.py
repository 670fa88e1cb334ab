"""Decided matters for tests: as records of the file, and stored through the loader as in life."""

import itertools
import json
from pathlib import Path
from typing import Any

from caseapp.core.actors import SYSTEM
from caseapp.precedents.models import Precedent
from caseapp.precedents.services import load_precedents

_numbers = itertools.count(1)


def record(**changes: Any) -> dict[str, Any]:
    """One record of the precedents file; the parties are invented."""
    number = next(_numbers)
    return {
        "id": f"xx-test-{number}",
        "title": f"Guest v. Hotel number {number}",
        "kind": "court_award",
        "authority": "District court",
        "docket": None,
        "country": "DE",
        "subdivision": None,
        "legal_basis": ["EU-GDPR"],
        "respondent": f"Hotel number {number}",
        "sector": "hospitality",
        "decided_on": "2022-05-17",
        "status": "final",
        "amount": 1000,
        "currency": "EUR",
        "persons": 1,
        "persons_basis": "plaintiffs",
        "per_person": 1000,
        "per_person_basis": "award",
        "costs_awarded": None,
        "modality": "face",
        "use": "identification",
        "consent_defect": ["no_consent"],
        "minors": None,
        "vulnerable": None,
        "remedies": [],
        "summary": "A hotel compared guests with a list.",
        "sources": [{"url": "https://court.example/1", "title": "Judgment", "read": "the sum"}],
        "confidence": "one_source",
    } | changes


def write(path: Path, records: list[dict[str, Any]], translations: dict[str, Any] | None = None) -> Path:
    """A precedents file with these records, and the translations beside it."""
    file = path / "precedents.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    if translations is not None:
        file.with_name("zh-hans.json").write_text(json.dumps(translations, ensure_ascii=False), encoding="utf-8")
    return file


def stored(path: Path, *records: dict[str, Any], translations: dict[str, Any] | None = None) -> list[Precedent]:
    """These records in the database, in their order."""
    load_precedents(actor=SYSTEM, path=write(path, list(records), translations))
    found = {one.slug: one for one in Precedent.objects.filter(slug__in=[one["id"] for one in records])}
    return [found[one["id"]] for one in records]

"""Precedents as they leave the house: records of the data description with their Chinese words, and rows of a sheet."""

from collections.abc import Iterator
from typing import Any

from caseapp.core.actors import Actor
from caseapp.precedents.models import Precedent
from caseapp.precedents.selectors.search import PrecedentQuery, precedents

SHEET_HEADER = (
    *("id", "title", "title_zh", "kind", "authority", "docket", "country", "subdivision", "legal_basis", "respondent"),
    *("sector", "decided_on", "status", "treatments", "amount", "currency", "persons", "persons_basis", "per_person"),
    *("per_person_basis", "costs_awarded", "modality", "use", "consent_defect", "minors", "vulnerable", "remedies"),
    *("summary", "summary_zh", "confidence", "sources"),
)


def as_record(precedent: Precedent) -> dict[str, Any]:
    """The record as it stands now: its status after its treatments, and our translations, null where there is none."""
    return {
        **precedent.record,
        "status": precedent.status,
        "treatments": precedent.record.get("treatments", []),
        "title_zh": precedent.title_zh or None,
        "summary_zh": precedent.summary_zh or None,
    }


def records(actor: Actor, query: PrecedentQuery) -> Iterator[dict[str, Any]]:
    """The matches as records, one at a time."""
    found = precedents(actor, query).only("record", "status", "title_zh", "summary_zh")
    yield from (as_record(one) for one in found.iterator(chunk_size=500))


def sheet_rows(actor: Actor, query: PrecedentQuery) -> Iterator[list[Any]]:
    """The matches as rows under `SHEET_HEADER`, one at a time; lists joined by semicolons, unknown left empty."""
    for one in records(actor, query):
        one["treatments"] = [f"{given['kind']} {given['on']}" for given in one["treatments"]]
        row = [one.get(key) for key in SHEET_HEADER[:-1]]
        values = ["; ".join(value) if isinstance(value, list) else value for value in row]
        yield [*values, " ".join(source["url"] for source in one["sources"])]

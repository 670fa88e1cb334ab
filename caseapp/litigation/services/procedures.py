"""Loading procedures from their file: validated whole, written only where something differs, with a dry run."""

import datetime as dt
import hashlib
import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction

from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.law.models import Jurisdiction
from caseapp.litigation.enums import SuitState
from caseapp.litigation.models import Procedure

DATA = Path(__file__).resolve().parents[1] / "data" / "procedures.json"
CHAIN = "procedures"
KEYS = {"code", "jurisdiction", "valid_from", "valid_to", "name", "note", "stages", "interest", "sources"}
UNITS = frozenset({"days", "months", "years"})
RUNS_FROM = frozenset({"judgment", "due"})


class InvalidProcedures(Exception):
    """The file is refused whole; `problems` says what is wrong and where."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@transaction.atomic
def load_procedures(*, actor: Actor, file: Path = DATA, dry_run: bool = False) -> list[str]:
    """Load every version of every procedure; answers a line for each that is new or differs. Safe to run again.

    A version that is no longer in the file stays: suits may have gone by it. Raises InvalidProcedures.
    """
    records = json.loads(file.read_text(encoding="utf-8"))
    problems = _problems(records)
    if problems:
        raise InvalidProcedures(problems)
    lines = []
    for record in records:
        made = _columns(record)
        held = Procedure.objects.filter(code=record["code"], valid_from=record["valid_from"]).first()
        if held is not None and held.fingerprint == made["fingerprint"]:
            continue
        lines.append(f"{'~' if held else '+'} {record['code']} from {record['valid_from']}")
        if dry_run:
            continue
        row, _made = Procedure.objects.update_or_create(
            code=record["code"], valid_from=record["valid_from"], defaults=made
        )
        audit.record(
            actor=actor,
            action="procedures.load",
            subject=row,
            chain=CHAIN,
            facts={"code": row.code, "valid_from": str(record["valid_from"]), "fingerprint": made["fingerprint"]},
        )
    return lines


def _columns(record: dict[str, Any]) -> dict[str, Any]:
    told = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return {
        "jurisdiction_id": record["jurisdiction"],
        "valid_to": record["valid_to"],
        "name_en": record["name"]["en"],
        "name_zh": record["name"]["zh"],
        "note_en": record["note"]["en"],
        "note_zh": record["note"]["zh"],
        "stages": record["stages"],
        "interest": record["interest"],
        "sources": record["sources"],
        "fingerprint": hashlib.sha256(told.encode()).hexdigest(),
    }


def _problems(records: list[dict[str, Any]]) -> list[str]:
    places = set(Jurisdiction.objects.values_list("code", flat=True))
    found: list[str] = []
    seen: set[tuple[str, str]] = set()
    for number, record in enumerate(records, start=1):
        where = str(record.get("code") or f"record {number}")
        if set(record) != KEYS:
            found.append(f"{where}: it has not exactly the keys {', '.join(sorted(KEYS))}")
            continue
        if (record["code"], record["valid_from"]) in seen:
            found.append(f"{where}: this version stands twice")
        seen.add((record["code"], record["valid_from"]))
        if record["jurisdiction"] is not None and record["jurisdiction"] not in places:
            found.append(f"{where}: there is no jurisdiction {record['jurisdiction']!r}")
        found += [f"{where}: {each}" for each in _faults(record)]
    if not any(record.get("jurisdiction") is None for record in records):
        found.append("there is no default procedure, one without a jurisdiction")
    return found


def _faults(record: dict[str, Any]) -> list[str]:
    found = [] if _period(record) else ["its dates are wrong"]
    if not (record["name"].get("en") and record["name"].get("zh")):
        found.append("its name is not in both languages")
    codes = [stage["code"] for stage in record["stages"]]
    if len(set(codes)) != len(codes):
        found.append("a stage stands twice")
    order = [SuitState(stage["state"]) for stage in record["stages"] if stage["state"] in SuitState.values]
    if len(order) != len(codes):
        found.append("a stage belongs to no state of a suit")
    known = list(SuitState)
    if [known.index(state) for state in order if state != SuitState.APPEALED] != sorted(
        known.index(state) for state in order if state != SuitState.APPEALED
    ):
        found.append("its stages are not in the order of the states")
    for stage in record["stages"]:
        if not (stage["name"].get("en") and stage["name"].get("zh")):
            found.append(f"the stage {stage['code']} is not named in both languages")
        for term in stage["terms"]:
            if term["unit"] not in UNITS or not isinstance(term["amount"], int) or term["amount"] < 1:
                found.append(f"a period of {stage['code']} is not a number of days, months or years")
            if not term["article"]:
                found.append(f"a period of {stage['code']} has no article")
    for rule in record["interest"]:
        found += _interest_faults(rule)
    return found


def _interest_faults(rule: dict[str, Any]) -> list[str]:
    found = [] if _period(rule) else ["the dates of its interest are wrong"]
    if rule["runs_from"] not in RUNS_FROM or not rule["article"]:
        found.append("its interest has no article or no beginning")
    if rule["percent"] is not None:
        try:
            if not 0 < Decimal(rule["percent"]) < 100:
                found.append("its rate of interest is out of bounds")
        except InvalidOperation:
            found.append("its rate of interest is no number")
    return found


def _period(record: dict[str, Any]) -> bool:
    try:
        begins = dt.date.fromisoformat(record["valid_from"])
        return record["valid_to"] is None or dt.date.fromisoformat(record["valid_to"]) >= begins
    except (TypeError, ValueError):
        return False

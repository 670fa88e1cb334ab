"""Jurisdictions, shared questions and procedural periods, checked and turned into rows."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from caseapp.law.enums import DeadlineKind, JurisdictionKind, LastDay, StartEvent, Unit
from caseapp.law.services.records import Problems, Row, fingerprint, member, whole_date


def jurisdiction_rows(records: Iterable[Mapping[str, Any]], problems: Problems) -> tuple[Row, ...]:
    """Rows in an order where a parent comes before its children."""
    records = list(records)
    by_code = {record["code"]: record for record in records}
    if len(by_code) != len(records):
        problems.say("jurisdictions.json", "a code is given twice")
    zones = available_timezones()
    rows = []
    for record in sorted(records, key=lambda record: (_depth(record, by_code), record["code"])):
        code = record["code"]
        member(code, "kind", record["kind"], JurisdictionKind.values, problems)
        if record["parent"] is not None and record["parent"] not in by_code:
            problems.say(code, f"parent {record['parent']!r} is not known")
        if record["time_zone"] and record["time_zone"] not in zones:
            problems.say(code, f"time zone {record['time_zone']!r} is not known")
        country, _, subdivision = record["calendar"].partition("-")
        rows.append(
            {
                "code": code,
                "kind": record["kind"],
                "parent_id": record["parent"],
                "name_en": record["name_en"],
                "name_zh": record["name_zh"],
                "currency": record["currency"],
                "languages": record["languages"],
                "time_zone": record["time_zone"],
                "calendar_country": country,
                "calendar_subdivision": subdivision,
                "make_up_days": record["make_up_days"],
            }
        )
    return tuple(rows)


def _depth(record: Mapping[str, Any], by_code: Mapping[str, Mapping[str, Any]]) -> int:
    depth, seen = 0, set()
    while record["parent"] in by_code and record["code"] not in seen:
        seen.add(record["code"])
        record, depth = by_code[record["parent"]], depth + 1
    return depth


def topic_rows(records: Iterable[Mapping[str, Any]], problems: Problems) -> tuple[Row, ...]:
    """Shared questions, in the file's order."""
    rows: list[Row] = []
    for position, record in enumerate(records):
        if any(row["key"] == record["key"] for row in rows):
            problems.say(f"topic {record['key']}", "given twice")
        row: Row = {"key": record["key"], "position": position, "weight": record["weight"]}
        for name in ("question", "help", "evidence"):
            row[f"{name}_en"], row[f"{name}_zh"] = record[name]["en"], record[name]["zh"]
        if not row["question_en"]:
            problems.say(f"topic {record['key']}", "has no question")
        rows.append(row)
    return tuple(rows)


def deadline_row(record: Mapping[str, Any], name: str, problems: Problems) -> Row:
    """One period from its short form: `amount`, `unit`, `from` and what goes with them."""
    row: Row = {
        "key": record["key"],
        "kind": member(name, "kind of period", record["kind"], DeadlineKind.values, problems),
        "amount": record.get("amount"),
        "unit": record.get("unit", ""),
        "starts_from": record.get("from", ""),
        "from_year_end": record.get("from_year_end", False),
        "longstop_months": record.get("longstop_months"),
        "extension_amount": record.get("extension"),
        "last_day": member(name, "last_day", record.get("last_day", "stays"), LastDay.values, problems),
        "last_day_article": record.get("last_day_article", ""),
        "article": record.get("article") or "",
        "note_en": record.get("note", {}).get("en", ""),
        "note_zh": record.get("note", {}).get("zh", ""),
        "sources": record.get("sources", []),
        "valid_from": whole_date(name, "valid_from", record.get("valid_from"), problems),
    }
    if row["amount"] is not None:
        member(name, "unit", row["unit"], Unit.values, problems)
        member(name, "start of the period", row["starts_from"], StartEvent.values, problems)
        if not isinstance(row["amount"], int) or row["amount"] < 1:
            problems.say(name, f"a period of {row['amount']!r} makes no sense")
    return row


def late_payment_rows(
    records: Iterable[Mapping[str, Any]], jurisdictions: Iterable[str], problems: Problems
) -> tuple[Row, ...]:
    """Rules on paying a fine late; each needs a rate and a cap above zero, an article, a first day and a source."""
    known = set(jurisdictions)
    rows = []
    for record in records:
        name = f"late_payment.json {record['key']}"
        if record["jurisdiction"] not in known:
            problems.say(name, f"jurisdiction {record['jurisdiction']!r} is not known")
        percent, cap = Decimal(record["percent_a_day"]), Decimal(record["cap_percent"])
        if percent <= 0 or cap <= 0:
            problems.say(name, "a rate and a cap lie above zero")
        for needed in ("article", "sources", "valid_from"):
            if not record.get(needed):
                problems.say(name, f"has no {needed}")
        rows.append(
            {
                "key": record["key"],
                "jurisdiction_id": record["jurisdiction"],
                "percent_a_day": percent,
                "cap_percent": cap,
                "article_en": record["article"]["en"],
                "article_zh": record["article"]["zh"],
                "note_en": record["note"]["en"],
                "note_zh": record["note"]["zh"],
                "sources": record["sources"],
                "valid_from": whole_date(name, "valid_from", record["valid_from"], problems),
                "valid_to": whole_date(name, "valid_to", record.get("valid_to"), problems),
            }
        )
    return tuple(rows)


def procedure_rows(
    records: Iterable[Mapping[str, Any]], jurisdictions: Iterable[str], problems: Problems
) -> tuple[Row, ...]:
    """Periods of a jurisdiction's procedure; each needs a source."""
    known = set(jurisdictions)
    rows = []
    for position, record in enumerate(records):
        name = f"{record['jurisdiction']} {record['key']}"
        if record["jurisdiction"] not in known:
            problems.say(name, f"jurisdiction {record['jurisdiction']!r} is not known")
        row = deadline_row(record, name, problems)
        if not row["sources"]:
            problems.say(name, "has no source")
        row |= {"jurisdiction_id": record["jurisdiction"], "position": position}
        row["fingerprint"] = fingerprint(row)
        rows.append(row)
    return tuple(rows)

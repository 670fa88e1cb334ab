"""A recorded framework back in the form of the data files, so that an edit passes the same checks as loading."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import PlainRecord
from caseapp.law.services.framework_records import framework_records
from caseapp.law.services.records import FrameworkRecord, Problems, Row


def checked_record(code: str, plain: PlainRecord) -> FrameworkRecord:
    """The record of these columns and parts, checked as the data files are. Raises `InvalidLaw` with every problem."""
    problems = Problems()
    known = Jurisdiction.objects.values_list("code", flat=True)
    found = framework_records([_facts(code, plain)], {code: _reading(code, plain)}, {}, known, problems)
    problems.raise_if_any()
    return found[0]


def _text(row: Mapping[str, Any], name: str) -> dict[str, str]:
    return {"en": row[f"{name}_en"], "zh": row[f"{name}_zh"]}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _facts(code: str, plain: PlainRecord) -> Row:
    """What `frameworks.json` holds of a law."""
    columns, parts = plain.columns, plain.parts
    return {
        "code": code,
        "country": columns["jurisdiction_id"],
        "subdivision": None,
        **{name: _text(columns, name) for name in ("name", "biometric_definition", "consent_standard")},
        **{name: _text(columns, name) for name in ("burden_of_proof", "collective_action")},
        **{name: columns[name] for name in ("name_local", "citation", "in_force_from", "covered_actors", "sources")},
        "amended": [
            {**one, "what": {"en": one["what"], "zh": chinese}}
            for one, chinese in zip(columns["amendments"], columns["amendments_zh"], strict=True)
        ],
        "private_right_of_action": {
            "exists": columns["private_right_exists"],
            "article": _text(columns, "private_right_article"),
        },
        "max_fine": {
            "amount": columns["max_fine_amount"],
            "currency": columns["max_fine_currency"],
            "percent_turnover": columns["max_fine_percent_turnover"],
            "article": _text(columns, "max_fine_article"),
        },
        "elements": [
            {
                "key": row["key"],
                "question": _text(row, "question"),
                "supports_claim_if": row["supports_claim_if"],
                "article": row["article"],
            }
            for row in parts["elements"]
        ],
        "exemptions": [{"what": _text(row, "what"), "article": row["article"]} for row in parts["exemptions"]],
        "damages": [
            {
                "kind": row["kind"],
                "min": row["minimum"],
                "max": row["maximum"],
                "currency": row["currency"],
                "per": row["per"],
                "article": row["article"],
                "note": _text(row, "note"),
            }
            for row in parts["damagesrules"]
        ],
        "regulator": [
            {name: _text(row, name) for name in ("name", "complaint_route", "deadline_to_file", "response_deadline")}
            for row in parts["authorityroutes"]
        ],
        # Every period stands in the reading, in its exact form.
        "limitation": None,
        "controller_response_deadline": None,
    }


def _reading(code: str, plain: PlainRecord) -> Row:
    """What `reading.json` holds of a law: how its parts work together."""
    columns, parts = plain.columns, plain.parts
    return {
        "short": _text(columns, "short_name"),
        "valid_from": {"date": _day(columns["valid_from"])},
        **{name: columns[name] for name in ("reach", "also_in", "specialises")},
        "police": (
            {"article": columns["police_article"], "instead": columns["police_instead"]}
            if columns["police_excluded"]
            else None
        ),
        "suit": {
            "grounds": columns["suit_grounds"],
            "after": columns["suit_after"],
            "blocked_by": columns["suit_blocked_by"],
            "waits_on": columns["suit_waits_on"],
        },
        "harm": columns["harm_groups"],
        "fining": {
            "rule": columns["max_fine_rule"],
            "gain_times": columns["max_fine_gain_times"],
            "factors": [
                {"key": one["key"], "title": {"en": one["title"], "zh": chinese}, "article": one["article"]}
                for one, chinese in zip(columns["fine_factors"], columns["fine_factors_zh"], strict=True)
            ],
        },
        "elements": {row["key"]: _element(code, row) for row in parts["elements"]},
        "grounds": [
            {
                "key": row["key"],
                "title": _text(row, "title"),
                "article": row["article"],
                "elements": row["element_keys"],
                "since": _day(row["since"]),
            }
            for row in parts["grounds"]
        ],
        "exemptions": [{"elements": row["element_keys"], "when": row["made_for"]} for row in parts["exemptions"]],
        "damages_to_state": [place for place, row in enumerate(parts["damagesrules"]) if not row["to_person"]],
        "authorities": [{"kind": row["kind"], "after": row["after_keys"]} for row in parts["authorityroutes"]],
        "deadlines": _periods(parts["deadline_rules"]),
    }


def _element(code: str, row: Mapping[str, Any]) -> str:
    """`role topic` with a parameter, or `!` where the element's answer is the opposite of the topic's."""
    own = row["topic"] in ("", f"{code}/{row['key']}")
    return " ".join(
        filter(None, (row["role"], "-" if own else row["topic"], "!" if row["inverted"] else row["parameter"]))
    )


def _periods(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [
        {
            "key": row["key"],
            "kind": row["kind"],
            "amount": row["amount"],
            "unit": row["unit"],
            "from": row["starts_from"],
            "from_year_end": row["from_year_end"],
            "longstop_months": row["longstop_months"],
            "extension": row["extension_amount"],
            "last_day": row["last_day"],
            "last_day_article": row["last_day_article"],
            "article": row["article"],
            "note": _text(row, "note"),
            "sources": row["sources"],
            "valid_from": _day(row["valid_from"]),
        }
        for row in rows
    ]

"""A framework's facts together with our reading of it, checked and turned into rows."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caseapp.law.enums import (
    AuthorityKind,
    CoveredActors,
    DamagesKind,
    DamagesPer,
    ElementRole,
    FineCapRule,
    StartEvent,
)
from caseapp.law.services.records import FrameworkRecord, Problems, Row, member, partial_date, whole_date
from caseapp.law.services.reference_records import deadline_row
from caseapp.rules.screening import Reach
from caseapp.rules.screening.topics import PARAMETERISED

REQUIRED = frozenset(
    {
        "code",
        "name",
        "name_local",
        "country",
        "subdivision",
        "citation",
        "in_force_from",
        "amended",
        "biometric_definition",
        "consent_standard",
        "covered_actors",
        "exemptions",
        "private_right_of_action",
        "damages",
        "regulator",
        "max_fine",
        "controller_response_deadline",
        "limitation",
        "collective_action",
        "burden_of_proof",
        "elements",
        "sources",
    }
)
SETTINGS = ("police", "public", "employee", "household", "bank", "health")


def framework_records(
    records: Iterable[Mapping[str, Any]],
    readings: Mapping[str, Mapping[str, Any]],
    texts: Mapping[str, str],
    jurisdictions: Iterable[str],
    problems: Problems,
) -> tuple[FrameworkRecord, ...]:
    """Every framework as rows. `readings` say how its elements work together, `texts` give the Chinese wording."""
    known = set(jurisdictions)
    codes = [str(record.get("code", f"record {position}")) for position, record in enumerate(records, 1)]
    found = []
    for code, record in zip(codes, records, strict=True):
        missing = sorted(REQUIRED - set(record))
        if missing:
            problems.say(code, f"lacks {', '.join(missing)}")
        elif code not in readings:
            problems.say(code, "has no entry in reading.json, which says how its elements work together")
        else:
            try:
                found.append(_Reader(record, readings[code], texts, known, problems).record())
            except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
                problems.say(code, f"is not of the form that is expected ({type(fault).__name__}: {fault})")
    seen = [(record.code, record.valid_from) for record in found]
    for code, day in sorted({one for one in seen if seen.count(one) > 1}, key=str):
        problems.say(code, f"is given twice for {day or 'the same time'}")
    return tuple(found)


class _Reader:
    """Turns one record and its reading into rows; a problem is said, never raised."""

    def __init__(
        self,
        facts: Mapping[str, Any],
        reading: Mapping[str, Any],
        texts: Mapping[str, str],
        jurisdictions: set[str],
        problems: Problems,
    ) -> None:
        self.facts, self.reading, self.texts = facts, reading, texts
        self.jurisdictions, self.problems = jurisdictions, problems
        self.code: str = facts["code"]
        self.keys = [element["key"] for element in facts["elements"]]

    def say(self, problem: str) -> None:
        self.problems.say(self.code, problem)

    def text(self, name: str, value: str | Mapping[str, str] | None) -> Row:
        """The two columns of a text: given in both languages, or in English with its Chinese among the texts."""
        english = _english(value)
        return {f"{name}_en": english, f"{name}_zh": self.chinese(value)}

    def chinese(self, value: str | Mapping[str, str] | None) -> str:
        return value["zh"] if isinstance(value, Mapping) else self.texts.get(value or "", "")

    def known_keys(self, keys: Sequence[str], where: str) -> list[str]:
        for key in keys:
            if key not in self.keys:
                self.say(_("%(where)s names the element “%(key)s”, which there is not") % {"where": where, "key": key})
        return list(keys)

    def record(self) -> FrameworkRecord:
        in_force = partial_date(self.code, "in_force_from", self.facts["in_force_from"], self.problems)
        override = self.reading.get("valid_from")
        valid_from = (
            whole_date(self.code, "valid_from", override["date"], self.problems) if override is not None else in_force
        )
        parts = {
            "elements": self.elements(),
            "grounds": self.grounds(),
            "exemptions": self.exemptions(),
            "damagesrules": self.damages(),
            "authorityroutes": self.authorities(),
            "deadline_rules": self.deadlines(),
        }
        return FrameworkRecord(self.code, valid_from, self.columns(valid_from, parts["grounds"]), parts)

    def columns(self, valid_from: dt.date | None, grounds: Sequence[Row]) -> Row:
        facts, reading = self.facts, self.reading
        jurisdiction = facts["subdivision"] or facts["country"]
        if jurisdiction not in self.jurisdictions:
            self.say(f"jurisdiction {jurisdiction!r} is not known")
        if not facts["sources"]:
            self.say(_("has no source"))
        for source in facts["sources"]:
            if not source.get("url") or not source.get("title"):
                self.say(_("has a source without address or title"))
        right = facts["private_right_of_action"] or {}
        fine = facts["max_fine"] or {}
        fining = reading.get("fining", {})
        suit = reading["suit"]
        police = reading.get("police")
        for amendment in facts["amended"]:
            partial_date(self.code, "date of amendment", amendment["date"], self.problems)
        for reach in reading.get("reach", []):
            member(self.code, "reach", reach, [one.value for one in Reach], self.problems)
        for key in suit.get("grounds", []):
            if key not in {ground["key"] for ground in grounds}:
                self.say(_("the suit names the ground “%(key)s”, which there is not") % {"key": key})
        self.known_keys([step["element"] for step in suit.get("after", [])], _("The step before a suit"))
        for group in reading["harm"] or []:
            self.known_keys(group, _("The harm"))
        return {
            "jurisdiction_id": jurisdiction,
            "in_force_from": facts["in_force_from"] or "",
            "valid_from": valid_from,
            "short_name_en": reading["short"]["en"],
            "short_name_zh": reading["short"]["zh"],
            **self.text("name", facts["name"]),
            "name_local": facts["name_local"] or "",
            "citation": facts["citation"] or "",
            **self.text("biometric_definition", facts["biometric_definition"]),
            **self.text("consent_standard", facts["consent_standard"]),
            **self.text("burden_of_proof", facts["burden_of_proof"]),
            **self.text("collective_action", facts["collective_action"]),
            "amendments": [{**one, "what": _english(one["what"])} for one in facts["amended"]],
            "amendments_zh": [self.chinese(one["what"]) for one in facts["amended"]],
            "sources": [*facts["sources"], *(one for one in fining.get("sources", []) if one not in facts["sources"])],
            "covered_actors": member(
                self.code, "covered_actors", facts["covered_actors"], CoveredActors.values, self.problems
            ),
            "reach": reading.get("reach", ["place"]),
            "also_in": reading.get("also_in", []),
            "specialises": reading.get("specialises", ""),
            "police_excluded": police is not None,
            "police_article": police["article"] if police else "",
            "police_instead": police["instead"] if police else [],
            "private_right_exists": right.get("exists"),
            **self.text("private_right_article", right.get("article")),
            "suit_grounds": suit.get("grounds", []),
            "suit_after": suit.get("after", []),
            "suit_blocked_by": self.known_keys(suit.get("blocked_by", []), _("What bars a suit")),
            "suit_waits_on": self.known_keys(suit.get("waits_on", []), _("What a suit waits on")),
            "harm_groups": reading["harm"],
            "max_fine_amount": amount(fine.get("amount")),
            "max_fine_currency": (fine.get("currency") or "") if fine.get("amount") is not None else "",
            "max_fine_percent_turnover": amount(fine.get("percent_turnover")),
            **self.text("max_fine_article", fine.get("article")),
            **self.fining(fining),
        }

    def fining(self, fining: Mapping[str, Any]) -> Row:
        """How the highest fine is reckoned, and what is weighed when one is set."""
        factors = fining.get("factors", [])
        self.once([factor["key"] for factor in factors], _("The factor of a fine"))
        if fining.get("rule"):
            member(self.code, "rule of the highest fine", fining["rule"], FineCapRule.values, self.problems)
        for factor in factors:
            if not factor["title"]["en"] or not factor["article"]:
                self.say(_("the factor “%(key)s” lacks its words or its article") % {"key": factor["key"]})
        return {
            "max_fine_rule": fining.get("rule", ""),
            "max_fine_gain_times": fining.get("gain_times"),
            "fine_factors": [
                {"key": one["key"], "title": one["title"]["en"], "article": one["article"]} for one in factors
            ],
            "fine_factors_zh": [one["title"]["zh"] for one in factors],
        }

    def once(self, keys: Sequence[str], what: str) -> None:
        for key in sorted({one for one in keys if keys.count(one) > 1}):
            self.say(_("%(what)s “%(key)s” is given twice") % {"what": what, "key": key})

    def elements(self) -> tuple[Row, ...]:
        reading = self.reading["elements"]
        self.once(self.keys, _("The element"))
        for key in sorted(set(reading) ^ set(self.keys)):
            self.say(f"element {key!r} is not both in the law and in its reading")
        rows = []
        for position, element in enumerate(self.facts["elements"]):
            key = element["key"]
            if not _english(element["question"]):
                self.say(_("element “%(key)s” has no question") % {"key": key})
            role, topic, *rest = reading.get(key, "context -").split()
            inverted = rest == ["!"]
            parameter = "" if inverted else " ".join(rest)
            member(f"{self.code} {key}", "role", role, ElementRole.values, self.problems)
            member(
                f"{self.code} {key}", "supports_claim_if", element["supports_claim_if"], ("yes", "no"), self.problems
            )
            if bool(parameter) != (topic in PARAMETERISED):
                self.say(
                    _("element “%(key)s”: the topic “%(topic)s” and the parameter “%(parameter)s” do not fit")
                    % {"key": key, "topic": topic, "parameter": parameter}
                )
            rows.append(
                {
                    "position": position,
                    "key": key,
                    **self.text("question", element["question"]),
                    "supports_claim_if": element["supports_claim_if"],
                    "article": element["article"] or "",
                    "role": role,
                    "topic": f"{self.code}/{key}" if topic == "-" else topic,
                    "inverted": inverted,
                    "parameter": parameter,
                }
            )
        return tuple(rows)

    def grounds(self) -> tuple[Row, ...]:
        rows = []
        self.once([ground["key"] for ground in self.reading["grounds"]], _("The ground"))
        for position, ground in enumerate(self.reading["grounds"]):
            since = whole_date(self.code, f"since of ground {ground['key']}", ground.get("since"), self.problems)
            rows.append(
                {
                    "position": position,
                    "key": ground["key"],
                    "title_en": ground["title"]["en"],
                    "title_zh": ground["title"]["zh"],
                    "article": ground["article"],
                    "element_keys": self.known_keys(
                        ground["elements"], _("The ground “%(key)s”") % {"key": ground["key"]}
                    ),
                    "since": since,
                }
            )
        return tuple(rows)

    def exemptions(self) -> tuple[Row, ...]:
        reading = self.reading["exemptions"]
        if len(reading) != len(self.facts["exemptions"]):
            self.say(f"has {len(self.facts['exemptions'])} exemptions, but its reading {len(reading)}")
        rows = []
        for position, (exemption, read) in enumerate(zip(self.facts["exemptions"], reading, strict=False)):
            if read.get("when"):
                member(self.code, "exemption's setting", read["when"], SETTINGS, self.problems)
            rows.append(
                {
                    "position": position,
                    **self.text("what", exemption["what"]),
                    "article": exemption["article"] or "",
                    "element_keys": self.known_keys(read.get("elements", []), _("An exemption")),
                    "made_for": read.get("when", ""),
                }
            )
        return tuple(rows)

    def damages(self) -> tuple[Row, ...]:
        to_state = self.reading.get("damages_to_state", [])
        rows = []
        for position, rule in enumerate(self.facts["damages"]):
            name = f"{self.code} damages {position + 1}"
            row = {
                "position": position,
                "kind": member(name, "kind", rule["kind"], DamagesKind.values, self.problems),
                "minimum": amount(rule["min"]),
                "maximum": amount(rule["max"]),
                "currency": rule["currency"] or "",
                "per": member(name, "per", rule["per"], DamagesPer.values, self.problems),
                "article": rule["article"] or "",
                **self.text("note", rule["note"]),
                "to_person": position not in to_state,
            }
            if (row["minimum"] is not None or row["maximum"] is not None) and not row["currency"]:
                self.problems.say(name, _("gives a sum without a currency"))
            rows.append(row)
        return tuple(rows)

    def authorities(self) -> tuple[Row, ...]:
        reading = self.reading["authorities"]
        if len(reading) != len(self.facts["regulator"]):
            self.say(f"has {len(self.facts['regulator'])} regulators, but its reading {len(reading)}")
        rows = []
        for position, (route, read) in enumerate(zip(self.facts["regulator"], reading, strict=False)):
            rows.append(
                {
                    "position": position,
                    "kind": member(self.code, "kind of authority", read["kind"], AuthorityKind.values, self.problems),
                    **self.text("name", route["name"]),
                    **self.text("complaint_route", route["complaint_route"]),
                    **self.text("deadline_to_file", route["deadline_to_file"]),
                    **self.text("response_deadline", route["response_deadline"]),
                    "after_keys": self.known_keys(read.get("after", []), _("An authority’s first step")),
                }
            )
        return tuple(rows)

    def deadlines(self) -> tuple[Row, ...]:
        """The limitation, the time to answer a request, and the periods that the reading adds or states exactly."""
        added = {one["key"]: one for one in self.reading.get("deadlines", [])}
        self.once([one["key"] for one in self.reading.get("deadlines", [])], _("The period"))
        records = []
        limitation = self.facts["limitation"]
        if limitation is not None:
            starts_from = {"either": "knowledge", None: ""}.get(limitation["from"], limitation["from"])
            if limitation["months"] is not None:
                member(self.code, "start of limitation", starts_from, StartEvent.values, self.problems)
            records.append(
                {
                    "key": "limitation",
                    "kind": "limitation",
                    "amount": limitation["months"],
                    "unit": "months" if limitation["months"] is not None else "",
                    "from": starts_from,
                    "longstop_months": limitation["longstop_months"],
                    "article": limitation["article"],
                    "note": {"en": limitation["note"] or "", "zh": self.texts.get(limitation["note"] or "", "")},
                    **self.reading.get("limitation", {}),
                }
            )
        answer = self.facts["controller_response_deadline"]
        if answer is not None and "controller_response" not in added and "cure_notice" not in added:
            records.append(
                {
                    "key": "controller_response",
                    "kind": "controller_response",
                    "amount": answer["days"],
                    "unit": "days" if answer["days"] is not None else "",
                    "from": "request_received" if answer["days"] is not None else "",
                    "article": answer["article"],
                }
            )
        records += added.values()
        return tuple(
            deadline_row(record, f"{self.code} {record['key']}", self.problems) | {"position": position}
            for position, record in enumerate(records)
        )


def _english(value: str | Mapping[str, str] | None) -> str:
    return value["en"] if isinstance(value, Mapping) else value or ""


def amount(value: Any) -> Decimal | None:
    """An exact decimal of a JSON number, or None; never through a binary fraction."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))

"""An answer of `make_estimate` as a page shows it: records for ids, names for codes, sentences for reasons."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caseapp.core.actors import Actor
from caseapp.law.enums import DamagesKind, DamagesPer
from caseapp.law.models import Framework
from caseapp.law.selectors import located
from caseapp.precedents.models import Precedent
from caseapp.precedents.selectors.detail import precedents_by_slug, rate_words, source_words
from caseapp.precedents.selectors.estimates import laws_named, localised_notes
from caseapp.precedents.selectors.explaining import CONFIDENCE, REFUSALS, change_words, odds_in_ten, reasons
from caseapp.rules.estimation.money import Rate
from caseapp.rules.estimation.result import three_figures


@dataclass(frozen=True)
class Comparison:
    """A decided case beside the question: its own sum, the same in US dollars, what it would be here, and why."""

    precedent: Precedent
    weight: int
    amount: Decimal | None
    currency: str
    usd: Decimal | None
    rate: str
    rate_date: dt.date | None
    source: str
    adjusted: Decimal | None
    alike: list[str]
    apart: list[str]


@dataclass(frozen=True)
class StatuteRow:
    """One rule of law on sums: in its own currency, and converted where that is another."""

    law: str
    code: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    currency: str
    low_here: Decimal | None
    high_here: Decimal | None
    per: str
    percent_turnover: Decimal | None
    article: str
    note: str
    applied: bool


@dataclass(frozen=True)
class ChangeRow:
    """One fact otherwise, and what the middle of the range would then be."""

    words: str
    factor: Decimal
    middle: Decimal


@dataclass(frozen=True)
class Presented:
    """Everything the estimate's page says. The quantiles are None where `refused` says why there is no figure."""

    target: str
    currency: str
    refused: str
    p10: Decimal | None
    p25: Decimal | None
    p50: Decimal | None
    p75: Decimal | None
    p90: Decimal | None
    cases: list[Decimal]
    clipped: bool
    in_ten: int | None
    base_in_ten: int | None
    comparables: list[Comparison]
    without_money: list[Comparison]
    statute: list[StatuteRow]
    changes: list[ChangeRow]
    confidence: str
    effective: Decimal
    precedents: int
    laws: list[str]
    money_year: int
    rate: str
    rate_date: dt.date | None
    rate_source: str
    as_of: dt.date
    proceeding_known: bool
    method_version: str
    data_version: str


def presented(actor: Actor, answer: Mapping[str, Any]) -> Presented:
    """The answer in the reader's language. Three statements, however many cases it names."""
    compared = answer["facts"]["frameworks"]
    codes = {*compared, *(line["framework"] for line in answer["statute"])}
    for one in (*answer["comparables"], *answer["without_money"]):
        for reason in one["reasons"]:
            codes.update(reason["params"].get("frameworks", ()))
    frameworks = laws_named(codes)
    laws = {code: str(law.short_name) for code, law in frameworks.items()}
    slugs = [one["precedent"] for one in (*answer["comparables"], *answer["without_money"])]
    known = precedents_by_slug(actor, slugs)
    as_of = dt.date.fromisoformat(answer["as_of"])
    quantiles = {name: Decimal(value) for name, value in (answer["quantiles"] or {}).items()}
    comparables = [_comparison(one, known, laws) for one in answer["comparables"] if one["precedent"] in known]
    odds = answer["odds"]
    rate, rate_date, source = _rate(answer["currency"], answer["rate"])
    return Presented(
        target=answer["target"],
        currency=answer["currency"],
        refused=str(REFUSALS.get(answer["refused"], answer["refused"])) if answer["refused"] else "",
        **{name: quantiles.get(name) for name in ("p10", "p25", "p50", "p75", "p90")},
        cases=[one.adjusted for one in comparables if one.adjusted is not None],
        clipped=answer["clipped"],
        in_ten=odds_in_ten(odds["share"]) if odds else None,
        base_in_ten=odds_in_ten(odds["base"]) if odds else None,
        comparables=comparables,
        without_money=[_comparison(one, known, laws) for one in answer["without_money"] if one["precedent"] in known],
        statute=_statute(answer["statute"], answer["currency"], frameworks, as_of),
        changes=[_change(one, quantiles["p50"]) for one in answer["sensitivity"]] if quantiles else [],
        confidence=str(CONFIDENCE.get(answer["confidence"], "")),
        effective=Decimal(str(answer["effective_sample_size"])),
        precedents=answer["precedents"],
        laws=[laws.get(code, code) for code in compared],
        money_year=answer["money_year"],
        rate=rate,
        rate_date=rate_date,
        rate_source=source,
        as_of=as_of,
        proceeding_known=answer["proceeding_known"],
        method_version=answer["method_version"],
        data_version=answer["data_version"],
    )


def _comparison(one: Mapping[str, Any], known: Mapping[str, Precedent], laws: Mapping[str, str]) -> Comparison:
    alike, apart = reasons(one["reasons"], laws)
    own = one.get("sum")
    rate, rate_date, source = _rate(own["currency"], own["rate"]) if own else ("", None, "")
    return Comparison(
        precedent=known[one["precedent"]],
        weight=round(one.get("weight", 0) * 100),
        amount=Decimal(own["amount"]) if own else None,
        currency=own["currency"] if own else "",
        usd=Decimal(str(own["usd_at_decision"])) if own else None,
        rate=rate,
        rate_date=rate_date,
        source=source,
        adjusted=Decimal(one["adjusted"]) if one.get("adjusted") else None,
        alike=alike,
        apart=apart,
    )


def _rate(currency: str, told: Mapping[str, Any] | None) -> tuple[str, dt.date | None, str]:
    if told is None:
        return "", None, ""
    rate = Rate(currency, told["usd_per_unit"], told["on"], told["basis"], told["source"])
    day = dt.date.fromisoformat(rate.on) if rate.basis in {"day", "latest"} and len(rate.on) == 10 else None
    return rate_words(rate), day, source_words(rate.source)


def _statute(
    lines: list[Mapping[str, Any]], currency: str, laws: Mapping[str, Framework], on: dt.date
) -> list[StatuteRow]:
    notes = localised_notes({line["framework"] for line in lines}, on)
    kinds, pers = dict(DamagesKind.choices), dict(DamagesPer.choices)
    rows = []
    for line in lines:
        same, law = line.get("currency") == currency, laws.get(line["framework"])
        low, high, article = _decimal(line.get("min")), _decimal(line.get("max")), line.get("article") or ""
        rows.append(
            StatuteRow(
                law=str(law.short_name) if law else line["framework"],
                code=line["framework"],
                kind=_("Highest fine") if line["kind"] == "max_fine" else str(kinds.get(line["kind"], line["kind"])),
                low=low,
                high=high,
                currency=line.get("currency") or "",
                low_here=None if same else _decimal(line["min_in_currency"]),
                high_here=None if same else _decimal(line["max_in_currency"]),
                per=str(pers.get(line.get("per") or "", "")),
                percent_turnover=_decimal(line.get("percent_turnover")),
                article=located(law, article) if law and article else article,
                note=notes.get((line["framework"], line["kind"], article, low, high), line.get("note") or ""),
                applied=line["applied"],
            )
        )
    return rows


def _change(one: Mapping[str, Any], middle: Decimal) -> ChangeRow:
    return ChangeRow(change_words(one), Decimal(str(one["factor"])), three_figures(float(middle) * one["factor"]))


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)

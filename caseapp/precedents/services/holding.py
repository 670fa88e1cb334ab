"""Writes checked records into their rows: columns, sources, treatments, search words; loading and curating end here."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import translation

from caseapp.audit.services import record as audit
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.enums import ConsentDefect, Modality, Sector, Use
from caseapp.core.words import search_vector
from caseapp.precedents.enums import PrecedentKind, TreatmentKind
from caseapp.precedents.models import Precedent, Source, Treatment
from caseapp.precedents.selectors.places import place_name
from caseapp.precedents.services.records import Checked
from caseapp.precedents.workflow import CHAIN
from caseapp.rules.estimation.facts import PartialDate, PrecedentFacts
from caseapp.rules.estimation.money import convert, published_rates

# Raised when the way a record is stored changes, so that the next run writes every row again.
STORAGE_VERSION = 1


@dataclass(frozen=True)
class Prepared:
    """A checked record with its search words by weight, and a hash of everything that is stored of it."""

    checked: Checked
    words: dict[str, str]
    fingerprint: str

    @property
    def slug(self) -> str:
        return self.checked.facts.id


def prepare(one: Checked) -> Prepared:
    """A record made ready to be stored, and to be compared with what is stored."""
    words = _search_words(one)
    content = [STORAGE_VERSION, one.record, one.title_zh, one.summary_zh, words]
    mark = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return Prepared(one, words, mark)


def lock_collection() -> None:
    """Have one transaction at a time write precedents, so that their times of change follow the order of commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('load precedents', 0))")


def hold(items: Sequence[Prepared], *, actor: Actor, **further: Any) -> dict[str, Precedent]:
    """Store the records as they now stand, each as the next version of its row or as a new row; the rows by slug.

    `further` are columns that every one of these rows gets as well. Writes the audit. The caller has called
    `lock_collection` and writes the history. Has saved searches look for new matches.
    """
    if not items:
        return {}
    slugs = [one.slug for one in items]
    held = set(Precedent.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    rows = [
        Precedent(**columns(one.checked), **further, search=search_vector(one.words), fingerprint=one.fingerprint)
        for one in items
    ]
    names = [*columns(items[0].checked), *further, "search", "fingerprint", "updated_at"]
    names.remove("slug")
    Precedent.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=names)
    Precedent.objects.filter(slug__in=held).update(version=F("version") + 1)
    stored = {row.slug: row for row in Precedent.objects.filter(slug__in=slugs).defer("search")}
    Source.objects.filter(precedent__in=stored.values()).delete()
    Treatment.objects.filter(precedent__in=stored.values()).delete()
    Source.objects.bulk_create(source for one in items for source in _sources(one.checked, stored[one.slug]))
    Treatment.objects.bulk_create(row for one in items for row in _treatments(one.checked, stored[one.slug]))
    for one in items:
        audit(
            actor=actor,
            action="precedents.change" if one.slug in held else "precedents.add",
            subject=stored[one.slug],
            chain=CHAIN,
            facts={"id": one.slug, "version": stored[one.slug].version, "fingerprint": one.fingerprint},
        )
    queue.enqueue("precedents.find_matches")
    return stored


def columns(one: Checked) -> dict[str, Any]:
    """The columns of a precedent's row that follow from its record."""
    record, facts = one.record, one.facts
    return {
        "slug": facts.id,
        "title": record["title"],
        "title_zh": one.title_zh,
        "kind": facts.kind,
        "authority": record["authority"],
        "docket": record.get("docket") or "",
        "country": facts.country,
        "subdivision": facts.subdivision or "",
        "legal_basis": record["legal_basis"],
        "respondent": record["respondent"],
        "sector": facts.sector,
        "decided_on": first_day(facts.decided_on),
        "decided_precision": facts.decided_on.precision,
        "status": facts.status,
        "amount": facts.amount,
        "currency": facts.currency or "",
        "persons": record.get("persons"),
        "persons_basis": facts.persons_basis or "",
        "per_person": facts.per_person,
        "per_person_basis": facts.per_person_basis or "",
        "costs_awarded": _exact(record.get("costs_awarded")),
        "sum_usd": _sum_usd(facts),
        "modality": facts.modality,
        "use": facts.use,
        "consent_defect": record["consent_defect"],
        "minors": facts.minors,
        "vulnerable": facts.vulnerable or "",
        "remedies": record["remedies"],
        "treated": sorted({one["kind"] for one in record.get("treatments", [])}),
        "summary": record["summary"],
        "summary_zh": one.summary_zh,
        "confidence": record["confidence"],
        "record": record,
    }


def _sources(one: Checked, row: Precedent) -> list[Source]:
    return [
        Source(
            precedent=row,
            position=position,
            url=source["url"],
            title=source["title"],
            read=source.get("read") or "",
        )
        for position, source in enumerate(one.record["sources"], start=1)
    ]


def _treatments(one: Checked, row: Precedent) -> list[Treatment]:
    found = []
    for position, given in enumerate(one.record.get("treatments", []), start=1):
        day = PartialDate.parse(given["on"])
        found.append(
            Treatment(
                precedent=row,
                position=position,
                kind=given["kind"],
                on=first_day(day),
                precision=day.precision,
                by=given.get("by") or "",
                url=given["url"],
                title=given["title"],
                note=given.get("note") or "",
            )
        )
    return found


def first_day(date: PartialDate) -> dt.date | None:
    """The day that stands for a date in an order: the first of its month or year; None where it is not known."""
    return None if date.year is None else dt.date(date.year, date.month or 1, date.day or 1)


def _exact(value: int | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _sum_usd(facts: PrecedentFacts) -> Decimal | None:
    amount = facts.amount or facts.per_person
    if not amount or not facts.currency:
        return None
    converted = convert(amount, facts.currency, facts.decided_on, published_rates())
    return None if converted is None else Decimal(str(round(converted.usd_then, 2)))


def _search_words(one: Checked) -> dict[str, str]:
    """The words by which the record is found, by weight; names of its country and of its kind in every language."""
    record = one.record
    return {
        "A": " ".join((record["title"], one.title_zh)),
        "B": " ".join((record["respondent"], record["authority"], record.get("docket") or "", *record["legal_basis"])),
        "C": " ".join((record["summary"], one.summary_zh)),
        "D": " ".join((record["id"].replace("-", " "), *_labels(record))),
    }


def _labels(record: Mapping[str, Any]) -> list[str]:
    words: list[str] = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words.append(place_name(record["country"], record.get("subdivision") or ""))
            words.extend(
                str(choice)
                for choice in (
                    PrecedentKind(record["kind"]).label,
                    Sector(record["sector"]).label,
                    Use(record["use"]).label,
                    Modality(record["modality"]).label,
                    *(ConsentDefect(defect).label for defect in record["consent_defect"]),
                    *(TreatmentKind(one["kind"]).label for one in record.get("treatments", [])),
                )
            )
    return words

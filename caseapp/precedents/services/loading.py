"""Brings the file of decided matters into the database: all of it or nothing, and quickly when nothing changed."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from caseapp.audit.services import record as audit
from caseapp.core.actors import Actor
from caseapp.core.enums import ConsentDefect, Modality, Sector, Use
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.precedents.enums import PrecedentKind
from caseapp.precedents.models import Precedent, Source
from caseapp.precedents.querysets import search_vector
from caseapp.precedents.selectors.places import place_name
from caseapp.precedents.services.records import RECORDS, Checked, Fault, read_records
from caseapp.rules.estimation.facts import PartialDate, PrecedentFacts
from caseapp.rules.estimation.money import convert, published_rates

CHAIN = "precedents"
FAULTS_SHOWN = 20
# Raised when the way a record is stored changes, so that the next run writes every row again.
STORAGE_VERSION = 1


class BadRecords(InvalidInput):
    """The file cannot be loaded; `faults` names every record that stands in the way."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        shown = [str(fault) for fault in self.faults[:FAULTS_SHOWN]]
        if len(self.faults) > FAULTS_SHOWN:
            shown.append(f"and {len(self.faults) - FAULTS_SHOWN} more")
        super().__init__("\n".join(shown))


@dataclass(frozen=True)
class Loaded:
    """What a run did, or with `dry_run` would do, by id. `elsewhere` are stored but not in the file, and stay.

    `untranslated` are those of the file whose title or summary has no Chinese words yet.
    """

    new: list[str]
    changed: list[str]
    unchanged: int
    elsewhere: list[str]
    untranslated: list[str]


@transaction.atomic
def load_precedents(*, actor: Actor, path: Path = RECORDS, dry_run: bool = False) -> Loaded:
    """Store every record of the file with its sources and search words; a second run changes nothing.

    Raises BadRecords, naming each, when one record is wrong, and then nothing is loaded. Dates keep the precision that
    they have. Each row written is an entry of the audit chain `precedents`. The system and administrators alone.
    """
    if not can(actor, "precedents.load"):
        raise NotAllowed(_("Only administrators may load precedents."))
    checked, faults = read_records(path)
    if faults:
        raise BadRecords(faults)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('load precedents', 0))")
    known = dict(Precedent.objects.values_list("slug", "fingerprint"))
    prepared = [(one, words := _search_words(one), _fingerprint(one, words)) for one in checked]
    new = [item for item in prepared if item[0].facts.id not in known]
    changed = [item for item in prepared if known.get(item[0].facts.id, item[2]) != item[2]]
    loaded = Loaded(
        new=[one.facts.id for one, _words, _print in new],
        changed=[one.facts.id for one, _words, _print in changed],
        unchanged=len(prepared) - len(new) - len(changed),
        elsewhere=sorted(known.keys() - {one.facts.id for one in checked}),
        untranslated=[one.facts.id for one in checked if not (one.title_zh and one.summary_zh)],
    )
    if not dry_run and (new or changed):
        _store(actor, [*new, *changed], {one.facts.id for one, _words, _print in new})
    return loaded


def _store(actor: Actor, items: Sequence[tuple[Checked, Mapping[str, str], str]], new: set[str]) -> None:
    rows = [Precedent(**_columns(one), search=search_vector(words), fingerprint=mark) for one, words, mark in items]
    columns = [*_columns(items[0][0]), "search", "fingerprint", "updated_at"]
    columns.remove("slug")
    Precedent.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=columns)
    stored = {row.slug: row for row in Precedent.objects.filter(slug__in=[row.slug for row in rows]).only("pk", "slug")}
    Source.objects.filter(precedent__in=stored.values()).delete()
    Source.objects.bulk_create(
        Source(
            precedent=stored[one.facts.id],
            position=position,
            url=source["url"],
            title=source["title"],
            read=source.get("read") or "",
        )
        for one, _words, _print in items
        for position, source in enumerate(one.record["sources"], start=1)
    )
    for one, _words, mark in items:
        audit(
            actor=actor,
            action="precedents.add" if one.facts.id in new else "precedents.change",
            subject=stored[one.facts.id],
            chain=CHAIN,
            facts={"id": one.facts.id, "fingerprint": mark},
        )


def _columns(one: Checked) -> dict[str, Any]:
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
        "decided_on": _first_day(facts.decided_on),
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
        "summary": record["summary"],
        "summary_zh": one.summary_zh,
        "confidence": record["confidence"],
        "record": record,
    }


def _first_day(date: PartialDate) -> dt.date | None:
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
                )
            )
    return words


def _fingerprint(one: Checked, words: Mapping[str, str]) -> str:
    content = [STORAGE_VERSION, one.record, one.title_zh, one.summary_zh, words]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

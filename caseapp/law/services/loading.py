"""Bringing the law's data files into the database: only differences, all or nothing, old versions kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from caseapp.audit.services import record as audit
from caseapp.core.actors import Actor
from caseapp.law import gateways
from caseapp.law.models import DeadlineRule, Framework, Jurisdiction, LatePaymentRule, Topic
from caseapp.law.services.files import DATA, read_law
from caseapp.law.services.records import FrameworkRecord, Row, fingerprint
from caseapp.law.services.versions import improve_row, improve_texts, write_version


@dataclass
class Difference:
    """What a load changes, in plain lines; `texts` counts translations improved in place.

    A line that begins with `!` tells of a conflict: a page's edit that the file replaces. `kept` are lines on what
    stays although the file says something else, or nothing.
    """

    lines: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    texts: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.texts


@transaction.atomic
def load_law(
    *, actor: Actor, directory: Path = DATA, frameworks_file: Path | None = None, dry_run: bool = False
) -> Difference:
    """Load jurisdictions, shared questions, frameworks and procedural periods; idempotent.

    A framework whose record changed becomes a new version and the former one is superseded; screenings made by the
    former keep it. Translations are improved in place. What the files no longer hold stays, and so does what was
    recorded in a page until the file's own record changes. Each new version is audited. Raises `InvalidLaw`, naming
    every faulty record, before anything is written. With `dry_run` nothing is.
    """
    files = read_law(directory, frameworks_file)
    difference = Difference()
    _load_rows(Jurisdiction, "code", files.jurisdictions, difference)
    _load_rows(Topic, "key", files.topics, difference)
    _load_frameworks(actor, files.frameworks, difference)
    _load_procedure(actor, files.procedure, difference)
    _load_rows(LatePaymentRule, "key", files.late_payment, difference)
    gateways.reference_changed()
    if dry_run:
        transaction.set_rollback(True)
    return difference


def _load_rows(model: type[models.Model], key: str, rows: Sequence[Row], difference: Difference) -> None:
    """Rows that are not law themselves: added or changed in place by their key."""
    manager: Any = model._default_manager
    known = {row.pk: row for row in manager.all()}
    new = [row for row in rows if row[key] not in known]
    manager.bulk_create([model(**row) for row in new])
    difference.lines += [f"+ {model._meta.verbose_name} {row[key]}" for row in new]
    for row in rows:
        name = f"{model._meta.verbose_name} {row[key]}"
        old = known.get(row[key])
        if old is None:
            continue
        changed = [column for column, value in row.items() if getattr(old, column) != value]
        if changed:
            manager.filter(pk=old.pk).update(**{column: row[column] for column in changed})
            difference.lines.append(f"~ {name}: {', '.join(changed)}")


def _load_frameworks(actor: Actor, records: Iterable[FrameworkRecord], difference: Difference) -> None:
    current: dict[str, list[Framework]] = {}
    for framework in Framework.objects.current().with_parts():
        current.setdefault(framework.code, []).append(framework)
    by_code: dict[str, list[FrameworkRecord]] = {}
    for record in records:
        by_code.setdefault(record.code, []).append(record)
    for code, wanted in by_code.items():
        wanted.sort(key=lambda record: str(record.valid_from or ""))
        for (record, old), following in zip(_pairs(wanted, current.get(code, [])), [*wanted[1:], None], strict=True):
            _load_one(actor, record, old, following, difference)
    for code in sorted(set(current) - set(by_code)):
        difference.kept.append(f"= legal framework {code}: not in the file, kept")


def _pairs(wanted: list[FrameworkRecord], current: list[Framework]) -> "list[tuple[FrameworkRecord, Framework | None]]":
    """Each record with the current version it replaces: the one of the same first day, else the next one left."""
    left = sorted(current, key=lambda framework: str(framework.valid_from or ""))
    same = {framework.valid_from: framework for framework in left}
    taken = {record.valid_from for record in wanted}
    spare = [framework for framework in left if framework.valid_from not in taken]
    pairs: list[tuple[FrameworkRecord, Framework | None]] = []
    unmatched = sum(record.valid_from not in same for record in wanted)
    for record in wanted:
        old = same.get(record.valid_from)
        if old is None and spare and unmatched <= len(spare):
            old = spare.pop(0)
        pairs.append((record, old))
    return pairs


def _load_one(
    actor: Actor,
    record: FrameworkRecord,
    old: Framework | None,
    following: FrameworkRecord | None,
    difference: Difference,
) -> None:
    valid_to = following.valid_from if following else None
    if old is not None and old.fingerprint == record.fingerprint:
        difference.texts += _load_texts(old, record, difference)
        if valid_to is not None and old.valid_to != valid_to:
            Framework.objects.filter(pk=old.pk).update(valid_to=valid_to)
            difference.lines.append(f"~ legal framework {record.code} version {old.version}: until {valid_to}")
        return
    if old is not None and old.is_from_page:
        if old.file_fingerprint == record.fingerprint:
            difference.kept.append(
                f"= legal framework {record.code} version {old.version}: recorded in a page, kept; "
                "the file has not changed since"
            )
            return
        difference.lines.append(
            f"! legal framework {record.code} version {old.version}: recorded in a page and changed in the file since; "
            f"the file replaces what the page said ({old.reason})"
        )
    framework = write_version(
        actor,
        record,
        supersedes=old,
        valid_to=valid_to if valid_to is not None else (old.valid_to if old else None),
    )
    difference.lines.append(_told(record, old, framework.version))


def _load_texts(old: Framework, record: FrameworkRecord, difference: Difference) -> int:
    """Translations from the file, unless a page bettered them and the file says what it said then."""
    if old.file_texts and old.file_texts == record.texts_fingerprint:
        difference.kept.append(
            f"= legal framework {record.code} version {old.version}: translated in a page, kept; "
            "the file has not changed since"
        )
        return 0
    count = improve_texts(old, record)
    if old.file_texts and count:
        difference.lines.append(
            f"! legal framework {record.code} version {old.version}: translated in a page and in the file since; "
            "the file replaces what the page said"
        )
    if old.file_texts or old.file_fingerprint:
        Framework.objects.filter(pk=old.pk).update(file_texts="", file_fingerprint="")
    return count


def _told(record: FrameworkRecord, old: Framework | None, version: int) -> str:
    if old is None:
        return f"+ legal framework {record.code} version {version}"
    changed = [
        column
        for column, value in record.columns.items()
        if not column.endswith("_zh") and getattr(old, column) != value
    ]
    for name, rows in record.parts.items():
        before = [
            {column: getattr(part, column) for column in row}
            for part, row in zip(getattr(old, name).all(), rows, strict=False)
        ]
        if fingerprint(before) != fingerprint(list(rows)):
            changed.append(name)
    return f"~ legal framework {record.code} version {old.version} to {version}: {', '.join(changed)}"


def _load_procedure(actor: Actor, rows: Iterable[Row], difference: Difference) -> None:
    current = {
        (rule.jurisdiction_id, rule.key): rule
        for rule in DeadlineRule.objects.filter(framework__isnull=True, superseded_at__isnull=True)
    }
    for row in rows:
        old = current.get((row["jurisdiction_id"], row["key"]))
        if old is not None and old.fingerprint == row["fingerprint"]:
            difference.texts += improve_row(old, row)
            continue
        if old is not None:
            DeadlineRule.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
        rule = DeadlineRule.objects.create(version=old.version + 1 if old else 1, **row)
        audit(
            actor=actor,
            action="law.record_period",
            subject=rule,
            facts={"jurisdiction": rule.jurisdiction_id, "key": rule.key, "version": rule.version},
        )
        sign = "~" if old else "+"
        difference.lines.append(f"{sign} period {rule.jurisdiction_id} {rule.key} version {rule.version}")

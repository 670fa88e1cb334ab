"""Bringing letter texts from their files, and keeping a firm's or an authority's own copy of one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority, Firm
from caseapp.accounts.selectors import today_at, today_of_firm
from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.documents.models import LetterTemplate, TextReview
from caseapp.documents.services.files import DATA, TemplateRecord, fingerprint, read_files
from caseapp.documents.writing.reading import faults_of
from caseapp.law.models import Jurisdiction


class InvalidTemplates(Exception):
    """Files that cannot be loaded; nothing was. `problems` names each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = list(problems)


@dataclass
class Difference:
    """What a load changes, line by line."""

    lines: list[str] = field(default_factory=list)


@transaction.atomic
def load_templates(*, actor: Actor, directory: Path = DATA, dry_run: bool = False) -> Difference:
    """Load the texts; idempotent. A changed text becomes a new version; documents keep the one they were made from.

    Texts for a place that is not loaded wait until it is. What the files no longer hold stays in use. Raises
    `InvalidTemplates`, naming every faulty file, before anything is written. Each new version is audited.
    """
    records, problems = read_files(directory)
    if problems:
        raise InvalidTemplates(problems)
    places = set(Jurisdiction.objects.values_list("code", flat=True))
    groups: dict[tuple[str, str, str], list[TemplateRecord]] = {}
    for record in records:
        groups.setdefault(record.key, []).append(record)
    current: dict[tuple[str, str, str], list[LetterTemplate]] = {}
    for row in LetterTemplate.objects.current().filter(firm=None, authority=None):
        current.setdefault((row.kind, row.jurisdiction_id or "", row.language), []).append(row)
    difference = Difference()
    for key, group in sorted(groups.items()):
        if key[1] and key[1] not in places:
            difference.lines.append(f"= {'.'.join(key)}: the place is not loaded, the text waits")
            continue
        _load_group(actor, sorted(group, key=_begins), current.get(key, []), difference)
    if dry_run:
        transaction.set_rollback(True)
    return difference


def _begins(record: TemplateRecord) -> dt.date:
    return record.valid_from or dt.date.min


def _load_group(
    actor: Actor, group: list[TemplateRecord], current: list[LetterTemplate], difference: Difference
) -> None:
    """The texts of one kind, place and language, the earliest first; each is in use until the next begins."""
    left = {row.valid_from: row for row in current}
    spare = [row for row in current if row.valid_from not in {record.valid_from for record in group}]
    for record, following in zip(group, [*group[1:], None], strict=True):
        until = following.valid_from if following else None
        old = left.get(record.valid_from) or (spare.pop(0) if spare else None)
        if old is not None and old.fingerprint == record.fingerprint:
            if old.valid_to != until:
                LetterTemplate.objects.filter(pk=old.pk).update(valid_to=until)
            continue
        if old is not None:
            LetterTemplate.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
        new = _record(
            actor,
            kind=record.kind,
            jurisdiction_id=record.place or None,
            language=record.language,
            fingerprint=record.fingerprint,
            layout=record.layout,
            title=record.title,
            body=record.body,
            answer_days=record.answer_days,
            note=record.note,
            sources=list(record.sources),
            dated_on=record.dated_on,
            reviewed_on=record.reviewed_on,
            valid_from=record.valid_from,
            valid_to=until,
        )
        difference.lines.append(f"{'~' if old else '+'} {new}")


@transaction.atomic
def keep_own_copy(
    *,
    actor: Actor,
    template: LetterTemplate,
    title: str,
    body: str,
    firm_id: int | None = None,
    authority_id: int | None = None,
) -> LetterTemplate:
    """Keep a firm's or an authority's own text in the place of the one given; a later version of their own replaces the
    former. Documents already made keep theirs. Raises InvalidInput with every fault of the text, by its line.
    """
    own = firm_id in actor.firm_ids() if firm_id is not None else authority_id in actor.authority_ids()
    if (firm_id is None) == (authority_id is None) or not own or not can(actor, "documents.edit_template", template):
        raise NotAllowed()
    if faults := faults_of(title, body):
        raise InvalidInput(_("The text cannot be used yet."), errors={"body": "\n".join(faults)})
    body = body.replace("\r\n", "\n").strip() + "\n"
    row: dict[str, Any] = {
        "kind": template.kind,
        "jurisdiction_id": template.jurisdiction_id,
        "language": template.language,
        "firm_id": firm_id,
        "authority_id": authority_id,
    }
    former = LetterTemplate.objects.select_for_update().current().filter(**row).first()
    if former is not None:
        LetterTemplate.objects.filter(pk=former.pk).update(superseded_at=timezone.now())
    given = fingerprint([title.strip(), body, template.layout, template.answer_days])
    return _record(
        actor,
        **row,
        fingerprint=given,
        layout=template.layout,
        title=title.strip(),
        body=body,
        answer_days=template.answer_days,
        note=template.note,
        sources=template.sources,
        dated_on=_today_of(firm_id, authority_id),
        based_on=template,
        recorded_by_id=actor.user_id,
    )


@transaction.atomic
def mark_reviewed(*, actor: Actor, template: LetterTemplate, admission: str, note: str = "") -> TextReview:
    """Write down that the actor read this version of their organisation's copy and stands for it; `admission` says
    where they may practise. Once: a second press finds the first. Writes audit. Raises WrongState for a version that a
    later one replaced.
    """
    locked = LetterTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if actor.user_id is None or not can(actor, "documents.review_template", locked):
        raise NotAllowed()
    if locked.superseded_at is not None:
        raise WrongState(_("A later version has replaced this text."))
    if not admission.strip():
        raise InvalidInput.field("admission", _("Say where you are admitted to practise."))
    held = locked.reviews.filter(reviewed_by_id=actor.user_id).first()
    if held is not None:
        return held
    review = TextReview.objects.create(
        template=locked, reviewed_by_id=actor.user_id, admission=admission.strip(), note=note.strip()
    )
    audit.record(
        actor=actor,
        action="documents.review_template",
        subject=locked,
        facts={"template": str(locked), "fingerprint": locked.fingerprint, "review": review.pk},
    )
    return review


def _today_of(firm_id: int | None, authority_id: int | None) -> dt.date:
    """The day it is now where the organisation is whose copy is written."""
    if firm_id is not None:
        return today_of_firm(Firm.objects.get(pk=firm_id))
    return today_at(Authority.objects.select_related("jurisdiction").get(pk=authority_id or 0))


def _record(actor: Actor, **values: Any) -> LetterTemplate:
    names = ("kind", "jurisdiction_id", "language", "firm_id", "authority_id")
    same = LetterTemplate.objects.filter(**{name: values.get(name) for name in names if values.get(name) is not None})
    same = same.filter(**{f"{name}__isnull": True for name in names if values.get(name) is None})
    last = same.aggregate(last=Max("version"))["last"] or 0
    row = LetterTemplate.objects.create(version=last + 1, **values)
    audit.record(
        actor=actor,
        action="documents.record_template",
        subject=row,
        facts={
            "template": str(row),
            "fingerprint": row.fingerprint,
            "firm": row.firm_id,
            "authority": row.authority_id,
        },
    )
    return row

"""Brings the file of decided matters into the database: all of it or nothing, and quickly when nothing changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.precedents.enums import RevisionState
from caseapp.precedents.models import Precedent, Revision
from caseapp.precedents.services.faults import Fault
from caseapp.precedents.services.holding import Prepared, hold, lock_collection, prepare
from caseapp.precedents.services.records import RECORDS, read_records

FAULTS_SHOWN = 20
FROM_FILE = gettext_noop("The file of precedents was changed.")


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

    `kept` were written by curators and are never overwritten; where the file has changed since, `differing` names the
    fields, and the change is proposed to the curators. `untranslated` lack a Chinese title or summary.
    """

    new: list[str]
    changed: list[str]
    unchanged: int
    elsewhere: list[str]
    untranslated: list[str]
    kept: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)


@transaction.atomic
def load_precedents(*, actor: Actor, path: Path = RECORDS, dry_run: bool = False) -> Loaded:
    """Store every record of the file with its sources and search words; a second run changes nothing.

    Raises BadRecords, naming each, when one record is wrong, and then nothing is loaded. Dates keep the precision that
    they have. What curators wrote stays; a file that says otherwise becomes a proposal to them. Each row written is an
    entry of the audit chain `precedents`, each change one of the record's history. The system and administrators alone.
    """
    if not can(actor, "precedents.load"):
        raise NotAllowed(_("Only administrators may load precedents."))
    checked, faults = read_records(path)
    if faults:
        raise BadRecords(faults)
    lock_collection()
    known = {slug: (mark, own) for slug, mark, own in Precedent.objects.values_list("slug", "fingerprint", "curated")}
    prepared = [prepare(one) for one in checked]
    own = {one.slug: one for one in prepared if known.get(one.slug, ("", False))[1]}
    new = [one for one in prepared if one.slug not in known]
    changed = [
        one
        for one in prepared
        if one.slug not in own and known.get(one.slug, (one.fingerprint, False))[0] != one.fingerprint
    ]
    differing = dict(_differing(own))
    loaded = Loaded(
        new=[one.slug for one in new],
        changed=[one.slug for one in changed],
        unchanged=len(prepared) - len(new) - len(changed) - len(own),
        elsewhere=sorted(known.keys() - {one.slug for one in prepared}),
        untranslated=[one.facts.id for one in checked if not (one.title_zh and one.summary_zh)],
        kept=sorted(own),
        differing={slug: sorted(change) for slug, change in differing.items()},
    )
    if not dry_run:
        before = _contents(one.slug for one in changed)
        hold([*new, *changed], actor=actor)
        _remember(before)
        _propose(own, differing)
    return loaded


def _contents(slugs: Iterable[str]) -> dict[str, dict[str, Any]]:
    wanted = list(slugs)
    if not wanted:
        return {}
    found = Precedent.objects.filter(slug__in=wanted).only("slug", "record", "title_zh", "summary_zh")
    return {one.slug: one.content for one in found}


def _remember(before: dict[str, dict[str, Any]]) -> None:
    """The history of what the file changed."""
    for row in Precedent.objects.filter(slug__in=before).defer("search"):
        Revision(
            precedent=row,
            state=RevisionState.APPROVED,
            content=row.content,
            before=before[row.slug],
            base=row.version - 1,
            number=row.version,
            reason=FROM_FILE,
            decided_at=timezone.now(),
        ).save()


def _differing(own: dict[str, Prepared]) -> Iterable[tuple[str, dict[str, Any]]]:
    """What the file says anew of records that curators wrote: fields that it changed and that stand otherwise."""
    if not own:
        return
    for row in Precedent.objects.filter(slug__in=own).defer("search"):
        said, now, last = own[row.slug].checked.content, row.content, row.loaded or {}
        change = {key: value for key, value in said.items() if last.get(key) != value and now.get(key) != value}
        if change:
            yield row.slug, change


def _propose(own: dict[str, Prepared], differing: dict[str, dict[str, Any]]) -> None:
    for row in Precedent.objects.filter(slug__in=own).defer("search"):
        said = own[row.slug].checked.content
        if row.slug in differing:
            Revision(
                precedent=row,
                state=RevisionState.PROPOSED,
                content={**row.content, **differing[row.slug]},
                base=row.version,
                reason=FROM_FILE,
            ).save()
        if row.loaded != said:
            # Not a change of the precedent itself, so its time of change stays.
            Precedent.objects.filter(pk=row.pk).update(loaded=said)

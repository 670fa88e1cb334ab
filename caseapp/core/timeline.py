"""Writes what happened to a case, and says it in the reader's language."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from caseapp.core.actors import SIDE_LABELS, Actor
from caseapp.core.models import TimelineEntry
from caseapp.core.wording import written_facts

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_texts: "dict[str, _StrOrPromise]" = {}


def tell(kind: str, text: "_StrOrPromise") -> str:
    """Register the sentence for a kind of entry; `%(name)s` placeholders are filled from the entry's data."""
    _texts[kind] = text
    return kind


def write(
    *,
    actor: Actor,
    subject: models.Model,
    kind: str,
    data: Mapping[str, Any] | None = None,
    shared: bool = True,
) -> TimelineEntry:
    """Append an entry to a thing's timeline. `data` holds references, dates, counts and reasons; never identities."""
    if kind not in _texts:
        raise LookupError(f"No sentence is registered for the timeline kind {kind!r}")
    return TimelineEntry.objects.create(
        subject_model=subject._meta.label_lower,
        subject_id=str(subject.pk),
        kind=kind,
        side=actor.side,
        data=dict(data or {}),
        shared=shared,
        at=actor.now(),
    )


def entries(subject: models.Model, *, include_internal: bool = False) -> models.QuerySet[TimelineEntry]:
    """A thing's entries, newest first; those not shared only for people who work on the case."""
    found = TimelineEntry.objects.filter(subject_model=subject._meta.label_lower, subject_id=str(subject.pk))
    return found if include_internal else found.filter(shared=True)


def sentence(entry: TimelineEntry) -> str:
    """The entry in words."""
    return str(_texts[entry.kind]) % _Forgiving(written_facts(entry.data))


def who(entry: TimelineEntry) -> str:
    """Which side acted, in words."""
    return str(SIDE_LABELS.get(entry.side, entry.side))


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"

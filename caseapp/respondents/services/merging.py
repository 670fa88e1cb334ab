"""Two entries of one organisation become one, and apart again: every row that names the one is moved and noted."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit.services import digest, record
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.respondents.models import Alias, Merge, MergeMove, Respondent, Site
from caseapp.respondents.services.registry import say_changed

REASON_MAX = 300
AT_ONCE = 10_000
"""Keys in one row of moves."""


@transaction.atomic
def merge_respondents(*, actor: Actor, kept: Respondent, merged: Respondent, reason: str) -> Merge:
    """Let everything that names `merged` name `kept`; its names become other names there, and its page leads there.

    Complaints, clusters, investigations, fines, orders, case files, places, supplies, its own group: whatever table
    points at it. What moved is noted, so that `undo_merge` can move it back. Officers alone; writes audit to both.
    Refuses an entry with itself, one that is merged already, and one that the kept one belongs to.
    """
    both = _locked(kept, merged)
    kept, merged = both[kept.pk], both.get(merged.pk, kept)
    if not (can(actor, "respondents.change", kept) and can(actor, "respondents.change", merged)):
        raise NotAllowed(_("Only officers may change the registry of organisations."))
    if kept.pk == merged.pk:
        raise InvalidInput.field("merged", _("This is the same entry."))
    if kept.merged_into_id or merged.merged_into_id:
        raise WrongState(_("One of the two is merged into another entry already."))
    above = kept.parent
    while above is not None:
        if above.pk == merged.pk:
            raise InvalidInput.field("merged", _("The entry to keep belongs to this one. Change its group first."))
        above = above.parent
    reason = reason.strip()
    if not reason or len(reason) > REASON_MAX:
        raise InvalidInput.field("reason", _("Say why they are the same, in at most 300 characters."))
    merge = Merge.objects.create(kept=kept, merged=merged, reason=reason, made_by_id=actor.user_id)
    moved = 0
    for model, field in _pointing_here():
        rows = model._base_manager.filter(**{field: merged}).exclude(pk__in=_twins(model, field, kept, merged))
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            MergeMove.objects.create(
                merge=merge, model=model._meta.label_lower, field=field, keys=keys[start : start + AT_ONCE]
            )
        for start in range(0, len(keys), AT_ONCE):
            model._base_manager.filter(pk__in=keys[start : start + AT_ONCE]).update(**{field: kept})
        moved += len(keys)
    _take_names(merge, kept, merged)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into", "updated_at"])
    _record(actor, merge, "respondents.merge", moved=moved, reason=digest(reason))
    say_changed(kept)
    return merge


@transaction.atomic
def undo_merge(*, actor: Actor, merge: Merge) -> Merge:
    """Let two merged entries be two again: every row that was moved and still names the kept one goes back.

    What came since stays with the kept one. Officers alone; writes audit to both. Refuses a merge that was undone, and
    one whose kept entry was merged on: that one is undone first.
    """
    both = _locked(merge.kept, merge.merged)
    locked = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept, merged = both[locked.kept_id], both[locked.merged_id]
    if not can(actor, "respondents.change", kept):
        raise NotAllowed(_("Only officers may change the registry of organisations."))
    if locked.undone_at is not None:
        raise WrongState(_("This merge was undone already."))
    if kept.merged_into_id:
        raise WrongState(_("The entry that was kept is merged into another one. Undo that first."))
    models = dict(_by_label())
    back = 0
    for move in locked.moves.order_by("pk"):
        rows = models[move.model]._base_manager.filter(pk__in=move.keys, **{move.field: kept})
        back += rows.update(**{move.field: merged})
    kept.aliases.filter(pk__in=locked.aliases_made).delete()
    merged.merged_into = None
    merged.save(update_fields=["merged_into", "updated_at"])
    locked.undone_at = timezone.now()
    locked.undone_by_id = actor.user_id
    locked.save(update_fields=["undone_at", "undone_by", "updated_at"])
    _record(actor, locked, "respondents.undo_merge", moved=back)
    say_changed(kept, merged)
    return locked


def would_move(*, kept: Respondent, merged: Respondent) -> list[tuple[str, int]]:
    """How many rows of each table a merge would move, in the reader's words; shown before it is done."""
    counted = [
        (str(model._meta.verbose_name_plural), rows.exclude(pk__in=_twins(model, field, kept, merged)).count())
        for model, field in _pointing_here()
        for rows in [model._base_manager.filter(**{field: merged})]
    ]
    return [(name, number) for name, number in counted if number]


def _locked(*both: Respondent) -> dict[int, Respondent]:
    """Both rows, locked in the order of their keys, so that two merges wait for each other and never for ever."""
    keys = {one.pk for one in both}
    rows = Respondent.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _pointing_here() -> Iterator[tuple[Any, str]]:
    """Every table and field of the site that points at an organisation, but for the notes of merges themselves."""
    for relation in Respondent._meta.related_objects:
        if relation.related_model is not Merge and relation.field.name != "merged_into":
            yield relation.related_model, relation.field.name


def _by_label() -> Iterator[tuple[str, Any]]:
    for model, _field in _pointing_here():
        yield model._meta.label_lower, model


def _twins(model: Any, field: str, kept: Respondent, merged: Respondent) -> list[Any]:
    """Rows that the kept one has as well (a name, a place, the same supply): they stay where they are."""
    if model in {Alias, Site}:
        theirs = model.objects.filter(respondent=kept).values("name")
        return list(model.objects.filter(respondent=merged, name__in=theirs).values_list("pk", flat=True))
    if field == "supplier":
        sites = model.objects.filter(supplier=kept).values("site")
        return list(model.objects.filter(supplier=merged, site__in=sites).values_list("pk", flat=True))
    return []


def _take_names(merge: Merge, kept: Respondent, merged: Respondent) -> None:
    known = {kept.name, kept.name_local, *kept.aliases.values_list("name", flat=True), ""}
    fresh = sorted({merged.name, merged.name_local} - known)
    made = [Alias.objects.create(respondent=kept, name=name) for name in fresh]
    merge.aliases_made = [alias.pk for alias in made]
    merge.save(update_fields=["aliases_made"])


def _record(actor: Actor, merge: Merge, action: str, **facts: Any) -> None:
    for one in (merge.kept, merge.merged):
        record(
            actor=actor,
            action=action,
            subject=one,
            chain=one.reference,
            facts={"kept": merge.kept.reference, "merged": merge.merged.reference, **facts},
        )

"""Brings everything that is sealed under the key that seals now, while people work."""

from typing import Any

from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Substr

from caseapp.audit import services as audit
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.sealing import SealedColumn, current_prefix, seal, sealed_columns, unseal

BATCH = 200


def waiting(column: SealedColumn) -> Any:
    """Rows of a column that are sealed under another key than the one that seals now."""
    prefix = current_prefix()
    head = Substr(column.field, 1, len(prefix), output_field=BinaryField())
    rows = column.model._base_manager.exclude(**{column.field: None}).exclude(**{column.field: b""})
    return rows.annotate(sealed_under=head).exclude(sealed_under=prefix)


def rotate_keys(*, actor: Actor = SYSTEM, batch: int = BATCH) -> dict[str, int]:
    """Seal every value anew that lies under an older key; answers how many by column.

    Commits batch by batch, each with an audit entry: killed, it goes on where it stopped. When it ends with nothing
    left, the older keys can be taken out of the settings. Raises ValueError at a value that no key opens.
    """
    done: dict[str, int] = {}
    for column in sealed_columns():
        done[column.name] = 0
        while moved := _one_batch(actor, column, batch):
            done[column.name] += moved
    return done


@transaction.atomic
def _one_batch(actor: Actor, column: SealedColumn, batch: int) -> int:
    # No order: what was done drops out by itself, and rows in use by others are met again in the next round.
    rows = list(waiting(column).select_for_update(of=("self",))[:batch])
    for row in rows:
        context = column.context(row)
        plain = unseal(bytes(getattr(row, column.field)), context=context)
        column.model._base_manager.filter(pk=row.pk).update(**{column.field: seal(plain, context=context)})
    if rows:
        facts = {"column": column.name, "rows": len(rows)}
        audit.record(actor=actor, action="core.keys_rotated", subject=rows[0], facts=facts)
    return len(rows)

"""Rows written by COPY, which makes a million a matter of minutes."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models

PORTION = 20_000


def copy(model: type[models.Model], rows: Iterable[dict[str, Any]], *, own_keys: bool = False) -> None:
    """Stream rows into a table; what a row does not name gets the model's default. `own_keys`: rows bring their ids."""
    fields = [each for each in model._meta.concrete_fields if not (each.primary_key and each.attname == "id")]
    if own_keys:
        fields = list(model._meta.concrete_fields)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow(_told(row[each.attname] if each.attname in row else each.get_default()) for each in fields)
    buffer.seek(0)
    names = ", ".join(f'"{each.column}"' for each in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {model._meta.db_table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", buffer)


def _told(value: Any) -> Any:
    """A value as COPY reads it in CSV."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(str(each) for each in value) + "}"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, dict):
        return "{}"
    return value.isoformat() if isinstance(value, dt.date) else value


def fresh_ids(model: type[models.Model], number: int) -> Iterator[int]:
    """So many ids that nobody else gets, taken from the table's own sequence in portions."""
    while number > 0:
        portion = min(number, PORTION)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, portion],
            )
            taken = cursor.fetchall()
        yield from (row[0] for row in taken)
        number -= portion

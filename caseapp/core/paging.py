"""Pages by key, not by counting: page 500 costs what page 1 costs."""

import base64
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of rows and the tokens that lead on; a token is None where there is nothing further."""

    rows: Sequence[M]
    next: str | None
    previous: str | None

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_only(found: QuerySet[M], *fields: str) -> QuerySet[M]:
    """With no more of each, and of what stands beside it (`respondent__name`), than its row in a list tells."""
    beside = {path.rpartition("__")[0] for path in fields if "__" in path}
    light = found.select_related(None)
    return (light.select_related(*beside) if beside else light).only(*fields)


def keyset_page(queryset: QuerySet[M], query: Mapping[str, str], *, order: str = "-id", size: int = 50) -> Page[M]:
    """One page of a queryset ordered by a field (`-` for descending) and then by primary key.

    Reads `after` or `before` from the query; a token that is not ours is ignored. The field must not hold nulls.
    """
    descending = order.startswith("-")
    field = order.lstrip("-")
    backwards = "before" in query and bool(query.get("before"))
    position = _read(query.get("before") if backwards else query.get("after"))
    keys = ["pk"] if field in {"id", "pk"} else [field, "pk"]
    if position is not None and len(position) == len(keys):
        try:
            queryset = queryset.filter(_beyond(queryset, keys, position, downwards=descending != backwards))
        except (ValueError, TypeError, OverflowError, ValidationError):
            position = None
    else:
        position = None
    sign = "-" if descending != backwards else ""
    rows = list(queryset.order_by(*(f"{sign}{key}" for key in keys))[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    onwards = (more and not backwards) or (backwards and position is not None)
    back = (more and backwards) or (not backwards and position is not None)
    return Page(
        rows=rows,
        next=_write(rows[-1], keys) if rows and onwards else None,
        previous=_write(rows[0], keys) if rows and back else None,
    )


class _Beyond(Func):
    """Two rows of values compared as a whole, `(a, b) < (c, d)`: an index on the columns begins right there."""

    output_field = BooleanField()

    def __init__(self, columns: Sequence[Any], values: Sequence[Any], *, sign: str) -> None:
        super().__init__(*columns, *values)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, *_parts: Any, **_extra: Any) -> Any:
        """The columns stand in the first half of the expressions, what they are compared with in the second."""
        written = [compiler.compile(each) for each in self.source_expressions]
        half = len(written) // 2
        columns, values = (", ".join(sql for sql, _given in part) for part in (written[:half], written[half:]))
        return f"(({columns}) {self.sign} ({values}))", [each for _sql, given in written for each in given]


def _beyond(queryset: QuerySet[M], keys: list[str], position: list[Any], *, downwards: bool) -> _Beyond:
    """What lies beyond a position. Raises ValidationError where it holds no such values."""
    columns = [F(key) for key in keys]
    fields = [column.resolve_expression(queryset.query).output_field for column in columns]
    values = [Value(field.to_python(each), output_field=field) for field, each in zip(fields, position, strict=True)]
    return _Beyond(columns, values, sign="<" if downwards else ">")


def _write(row: Model, keys: list[str]) -> str:
    values = [_value(row, key) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(values, default=_plain).encode()).decode().rstrip("=")


def _value(row: Model, key: str) -> Any:
    value: Any = row
    for part in key.split("__"):
        value = getattr(value, part)
    return value


def _read(token: str | None) -> list[Any] | None:
    if not token or len(token) > 500:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        return None
    return values if isinstance(values, list) and all(map(_may_be_a_key, values)) else None


def _may_be_a_key(value: Any) -> bool:
    """Whether a column can hold it: a number, or a text without NUL and without half of a character."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)

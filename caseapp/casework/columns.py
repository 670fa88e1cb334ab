"""The columns of the queue that one may choose, and by which of them it sorts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Column:
    """`reads` are the fields that its cell needs; `sort` is the key in the address, empty where the list cannot be
    sorted by it; `usual` ones are shown unasked.
    """

    name: str
    label: "_StrOrPromise"
    reads: tuple[str, ...]
    sort: str = ""
    numeric: bool = False
    usual: bool = True
    desk: bool = True


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("respondent", _("Respondent"), ("respondent__name", "respondent__name_local", "venue_name"), desk=False),
        Column("state", _("State"), ("state",), desk=False),
        Column("priority", _("Priority"), ("priority",), "priority", numeric=True),
        Column("received", _("Received"), ("submitted_at",), "received", desk=False),
        Column("happened", _("Happened"), ("occurred_on",), "happened", usual=False, desk=False),
        Column("people", _("People"), ("persons_affected", "minors"), "people", numeric=True, desk=False),
        Column("assigned", _("Assigned to"), ("assigned_to__display_name", "assigned_to__email")),
        Column("cluster", _("Cluster"), ("cluster__reference",)),
        Column("place", _("Country or region"), ("jurisdiction__name_en", "jurisdiction__name_zh"), usual=False),
        Column("use", _("What the system did"), ("use",), usual=False, desk=False),
        Column("sector", _("Sector"), ("sector",), usual=False, desk=False),
        Column("language", _("Language"), ("language",), usual=False, desk=False),
    )
}
"""`desk` columns belong to an authority's own order of work; a firm does not see them."""

SORTS = {
    "received": "submitted_at",
    "happened": "occurred_on",
    "people": "persons_affected",
    "priority": "priority",
}
"""Sort keys of the address and the columns behind them; anything else sorts by the list's own order."""

WHILE_LOOKING = 3
"""With a complaint beside the list there is room for so many columns."""


def chosen(query: Any, *, for_authority: bool) -> list[Column]:
    """The columns that the address asks for, else the usual ones."""
    asked = [COLUMNS[name] for name in query.getlist("column") if name in COLUMNS]
    columns = asked or [column for column in COLUMNS.values() if column.usual]
    columns = [column for column in columns if for_authority or not column.desk]
    return columns[:WHILE_LOOKING] if query.get("look") else columns


def order_of(query: Mapping[str, str], otherwise: str) -> str:
    """The order that the address asks for, from the allow-list."""
    asked = query.get("sort", "")
    column = SORTS.get(asked.lstrip("-"))
    if column is None:
        return otherwise
    return f"-{column}" if asked.startswith("-") else column


def fields_of(columns: list[Column], order: str) -> set[str]:
    """All that a row of these columns in this order reads: a complaint holds ten times as much."""
    return {"reference", order.lstrip("-"), *(field for column in columns for field in column.reads)}

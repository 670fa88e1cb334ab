"""What a list is that can be taken away: who may, its columns, its rows one at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import QueryDict

from caseapp.core.actors import Actor
from caseapp.exports.lists.copying import Portion, csv_portions

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CHUNK = 2_000


@dataclass(frozen=True)
class Column:
    """`name` is its key in JSON lines, `label` its head for people, `path` where the database has it, and `words` what
    its stored words are called.
    """

    name: str
    label: "_StrOrPromise"
    path: str = ""
    words: "Mapping[Any, _StrOrPromise] | None" = None
    desk: bool = False
    """Part of an authority's own order of work: only its officers get it."""

    @property
    def source(self) -> str:
        return self.path or self.name


@dataclass(frozen=True)
class Listing:
    """A list under a name; `may` is the policy of the page that shows it, asked at every step of an export."""

    name: str
    title: "_StrOrPromise"
    may: Callable[[Actor], bool]
    columns: Callable[[Actor, QueryDict], list[Column]]
    rows: Callable[[Actor, QueryDict], Iterator[tuple[Any, ...]]]
    number: Callable[[Actor, QueryDict], int]
    csv: Callable[[Actor, QueryDict], Iterator[Portion]] | None = None
    """Its lines as the database writes them, where it is rows of one table."""


def from_queryset(
    name: str,
    title: "_StrOrPromise",
    *,
    may: Callable[[Actor], bool],
    found: Callable[[Actor, QueryDict], QuerySet[Any]],
    columns: tuple[Column, ...],
) -> Listing:
    """A list that is rows of one table: plain values in the order of the primary key, never whole objects, so that a
    million rows take no more memory than two thousand.
    """

    def shown(actor: Actor, query: QueryDict) -> list[Column]:
        return [column for column in columns if actor.is_officer or not column.desk]

    def rows(actor: Actor, query: QueryDict) -> Iterator[tuple[Any, ...]]:
        paths = [column.source for column in shown(actor, query)]
        plain = found(actor, query).select_related(None).order_by("-pk").values_list(*paths)
        return plain.iterator(chunk_size=CHUNK)

    def number(actor: Actor, query: QueryDict) -> int:
        return found(actor, query).select_related(None).order_by().count()

    def csv(actor: Actor, query: QueryDict) -> Iterator[Portion]:
        return csv_portions(found(actor, query), shown(actor, query))

    return Listing(name, title, may, shown, rows, number, csv)

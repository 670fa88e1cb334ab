"""The versions of a law, and the tree of places with the versions that hold."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from caseapp.law.models import Framework, Jurisdiction
from caseapp.law.querysets import FrameworkQuerySet
from caseapp.law.selectors.gaps import Gap, gaps
from caseapp.law.selectors.rights import name_order


@dataclass(frozen=True)
class ListedLaw:
    """One version that holds, with what of it is not verified."""

    framework: Framework
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class PlaceOfLaw:
    """A place with its own laws; `depth` is 0 for a union or a country that stands alone."""

    jurisdiction: Jurisdiction
    depth: int
    laws: tuple[ListedLaw, ...]


def laws_by_place() -> tuple[PlaceOfLaw, ...]:
    """Every law that holds, place by place: a member state or part after its union or country."""
    laws: dict[str, list[ListedLaw]] = {}
    for row in Framework.objects.current().with_parts().order_by("code", "version"):
        laws.setdefault(row.jurisdiction_id, []).append(ListedLaw(row, gaps(row)))
    places = {row.code: row for row in Jurisdiction.objects.filter(code__in=laws)}

    def under(parent: str | None, depth: int) -> Iterable[PlaceOfLaw]:
        rows = [
            row
            for row in places.values()
            if (row.parent_id == parent if parent else row.parent_id is None or row.parent_id not in places)
        ]
        for row in sorted(rows, key=lambda one: name_order(one.name)):
            yield PlaceOfLaw(row, depth, tuple(laws[row.code]))
            yield from under(row.code, depth + 1)

    return tuple(under(None, 0))


def versions_of(code: str) -> FrameworkQuerySet:
    """Every version of a law, the newest first; those that hold have no `superseded_at`."""
    return Framework.objects.filter(code=code).select_related("jurisdiction").order_by("-version")


def version_of(code: str, version: int) -> Framework | None:
    """One version with its parts, whether or not it still holds."""
    return Framework.objects.filter(code=code, version=version).with_parts().first()


def version_to_edit(code: str, on: dt.date) -> Framework | None:
    """The version that an edit begins from: the one that holds on the day, else the newest current one."""
    found = Framework.objects.current().filter(code=code).with_parts()
    return found.in_force(on).order_by("-version").first() or found.order_by("-version").first()

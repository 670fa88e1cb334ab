"""Lists that anyone may read: precedents and the public register's fines; and an authority's numbers."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.policies import can
from caseapp.exports.lists.shapes import Column, Listing
from caseapp.precedents import selectors as precedents
from caseapp.register import selectors as register
from caseapp.statistics import selectors as statistics


def _precedents(actor: Actor, query: QueryDict) -> Iterator[tuple[Any, ...]]:
    asked = precedents.PrecedentQuery.from_mapping(query)
    return (tuple(row) for row in precedents.sheet_rows(actor, asked))


PRECEDENTS = Listing(
    "precedents",
    _("Precedents"),
    lambda actor: actor.is_signed_in,
    lambda actor, query: [Column(name, name) for name in precedents.SHEET_HEADER],
    _precedents,
    lambda actor, query: precedents.count(actor, precedents.PrecedentQuery.from_mapping(query)),
)

REGISTER = Listing(
    "register_fines",
    _("Fines of the public register"),
    lambda actor: actor.is_signed_in,
    lambda actor, query: [Column(name, name) for name in register.SHEET_HEADER],
    lambda actor, query: (tuple(row) for row in register.sheet_rows(register.FineQuery.from_mapping(query))),
    lambda actor, query: register.public_fines(register.FineQuery.from_mapping(query)).count(),
)


def _charts(actor: Actor, query: QueryDict) -> list[statistics.Chart]:
    running = can(actor, "statistics.view_running")
    return statistics.dashboard(actor, statistics.period_of(query.get("period", ""), running=running))


def _figures(actor: Actor, query: QueryDict) -> Iterator[tuple[Any, ...]]:
    for chart in _charts(actor, query):
        for row in chart.rows:
            for series, number in zip(chart.series, row.figures, strict=True):
                yield (chart.key, chart.title, row.value, row.label, series, number, chart.unit)


STATISTICS = Listing(
    "statistics",
    _("Numbers"),
    lambda actor: can(actor, "statistics.view"),
    lambda actor, query: [
        Column("chart", _("Chart")),
        Column("title", _("Title")),
        Column("value", _("Stored word")),
        Column("label", _("What is counted")),
        Column("series", _("Series")),
        Column("number", _("Number")),
        Column("unit", _("Unit")),
    ],
    _figures,
    lambda actor, query: sum(len(chart.rows) * len(chart.series) for chart in _charts(actor, query)),
)

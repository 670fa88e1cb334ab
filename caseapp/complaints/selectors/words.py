"""Complaints by their words and by the names of who they are about, quickly whether these are rare or common."""

import random
from collections import defaultdict
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db.models import BigIntegerField, BooleanField, Count, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from caseapp.complaints.models import ComplaintWords
from caseapp.core.words import search_query
from caseapp.respondents.models import Alias, Respondent
from caseapp.respondents.selectors import contains, likest

FEW = 5_000
"""So many matches are looked up first and then sorted; more are met soon enough on a walk through the sorted list."""

LARGE, SAMPLE, COMMON = 50_000, 150, 3
"""Where there are so many complaints, so many picked by chance are looked at; words that so many of them tell are
common, and nobody counts to five thousand.
"""
NEWEST_KEPT_SECONDS = 600

MOST_NAMED = 500
"""Respondents whose names hold what was typed; whoever means another narrows the words."""

_TOLD, _NAMED, _PICKED, _NEWEST = Value("told"), Value("named"), Value("picked"), Value("newest")
_LIKE = Value("like")


def with_words(text: str, nearly: Callable[[], Q] | None = None) -> Q:
    """The complaints that tell all of what was typed, in their words or in those of their place, or whose respondent
    bears it in a name. Where nobody does and some names are like it, those that are `nearly` so as well.

    One statement finds out how many there are. The planner cannot choose alone: left to it, a rare word makes it walk
    the whole list.
    """
    query = search_query(text)
    rows = _read([*([] if query is None else _telling("told", query)), *_bearing(text), *_like(text, nearly)])
    found = Q(pk__in=[]) if query is None else _found("told", query, rows)
    return found | _named(rows, nearly)


def at_place(*names: str) -> Q:
    """The complaints whose place bears one of these names; none where nothing of them is a word."""
    queries = [query for query in map(search_query, names) if query is not None]
    if not queries:
        return Q(pk__in=[])
    either = reduce(or_, queries)
    return _found("place", either, _read(_telling("place", either)))


def of_respondent(text: str, nearly: Callable[[], Q] | None = None) -> Q:
    """The complaints whose respondent bears this in a name, in any script; where nobody does, as in `with_words`."""
    return _named(_read([*_bearing(text), *_like(text, nearly)]), nearly)


def _named(rows: dict[str, list[int]], nearly: Callable[[], Q] | None) -> Q:
    respondents = sorted(set(rows[_NAMED.value]))
    if not respondents and rows[_LIKE.value] and nearly is not None:
        return nearly()
    return Q(_among("respondent_id", respondents)) if respondents else Q(pk__in=[])


def _read(parts: list[Any]) -> dict[str, list[int]]:
    """What several questions find, each under its name, in one statement."""
    first, *others = parts
    found: dict[str, list[int]] = defaultdict(list)
    for pk, of in first.union(*others, all=True) if others else first:
        found[of].append(pk)
    if newest := found[_NEWEST.value]:
        cache.set(_NEWEST_KEY, newest[0], NEWEST_KEPT_SECONDS)
    return found


_NEWEST_KEY = "complaints.words.newest"


def _telling(name: str, query: Any) -> list[Any]:
    """The complaints that tell it, up to a few thousand, and none of a common word: for that some are picked."""
    telling = ComplaintWords.objects.filter(**{name: query}).order_by()
    newest = cache.get(_NEWEST_KEY)
    if newest is None:
        last = ComplaintWords.objects.annotate(of=_NEWEST).order_by("-pk").values_list("pk", "of")[:1]
        return [telling.annotate(of=_TOLD).values_list("pk", "of")[: FEW + 1], last]
    if newest < LARGE:
        return [telling.annotate(of=_TOLD).values_list("pk", "of")[: FEW + 1]]
    picked = telling.filter(_among("pk", random.sample(range(1, newest + 1), SAMPLE)))
    hits = picked.annotate(one=Value(1)).values("one").annotate(hits=Count("pk")).values("hits")
    rare = telling.alias(hits=Coalesce(Subquery(hits), 0)).filter(hits__lt=COMMON)
    return [
        rare.annotate(of=_TOLD).values_list("pk", "of")[: FEW + 1],
        picked.annotate(of=_PICKED).values_list("pk", "of"),
    ]


def _found(name: str, query: Any, rows: dict[str, list[int]]) -> Q:
    """Few are looked up by their keys; of many enough are met on the way through the list."""
    keys = rows[_TOLD.value]
    if len(keys) <= FEW and len(rows[_PICKED.value]) < COMMON:
        return Q(_among("pk", keys)) if keys else Q(pk__in=[])
    return Q(Exists(ComplaintWords.objects.filter(pk=OuterRef("pk"), **{name: query})))


def _among(column: str, keys: list[int]) -> Func:
    """Whether a column holds one of the keys, given as one value: of a list the compiler looks at each of thousands."""
    array = Value(keys, output_field=ArrayField(BigIntegerField()))
    return Func(F(column), array, arg_joiner=" = ANY(", template="%(expressions)s)", output_field=BooleanField())


def _bearing(text: str) -> list[Any]:
    """Respondents by their names and by their other names: two halves, each by its own index."""
    named = Respondent.objects.filter(contains("name", text) | contains("name_local", text))
    aliased = Alias.objects.filter(contains("name", text))
    return [
        rows.annotate(of=_NAMED).order_by().values_list(key, "of")[:MOST_NAMED]
        for rows, key in ((named, "pk"), (aliased, "respondent_id"))
    ]


def _like(text: str, nearly: Callable[[], Q] | None) -> list[Any]:
    """Whether any name is like it, where somebody asks."""
    if nearly is None:
        return []
    return [likest(text).annotate(of=_LIKE).order_by().values_list("pk", "of")]

"""Complaints by their words and by the names of who they are about, quickly whether these are rare or common."""

import random
from collections import defaultdict
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from caseapp.complaints.models import ComplaintWords
from caseapp.core.words import search_query
from caseapp.respondents.models import Alias, Respondent
from caseapp.respondents.selectors import contains

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


def with_words(text: str) -> Q:
    """The complaints that tell all of what was typed, in their words or in those of their place, or whose respondent
    bears it in a name.

    One statement finds out how many there are. The planner cannot choose alone: left to it, a rare word makes it walk
    the whole list.
    """
    query = search_query(text)
    rows = _read([*([] if query is None else _telling("told", query)), *_bearing(text)])
    found = Q(pk__in=[]) if query is None else _found("told", query, rows)
    respondents = sorted(set(rows[_NAMED.value]))
    return found | Q(respondent_id__in=respondents) if respondents else found


def at_place(text: str) -> Q:
    """The complaints whose place is named so; none where nothing of it is a word."""
    query = search_query(text)
    return Q(pk__in=[]) if query is None else _found("place", query, _read(_telling("place", query)))


def of_respondent(text: str) -> Q:
    """The complaints whose respondent bears this in a name, in any script."""
    return Q(respondent_id__in=sorted(set(_read(_bearing(text))[_NAMED.value])))


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
    picked = telling.filter(pk__in=random.sample(range(1, newest + 1), SAMPLE))
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
        return Q(pk__in=keys)
    return Q(Exists(ComplaintWords.objects.filter(pk=OuterRef("pk"), **{name: query})))


def _bearing(text: str) -> list[Any]:
    """Respondents by their names and by their other names: two halves, each by its own index."""
    named = Respondent.objects.filter(contains("name", text) | contains("name_local", text))
    aliased = Alias.objects.filter(contains("name", text))
    return [
        rows.annotate(of=_NAMED).order_by().values_list(key, "of")[:MOST_NAMED]
        for rows, key in ((named, "pk"), (aliased, "respondent_id"))
    ]

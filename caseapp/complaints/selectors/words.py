"""Complaints by their words and by the names of who they are about, quickly whether these are rare or common."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Value

from caseapp.complaints.models import ComplaintWords
from caseapp.core.words import search_query
from caseapp.respondents.models import Alias, Respondent
from caseapp.respondents.selectors import contains

FEW = 5_000
"""So many matches are looked up first and then sorted; more are met soon enough on a walk through the sorted list."""

MOST_NAMED = 500
"""Respondents whose names hold what was typed; whoever means another narrows the words."""

_TOLD, _NAMED = Value("told"), Value("named")


def with_words(text: str) -> Q:
    """The complaints that tell all of what was typed, in their words or in those of their place, or whose respondent
    bears it in a name.

    One statement finds out how many there are. The planner cannot choose alone: left to it, a rare word makes it walk
    the whole list.
    """
    query, names = search_query(text), [*_bearing(text)]
    if query is not None:
        told = ComplaintWords.objects.filter(told=query).annotate(of=_TOLD).values_list("pk", "of").order_by()
        names.insert(0, told[: FEW + 1])
    first, *others = names
    rows = list(first.union(*others, all=True))
    keys = [pk for pk, of in rows if of == _TOLD.value]
    respondents = {pk for pk, of in rows if of == _NAMED.value}
    found = _found("told", query, keys)
    return found | Q(respondent_id__in=sorted(respondents)) if respondents else found


def at_place(text: str) -> Q:
    """The complaints whose place is named so; none where nothing of it is a word."""
    query = search_query(text)
    if query is None:
        return Q(pk__in=[])
    keys = ComplaintWords.objects.filter(place=query).order_by().values_list("pk", flat=True)
    return _found("place", query, list(keys[: FEW + 1]))


def of_respondent(text: str) -> Q:
    """The complaints whose respondent bears this in a name, in any script."""
    first, *others = _bearing(text)
    return Q(respondent_id__in=sorted({pk for pk, _of in first.union(*others, all=True)}))


def _found(name: str, query: Any, keys: list[int]) -> Q:
    if len(keys) <= FEW:
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

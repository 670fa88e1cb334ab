"""Saved searches: whose they are, what newly matches them, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.core.actors import VISITOR, Actor
from caseapp.core.errors import NotFound
from caseapp.core.words import search_query
from caseapp.precedents.enums import RevisionState
from caseapp.precedents.models import Alert, Match, Precedent, Revision
from caseapp.precedents.selectors.changes import changes
from caseapp.precedents.selectors.search import PrecedentQuery, precedents
from caseapp.precedents.selectors.wording import facet_word

# The weights of the search index in words; see `services.holding`.
_PARTS = {
    "A": gettext_lazy("its title"),
    "B": gettext_lazy("the names, docket or law"),
    "C": gettext_lazy("its summary"),
    "D": gettext_lazy("its kind or place"),
}
_LABELS = {
    "country": gettext_lazy("Country"),
    "kind": gettext_lazy("Outcome"),
    "use": gettext_lazy("What the system did"),
    "sector": gettext_lazy("Where"),
    "modality": gettext_lazy("What was captured"),
    "defect": gettext_lazy("How consent failed"),
    "minors": gettext_lazy("Children"),
    "status": gettext_lazy("Standing of the decision"),
    "treatment": gettext_lazy("What became of it"),
    "sum": gettext_lazy("Sum at the time, in US dollars"),
    "basis": gettext_lazy("Law"),
    "decided_after": gettext_lazy("Decided from"),
    "decided_before": gettext_lazy("Decided until"),
}


@dataclass(frozen=True)
class Found:
    """A match as it is told: the precedent and the reasons, one sentence each."""

    match: Match
    precedent: Precedent
    reasons: list[str]


def alerts(actor: Actor) -> QuerySet[Alert]:
    """The actor's own saved searches, newest first."""
    found: QuerySet[Alert] = Alert.objects.visible_to(actor)
    return found.defer("known", "sealed_address")


def own_alert(actor: Actor, identifier: str) -> Alert:
    """One of the actor's own. Raises NotFound."""
    found = alerts(actor).filter(pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def alerts_with_matches(actor: Actor, most: int = 5) -> list[tuple[Alert, list[Match]]]:
    """The actor's own with the latest matches of each. Two statements."""
    rows = list(alerts(actor))
    found: dict[object, list[Match]] = {row.pk: [] for row in rows}
    matches = Match.objects.filter(alert__in=rows).select_related("precedent")
    for match in matches.defer("precedent__search", "precedent__record").order_by("-id"):
        if len(found[match.alert_id]) < most:
            found[match.alert_id].append(match)
    return [(row, found[row.pk]) for row in rows]


def query_of(alert: Alert) -> PrecedentQuery:
    """The search as it was saved."""
    return PrecedentQuery.from_mapping(alert.query)


def query_words(query: PrecedentQuery) -> list[tuple[str, str]]:
    """A search in words: what is asked of which field."""
    told = [(_("Words"), query.q)] if query.q else []
    for name, label in _LABELS.items():
        if value := getattr(query, name):
            told.append((str(label), facet_word(name, value)))
    return told


def matching(query: PrecedentQuery) -> QuerySet[Precedent]:
    """What a search finds now, as everybody sees it."""
    return precedents(VISITOR, query).order_by()


def found_for(alert: Alert, matches: QuerySet[Match]) -> list[Found]:
    """These matches with their reasons in the active language."""
    query = query_of(alert)
    rows = list(matches.select_related("precedent").defer("precedent__search", "precedent__record"))
    return [Found(row, row.precedent, list(_reasons(query, row))) for row in rows]


def _reasons(query: PrecedentQuery, match: Match) -> Iterator[str]:
    """Why the precedent matches, and why now."""
    if query.q:
        where = [str(_PARTS[one]) for one in _PARTS if _holds(match.precedent_id, query.q, one)]
        told = {"words": query.q, "where": ", ".join(where) or _("several places together")}
        yield _("Your words “%(words)s” stand in %(where)s.") % told
    for label, value in query_words(query):
        if value != query.q:
            yield _("%(label)s: %(value)s.") % {"label": label, "value": value}
    yield _now(match)


def _holds(pk: int, words: str, weight: str) -> bool:
    part = Func(
        F("search"),
        Value(f"{{{weight.lower()}}}"),
        template='ts_filter(%(expressions)s::"char"[])',
        output_field=SearchVectorField(),
    )
    query = search_query(words)
    row = Precedent.objects.filter(pk=pk).annotate(part=part)
    return query is not None and row.filter(part=query).exists()


def _now(match: Match) -> str:
    if match.version == 1:
        return _("It is new in the collection.")
    revision = Revision.objects.filter(
        precedent=match.precedent_id, number=match.version, state=RevisionState.APPROVED
    ).first()
    if revision is None or not revision.before:
        return _("It was changed.")
    fields = ", ".join(str(one.label) for one in changes(revision.before, revision.content))
    told = {"fields": fields, "reason": revision.why}
    return _("It was changed (%(fields)s): %(reason)s") % told

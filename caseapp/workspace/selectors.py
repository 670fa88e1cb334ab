"""Reads over several apps for the administrator: how many complaints a change of the law touches, never whose."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from caseapp.accounts.models import Authority
from caseapp.complaints.enums import OPEN_STATES
from caseapp.complaints.models import Complaint, Screening
from caseapp.core.actors import Actor
from caseapp.core.errors import NotAllowed
from caseapp.law.models import Framework, Jurisdiction
from caseapp.law.selectors import name_order

REFERENCES_SHOWN = 50


@dataclass(frozen=True)
class Touched:
    """Open complaints that were screened by one version of a law, without anything about a person."""

    count: int
    by_jurisdiction: tuple[tuple[str, int], ...]
    by_authority: tuple[tuple[str, int], ...]
    """Name of the authority and number; an empty name where no authority has the complaint."""
    references: tuple[str, ...]
    answered: dict[str, int]
    """How many of them answered the element of that key."""


def touched_complaints(actor: Actor, framework: Framework, elements: Iterable[str] = ()) -> Touched:
    """How many open complaints rest on this version, by place and authority, and the first of their references.

    For administrators alone: references and counts say that a complaint exists, and nothing of what stands in it.
    `elements` are keys whose answers are counted.
    """
    if not actor.is_administrator:
        raise NotAllowed()
    found = Complaint.objects.filter(screenings__framework=framework, state__in=OPEN_STATES)
    places = Jurisdiction.objects.in_bulk(found.values_list("jurisdiction_id", flat=True).distinct())
    authorities = Authority.objects.in_bulk(
        found.exclude(authority=None).values_list("authority_id", flat=True).distinct()
    )
    return Touched(
        count=found.count(),
        by_jurisdiction=_counted(found, "jurisdiction_id", {key: str(row.name) for key, row in places.items()}),
        by_authority=_counted(found, "authority_id", {key: row.name for key, row in authorities.items()}),
        references=tuple(found.order_by("reference").values_list("reference", flat=True)[:REFERENCES_SHOWN]),
        answered=_answered(framework, list(elements)),
    )


def _counted(found: QuerySet[Complaint], column: str, names: dict[object, str]) -> tuple[tuple[str, int], ...]:
    rows = found.order_by().values_list(column).annotate(number=Count("pk"))
    named = [(names.get(key, ""), number) for key, number in rows]
    return tuple(sorted(named, key=lambda row: (-row[1], name_order(row[0]))))


def _answered(framework: Framework, keys: list[str]) -> dict[str, int]:
    if not keys:
        return {}

    def said(key: str) -> Q:
        answers = Q()
        for answer in ("yes", "no", "unsure"):
            answers |= Q(result__elements__contains=[{"key": key, "answer": answer}])
        return answers

    rows = Screening.objects.filter(framework=framework, complaint__state__in=OPEN_STATES)
    counts = rows.aggregate(**{f"n{place}": Count("pk", filter=said(key)) for place, key in enumerate(keys)})
    return {key: counts[f"n{place}"] for place, key in enumerate(keys)}

"""All that a reader may know of an organisation: complaints over time, cases, fines, suits, answers, its suppliers.

Every part begins from what the reader sees; whoever sees nothing of it gets an empty part and not a number.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncMonth

from caseapp.complaints import selectors as complaints
from caseapp.core.actors import Actor
from caseapp.enforcement.enums import FindingResult
from caseapp.enforcement.models import (
    Appeal,
    ComplianceOrder,
    Finding,
    Fine,
    InformationRequest,
    Investigation,
    MissedDay,
)
from caseapp.enforcement.selectors import fines_of
from caseapp.law.selectors import day_in
from caseapp.litigation.models import Award, CivilSuit
from caseapp.respondents.models import Merge, Respondent, Supply

MONTHS = 24
MOST = 50


@dataclass(frozen=True)
class AnswerTimes:
    """How the organisation answers authorities: requests, answers, days until the answer, late ones, missed days."""

    asked: int = 0
    answered: int = 0
    median_days: float | None = None
    late: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Related:
    """An organisation met through a supplier, with what was found against it that the reader may see."""

    respondent: Respondent
    site: str
    product: str
    source: str
    breaches: int


@dataclass(frozen=True)
class Dossier:
    """The parts, newest first where they have days."""

    months: list[tuple[object, int]] = field(default_factory=list)
    complaints: int = 0
    investigations: list[Investigation] = field(default_factory=list)
    orders: list[ComplianceOrder] = field(default_factory=list)
    fines: list[Fine] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    suits: list[CivilSuit] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    answers: AnswerTimes = field(default_factory=AnswerTimes)
    supplies: list[Related] = field(default_factory=list)
    same_supplier: list[Related] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    @property
    def awarded(self) -> dict[str, Decimal]:
        """Awards added up, each currency by itself."""
        total: Counter[str] = Counter()
        for award in self.awards:
            total[award.currency] += award.amount  # type: ignore[assignment]
        return dict(total)  # type: ignore[arg-type]


def dossier_of(actor: Actor, respondent: Respondent) -> Dossier | None:
    """The dossier for those who work on cases (an authority's officers, a firm's lawyers); None for others."""
    if not (actor.is_officer or actor.is_lawyer):
        return None
    investigations = Investigation.objects.visible_to(actor).filter(respondent=respondent)
    fines = list(fines_of(actor, respondent).order_by("-imposed_on", "-pk")[:MOST])
    suits = CivilSuit.objects.visible_to(actor).filter(case_file__respondent=respondent)
    orders = ComplianceOrder.objects.visible_to(actor).filter(respondent=respondent)
    seen = complaints.complaints(actor).filter(respondent=respondent)
    by_month = (
        seen.exclude(submitted_at=None)
        .order_by()
        .annotate(month=TruncMonth("submitted_at", output_field=DateField()))
        .values_list("month")
        .annotate(number=Count("pk"))
        .order_by("-month")
    )
    return Dossier(
        months=list(by_month[:MONTHS]),
        complaints=seen.count(),
        investigations=list(
            investigations.with_complaint_count().select_related("authority", "respondent").order_by("-pk")[:MOST]
        ),
        orders=list(orders.select_related("authority", "respondent").order_by("-pk")[:MOST]),
        fines=fines,
        appeals=list(_appeals(actor, respondent)),
        suits=list(suits.select_related("case_file__respondent").order_by("-pk")[:MOST]),
        awards=list(Award.objects.filter(suit__in=suits).select_related("suit").order_by("-awarded_on")[:MOST]),
        answers=_answers(actor, investigations),
        supplies=_supplies(actor, respondent),
        same_supplier=_same_supplier(actor, respondent),
        merges=list(
            Merge.objects.filter(Q(kept=respondent) | Q(merged=respondent)).select_related("kept", "merged", "made_by")
            if actor.is_officer
            else ()
        ),
    )


def _appeals(actor: Actor, respondent: Respondent) -> QuerySet[Appeal]:
    """Appeals against fines of the reader's own authority."""
    return (
        Appeal.objects.filter(fine__respondent=respondent, fine__authority_id__in=actor.authority_ids())
        .select_related("fine")
        .order_by("-lodged_on")[:MOST]
    )


def _answers(actor: Actor, investigations: QuerySet[Investigation]) -> AnswerTimes:
    rows = list(
        InformationRequest.objects.filter(investigation__in=investigations).select_related(
            "investigation__authority__jurisdiction"
        )
    )
    days = [
        (row.answered_on - day_in(row.investigation.authority.jurisdiction, row.created_at)).days
        for row in rows
        if row.answered_on is not None
    ]
    return AnswerTimes(
        asked=len(rows),
        answered=len(days),
        median_days=median(days) if days else None,
        late=sum(1 for row in rows if row.answered_on is not None and row.answered_on > row.due_on),
        missed=MissedDay.objects.filter(investigation__in=investigations).count(),
    )


def _supplies(actor: Actor, respondent: Respondent) -> list[Related]:
    """Where systems of this organisation stand, and what was found there."""
    rows = Supply.objects.filter(supplier=respondent).select_related("site__respondent").order_by("pk")[:MOST]
    found = _breaches(actor, [row.site.respondent_id for row in rows])
    return [
        Related(row.site.respondent, row.site.name, row.product, row.source, found[row.site.respondent_id])
        for row in rows
    ]


def _same_supplier(actor: Actor, respondent: Respondent) -> list[Related]:
    """Others who use a supplier of this organisation, where a breach was found: it may help here too."""
    suppliers = Supply.objects.filter(site__respondent=respondent).values("supplier")
    rows = list(
        Supply.objects.filter(supplier__in=suppliers)
        .exclude(site__respondent=respondent)
        .select_related("site__respondent", "supplier")
        .order_by("pk")[:MOST]
    )
    found = _breaches(actor, [row.site.respondent_id for row in rows])
    return [
        Related(row.site.respondent, row.site.name, f"{row.supplier} {row.product}".strip(), row.source, number)
        for row in rows
        if (number := found[row.site.respondent_id])
    ]


def _breaches(actor: Actor, respondents: list[int]) -> Counter[int]:
    seen = Investigation.objects.visible_to(actor).filter(respondent_id__in=respondents)
    return Counter(
        Finding.objects.filter(investigation__in=seen, result=FindingResult.BREACH).values_list(
            "investigation__respondent_id", flat=True
        )
    )

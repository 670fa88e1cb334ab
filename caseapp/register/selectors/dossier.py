"""All that a reader may know of an organisation: complaints over time, cases, fines, suits, answers, its suppliers.

Every part begins from what the reader sees; whoever sees nothing of it gets an empty part and not a number.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import (
    Aggregate,
    Count,
    DateField,
    DateTimeField,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf, TruncMonth

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
    """The parts, newest first where they have days; `awarded` is all that stands, each currency by itself."""

    months: list[tuple[object, int]] = field(default_factory=list)
    complaints: int = 0
    investigations: list[Investigation] = field(default_factory=list)
    orders: list[ComplianceOrder] = field(default_factory=list)
    fines: list[Fine] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    suits: list[CivilSuit] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    awarded: dict[str, Decimal] = field(default_factory=dict)
    answers: AnswerTimes = field(default_factory=AnswerTimes)
    supplies: list[Related] = field(default_factory=list)
    same_supplier: list[Related] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


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
        awarded=_awarded(suits),
        answers=_answers(actor, investigations),
        supplies=_supplies(actor, respondent),
        same_supplier=_same_supplier(actor, respondent),
        merges=list(
            Merge.objects.filter(Q(kept=respondent) | Q(merged=respondent))
            .select_related("kept", "merged", "made_by")
            .order_by("-created_at", "-pk")[:MOST]
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
    """Counted by the database, which works out the days by the place of each authority, as `law.selectors.day_in`."""
    place = "investigation__authority__jurisdiction__time_zone"
    zone = Coalesce(NullIf(F(place), Value("")), Value("UTC"))
    asked_on = Cast(Func(zone, F("created_at"), function="timezone", output_field=DateTimeField()), DateField())
    days = Func(F("answered_on"), asked_on, template="%(expressions)s", arg_joiner=" - ", output_field=FloatField())
    told = InformationRequest.objects.filter(investigation__in=investigations).aggregate(
        asked=Count("pk"),
        answered=Count("answered_on"),
        median_days=_Median(days),
        late=Count("pk", filter=Q(answered_on__gt=F("due_on"))),
    )
    return AnswerTimes(**told, missed=MissedDay.objects.filter(investigation__in=investigations).count())


class _Median(Aggregate):
    """The value in the middle, or half-way between the two there; None of nothing."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def _awarded(suits: QuerySet[CivilSuit]) -> dict[str, Decimal]:
    """What suits gave, less what an appeal set aside, each currency by itself."""
    standing = Award.objects.filter(suit__in=suits, replaced_by=None).order_by("currency")
    return dict(standing.values("currency").annotate(total=Sum("amount")).values_list("currency", "total"))


def _supplies(actor: Actor, respondent: Respondent) -> list[Related]:
    """Where systems of this organisation stand, and what was found there."""
    rows = list(_known_supplies(actor).filter(supplier=respondent)[:MOST])
    found = _breaches(actor, [row.site.respondent_id for row in rows])
    return [
        Related(row.site.respondent, row.site.name, row.product, row.source, found[row.site.respondent_id])
        for row in rows
    ]


def _known_supplies(actor: Actor) -> QuerySet[Supply]:
    """Systems at places of organisations that the reader may know of."""
    return (
        Supply.objects.filter(site__respondent__in=Respondent.objects.visible_to(actor))
        .select_related("site__respondent", "supplier")
        .order_by("pk")
    )


def _same_supplier(actor: Actor, respondent: Respondent) -> list[Related]:
    """Others who use a supplier of this organisation, where a breach was found: it may help here too."""
    suppliers = Supply.objects.filter(
        site__respondent=respondent, supplier__in=Respondent.objects.visible_to(actor)
    ).values("supplier")
    rows = list(_known_supplies(actor).filter(supplier__in=suppliers).exclude(site__respondent=respondent)[:MOST])
    found = _breaches(actor, [row.site.respondent_id for row in rows])
    return [
        Related(row.site.respondent, row.site.name, f"{row.supplier} {row.product}".strip(), row.source, number)
        for row in rows
        if (number := found[row.site.respondent_id])
    ]


def _breaches(actor: Actor, respondents: list[int]) -> Counter[int]:
    seen = Investigation.objects.visible_to(actor).filter(respondent_id__in=respondents)
    found = Finding.objects.filter(investigation__in=seen, result=FindingResult.BREACH).order_by()
    return Counter(
        dict(
            found.values("investigation__respondent_id")
            .annotate(number=Count("pk"))
            .values_list("investigation__respondent_id", "number")
        )
    )

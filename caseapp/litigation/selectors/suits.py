"""Case files and suits, for the firm; suits also for the clients they are about."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.law.selectors import day_in
from caseapp.litigation.enums import SuitState
from caseapp.litigation.models import Award, CaseFile, CivilSuit, DocketEntry, Hearing
from caseapp.litigation.querysets import CaseFileQuerySet, CivilSuitQuerySet

ENDED = frozenset({SuitState.CONCLUDED, SuitState.WITHDRAWN, SuitState.DISMISSED})


def case_files(actor: Actor) -> CaseFileQuerySet:
    """The firm's case files, with what a list names."""
    return CaseFile.objects.visible_to(actor).select_related("respondent", "jurisdiction", "responsible", "firm")


def case_file_by_reference(actor: Actor, reference: str) -> CaseFile:
    """One case file, or NotFound."""
    found: CaseFile | None = case_files(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def notes(actor: Actor, case_file: CaseFile) -> str:
    """The firm's privileged notes in the clear; empty for anybody who may not write them."""
    return case_file.open_notes() if can(actor, "case_files.change", case_file) else ""


def today_of(suit: CivilSuit) -> date:
    """The day it is now in the jurisdiction of the suit's case file."""
    return day_in(suit.case_file.jurisdiction, timezone.now())


def suits(actor: Actor) -> CivilSuitQuerySet:
    """Suits the actor may see, with what a list names."""
    return CivilSuit.objects.visible_to(actor).select_related(
        "case_file__respondent", "case_file__jurisdiction", "case_file__firm"
    )


def suit_by_reference(actor: Actor, reference: str) -> CivilSuit:
    """One suit with its hearings, judgments and awards, or NotFound."""
    found: CivilSuit | None = (
        suits(actor)
        .filter(reference=reference)
        .prefetch_related("hearings", "judgments", Prefetch("awards", Award.objects.select_related("judgment")))
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def suit_of_firm(actor: Actor, reference: str) -> CivilSuit:
    """A suit of the actor's own firm: a lawyer who is a client elsewhere only reads there. NotFound otherwise."""
    found = suit_by_reference(actor, reference)
    if found.case_file.firm_id not in actor.firm_ids():
        raise NotFound()
    return found


def open_suits(case_file: CaseFile) -> QuerySet[CivilSuit]:
    """Suits of a case file that have not ended."""
    return case_file.suits.exclude(state__in=ENDED)


def suits_for_complainant(actor: Actor, complaint: Complaint) -> QuerySet[CivilSuit]:
    """Suits brought for this complaint, as its complainant may see them."""
    as_client = Q(case_file__engagements__complaint=complaint)
    as_member = Q(collective_actions__members__complaint=complaint)
    return suits(actor).filter(as_client | as_member).distinct()


def hearings_ahead(actor: Actor, *, days: int = 30) -> QuerySet[Hearing]:
    """Hearings of the actor's suits in the coming days, soonest first."""
    now = timezone.now()
    return (
        Hearing.objects.filter(suit__in=CivilSuit.objects.visible_to(actor))
        .filter(starts_at__gte=now, starts_at__lt=now + timedelta(days=days))
        .select_related("suit__case_file__respondent")
    )


def answers_ahead(actor: Actor, *, days: int = 30) -> QuerySet[DocketEntry]:
    """What the dockets of the firm's running suits ask an answer to in the coming days, soonest first."""
    today = actor.today()
    return (
        DocketEntry.objects.filter(suit__case_file__firm_id__in=actor.firm_ids())
        .filter(answer_by__gte=today, answer_by__lt=today + timedelta(days=days))
        .exclude(suit__state__in=ENDED)
        .select_related("suit__case_file")
        .order_by("answer_by", "pk")
    )


def total_awarded(suit: CivilSuit) -> Decimal:
    """The sum of a suit's awards that stand, in its own currency."""
    return suit.awards.filter(replaced_by=None).aggregate(total=Sum("amount"))["total"] or Decimal(0)

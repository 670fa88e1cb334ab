"""Reports on progress: what is due, what was missed, and the words of a draft."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from caseapp.accounts.models import Authority
from caseapp.complaints.enums import OPEN_STATES, ComplaintState, ProgressState
from caseapp.complaints.models import Complaint, ProgressRule, ProgressUpdate
from caseapp.complaints.querysets import ProgressUpdateQuerySet
from caseapp.complaints.selectors.cases import next_step
from caseapp.core import timeline as timelines
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EVERY_DAYS = 90
"""A complainant hears at least this often where an open complaint stands."""

AHEAD_DAYS = 14
"""So long before its day a report is drafted."""

STEPS_MOST = 12


@dataclass(frozen=True)
class Words:
    """The five parts of a report."""

    standing: str
    steps: str
    next_step: str
    delay: str
    rights: str


@dataclass(frozen=True)
class ProgressCounts:
    """For a desk or a dashboard: drafts that wait, those past their day, and how many ever were missed."""

    waiting: int
    late: int
    missed: int


def updates_of(actor: Actor, complaint: Complaint) -> ProgressUpdateQuerySet:
    """The reports on a complaint as this actor may see them, newest first."""
    return ProgressUpdate.objects.visible_to(actor).filter(complaint=complaint)


def sent_updates(actor: Actor, complaint: Complaint) -> ProgressUpdateQuerySet:
    """Those that went out."""
    return updates_of(actor, complaint).filter(state=ProgressState.SENT)


def drafted_updates(actor: Actor) -> ProgressUpdateQuerySet:
    """Drafts of the actor's authorities, the most urgent first."""
    return (
        ProgressUpdate.objects.visible_to(actor)
        .filter(state=ProgressState.DRAFTED, complaint__authority_id__in=actor.authority_ids())
        .select_related("complaint__respondent", "complaint__authority", "complaint__jurisdiction")
        .order_by("due_on", "id")
    )


def update_by_number(actor: Actor, complaint: Complaint, number: int) -> ProgressUpdate:
    """One report that the actor may send, or NotFound."""
    found: ProgressUpdate | None = updates_of(actor, complaint).filter(pk=number).first()
    if found is None:
        raise NotFound()
    found.complaint = complaint
    if not can(actor, "progress_updates.send", found):
        raise NotFound()
    return found


def progress_counts(authority_ids: frozenset[int], today: dt.date) -> ProgressCounts:
    """What authorities owe and have missed; one statement."""
    drafted = Q(state=ProgressState.DRAFTED)
    found = ProgressUpdate.objects.filter(complaint__authority_id__in=authority_ids).aggregate(
        waiting=Count("pk", filter=drafted),
        late=Count("pk", filter=drafted & Q(due_on__lt=today)),
        missed=Count("pk", filter=Q(missed_on__isnull=False)),
    )
    return ProgressCounts(**found)


def progress_rule(authority: Authority) -> ProgressRule:
    """The authority's rule; none was set: an officer sends."""
    return ProgressRule.objects.filter(authority=authority).first() or ProgressRule(authority=authority)


def heard_since() -> Subquery:
    """For a query of complaints: the day from which the 90 days count, of the newest report alone."""
    newest = ProgressUpdate.objects.filter(complaint=OuterRef("pk")).order_by("-id")
    day = Case(When(sent_at__isnull=False, then=TruncDate("sent_at")), default=F("due_on"), output_field=DateField())
    return Subquery(newest.annotate(day=day).values("day")[:1])


def owed(today: dt.date) -> QuerySet[Complaint]:
    """Open complaints with an authority whose next report has to be drafted, with `since`, longest silent first."""
    return (
        Complaint.objects.filter(state__in=OPEN_STATES, authority__isnull=False, submitted_at__isnull=False)
        .annotate(since=Coalesce(heard_since(), TruncDate("submitted_at")))
        .filter(since__lte=today - dt.timedelta(days=EVERY_DAYS - AHEAD_DAYS))
        .select_related("respondent", "jurisdiction", "authority")
        .order_by("since", "pk")
    )


def next_update_on(complaint: Complaint, updates: list[ProgressUpdate]) -> dt.date | None:
    """By when the complainant hears at the latest, from the reports that were sent to them; None where none is owed."""
    if complaint.state not in OPEN_STATES or complaint.authority_id is None or complaint.submitted_at is None:
        return None
    newest = max((one.sent_at for one in updates if one.sent_at is not None), default=complaint.submitted_at)
    today = timezone.localdate()
    rounds = max(1, -(-((today - newest.date()).days + 1) // EVERY_DAYS))
    return newest.date() + dt.timedelta(days=EVERY_DAYS * rounds)


_WHY: "dict[str, _StrOrPromise]" = {
    ComplaintState.SUBMITTED: gettext_lazy("Your complaint waits to be read."),
    ComplaintState.UNDER_REVIEW: gettext_lazy("Your complaint is still being read."),
    ComplaintState.AWAITING_COMPLAINANT: gettext_lazy("We asked you a question and wait for your answer."),
    ComplaintState.ACCEPTED: gettext_lazy("No investigation was opened yet."),
    ComplaintState.IN_INVESTIGATION: gettext_lazy("The investigation is not finished yet."),
    ComplaintState.REFERRED: gettext_lazy("The other authority has not taken it up yet."),
}


def draft_words(complaint: Complaint, since: dt.date) -> Words:
    """The report as the file itself tells it, in the language of the case: the timeline and nothing else."""
    with override(complaint.language):
        reader = Actor(kind="receipt", complaint_id=complaint.pk, language=complaint.language)
        step = next_step(reader, complaint)
        told = [
            f"{date_format(entry.at.date(), 'DATE_FORMAT')}: {timelines.sentence(entry)}"
            for entry in timelines.entries(complaint).filter(at__date__gte=since).order_by("-id")[:STEPS_MOST]
        ]
        return Words(
            standing=str(step.now),
            steps="\n".join(reversed(told)) or _("Nothing was done in this time."),
            next_step=str(step.next),
            delay=str(_WHY.get(complaint.state, "")),
            rights=_(
                "You can write to us, add evidence, share your complaint with a law firm and withdraw it at any time. "
                "If you find that it takes too long, you can go to court; your rights page says where and until when."
            ),
        )

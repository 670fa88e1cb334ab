"""What an authority keeps for how long, what is due to be disposed of, and what keeps a complaint from it."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.models import Complaint
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.enforcement.enums import InvestigationState
from caseapp.law.selectors import parts_of
from caseapp.litigation.enums import EngagementState
from caseapp.personal.enums import DisposalItemState, DisposalState, EndedAs
from caseapp.personal.models import Disposal, DisposalItem, RetentionRule
from caseapp.rules.dates import add_months

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SETTLED = (InvestigationState.DECIDED, InvestigationState.CLOSED)


def retention_rules(actor: Actor, on: dt.date | None = None) -> list[RetentionRule]:
    """The rules of the actor's authorities that hold on a day, the narrowest first: the first that fits counts."""
    day = on or timezone.localdate()
    held = RetentionRule.objects.visible_to(actor).filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    return sorted(
        held.select_related("jurisdiction", "by"),
        key=lambda rule: (not rule.outcome, not rule.ended_as, rule.jurisdiction_id is None, -rule.pk),
    )


def due(actor: Actor, on: dt.date | None = None) -> Any:
    """Ended complaints of the actor's authorities whose time is over, with `rule_id` and `ended_at`, oldest first.

    What is held, contested or proposed for disposal already is left out.
    """
    day = on or timezone.localdate()
    rules = retention_rules(actor, day)
    if not rules:
        return Complaint.objects.none()
    waiting = DisposalItem.objects.filter(
        complaint=OuterRef("pk"),
        state=DisposalItemState.WAITING,
        disposal__state__in=[DisposalState.PROPOSED, DisposalState.RUNNING],
    )
    over = Q(pk__in=[])
    for rule in rules:
        over |= Q(rule_id=rule.pk, ended_at__lt=_end_of(_last_day(day, rule.months)))
    number: IntegerField[Any, Any] = IntegerField()
    return (
        _ended(Complaint.objects.at_desk_of(actor))
        .filter(held=False, reopening_asked_at=None)
        .annotate(rule_id=Case(*[When(_fits(rule), then=Value(rule.pk)) for rule in rules], output_field=number))
        .filter(over)
        .exclude(Exists(waiting))
        .order_by("ended_at", "pk")
    )


def places_of(authority: Any) -> set[str]:
    """The places that an authority's schedule can name: its own and those within it."""
    return _within(authority.jurisdiction_id)


def keeps(complaint: Complaint) -> "_StrOrPromise":
    """Why a complaint must not be disposed of now, whatever the schedule says; empty where nothing does."""
    if complaint.held:
        return _("It is kept for proceedings.")
    if complaint.disposed_at is not None:
        return _("It was disposed of before.")
    if complaint.state not in EndedAs.values:
        return _("It has not ended, or was opened again.")
    if complaint.reopening_asked_at is not None:
        return _("The complainant contests that it was closed.")
    if complaint.engagements.exclude(state__in=[EngagementState.DECLINED, EngagementState.ENDED]).exists():
        return _("A law firm works on it or was asked to.")
    if complaint.investigation_links.exclude(investigation__state__in=SETTLED).exists():
        return _("It is part of an investigation that is not decided, or under appeal.")
    return ""


def disposals(actor: Actor) -> Any:
    """Disposals of the actor's authorities, newest first."""
    return Disposal.objects.visible_to(actor).select_related("authority", "proposed_by", "decided_by")


def disposal_by_reference(actor: Actor, reference: str) -> Disposal:
    """One disposal, or NotFound."""
    found: Disposal | None = disposals(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def still_due(item: DisposalItem, on: dt.date | None = None) -> bool:
    """Whether the rule that an item was proposed under still says so: it holds, and its time is over."""
    day, rule = on or timezone.localdate(), item.rule
    holds = rule.valid_to is None or rule.valid_to > day
    ended = _ended(Complaint.objects.filter(_fits(rule), pk=item.complaint_id))
    return holds and ended.filter(ended_at__lt=_end_of(_last_day(day, rule.months))).exists()


def _ended(found: ComplaintQuerySet) -> Any:
    """Complaints that ended, with `ended_at`: when that was, or the last change where it is not known."""
    ended_at = Coalesce(F("closed_at"), F("updated_at"))
    return found.filter(state__in=EndedAs.values).annotate(ended_at=ended_at)


def _fits(rule: RetentionRule) -> Q:
    asked = Q(authority_id=rule.authority_id)
    if rule.jurisdiction_id:
        asked &= Q(jurisdiction_id__in=_within(rule.jurisdiction_id))
    if rule.ended_as:
        asked &= Q(state=rule.ended_as)
    if rule.outcome:
        asked &= Q(outcome=rule.outcome)
    return asked


def _within(code: str) -> set[str]:
    """A place, its parts and their parts."""
    parts = {code, *parts_of(code)}
    return parts.union(*(parts_of(part) for part in parts))


def _last_day(day: dt.date, months: int) -> dt.date:
    return add_months(day, -months)


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))

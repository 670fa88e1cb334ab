"""Scores and the day to acknowledge by, worked out on arrival; weights set as dated data."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.audit import services as audit
from caseapp.casework.models import PriorityWeights
from caseapp.casework.selectors.priority import facts_of, weights_of
from caseapp.complaints.enums import OPEN_STATES
from caseapp.complaints.models import Cluster, Complaint
from caseapp.complaints.services.counting import recount
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.intake.selectors import authority_clocks
from caseapp.law.enums import DeadlineKind
from caseapp.rules import priority as rules

PORTION = 1_000


def arrived(complaint_id: int) -> None:
    """Score a complaint that came to an authority, and note by when it must be acknowledged. Safe to run again."""
    complaint = Complaint.objects.select_related("jurisdiction").filter(pk=complaint_id).first()
    if complaint is None or complaint.authority_id is None:
        return
    complaint.priority = rules.score(facts_of(complaint), weights_of(complaint.authority_id))
    due = [one.day for one in authority_clocks(complaint) if one.kind == DeadlineKind.AUTHORITY_ACKNOWLEDGEMENT]
    complaint.acknowledge_by = due[0] if due else None
    complaint.save(update_fields=["priority", "acknowledge_by"])


@transaction.atomic
def set_weights(
    *, actor: Actor, authority: Authority, weights: Mapping[str, int], valid_from: dt.date, note: str
) -> PriorityWeights:
    """Set the weights from a day on, today at the earliest; open complaints are scored anew by a task that day.

    For supervisors. Refuses weights that together are more than 100, a day in the past, and a day that has some.
    """
    if not can(actor, "casework.set_weights", authority):
        raise NotAllowed()
    wrong = rules.faults(weights)
    if wrong:
        raise InvalidInput.field("children", _("Each weight is from 0 to 100, and together they are at most 100."))
    if valid_from < timezone.localdate():
        raise InvalidInput.field("valid_from", _("The day must not lie in the past."))
    if not note.strip():
        raise InvalidInput.field("note", _("Say why, for those who ask later."))
    try:
        with transaction.atomic():
            made = PriorityWeights.objects.create(
                authority=authority,
                valid_from=valid_from,
                weights=dict(weights),
                note=note.strip()[:300],
                by_id=actor.user_id,
            )
    except IntegrityError as twice:
        raise InvalidInput.field("valid_from", _("Weights from this day on were set already.")) from twice
    audit.record(
        actor=actor,
        action="casework.set_weights",
        subject=made,
        chain=f"authority:{authority.pk}",
        facts={"valid_from": valid_from.isoformat(), "weights": dict(weights)},
    )
    starts = timezone.make_aware(dt.datetime.combine(valid_from, dt.time.min))
    queue.enqueue("casework.score_open", at=max(starts, timezone.now()), authority_id=authority.pk)
    return made


def score_open(authority_id: int, after: int = 0) -> int | None:
    """Score a portion of an authority's open complaints anew; answers where to go on, None at the end."""
    weights = weights_of(authority_id)
    portion = list(
        Complaint.objects.filter(authority_id=authority_id, state__in=OPEN_STATES, pk__gt=after).order_by("pk")[
            :PORTION
        ]
    )
    changed = []
    for complaint in portion:
        score = rules.score(facts_of(complaint), weights)
        if score != complaint.priority:
            complaint.priority = score
            changed.append(complaint)
    Complaint.objects.bulk_update(changed, ["priority"], batch_size=PORTION)
    for cluster in Cluster.objects.filter(pk__in={each.cluster_id for each in changed if each.cluster_id}):
        recount(cluster)
    return portion[-1].pk if len(portion) == PORTION else None

"""Collective actions: for the firm its own and how many match; for the invited their invitations."""

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from caseapp.accounts.models import Firm
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Cluster, Complaint
from caseapp.core.actors import Actor
from caseapp.core.counts import SMALLEST
from caseapp.core.errors import NotFound
from caseapp.law.selectors import day_in, parts_of
from caseapp.litigation.enums import TAKING_PART, EngagementState, MemberState
from caseapp.litigation.models import (
    CaseFile,
    CollectiveAction,
    CollectiveInvitation,
    CollectiveMember,
    ContactConsent,
    Distribution,
)
from caseapp.litigation.querysets import CollectiveActionQuerySet, CollectiveInvitationQuerySet


def actions(actor: Actor) -> CollectiveActionQuerySet:
    """The firm's actions with what a list names, and how many are on the roster."""
    return (
        CollectiveAction.objects.visible_to(actor)
        .select_related("case_file__respondent", "case_file__jurisdiction", "case_file__firm", "suit", "cluster")
        .annotate(on_roster=Count("members", filter=Q(members__state=MemberState.ADMITTED)))
    )


def action_by_reference(actor: Actor, reference: str) -> CollectiveAction:
    """One action of the firm, or NotFound."""
    found: CollectiveAction | None = actions(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def today_of(action: CollectiveAction) -> dt.date:
    """The day it is now where the action is brought."""
    return day_in(action.case_file.jurisdiction, timezone.now())


def clusters_of(case_file: CaseFile) -> QuerySet[Cluster]:
    """The groups of complaints alike that the firm's clients' complaints are in. Only that there is one is told."""
    return Cluster.objects.filter(
        pk__in=case_file.engagements.filter(state=EngagementState.ACCEPTED)
        .exclude(complaint__cluster=None)
        .values("complaint__cluster_id")
    )


def matching_complaints(action: CollectiveAction) -> QuerySet[Complaint]:
    """Whom an action looks for: alike by what it says, agreed to be contacted, and not invited yet.

    For the services alone, which count or invite them: the firm never reads one.
    """
    code = action.case_file.jurisdiction_id
    found = (
        Complaint.objects.filter(
            respondent_id=action.case_file.respondent_id,
            jurisdiction_id__in=[code, *parts_of(code)],
            contact_consent__ended_at=None,
            contact_consent__isnull=False,
            erased_at=None,
        )
        .exclude(state__in=[ComplaintState.DRAFT, ComplaintState.WITHDRAWN])
        .exclude(collective_invitations__action=action)
        .order_by("pk")
    )
    if action.use:
        found = found.filter(use=action.use)
    if action.happened_from:
        found = found.filter(Q(occurred_on__gte=action.happened_from) | Q(ongoing=True))
    if action.happened_until:
        found = found.filter(occurred_on__lte=action.happened_until)
    if action.cluster_id:
        found = found.filter(cluster_id=action.cluster_id)
    return found


def told(number: int) -> int | None:
    """A number of people that may be told; None for one that could point at somebody."""
    return number if number >= SMALLEST else None


def invited_count(action: CollectiveAction) -> int | None:
    """How many were invited; None where it is too small to be told."""
    return told(action.invitations.count())


def invitations(actor: Actor) -> CollectiveInvitationQuerySet:
    """The actor's own invitations, with what their pages name."""
    return CollectiveInvitation.objects.visible_to(actor).select_related(
        "complaint",
        "action__case_file__firm",
        "action__case_file__respondent",
        "action__case_file__jurisdiction",
        "action__suit",
        "member",
    )


def invitation_by_reference(actor: Actor, reference: str) -> CollectiveInvitation:
    """One of the actor's own invitations, or NotFound."""
    found: CollectiveInvitation | None = invitations(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def invitations_of(actor: Actor, complaint: Complaint) -> CollectiveInvitationQuerySet:
    """A complaint's invitations, for its complainant."""
    return invitations(actor).filter(complaint=complaint)


def may_be_invited(complaint: Complaint) -> bool:
    """Whether the complainant agreed to be contacted. Ask for the complainant's own page alone."""
    return ContactConsent.objects.filter(complaint=complaint, ended_at=None).exists()


def takes_part(complaint: Complaint) -> bool:
    """Whether the complainant is in a collective action now."""
    return CollectiveMember.objects.filter(complaint=complaint, state__in=TAKING_PART).exists()


def places_with(complaint: Complaint, firm: Firm) -> QuerySet[CollectiveMember]:
    """Where the complaint takes part in collective actions of a firm; for the services that open and close access."""
    return CollectiveMember.objects.filter(
        complaint=complaint, action__case_file__firm=firm, state__in=TAKING_PART
    ).select_related("action", "invitation")


def distributions(actor: Actor, action: CollectiveAction) -> QuerySet[Distribution]:
    """What was worked out for an action, newest first."""
    return (
        Distribution.objects.visible_to(actor)
        .filter(action=action)
        .select_related("prepared_by", "approved_by", "action__case_file")
    )


def distribution_by_reference(actor: Actor, action: CollectiveAction, reference: str) -> Distribution:
    """One distribution of the action, or NotFound."""
    found = distributions(actor, action).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found

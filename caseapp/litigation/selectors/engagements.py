"""Requests and engagements, for the firm and for the client."""

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When

from caseapp.accounts.models import Firm
from caseapp.accounts.selectors import firms_in
from caseapp.complaints.models import Complaint, Grant
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.law.selectors import jurisdiction_chain
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import ConflictCheck, Engagement, EngagementMessage
from caseapp.litigation.querysets import EngagementQuerySet


def engagements(actor: Actor) -> EngagementQuerySet:
    """What the actor may see, with what a list names and what each one's newest conflict check came to."""
    newest = ConflictCheck.objects.filter(engagement=OuterRef("pk")).order_by("-pk")
    return (
        Engagement.objects.visible_to(actor)
        .annotate(newest_result=Subquery(newest.values("result")[:1]))
        .select_related(
            "firm", "case_file", "letter__template", "complaint__respondent__parent", "complaint__jurisdiction"
        )
    )


def firm_requests(actor: Actor) -> QuerySet[Engagement]:
    """The firm's requests that still wait for something."""
    return engagements(actor).filter(
        firm_id__in=actor.firm_ids(),
        state__in=[EngagementState.REQUESTED, EngagementState.CONFLICT_CHECK, EngagementState.OFFERED],
    )


def engagement_by_reference(actor: Actor, reference: str) -> Engagement:
    """One engagement, or NotFound."""
    found: Engagement | None = engagements(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def engagements_of(actor: Actor, complaint: Complaint) -> QuerySet[Engagement]:
    """A complaint's engagements as the actor may see them, newest first."""
    return engagements(actor).filter(complaint=complaint)


def firms_let_in(complaint: Complaint) -> QuerySet[Grant]:
    """The firms that see a complaint now, each with the parts it was given; for the complainant's page."""
    return complaint.grants.filter(firm__isnull=False, revoked_at=None).select_related("firm").order_by("pk")


def firms_to_ask(complaint: Complaint) -> QuerySet[Firm]:
    """Every firm, those that practise where it happened first, each with its places."""
    here = firms_in(list(jurisdiction_chain(complaint.jurisdiction_id))).values("pk")
    return (
        Firm.objects.annotate(practises_here=Case(When(pk__in=here, then=True), default=False))
        .order_by("-practises_here", "name")
        .prefetch_related("jurisdictions")
    )


def newest_check(engagement: Engagement) -> ConflictCheck | None:
    """The conflict check that counts."""
    return engagement.conflict_checks.select_related("run_by", "decided_by").order_by("-pk").first()


def earlier_checks(engagement: Engagement) -> QuerySet[ConflictCheck]:
    """The checks before the one that counts, newest first."""
    return engagement.conflict_checks.select_related("run_by", "decided_by").order_by("-pk")[1:11]


def correspondence(actor: Actor, engagement: Engagement) -> list[EngagementMessage]:
    """What the two sides wrote, oldest first; the firm reads none of it before its conflict check is clear."""
    if engagement.cleared_at is None and engagement.firm_id in actor.firm_ids():
        return []
    return list(EngagementMessage.objects.visible_to(actor).filter(engagement=engagement).select_related("author"))


def unread_messages(actor: Actor) -> QuerySet[Engagement]:
    """The firm's engagements whose clients wrote something that nobody of the firm has opened."""
    return (
        engagements(actor)
        .filter(firm_id__in=actor.firm_ids(), cleared_at__isnull=False)
        .filter(messages__from_firm=False, messages__read_at=None)
        .annotate(unread=Count("messages"))
    )

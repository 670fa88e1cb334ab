"""What waits today by the clock, and how the work is spread."""

from dataclasses import dataclass
from datetime import timedelta

from caseapp.accounts.models import Authority, User
from caseapp.accounts.selectors import colleagues
from caseapp.complaints.enums import OPEN_STATES, ClusterState, ComplaintState, ReferralState
from caseapp.complaints.models import Cluster, Complaint, Referral
from caseapp.core.actors import Actor
from caseapp.core.counts import capped_counts

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Clock:
    """Counts of what the desk owes, each up to the cap of `core.counts`."""

    acknowledge_overdue: int = 0
    acknowledge_soon: int = 0
    referred_in: int = 0
    to_refer: int = 0
    clusters: int = 0
    nobodys: int = 0
    contested: int = 0


def clock(actor: Actor) -> Clock:
    """Acknowledgements overdue and due within a week, what came by referral, clusters to look at, what nobody has,
    ends that are contested.
    """
    authorities = actor.authority_ids()
    if not authorities:
        return Clock()
    today = actor.today()
    mine = Complaint.objects.at_desk_of(actor)
    new = mine.filter(state=ComplaintState.SUBMITTED)
    return Clock(
        **capped_counts(
            {
                "acknowledge_overdue": new.filter(acknowledge_by__lt=today),
                "acknowledge_soon": new.filter(acknowledge_by__gte=today, acknowledge_by__lte=today + SOON),
                "referred_in": mine.filter(state=ComplaintState.REFERRED),
                "to_refer": Referral.objects.visible_to(actor).filter(state=ReferralState.PROPOSED),
                "clusters": Cluster.objects.visible_to(actor).filter(state=ClusterState.PROPOSED),
                "nobodys": mine.filter(state__in=OPEN_STATES, assigned_to=None),
                "contested": mine.contested(),
            }
        )
    )


@dataclass(frozen=True)
class Load:
    """How many open complaints a colleague has."""

    user: User
    open: int


def team_load(actor: Actor) -> list[Load]:
    """Every colleague of the actor's authorities with their open complaints, counted in one statement."""
    people = {user.pk: user for pk in sorted(actor.authority_ids()) for user in colleagues(actor, Authority(pk=pk))}
    held = Complaint.objects.filter(authority_id__in=actor.authority_ids(), state__in=OPEN_STATES)
    counted = capped_counts({str(pk): held.filter(assigned_to_id=pk) for pk in people})
    return sorted((Load(people[int(pk)], number) for pk, number in counted.items()), key=lambda row: -row.open)

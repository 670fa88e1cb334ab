"""What a firm may see of a complaint: opened by an engagement and by joining a collective action of the firm.

The two stand beside each other: ending one closes what it had opened, and leaves what the other still opens.
"""

from collections.abc import Iterable

from caseapp.complaints import services as complaints
from caseapp.complaints.models import Complaint, Grant
from caseapp.core.actors import Actor
from caseapp.litigation.enums import TAKING_PART, EngagementState
from caseapp.litigation.models import CollectiveAction, CollectiveMember, Engagement
from caseapp.litigation.selectors.collective import places_with


def open_by_joining(*, actor: Actor, complaint: Complaint, action: CollectiveAction, scopes: Iterable[str]) -> None:
    """Let the firm in to the parts chosen in joining; what it may see already by an engagement is not lessened."""
    held = Grant.objects.filter(complaint=complaint, firm=action.firm, revoked_at=None).first()
    wanted = {*scopes, *(held.scopes if held is not None else ())}
    complaints.grant_firm(actor=actor, complaint=complaint, firm=action.firm, scopes=wanted)


def end_by_leaving(*, actor: Actor, member: CollectiveMember) -> None:
    """Close what joining had opened, unless the firm is asked or engaged besides, or another action of it goes on."""
    firm, complaint = member.action.firm, member.complaint
    asked = Engagement.objects.filter(complaint=complaint, firm=firm).exclude(
        state__in=[EngagementState.DECLINED, EngagementState.ENDED]
    )
    elsewhere = CollectiveMember.objects.filter(
        complaint=complaint, action__case_file__firm=firm, state__in=TAKING_PART
    ).exclude(pk=member.pk)
    if asked.exists() or elsewhere.exists():
        return
    complaints.revoke_firm(actor=actor, complaint=complaint, firm=firm)


def open_by_engagement(*, actor: Actor, engagement: Engagement, scopes: Iterable[str], agreed: bool = False) -> None:
    """Let the firm in to these parts; what the client chose in joining an action of the firm is not lessened."""
    complaints.grant_firm(
        actor=actor,
        complaint=engagement.complaint,
        firm=engagement.firm,
        scopes={*scopes, *_joined_scopes(engagement)},
        agreed=agreed,
    )


def end_with_engagement(*, actor: Actor, engagement: Engagement) -> None:
    """Close what the engagement had opened. Who takes part in a collective action of the firm goes on showing it what
    they chose when they joined, until they leave.
    """
    joined = _joined_scopes(engagement)
    if joined:
        complaints.narrow_firm(actor=actor, complaint=engagement.complaint, firm=engagement.firm, scopes=joined)
    else:
        complaints.revoke_firm(actor=actor, complaint=engagement.complaint, firm=engagement.firm)


def _joined_scopes(engagement: Engagement) -> set[str]:
    places = places_with(engagement.complaint, engagement.firm)
    return {scope for place in places for scope in place.scopes}

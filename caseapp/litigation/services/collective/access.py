"""What a firm may see of a member's complaint: opened by joining, closed by leaving, never against an engagement."""

from collections.abc import Iterable

from caseapp.complaints import services as complaints
from caseapp.complaints.models import Complaint, Grant
from caseapp.core.actors import Actor
from caseapp.litigation.enums import TAKING_PART, EngagementState
from caseapp.litigation.models import CollectiveAction, CollectiveMember, Engagement


def open_access(*, actor: Actor, complaint: Complaint, action: CollectiveAction, scopes: Iterable[str]) -> None:
    """Let the firm in to the chosen parts; what it may see already by an engagement is not lessened."""
    held = Grant.objects.filter(complaint=complaint, firm=action.firm, revoked_at=None).first()
    wanted = {*scopes, *(held.scopes if held is not None else ())}
    complaints.grant_firm(actor=actor, complaint=complaint, firm=action.firm, scopes=wanted)


def end_access(*, actor: Actor, member: CollectiveMember) -> None:
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

"""Notices to the people of a firm."""

from caseapp.accounts.models import Membership
from caseapp.litigation.models import Engagement
from caseapp.notifications import services as notifications


def members(firm_id: int, roles: list[str] | None = None) -> list[int]:
    """The accounts of a firm's people: all of them, or those of some roles."""
    found = Membership.objects.filter(firm_id=firm_id, user__is_active=True)
    if roles:
        found = found.filter(role__in=roles)
    return list(found.values_list("user_id", flat=True))


def tell_firm(engagement: Engagement, kind: str, *, roles: list[str] | None = None) -> None:
    """Put a notice about a request where the firm's people find it: all of them, or those of some roles."""
    notifications.notify_users(
        user_ids=members(engagement.firm_id, roles),
        kind=kind,
        data={"reference": engagement.reference},
        path=f"/requests/{engagement.reference}/",
    )

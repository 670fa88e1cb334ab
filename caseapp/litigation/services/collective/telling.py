"""Putting a notice where the lawyers of a collective action's firm find it."""

from caseapp.accounts.models import Membership
from caseapp.litigation.models import CollectiveAction
from caseapp.notifications import services as notifications


def tell_lawyers(action: CollectiveAction, kind: str) -> None:
    """Partners and associates of the firm; the notice names the action, never a member."""
    lawyers = Membership.objects.filter(firm=action.firm, role__in=["partner", "associate"])
    notifications.notify_users(
        user_ids=list(lawyers.values_list("user_id", flat=True)),
        kind=kind,
        data={"action": action.reference},
        path=f"/collective-actions/{action.reference}/",
    )

"""Collective actions, invitations and rosters as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.litigation.policies import collective as policies

if TYPE_CHECKING:
    from caseapp.litigation.models import (  # noqa: F401
        CollectiveAction,
        CollectiveInvitation,
        CollectiveMember,
        Distribution,
    )


class CollectiveActionQuerySet(QuerySet["CollectiveAction"]):
    def visible_to(self, actor: Actor) -> "CollectiveActionQuerySet":
        return self.filter(policies.visible_actions(actor))


class CollectiveInvitationQuerySet(QuerySet["CollectiveInvitation"]):
    def visible_to(self, actor: Actor) -> "CollectiveInvitationQuerySet":
        return self.filter(policies.visible_invitations(actor))


class CollectiveMemberQuerySet(QuerySet["CollectiveMember"]):
    def visible_to(self, actor: Actor) -> "CollectiveMemberQuerySet":
        return self.filter(policies.visible_members(actor))


class DistributionQuerySet(QuerySet["Distribution"]):
    def visible_to(self, actor: Actor) -> "DistributionQuerySet":
        return self.filter(policies.visible_distributions(actor))

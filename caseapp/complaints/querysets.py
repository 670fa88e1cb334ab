"""Complaints as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.complaints import policies
from caseapp.core.actors import Actor

if TYPE_CHECKING:
    from caseapp.complaints.models import Cluster, Complaint, ProgressUpdate, Referral  # noqa: F401


class ComplaintQuerySet(QuerySet["Complaint"]):
    def visible_to(self, actor: Actor) -> "ComplaintQuerySet":
        return self.filter(policies.visible(actor))

    def at_desk_of(self, actor: Actor) -> "ComplaintQuerySet":
        return self.filter(policies.at_desk(actor))

    def contested(self) -> "ComplaintQuerySet":
        """Those that ended, and whose complainant waits for an answer to the wish to reopen them."""
        return self.filter(reopening_asked_at__isnull=False)


class ClusterQuerySet(QuerySet["Cluster"]):
    def visible_to(self, actor: Actor) -> "ClusterQuerySet":
        return self.filter(policies.visible_clusters(actor))


class ProgressUpdateQuerySet(QuerySet["ProgressUpdate"]):
    def visible_to(self, actor: Actor) -> "ProgressUpdateQuerySet":
        return self.filter(policies.visible_updates(actor))


class ReferralQuerySet(QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        return self.filter(policies.visible_referrals(actor))

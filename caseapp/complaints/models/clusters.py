"""Complaints that are alike: stored groups with who came, who left, and why."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import ClusterState, JoinedBy, WhyAlike
from caseapp.complaints.models.cases import Complaint
from caseapp.complaints.querysets import ClusterQuerySet
from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint


class TextSketch(models.Model):
    """The MinHash of a complaint's words: `bands` finds texts alike by index. Made once, from the statement."""

    complaint = models.OneToOneField(Complaint, primary_key=True, on_delete=models.CASCADE, related_name="sketch")
    sketch = models.BinaryField()
    bands = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="complaints_sketch_bands")]

    def __str__(self) -> str:
        return f"sketch of {self.complaint_id}"


class Cluster(Referenced, Stamped):
    """Complaints of one authority about the same matter.

    `size`, `people`, `anonymous` and `unconfirmed` are counted anew by `services.clusters` whenever membership
    changes: people are told apart by account or contact; who filed anonymously is one person each.
    """

    REFERENCE_PREFIX = "CL"

    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="clusters")
    respondent = models.ForeignKey("respondents.Respondent", on_delete=models.PROTECT, related_name="clusters")
    state = models.CharField(_("state"), max_length=12, choices=ClusterState, default=ClusterState.PROPOSED)
    title = models.CharField(_("title"), max_length=200, blank=True)
    reasons = ArrayField(models.CharField(max_length=12, choices=WhyAlike), default=list)
    size = models.PositiveIntegerField(_("complaints"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    anonymous = models.PositiveIntegerField(_("filed anonymously"), default=0)
    unconfirmed = models.PositiveIntegerField(_("not confirmed yet"), default=0)
    priority = models.PositiveSmallIntegerField(_("priority"), default=0)
    newest_at = models.DateTimeField(_("newest complaint"), null=True)
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_in")

    objects: ClassVar = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["authority", "state", "-priority", "-id"], name="complaints_clusters_desk"),
            models.Index(
                fields=["authority", "-priority", "-id"],
                condition=models.Q(state__in=[ClusterState.PROPOSED, ClusterState.ACCEPTED]),
                name="complaints_clusters_in_use",
            ),
            models.Index(fields=["respondent", "-id"], name="complaints_clusters_of"),
        ]
        constraints = [
            state_constraint(ClusterState.values, "complaints_cluster_state_known"),
            models.CheckConstraint(
                name="complaints_cluster_merged_somewhere",
                condition=~models.Q(state=ClusterState.MERGED) | models.Q(merged_into__isnull=False),
            ),
        ]


class ClusterMembership(Stamped):
    """One complaint in one cluster, from when to when, who put it there and who took it out. Never deleted."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="memberships")
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="cluster_memberships")
    joined_by = models.CharField(max_length=8, choices=JoinedBy)
    reasons = ArrayField(models.CharField(max_length=12, choices=WhyAlike), default=list)
    likeness = models.PositiveSmallIntegerField(_("likeness of the text in percent"), default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    left_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(left_at=None), name="complaints_one_cluster_at_a_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["cluster", "complaint"], condition=models.Q(left_at=None), name="complaints_members_now"
            ),
            models.Index(fields=["cluster", "id"], name="complaints_members_ever"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} in {self.cluster_id}"

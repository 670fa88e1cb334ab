"""Keeps up to date which clusters grow: more complaints in the last seven days than in the seven before."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, F, Q
from django.utils import timezone

from caseapp.complaints.models import Complaint
from caseapp.core.counts import SMALLEST
from caseapp.statistics.models import RisingCluster

WEEK = dt.timedelta(days=7)
KEPT = 200
"""So many of an authority are kept, the largest first: a page shows ten of those that are still in use."""


def count_rising(authorities: Iterable[int] | None = None) -> None:
    """Count anew for these authorities, or for all that received anything lately; in the caller's transaction. One with
    fewer than five new ones is not kept.
    """
    now = timezone.now()
    lately = Complaint.objects.filter(submitted_at__gte=now - WEEK)
    if authorities is None:
        received = lately.order_by().exclude(authority=None).values_list("authority_id", flat=True).distinct()
        authorities = {*received, *RisingCluster.objects.values_list("authority_id", flat=True)}
    for authority in authorities:
        growing = (
            Complaint.objects.filter(
                authority_id=authority, submitted_at__gte=now - 2 * WEEK, cluster__authority_id=authority
            )
            .order_by()
            .values_list("cluster_id")
            .annotate(
                lately=Count("pk", filter=Q(submitted_at__gte=now - WEEK)),
                earlier=Count("pk", filter=Q(submitted_at__lt=now - WEEK)),
            )
            .filter(lately__gte=SMALLEST, lately__gt=F("earlier"))
            .order_by("-lately", "-cluster_id")[:KEPT]
        )
        rows = [
            RisingCluster(authority_id=authority, cluster_id=cluster, lately=number, earlier=before)
            for cluster, number, before in growing
        ]
        RisingCluster.objects.filter(authority_id=authority).delete()
        RisingCluster.objects.bulk_create(rows)

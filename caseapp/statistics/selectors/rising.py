"""Clusters that grow: more complaints in the last seven days than in the seven before."""

import datetime as dt

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseapp.complaints.enums import LIVE_CLUSTERS
from caseapp.complaints.models import Cluster
from caseapp.core.actors import Actor
from caseapp.core.counts import SMALLEST
from caseapp.statistics.policies import READERS
from caseapp.statistics.selectors.shapes import Chart, Row

WEEK = dt.timedelta(days=7)
SHOWN = 10


def rising_clusters(actor: Actor) -> Chart:
    """The ten that grew most, named by the organisation alone; one with fewer than five new ones is not told."""
    now = timezone.now()
    members = Q(memberships__left_at=None)
    submitted = "memberships__complaint__submitted_at"
    growing = (
        Cluster.objects.filter(
            authority_id__in=actor.authority_ids(*READERS), state__in=LIVE_CLUSTERS, newest_at__gte=now - WEEK
        )
        .select_related("respondent")
        .annotate(
            lately=Count("memberships", filter=members & Q(**{f"{submitted}__gte": now - WEEK})),
            earlier=Count(
                "memberships",
                filter=members & Q(**{f"{submitted}__gte": now - 2 * WEEK, f"{submitted}__lt": now - WEEK}),
            ),
        )
        .filter(lately__gte=SMALLEST, lately__gt=F("earlier"))
        .order_by("-lately", "-pk")[:SHOWN]
    )
    rows = tuple(
        Row(
            one.respondent.shown_name,
            (one.lately, one.earlier if one.earlier == 0 or one.earlier >= SMALLEST else None),
            one.reference,
        )
        for one in growing
    )
    if rows:
        sentence = ngettext(
            "%(number)s cluster grew by five or more in the last seven days.",
            "%(number)s clusters grew by five or more in the last seven days.",
            len(rows),
        ) % {"number": len(rows)}
    else:
        sentence = _("No cluster grew by five or more in the last seven days.")
    series = (_("Last seven days"), _("Seven days before"))
    return Chart("rising", _("Clusters rising this week"), sentence, _("Cluster"), series, rows)

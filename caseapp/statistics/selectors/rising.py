"""Clusters that grow: more complaints in the last seven days than in the seven before."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseapp.complaints.enums import LIVE_CLUSTERS
from caseapp.core.actors import Actor
from caseapp.core.counts import SMALLEST
from caseapp.statistics.models import RisingCluster
from caseapp.statistics.selectors.shapes import Chart, Row

SHOWN = 10


def rising_clusters(actor: Actor) -> Chart:
    """The ten that grew most, named by the organisation alone; one with fewer than five new ones is not told."""
    growing = (
        RisingCluster.objects.visible_to(actor)
        .filter(cluster__state__in=LIVE_CLUSTERS)
        .select_related("cluster__respondent")
        .order_by("-lately", "-cluster")[:SHOWN]
    )
    rows = tuple(
        Row(
            one.cluster.respondent.shown_name,
            (one.lately, one.earlier if one.earlier == 0 or one.earlier >= SMALLEST else None),
            one.cluster.reference,
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

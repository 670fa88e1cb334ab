"""“Same as this one”: what a complainant said is alike is proposed for its cluster."""

from django.db import transaction

from caseapp.complaints.enums import LIVE_CLUSTERS
from caseapp.complaints.models import Cluster, Complaint
from caseapp.complaints.selectors.similar import NOT_COUNTED
from caseapp.complaints.services.clusters import say_same
from caseapp.core.actors import Actor
from caseapp.core.enums import Use
from caseapp.respondents.models import Site


@transaction.atomic
def join_similar(*, actor: Actor, complaint: Complaint, key: str) -> Cluster | None:
    """Propose the complaint for the cluster of a matter (`selectors.Matter.key`), or for a new one with its newest.

    Within its authority and respondent alone; None where nothing is alike any more. Tells the complainant nothing of
    the others, and them nothing of this one.
    """
    use, _, site = key.partition("-")
    if complaint.authority_id is None or use not in Use.values or not site.isdigit():
        return None
    alike = Complaint.objects.filter(
        authority_id=complaint.authority_id, respondent_id=complaint.respondent_id, use=use
    ).exclude(pk=complaint.pk)
    place = Site.objects.filter(pk=int(site), respondent_id=complaint.respondent_id).first()
    if place is not None:
        alike = alike.filter(venue_name__iexact=place.name)
    cluster = (
        Cluster.objects.filter(
            state__in=LIVE_CLUSTERS,
            memberships__left_at=None,
            memberships__complaint__in=alike,
        )
        .order_by("-size", "pk")
        .first()
    )
    like = cluster or alike.exclude(state__in=NOT_COUNTED).order_by("-pk").first()
    return say_same(actor=actor, complaint=complaint, like=like) if like is not None else None

"""What a cluster says of itself: how many complaints, how many people, how pressing."""

from django.db.models import Case, CharField, Count, F, Max, Q, Value, When
from django.db.models.functions import Cast, Concat

from caseapp.complaints.models import Cluster, ClusterMembership


def recount(cluster: Cluster) -> Cluster:
    """Count a cluster anew in one statement and store what was found.

    People are told apart by account, else by the contact they gave; who gave neither counts as one person each, and is
    told of as anonymous.
    """
    by_account = Q(complaint__owner__isnull=False)
    by_contact = Q(complaint__identity__isnull=False) & ~Q(complaint__identity__person="")
    person = Case(
        When(by_account, then=Concat(Value("u"), _text("complaint__owner_id"))),
        When(by_contact, then=Concat(Value("i"), F("complaint__identity__person"))),
        default=Concat(Value("c"), _text("complaint_id")),
        output_field=CharField(),
    )
    found = ClusterMembership.objects.filter(cluster=cluster, left_at=None).aggregate(
        size=Count("pk"),
        people=Count(person, distinct=True),
        anonymous=Count("pk", filter=~by_account & ~by_contact),
        unconfirmed=Count("pk", filter=Q(confirmed_at=None)),
        newest_at=Max("complaint__submitted_at"),
        priority=Max("complaint__priority"),
    )
    for name, value in found.items():
        setattr(cluster, name, value if value is not None or name == "newest_at" else 0)
    cluster.save(update_fields=[*found, "updated_at"])
    return cluster


def _text(name: str) -> Cast:
    return Cast(F(name), CharField())

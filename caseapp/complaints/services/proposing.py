"""Finding complaints alike, when one arrives and every night: only proposals, which an officer accepts or not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from caseapp.accounts.models import Authority
from caseapp.complaints.enums import LIVE_CLUSTERS, ComplaintState, JoinedBy
from caseapp.complaints.models import Cluster, ClusterMembership, Complaint, TextSketch
from caseapp.complaints.services.clusters import join, membership_of
from caseapp.complaints.services.counting import recount
from caseapp.respondents.models import Respondent
from caseapp.rules import likeness as rules

LOOKED_AT = 200
"""How many of the newest complaints of the same respondents are compared, and as many with texts alike."""

LOOK_BACK = timedelta(days=365)
NOT_CLUSTERED = frozenset({ComplaintState.DRAFT, ComplaintState.WITHDRAWN})


@transaction.atomic
def propose(complaint_id: int, *, by: JoinedBy = JoinedBy.ARRIVAL) -> Cluster | None:
    """Compare one complaint with those of its authority, and propose it for the cluster it is most like.

    Where it is like one that stands alone, both become a new cluster. A complaint that an officer took out of a
    cluster is not proposed for it again. Safe to run twice. None where nothing is alike.
    """
    complaint = (
        Complaint.objects.select_related("respondent__parent", "authority", "sketch")
        .filter(pk=complaint_id, authority__isnull=False)
        .exclude(state__in=NOT_CLUSTERED)
        .first()
    )
    if complaint is None or complaint.authority is None:
        return None
    sketch = sketch_of(complaint)
    group = _group(complaint.respondent)
    _one_at_a_time(f"clusters:{complaint.authority_id}:{group}")
    if membership_of(complaint) is not None:
        return None
    own = _account(complaint, group, _stored(sketch))
    alike = _alike(own, _candidates(complaint, group, sketch.bands))
    if not alike:
        return None
    return _into_one(complaint, complaint.authority, alike, by)


def propose_all(after: int = 0, *, portion: int = 500) -> int | None:
    """Look at a portion of the complaints that stand alone; answers where to go on, None at the end."""
    found = list(
        Complaint.objects.filter(pk__gt=after, authority__isnull=False, submitted_at__gte=timezone.now() - LOOK_BACK)
        .exclude(state__in=NOT_CLUSTERED)
        .exclude(cluster_memberships__in=ClusterMembership.objects.filter(left_at=None))
        .order_by("pk")
        .values_list("pk", flat=True)[:portion]
    )
    for pk in found:
        propose(pk, by=JoinedBy.NIGHTLY)
    return found[-1] if len(found) == portion else None


def sketch_of(complaint: Complaint) -> TextSketch:
    """The stored sketch of what the person wrote, made when it is missing."""
    held = getattr(complaint, "sketch", None)
    if isinstance(held, TextSketch):
        return held
    made = rules.sketch(complaint.narrative)
    return TextSketch.objects.get_or_create(
        complaint=complaint, defaults={"sketch": rules.packed(made), "bands": rules.bands(made)}
    )[0]


def _stored(sketch: TextSketch) -> tuple[int, ...]:
    return rules.unpacked(bytes(sketch.sketch))


def _candidates(complaint: Complaint, group: int, bands: Sequence[int]) -> list[Complaint]:
    """The newest against the same group of companies, and those that share a key of the text; each set by its index."""
    near: QuerySet[Complaint] = (
        Complaint.objects.filter(authority=complaint.authority)
        .exclude(state__in=NOT_CLUSTERED)
        .exclude(pk=complaint.pk)
        .select_related("respondent__parent", "sketch")
        .order_by("-pk")
    )
    related = Respondent.objects.filter(
        Q(pk=group) | Q(parent=group) | Q(parent__parent=group) | Q(parent__parent__parent=group)
    )
    found = {each.pk: each for each in near.filter(respondent__in=related, use=complaint.use)[:LOOKED_AT]}
    if bands:
        sharing = list(
            TextSketch.objects.filter(bands__overlap=list(bands))
            .order_by()
            .values_list("complaint_id", flat=True)[: LOOKED_AT * 5]
        )
        found |= {each.pk: each for each in near.filter(pk__in=sharing)[:LOOKED_AT]}
    return list(found.values())


def _alike(own: rules.Account, candidates: Iterable[Complaint]) -> list[tuple[Complaint, rules.Likeness]]:
    found = [
        (other, rules.likeness(own, _account(other, _group(other.respondent), _stored(sketch_of(other)))))
        for other in candidates
    ]
    return [(other, how) for other, how in found if how]


def _into_one(
    complaint: Complaint, authority: Authority, alike: list[tuple[Complaint, rules.Likeness]], by: JoinedBy
) -> Cluster | None:
    """The living cluster that holds most of those alike, else a new one with the likest that stands alone."""
    places = {
        place.complaint_id: place.cluster
        for place in ClusterMembership.objects.filter(
            complaint__in=[other.pk for other, _how in alike], left_at=None, cluster__state__in=LIVE_CLUSTERS
        ).select_related("cluster")
    }
    refused = set(
        ClusterMembership.objects.filter(complaint=complaint, left_at__isnull=False).values_list(
            "cluster_id", flat=True
        )
    )
    votes = Counter(cluster for cluster in places.values() if cluster.pk not in refused)
    if votes:
        cluster = max(votes, key=lambda each: (votes[each], -each.pk))
        reasons, text = _why([how for other, how in alike if places.get(other.pk) == cluster])
        join(cluster, [complaint], by=by, reasons=reasons, likeness=text)
        return recount(cluster)
    apart = set(
        ClusterMembership.objects.filter(
            cluster__in=refused, complaint__in=[other.pk for other, _how in alike]
        ).values_list("complaint_id", flat=True)
    )
    alone = [(other, how) for other, how in alike if other.pk not in places and other.pk not in apart]
    if not alone:
        return None
    reasons, text = _why([how for _other, how in alone])
    cluster = Cluster.objects.create(authority=authority, respondent=complaint.respondent, reasons=reasons)
    join(cluster, [*(other for other, _how in alone), complaint], by=by, reasons=reasons, likeness=text)
    return recount(cluster)


def _why(found: Sequence[rules.Likeness]) -> tuple[list[str], int]:
    """The reasons that hold for any of them, in a fixed order, and the nearest text in percent."""
    order = ("respondent", "group", "site", "practice", "text")
    names = {name for how in found for name in how.reasons}
    return [name for name in order if name in names], round(max(how.text for how in found) * 100)


def _account(complaint: Complaint, group: int, sketch: Sequence[int]) -> rules.Account:
    return rules.Account(
        group=group,
        respondent=complaint.respondent_id,
        site=rules.site_key(complaint.venue_name),
        use=complaint.use,
        defects=frozenset(complaint.consent_defect),
        sketch=tuple(sketch),
    )


def _group(respondent: Respondent) -> int:
    """The company at the head of the group, at most three steps up."""
    head = respondent
    for _step in range(3):
        if head.parent is None:
            break
        head = head.parent
    return head.pk


def _one_at_a_time(key: str) -> None:
    """Two alike that arrive at the same moment must find each other: the second waits for the first to be written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])

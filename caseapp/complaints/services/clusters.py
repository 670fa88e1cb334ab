"""Clusters: proposed by likeness, ordered by officers; every coming and going is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import LIVE_CLUSTERS, JoinedBy, WhyAlike
from caseapp.complaints.models import Cluster, ClusterMembership, Complaint
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.services.counting import recount
from caseapp.complaints.workflow import CLUSTERS
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.policies import can

FEWEST = 2
"""A cluster of fewer complaints is none."""


@transaction.atomic
def say_same(*, actor: Actor, complaint: Complaint, like: "Complaint | Cluster") -> Cluster | None:
    """The complainant says that theirs is about the same matter as another: it is proposed for its cluster.

    For the complainant alone, and only within one authority. An officer confirms it or not; nobody is told anything of
    the other complaint. None where the two cannot be clustered (another authority, or none).
    """
    if not (actor.is_system or is_complainant(actor, complaint)):
        raise NotAllowed()
    if complaint.authority_id is None or complaint.authority_id != like.authority_id or like == complaint:
        return None
    if isinstance(like, Complaint):
        held = membership_of(like)
        cluster = (
            held.cluster
            if held
            else Cluster.objects.create(
                authority_id=complaint.authority_id, respondent_id=like.respondent_id, reasons=[WhyAlike.SAID]
            )
        )
        if held is None:
            join(cluster, [like], by=JoinedBy.FILER, reasons=[WhyAlike.SAID])
    else:
        cluster = like
    if cluster.state not in LIVE_CLUSTERS or membership_of(complaint) is not None:
        return None
    join(cluster, [complaint], by=JoinedBy.FILER, reasons=[WhyAlike.SAID])
    return recount(cluster)


@transaction.atomic
def accept(*, actor: Actor, cluster: Cluster) -> Cluster:
    """Say that the cluster is right: all that are in it now are confirmed."""
    return _confirm(actor, cluster, "accept")


@transaction.atomic
def confirm(*, actor: Actor, cluster: Cluster) -> Cluster:
    """Confirm those that came to an accepted cluster since."""
    return _confirm(actor, cluster, "confirm")


@transaction.atomic
def add(*, actor: Actor, cluster: Cluster, complaints: Iterable[Complaint]) -> Cluster:
    """Put complaints in by hand, out of their present cluster if they have one. Refuses those of another authority."""
    chosen = _of_one_authority(cluster, complaints)
    cluster = CLUSTERS.apply(
        actor, cluster, "add", given={"complaints": chosen}, facts={"number": len(chosen), **_named(chosen)}
    )
    left = _leave(actor, chosen, reason=cluster.reference, but=cluster)
    join(cluster, chosen, by=JoinedBy.OFFICER, reasons=[], confirmed_by=actor.user_id)
    for other in left:
        _dissolve_if_small(recount(other))
    return recount(cluster)


@transaction.atomic
def split(*, actor: Actor, cluster: Cluster, complaints: Iterable[Complaint], reason: str) -> Cluster:
    """Move the chosen members into a cluster of their own, which is accepted; answers that new cluster.

    Refuses fewer than two, and all of them.
    """
    chosen = _members(cluster, complaints)
    if len(chosen) < FEWEST:
        raise InvalidInput.field("complaints", _("Choose at least two complaints, or take the one out."))
    if len(chosen) >= cluster.size:
        raise InvalidInput.field("complaints", _("Leave at least one complaint in the cluster."))
    new = Cluster.objects.create(
        authority_id=cluster.authority_id,
        respondent_id=chosen[0].respondent_id,
        state="accepted",
        reasons=cluster.reasons,
        split_from=cluster,
    )
    cluster = CLUSTERS.apply(
        actor,
        cluster,
        "split",
        given={"complaints": chosen, "reason": reason},
        facts={"into": new.reference, "number": len(chosen), **_named(chosen)},
    )
    _leave(actor, chosen, reason=reason)
    join(new, chosen, by=JoinedBy.OFFICER, reasons=cluster.reasons, confirmed_by=actor.user_id)
    _dissolve_if_small(recount(cluster))
    return recount(new)


@transaction.atomic
def remove(*, actor: Actor, cluster: Cluster, complaints: Iterable[Complaint], reason: str) -> Cluster:
    """Take complaints out; they are not proposed for this cluster again. One that is left alone is dissolved."""
    chosen = _members(cluster, complaints)
    cluster = CLUSTERS.apply(
        actor,
        cluster,
        "remove",
        given={"complaints": chosen, "reason": reason},
        facts={"number": len(chosen), **_named(chosen)},
    )
    _leave(actor, chosen, reason=reason)
    return _dissolve_if_small(recount(cluster))


@transaction.atomic
def merge(*, actor: Actor, cluster: Cluster, into: Cluster, reason: str) -> Cluster:
    """Move everybody into another living cluster of the same authority, and answer that one."""
    if into.pk == cluster.pk or into.authority_id != cluster.authority_id:
        raise InvalidInput.field("into", _("Choose another cluster of your authority."))
    target = Cluster.objects.select_for_update().get(pk=into.pk)
    if target.state not in LIVE_CLUSTERS:
        raise WrongState(_("The other cluster is no longer in use."))

    def point(row: Cluster) -> None:
        row.merged_into = target

    moving = list(Complaint.objects.filter(cluster_memberships__cluster=cluster, cluster_memberships__left_at=None))
    cluster = CLUSTERS.apply(
        actor,
        cluster,
        "merge",
        given={"into": target.reference, "reason": reason},
        facts={"into": target.reference, "number": len(moving)},
        change=point,
        save=["merged_into"],
    )
    _leave(actor, moving, reason=reason)
    confirmed = actor.user_id if target.state == "accepted" else None
    join(target, moving, by=JoinedBy.OFFICER, reasons=cluster.reasons, confirmed_by=confirmed)
    recount(cluster)
    return recount(target)


@transaction.atomic
def dissolve(*, actor: Actor, cluster: Cluster, reason: str) -> Cluster:
    """Let everybody go; the history stays."""
    cluster = CLUSTERS.apply(actor, cluster, "dissolve", given={"reason": reason}, facts={"number": cluster.size})
    _leave(actor, Complaint.objects.filter(cluster_memberships__cluster=cluster), reason=reason, of=cluster)
    return recount(cluster)


def let_go(*, actor: Actor, complaint: Complaint, reason: str) -> None:
    """Take a complaint out of its cluster because another authority has it now. Called by the service that refers."""
    for left in _leave(actor, [complaint], reason=reason):
        _dissolve_if_small(recount(left))


def perform(*, actor: Actor, cluster: Cluster, action: str, given: Mapping[str, Any]) -> Cluster:
    """Do an act by its name; the one door of the pages and the API. Answers the cluster to look at afterwards."""
    if action not in _VERBS:
        raise InvalidInput.field("action", _("There is no such action."))
    names = {name for row in CLUSTERS.named(action) for name in (*row.needs, *row.may_give)}
    missing = {name: _("Enter this to go on.") for name in names if given.get(name) in (None, "", [])}
    if missing and can(actor, f"clusters.{action}", cluster):
        raise InvalidInput(errors=missing)
    return _VERBS[action](actor=actor, cluster=cluster, **{name: given.get(name, "") for name in names})


_VERBS: dict[str, Callable[..., Cluster]] = {
    "accept": accept,
    "confirm": confirm,
    "add": add,
    "split": split,
    "remove": remove,
    "merge": merge,
    "dissolve": dissolve,
}


def membership_of(complaint: Complaint) -> ClusterMembership | None:
    """The complaint's place in a cluster now."""
    return (
        ClusterMembership.objects.filter(complaint=complaint, left_at=None)
        .select_related("cluster__respondent")
        .first()
    )


def join(
    cluster: Cluster,
    complaints: Iterable[Complaint],
    *,
    by: JoinedBy,
    reasons: Sequence[str],
    likeness: int = 0,
    confirmed_by: int | None = None,
) -> None:
    """Write memberships; who is in a cluster already stays there. Called by the services that decide so."""
    now, coming = timezone.now(), list(complaints)
    ClusterMembership.objects.bulk_create(
        [
            ClusterMembership(
                cluster=cluster,
                complaint=complaint,
                joined_by=by,
                reasons=list(reasons),
                likeness=likeness,
                confirmed_at=now if confirmed_by else None,
                confirmed_by_id=confirmed_by,
            )
            for complaint in coming
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    Complaint.objects.filter(pk__in=[each.pk for each in coming], cluster=None).update(cluster=cluster)


def _confirm(actor: Actor, cluster: Cluster, action: str) -> Cluster:
    waiting = ClusterMembership.objects.filter(cluster=cluster, left_at=None, confirmed_at=None)
    cluster = CLUSTERS.apply(actor, cluster, action, facts={"number": waiting.count()})
    waiting.update(confirmed_at=timezone.now(), confirmed_by=actor.user_id)
    return recount(cluster)


def _leave(
    actor: Actor,
    complaints: Iterable[Complaint],
    *,
    reason: str,
    of: Cluster | None = None,
    but: Cluster | None = None,
) -> list[Cluster]:
    """End the present memberships of complaints; answers the clusters that lost some."""
    ending = ClusterMembership.objects.filter(complaint__in=[each.pk for each in complaints], left_at=None)
    if of is not None:
        ending = ending.filter(cluster=of)
    if but is not None:
        ending = ending.exclude(cluster=but)
    touched = list(Cluster.objects.filter(pk__in=ending.values("cluster")).distinct())
    Complaint.objects.filter(pk__in=list(ending.values_list("complaint_id", flat=True))).update(cluster=None)
    ending.update(left_at=timezone.now(), left_by=actor.user_id, left_reason=reason[:300])
    return touched


def _dissolve_if_small(cluster: Cluster) -> Cluster:
    if cluster.size >= FEWEST or cluster.state not in LIVE_CLUSTERS:
        return cluster
    return dissolve(actor=SYSTEM, cluster=cluster, reason=str(_("Fewer than two complaints are left.")))


def _members(cluster: Cluster, complaints: Iterable[Complaint]) -> list[Complaint]:
    chosen = list({each.pk: each for each in complaints}.values())
    held = set(
        ClusterMembership.objects.filter(
            cluster=cluster, left_at=None, complaint__in=[each.pk for each in chosen]
        ).values_list("complaint_id", flat=True)
    )
    if len(held) != len(chosen):
        raise NotFound()
    if not chosen:
        raise InvalidInput.field("complaints", _("Choose at least one complaint."))
    return chosen


def _of_one_authority(cluster: Cluster, complaints: Iterable[Complaint]) -> list[Complaint]:
    chosen = list({each.pk: each for each in complaints}.values())
    if not chosen:
        raise InvalidInput.field("complaints", _("Choose at least one complaint."))
    if any(each.authority_id != cluster.authority_id for each in chosen):
        raise InvalidInput.field("complaints", _("Choose complaints that your authority has."))
    return chosen


def _named(complaints: Sequence[Complaint]) -> dict[str, str]:
    """The references for the record, as many as stand in a line."""
    return {"references": ", ".join(each.reference for each in complaints[:20])}

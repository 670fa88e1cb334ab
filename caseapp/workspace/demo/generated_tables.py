"""The tables that an invented complaint fills, written batch by batch by COPY."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from caseapp.accounts.models import Authority
from caseapp.complaints.enums import WhyAlike
from caseapp.complaints.models import Cluster, ClusterMembership, Complaint, Grant, Referral, TextSketch
from caseapp.core.models import TimelineEntry
from caseapp.core.references import ALPHABET, check_character
from caseapp.respondents.models import Respondent
from caseapp.rules import likeness
from caseapp.workspace.demo.copying import copy
from caseapp.workspace.demo.organisations import Organisation

SCOPES = ["facts", "evidence", "identity"]


@dataclass
class Matter:
    """What several complain of in the same way: a respondent's practice at a place, told in a few wordings."""

    organisation: Organisation
    respondent: Respondent
    site: str
    wordings: list[tuple[str, str]]
    defects: list[str]
    size: int
    cluster: Cluster | None = None
    members: list[int] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    anonymous: int = 0
    priority: int = 0
    newest: dt.datetime | None = None


def write(
    rows: list[dict[str, Any]],
    matters: list[Matter],
    sketches: dict[str, tuple[bytes, list[int]]],
    authority: Authority,
) -> None:
    """One batch, table by table, so that everything a row points to is there before it."""
    for matter in matters:
        cluster = matter.cluster
        if cluster is not None:
            cluster.reasons = [WhyAlike.RESPONDENT, WhyAlike.SITE, WhyAlike.PRACTICE, WhyAlike.TEXT]
            cluster.size = cluster.unconfirmed = len(matter.members)
            cluster.people, cluster.anonymous = len(matter.people) + matter.anonymous, matter.anonymous
            cluster.priority, cluster.newest_at = matter.priority, matter.newest
    Cluster.objects.bulk_create([each.cluster for each in matters if each.cluster is not None], batch_size=2_000)
    now = timezone.now()
    for row in rows:
        matter = row.pop("_matter")
        row["cluster_id"] = matter.cluster.pk if matter.cluster is not None else None
        if row["narrative"] not in sketches:
            made = likeness.sketch(row["narrative"])
            sketches[row["narrative"]] = likeness.packed(made), likeness.bands(made)
    copy(Complaint, rows, own_keys=True)
    copy(
        Grant,
        (
            {
                "complaint_id": row["id"],
                "authority_id": authority.pk,
                "scopes": SCOPES,
                "created_at": now,
                "updated_at": now,
            }
            for row in rows
        ),
    )
    _refer(rows, authority)
    copy(
        TextSketch,
        (
            {"complaint_id": row["id"], "sketch": sketches[row["narrative"]][0], "bands": sketches[row["narrative"]][1]}
            for row in rows
        ),
    )
    copy(
        ClusterMembership,
        (
            {
                "cluster_id": row["cluster_id"],
                "complaint_id": row["id"],
                "joined_by": "arrival",
                "reasons": ["respondent", "site", "practice", "text"],
                "likeness": 100,
                "created_at": now,
                "updated_at": now,
            }
            for row in rows
            if row["cluster_id"] is not None
        ),
    )
    copy(
        TimelineEntry,
        (
            {
                "subject_model": "complaints.complaint",
                "subject_id": str(row["id"]),
                "kind": "complaints.submit",
                "side": "complainant",
                "data": "{}",
                "at": row["submitted_at"],
            }
            for row in rows
        ),
    )


def _refer(rows: list[dict[str, Any]], authority: Authority) -> None:
    """The hand-over behind each complaint that was referred to this authority and waits to be taken on, by another one."""
    other = Authority.objects.exclude(pk=authority.pk).order_by("jurisdiction_id", "pk").first()
    if other is None:
        return
    copy(
        Referral,
        (
            {
                "reference": reference_by_key("RF", row["id"], row["submitted_at"]),
                "complaint_id": row["id"],
                "from_authority_id": other.pk,
                "to_authority_id": authority.pk,
                "state": "sent",
                "reason": "The place lies in your district.",
                "sent_at": row["acknowledged_at"],
                "created_at": row["acknowledged_at"],
                "updated_at": row["acknowledged_at"],
            }
            for row in rows
            if row["state"] == "referred"
        ),
    )


def reference_of(prefix: str, seed: int, number: int, year: int | None = None) -> str:
    """A reference from the seed and a number, each different: an odd factor goes round all 32^7 of them."""
    space = len(ALPHABET) ** 7
    mixed = (number * 11_400_714_819 + seed * 7_046_029_254) % space
    body = ""
    for _place in range(7):
        mixed, rest = divmod(mixed, len(ALPHABET))
        body += ALPHABET[rest]
    body += check_character(body)
    return f"{prefix}-{year or timezone.localdate().year}-{body[:4]}-{body[4:]}"


def reference_by_key(prefix: str, pk: int, moment: dt.datetime) -> str:
    """A reference from a row's own key, which no other has."""
    return reference_of(prefix, pk, pk, moment.year)


def stamps(moment: dt.datetime) -> dict[str, Any]:
    """When a row was made and last changed."""
    return {"created_at": moment, "updated_at": moment}


def timeline_line(model: str, pk: int, kind: str, at: dt.datetime, data: dict[str, Any]) -> dict[str, Any]:
    """One line that the authority wrote into a timeline."""
    return {
        "subject_model": model,
        "subject_id": str(pk),
        "kind": kind,
        "side": "authority",
        "data": json.dumps(data),
        "at": at,
    }

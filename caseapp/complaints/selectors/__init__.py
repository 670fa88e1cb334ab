"""Reads of complaints, split by noun; import them from here."""

from caseapp.complaints.selectors.cases import (
    NextStep,
    complaint_by_reference,
    complaints,
    counts_by_state,
    identity,
    messages,
    next_step,
    screenings,
    timeline,
)
from caseapp.complaints.selectors.clusters import (
    cluster_by_reference,
    cluster_of,
    clusters,
    differences,
    history,
    in_cluster,
    saying,
    wordings,
)

__all__ = [
    "NextStep",
    "cluster_by_reference",
    "cluster_of",
    "clusters",
    "complaint_by_reference",
    "complaints",
    "counts_by_state",
    "differences",
    "history",
    "identity",
    "in_cluster",
    "messages",
    "next_step",
    "saying",
    "screenings",
    "timeline",
    "wordings",
]

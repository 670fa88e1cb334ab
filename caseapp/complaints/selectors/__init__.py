"""Reads of complaints, split by noun; import them from here."""

from caseapp.complaints.selectors.alike import Alike, alike
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
from caseapp.complaints.selectors.following import access_sentence, accesses
from caseapp.complaints.selectors.progress import (
    ProgressCounts,
    Words,
    drafted_updates,
    next_update_on,
    progress_counts,
    progress_rule,
    sent_updates,
    update_by_number,
    updates_of,
)
from caseapp.complaints.selectors.similar import Matter, number_told, numbers_about, similar_matters

__all__ = [
    "Alike",
    "Matter",
    "NextStep",
    "ProgressCounts",
    "Words",
    "access_sentence",
    "accesses",
    "alike",
    "cluster_by_reference",
    "cluster_of",
    "clusters",
    "complaint_by_reference",
    "complaints",
    "counts_by_state",
    "differences",
    "drafted_updates",
    "history",
    "identity",
    "in_cluster",
    "messages",
    "next_step",
    "next_update_on",
    "number_told",
    "numbers_about",
    "progress_counts",
    "progress_rule",
    "saying",
    "screenings",
    "sent_updates",
    "similar_matters",
    "timeline",
    "update_by_number",
    "updates_of",
    "wordings",
]

"""Screening: which law can apply to what happened, what its elements are, and which ways are open."""

from caseapp.rules.screening.vocabulary import (
    ActorKind,
    Answer,
    Basis,
    CoveredActors,
    ExemptionState,
    Finding,
    NotApplicable,
    Outcome,
    Reach,
    Role,
    RouteKind,
    RouteReason,
    RouteState,
)

__all__ = [
    "ActorKind",
    "Answer",
    "Basis",
    "CoveredActors",
    "ExemptionState",
    "Finding",
    "NotApplicable",
    "Outcome",
    "Reach",
    "Role",
    "RouteKind",
    "RouteReason",
    "RouteState",
]

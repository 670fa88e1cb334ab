"""Screening: which law can apply to what happened, what its elements are, and which ways are open."""

from caseapp.rules.screening.engine import METHOD_VERSION, screen
from caseapp.rules.screening.facts import Facts
from caseapp.rules.screening.law import (
    AuthorityRule,
    ElementRule,
    ExemptionRule,
    FrameworkRule,
    GroundRule,
    StepFirst,
    SuitRule,
)
from caseapp.rules.screening.questions import ABOUT_CONSENT, Asker, Question, questions_for
from caseapp.rules.screening.reach import applicable
from caseapp.rules.screening.results import (
    Conflict,
    ElementResult,
    ExemptionResult,
    FrameworkResult,
    GroundResult,
    LeftOut,
    RouteResult,
    ScreeningResult,
)
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
    "ABOUT_CONSENT",
    "METHOD_VERSION",
    "ActorKind",
    "Answer",
    "Asker",
    "AuthorityRule",
    "Basis",
    "Conflict",
    "CoveredActors",
    "ElementResult",
    "ElementRule",
    "ExemptionResult",
    "ExemptionRule",
    "ExemptionState",
    "Facts",
    "Finding",
    "FrameworkResult",
    "FrameworkRule",
    "GroundResult",
    "GroundRule",
    "LeftOut",
    "NotApplicable",
    "Outcome",
    "Question",
    "Reach",
    "Role",
    "RouteKind",
    "RouteReason",
    "RouteResult",
    "RouteState",
    "ScreeningResult",
    "StepFirst",
    "SuitRule",
    "applicable",
    "questions_for",
    "screen",
]

"""The words of screening: answers, findings, roles of an element, outcomes and routes; never a verdict."""

from enum import StrEnum


class Answer(StrEnum):
    """What a person said; `unsure` is an answer, and so is leaving a question out."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Finding(StrEnum):
    """What an answer does for the claim."""

    MADE_OUT = "made_out"
    NOT_MADE_OUT = "not_made_out"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """The part an element plays in its framework."""

    SCOPE = "scope"
    BREACH = "breach"
    EXEMPTION = "exemption"
    HARM = "harm"
    TIME = "time"
    STEP = "step"
    CONTEXT = "context"


class Outcome(StrEnum):
    """What the answers amount to under one framework: a reading of the answers, never a verdict."""

    SUPPORTED = "supported"
    EXEMPTION_POSSIBLE = "exemption_possible"
    OPEN = "open"
    NOT_SUPPORTED = "not_supported"
    OUTSIDE = "outside"


class ExemptionState(StrEnum):
    """Whether an exemption may stand in the way."""

    MAY_APPLY = "may_apply"
    OPEN = "open"
    EXCLUDED = "excluded"


class RouteKind(StrEnum):
    """The ways that may be open to a person."""

    LETTER = "letter"
    AUTHORITY = "authority"
    MEDIATION = "mediation"
    SUIT = "suit"


class RouteState(StrEnum):
    """Whether a route is open."""

    OPEN = "open"
    AFTER_STEP = "after_step"
    DOUBTFUL = "doubtful"
    CLOSED = "closed"
    NOT_VERIFIED = "not_verified"


class ActorKind(StrEnum):
    """Who used the system, as the law tells them apart."""

    PRIVATE = "private"
    PUBLIC = "public"
    POLICE = "police"


class CoveredActors(StrEnum):
    """Whom a framework binds."""

    PRIVATE = "private"
    PUBLIC = "public"
    BOTH = "both"


class Reach(StrEnum):
    """What ties a matter to a framework's territory."""

    PLACE = "place"
    RESIDENCE = "residence"
    RESPONDENT = "respondent"


class RouteReason(StrEnum):
    """Why a route is open or not."""

    WRITE_ANY_TIME = "write_any_time"
    ANSWER_DUE = "answer_due"
    COMPLAINT_OPEN = "complaint_open"
    STEP_FIRST = "step_first"
    STEP_TAKEN = "step_taken"
    WAITS = "waits"
    RIGHT_TO_SUE = "right_to_sue"
    NO_RIGHT_TO_SUE = "no_right_to_sue"
    ONLY_SOME_BREACHES = "only_some_breaches"
    RIGHT_NOT_VERIFIED = "right_not_verified"
    OUT_OF_TIME = "out_of_time"
    BLOCKED = "blocked"
    NOT_SUPPORTED = "not_supported"
    OUTSIDE = "outside"


class NotApplicable(StrEnum):
    """Why a framework is left out of a screening."""

    PLACE = "place"
    ACTOR_PRIVATE = "actor_private"
    ACTOR_PUBLIC = "actor_public"
    POLICE = "police"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    NO_LONGER_IN_FORCE = "no_longer_in_force"
    SPECIALISED = "specialised"


class Basis(StrEnum):
    """What a finding rests on."""

    ANSWER = "answer"
    FACT = "fact"
    IMPLIED = "implied"
    NONE = "none"

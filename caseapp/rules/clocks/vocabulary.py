"""The words of deadline arithmetic: units, starting events, kinds of deadline, and what is done with a last day."""

from enum import StrEnum


class Unit(StrEnum):
    """How a law counts; a period is never converted from one unit into another."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Start(StrEnum):
    """The event from which a period runs."""

    KNOWLEDGE = "knowledge"
    EVENT = "event"
    REQUEST_RECEIVED = "request_received"
    COMPLAINT_RECEIVED = "complaint_received"
    CONTROLLER_ANSWER = "controller_answer"
    APPLICATION_MADE = "application_made"
    NOTICE_SENT = "notice_sent"
    DECISION_RECEIVED = "decision_received"
    THRESHOLD_REACHED = "threshold_reached"


class Kind(StrEnum):
    """What must happen by the date."""

    LIMITATION = "limitation"
    CONTROLLER_RESPONSE = "controller_response"
    CONTROLLER_ACKNOWLEDGEMENT = "controller_acknowledgement"
    AUTHORITY_ACKNOWLEDGEMENT = "authority_acknowledgement"
    AUTHORITY_PROGRESS = "authority_progress"
    AUTHORITY_DECISION = "authority_decision"
    AUTHORITY_COMPLAINT = "authority_complaint"
    CURE_NOTICE = "cure_notice"
    OPERATOR_FILING = "operator_filing"
    FINE_PAYMENT = "fine_payment"
    FINE_REVIEW = "fine_review"
    FINE_APPEAL = "fine_appeal"


class LastDay(StrEnum):
    """What the law does with a last day that is not a working day."""

    STAYS = "stays"
    NEXT_WORKING_DAY = "next_working_day"


class State(StrEnum):
    """Whether a date could be computed."""

    COMPUTED = "computed"
    NOT_VERIFIED = "not_verified"
    START_UNKNOWN = "start_unknown"
    NO_LIMIT = "no_limit"

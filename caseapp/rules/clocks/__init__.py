"""Clocks: dates computed from the law's own periods, each with its working shown."""

from caseapp.rules.clocks.calendars import WEEKDAYS, Calendar
from caseapp.rules.clocks.engine import METHOD_VERSION, Deadline, Pause, Restart, Rule, Step, StepCode, deadline
from caseapp.rules.clocks.vocabulary import Kind, LastDay, Start, State, Unit

__all__ = [
    "METHOD_VERSION",
    "WEEKDAYS",
    "Calendar",
    "Deadline",
    "Kind",
    "LastDay",
    "Pause",
    "Restart",
    "Rule",
    "Start",
    "State",
    "Step",
    "StepCode",
    "Unit",
    "deadline",
]

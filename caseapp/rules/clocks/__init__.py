"""Clocks: dates computed from the law's own periods, each with its working shown."""

from caseapp.rules.clocks.vocabulary import Kind, LastDay, Start, State, Unit

__all__ = ["Kind", "LastDay", "Start", "State", "Unit"]

"""Counting, and counting anew."""

from caseapp.statistics.services.counting import count_touched, differences, recount

__all__ = ["count_touched", "differences", "recount"]

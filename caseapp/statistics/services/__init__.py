"""Counting, and counting anew."""

from caseapp.statistics.services.counting import count_touched, differences, recount, rising_now

__all__ = ["count_touched", "differences", "recount", "rising_now"]

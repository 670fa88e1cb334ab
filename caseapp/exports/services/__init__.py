"""Asking for a list, making it, handing it out, forgetting it; and having it again by the clock."""

from caseapp.exports.services.exporting import (
    ask_export,
    build_export,
    delete_export,
    expire_exports,
    open_export,
)
from caseapp.exports.services.reports import delete_report, make_due_reports, next_day, pause_report, plan_report

__all__ = [
    "ask_export",
    "build_export",
    "delete_export",
    "delete_report",
    "expire_exports",
    "make_due_reports",
    "next_day",
    "open_export",
    "pause_report",
    "plan_report",
]

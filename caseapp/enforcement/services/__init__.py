"""What can be done with investigations, fines and orders, verb by verb."""

from caseapp.enforcement.services import joining_many as joining_many
from caseapp.enforcement.services.appeals import annul, lodge_appeal, reduce, uphold
from caseapp.enforcement.services.decisions import approve_decision, draft_decision, record_finding
from caseapp.enforcement.services.fines import (
    fall_due,
    mark_overdue,
    mark_overdue_fines,
    publish,
    record_payment,
    write_off,
)
from caseapp.enforcement.services.investigations import (
    add_complaints,
    close,
    give_notice,
    open_investigation,
    record_answer,
    record_representations,
    request_information,
)
from caseapp.enforcement.services.orders import draft_order
from caseapp.enforcement.services.orders_by_clock import mark_orders_by_clock
from caseapp.enforcement.services.performing import perform_on_fine, perform_on_investigation, perform_on_order
from caseapp.enforcement.services.publishing import publish_order
from caseapp.enforcement.services.worksheets import record_worksheet

__all__ = [
    "add_complaints",
    "annul",
    "approve_decision",
    "close",
    "draft_decision",
    "draft_order",
    "fall_due",
    "give_notice",
    "lodge_appeal",
    "mark_orders_by_clock",
    "mark_overdue",
    "mark_overdue_fines",
    "open_investigation",
    "perform_on_fine",
    "perform_on_investigation",
    "perform_on_order",
    "publish",
    "publish_order",
    "record_answer",
    "record_finding",
    "record_payment",
    "record_representations",
    "record_worksheet",
    "reduce",
    "request_information",
    "uphold",
    "write_off",
]

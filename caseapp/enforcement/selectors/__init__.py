"""Reads of investigations, fines and orders, each as its reader may see them."""

from caseapp.enforcement.selectors.fines import (
    fine_by_reference,
    fines,
    fines_of,
    ledger,
    lines_of,
    open_instalments,
    published_fines,
    standing_of,
)
from caseapp.enforcement.selectors.investigations import (
    Excess,
    Selection,
    basis_unfounded,
    draft_excess,
    investigation_by_reference,
    investigation_of,
    investigations,
    investigations_of,
    joinable,
    refusal_to_join,
    relevant_frameworks,
    selection,
)
from caseapp.enforcement.selectors.orders import PLAIN_WORDS, order_by_reference, orders, published_orders
from caseapp.enforcement.selectors.outcomes import FineFacts, OrderFacts, OutcomeFacts, outcome_for_complainant
from caseapp.enforcement.selectors.plan import Planned, plan_of
from caseapp.enforcement.selectors.statement import statement_pdf
from caseapp.enforcement.selectors.work import Work, work_today
from caseapp.enforcement.selectors.worksheets import (
    Presented,
    facts_of,
    presented_worksheet,
    worksheet_of,
    worksheet_text,
)

__all__ = [
    "PLAIN_WORDS",
    "Excess",
    "FineFacts",
    "OrderFacts",
    "OutcomeFacts",
    "Planned",
    "Presented",
    "Selection",
    "Work",
    "basis_unfounded",
    "draft_excess",
    "facts_of",
    "fine_by_reference",
    "fines",
    "fines_of",
    "investigation_by_reference",
    "investigation_of",
    "investigations",
    "investigations_of",
    "joinable",
    "ledger",
    "lines_of",
    "open_instalments",
    "order_by_reference",
    "orders",
    "outcome_for_complainant",
    "plan_of",
    "presented_worksheet",
    "published_fines",
    "published_orders",
    "refusal_to_join",
    "relevant_frameworks",
    "selection",
    "standing_of",
    "statement_pdf",
    "work_today",
    "worksheet_of",
    "worksheet_text",
]

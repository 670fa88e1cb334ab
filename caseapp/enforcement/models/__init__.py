"""Investigations over one respondent and many complaints, the decision, the fine and its ledger."""

from caseapp.enforcement.models.bank import BankBooking, BankFile
from caseapp.enforcement.models.fines import Appeal, Fine, Instalment, InstalmentPlan, LedgerEntry
from caseapp.enforcement.models.investigations import (
    Decision,
    Finding,
    InformationRequest,
    Investigation,
    InvestigationComplaint,
    NoticeOfIntent,
    Representation,
)
from caseapp.enforcement.models.orders import ComplianceOrder, OrderProof
from caseapp.enforcement.models.plan import PlanExhibit, PlanItem
from caseapp.enforcement.models.portal import Invitation, MissedDay, RequestedElement, TimeWish
from caseapp.enforcement.models.reminders import Reminder, ReminderPlan
from caseapp.enforcement.models.worksheets import FineWorksheet

__all__ = [
    "Appeal",
    "BankBooking",
    "BankFile",
    "ComplianceOrder",
    "Decision",
    "Finding",
    "Fine",
    "FineWorksheet",
    "InformationRequest",
    "Instalment",
    "InstalmentPlan",
    "Investigation",
    "InvestigationComplaint",
    "Invitation",
    "LedgerEntry",
    "MissedDay",
    "NoticeOfIntent",
    "OrderProof",
    "PlanExhibit",
    "PlanItem",
    "Reminder",
    "ReminderPlan",
    "Representation",
    "RequestedElement",
    "TimeWish",
]

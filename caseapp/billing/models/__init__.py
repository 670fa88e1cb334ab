"""A firm's money, one module a noun."""

from caseapp.billing.models.invoices import CreditNote, Invoice, InvoiceEntry, NumberSeries
from caseapp.billing.models.time import DAY_MINUTES, Disbursement, Rate, TimeEntry, TimeRule
from caseapp.billing.models.trust import Reconciliation, TrustEntry, TrustLedger, TrustPayment

__all__ = [
    "DAY_MINUTES",
    "CreditNote",
    "Disbursement",
    "Invoice",
    "InvoiceEntry",
    "NumberSeries",
    "Rate",
    "Reconciliation",
    "TimeEntry",
    "TimeRule",
    "TrustEntry",
    "TrustLedger",
    "TrustPayment",
]

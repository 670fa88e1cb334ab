"""A firm's money, one module a noun."""

from caseapp.billing.models.trust import Reconciliation, TrustEntry, TrustLedger, TrustPayment

__all__ = ["Reconciliation", "TrustEntry", "TrustLedger", "TrustPayment"]

"""What is stored of complaints, split by noun; import models from here."""

from caseapp.complaints.models.cases import (
    Complaint,
    Contact,
    Grant,
    Identity,
    Message,
    ReceiptCode,
    Screening,
)

__all__ = [
    "Complaint",
    "Contact",
    "Grant",
    "Identity",
    "Message",
    "ReceiptCode",
    "Screening",
]

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
from caseapp.complaints.models.clusters import Cluster, ClusterMembership, TextSketch
from caseapp.complaints.models.following import Access, ProgressRule, ProgressUpdate
from caseapp.complaints.models.recovery import RecoveryContact, RecoveryRequest
from caseapp.complaints.models.referrals import Referral
from caseapp.complaints.models.words import ComplaintWords

__all__ = [
    "Access",
    "Cluster",
    "ClusterMembership",
    "Complaint",
    "ComplaintWords",
    "Contact",
    "Grant",
    "Identity",
    "Message",
    "ProgressRule",
    "ProgressUpdate",
    "ReceiptCode",
    "RecoveryContact",
    "RecoveryRequest",
    "Referral",
    "Screening",
    "TextSketch",
]

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

__all__ = [
    "Cluster",
    "ClusterMembership",
    "Complaint",
    "Contact",
    "Grant",
    "Identity",
    "Message",
    "ReceiptCode",
    "Screening",
    "TextSketch",
]

"""What is stored of an authority's order of work; import models from here."""

from caseapp.casework.models.bulk import BulkAct, BulkItem
from caseapp.casework.models.desk import ComplaintTag, Look
from caseapp.casework.models.notes import InternalNote
from caseapp.casework.models.packets import ReferralPacket
from caseapp.casework.models.priority import PriorityWeights
from caseapp.casework.models.routing import RoutingLine, RoutingRule
from caseapp.casework.models.views import SavedView

__all__ = [
    "BulkAct",
    "BulkItem",
    "ComplaintTag",
    "InternalNote",
    "Look",
    "PriorityWeights",
    "ReferralPacket",
    "RoutingLine",
    "RoutingRule",
    "SavedView",
]

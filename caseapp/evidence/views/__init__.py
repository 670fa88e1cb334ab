"""Pages of a complaint's evidence."""

from caseapp.evidence.views.content import derivative
from caseapp.evidence.views.items import evidence_item, evidence_list, retry

__all__ = ["derivative", "evidence_item", "evidence_list", "retry"]

"""Pages of a complaint's evidence."""

from caseapp.evidence.views.content import CONTENT_HEADERS, content, derivative, streamed
from caseapp.evidence.views.items import evidence_item, evidence_list, retry

__all__ = ["CONTENT_HEADERS", "content", "derivative", "evidence_item", "evidence_list", "retry", "streamed"]

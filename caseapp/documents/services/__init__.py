"""What can be done with documents, verb by verb."""

from caseapp.documents.services.issuing import issue_letter, issue_to_respondent
from caseapp.documents.services.making import make_document
from caseapp.documents.services.reading import open_docx, open_html, open_pdf
from caseapp.documents.services.templates import InvalidTemplates, keep_own_copy, load_templates, mark_reviewed

__all__ = [
    "InvalidTemplates",
    "issue_letter",
    "issue_to_respondent",
    "keep_own_copy",
    "load_templates",
    "make_document",
    "mark_reviewed",
    "open_docx",
    "open_html",
    "open_pdf",
]

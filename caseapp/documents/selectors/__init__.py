"""Reads of documents and of the texts they are made from, each as its reader may see them."""

from caseapp.documents.selectors.documents import document_by_reference, documents_of, documents_of_matter
from caseapp.documents.selectors.facts import appeal_periods
from caseapp.documents.selectors.templates import (
    Check,
    check,
    letter_language,
    narrowed,
    owner_of_copy,
    places_of,
    review_of,
    template_by_number,
    template_for,
    templates,
    templates_for,
    written,
)

__all__ = [
    "Check",
    "appeal_periods",
    "check",
    "document_by_reference",
    "documents_of",
    "documents_of_matter",
    "letter_language",
    "narrowed",
    "owner_of_copy",
    "places_of",
    "review_of",
    "template_by_number",
    "template_for",
    "templates",
    "templates_for",
    "written",
]

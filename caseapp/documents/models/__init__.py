"""Texts that letters are made from, and what was made: versions that never change."""

from caseapp.documents.models.bundles import Bundle, BundleEntry, BundleVolume
from caseapp.documents.models.documents import Document
from caseapp.documents.models.letters import RightsLetter
from caseapp.documents.models.templates import LetterTemplate, TextReview

__all__ = ["Bundle", "BundleEntry", "BundleVolume", "Document", "LetterTemplate", "RightsLetter", "TextReview"]

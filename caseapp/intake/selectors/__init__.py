"""Reads of the filing: drafts, what their answers say about consent, and what the law makes of them."""

from caseapp.intake.selectors.consent import Consent, consent_of
from caseapp.intake.selectors.drafts import (
    Answers,
    answers_of,
    draft_by_code,
    is_expired,
    open_drafts,
)
from caseapp.intake.selectors.reading import (
    Clock,
    ConsentQuestion,
    FrameworkReading,
    Reading,
    authority_clocks,
    consent_questions,
    framework_reading,
    outline_of,
    reading,
    reading_of,
    screening_of,
)
from caseapp.intake.selectors.receipt import Receipt, next_steps, receipt_of, receipt_pdf, receipt_text
from caseapp.intake.selectors.receivers import authorities_for_answers, routes_named

__all__ = [
    "Answers",
    "Clock",
    "Consent",
    "ConsentQuestion",
    "FrameworkReading",
    "Reading",
    "Receipt",
    "answers_of",
    "authorities_for_answers",
    "authority_clocks",
    "consent_of",
    "consent_questions",
    "draft_by_code",
    "framework_reading",
    "is_expired",
    "next_steps",
    "open_drafts",
    "outline_of",
    "reading",
    "reading_of",
    "receipt_of",
    "receipt_pdf",
    "receipt_text",
    "routes_named",
    "screening_of",
]

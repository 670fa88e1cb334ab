"""Complaints and letters for the tests of this app; the law and the texts must be loaded."""

import re

from caseapp.complaints.models import Complaint
from caseapp.documents.enums import Kind
from caseapp.documents.models import Document, RightsLetter
from caseapp.documents.selectors.letters import Given
from caseapp.documents.services import letters
from caseapp.documents.writing.shapes import Written, as_html
from caseapp.law.models import Jurisdiction
from tests.factories.accounts import actor_of
from tests.factories.complaints import ComplaintFactory, receipt_holder


def complaint_in(place: str, **fields: object) -> Complaint:
    """A complaint from a place of the loaded law."""
    return ComplaintFactory(jurisdiction=Jurisdiction.objects.get(pk=place), **fields)


def letter_of(
    complaint: Complaint, kind: str = Kind.ACCESS, *, language: str = "en", name: str = "Alex Example"
) -> RightsLetter:
    """A letter of the complainant, ready to send."""
    actor = actor_of(complaint.owner) if complaint.owner else receipt_holder(complaint)
    given = Given(name=name, mail_address="alex@example.org")
    return letters.write_letter(actor=actor, complaint=complaint, kind=kind, language=language, given=given)


def text_of(document: Document) -> str:
    """What a document says, without its structure."""
    return re.sub(r"<[^>]+>", " ", str(as_html(Written.of(document.content()))))

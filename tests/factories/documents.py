"""Documents and letters for tests that ask who may read and do what, not what stands in them."""

import hashlib

from django.utils import timezone

from caseapp.complaints.models import Complaint
from caseapp.core.references import new_reference
from caseapp.documents.enums import Kind, Side
from caseapp.documents.models import Document, RightsLetter
from caseapp.documents.writing.shapes import Written
from caseapp.documents.writing.structure import paragraph

PDF = b"%PDF-1.7"


def document(**fields: object) -> Document:
    """A frozen document that says one word."""
    made = Document(
        **{
            "reference": new_reference("DOC", timezone.now().date()),
            "kind": Kind.ACCESS,
            "title": "Request",
            "language": "en",
            "side": Side.COMPLAINANT,
            "made_at": timezone.now(),
            "sha256": hashlib.sha256(PDF).hexdigest(),
            "size": 1,
            **fields,
        }
    )
    made.freeze(content=Written("Request", "en", [paragraph("Words")]).stored(), facts={}, pdf=PDF)
    made.save()
    return made


def written_letter(complaint: Complaint) -> RightsLetter:
    """A letter of the complainant, ready to send."""
    return RightsLetter.objects.create(complaint=complaint, kind=Kind.ACCESS, document=document(complaint=complaint))

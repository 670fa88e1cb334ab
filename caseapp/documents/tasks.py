"""Letters that follow from acts, written after the act is done."""

from caseapp.complaints.tasks import when_acted
from caseapp.documents.services.acts import letter_for_act

when_acted(letter_for_act)

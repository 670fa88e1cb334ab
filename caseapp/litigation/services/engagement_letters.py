"""The letter in which a firm offers to act: made from the firm's text, read and signed by the client in the service."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.core.actors import Actor
from caseapp.core.wording import written_day
from caseapp.documents.enums import Kind, Side
from caseapp.documents.models import Document, LetterTemplate
from caseapp.documents.selectors import template_for
from caseapp.documents.services import make_document
from caseapp.law.selectors import day_in
from caseapp.litigation.models import Engagement
from caseapp.litigation.selectors.fees import fee_words


def engagement_letter(*, actor: Actor, engagement: Engagement) -> Document | None:
    """Freeze the letter of an offer, in the language of the client's case, for the client and the firm alone. None
    where the place has no text for it; the terms by themselves are then what is accepted.
    """
    complaint, firm = engagement.complaint, engagement.firm
    today = day_in(complaint.jurisdiction, timezone.now())
    template = text_of_letter(engagement)
    if template is None:
        return None
    with override(template.language):
        facts = {
            "firm": firm.shown_name,
            "lawyer": actor.display_name,
            "case_reference": engagement.reference,
            "respondent": complaint.respondent.shown_name,
            "place": str(complaint.jurisdiction.name),
            "terms": "\n\n".join(filter(None, [engagement.terms, fee_words(engagement)])),
            "today": written_day(today),
        }
    return make_document(
        actor=actor,
        kind=Kind.ENGAGEMENT,
        side=Side.FIRM,
        place=complaint.jurisdiction,
        language=complaint.language,
        facts=facts,
        complaint=complaint,
        firm_id=firm.pk,
        for_complainant=True,
    )


def text_of_letter(engagement: Engagement) -> LetterTemplate | None:
    """The text that the letter of an offer would be made from today."""
    complaint = engagement.complaint
    return template_for(
        Kind.ENGAGEMENT,
        place=complaint.jurisdiction_id,
        language=complaint.language,
        on=day_in(complaint.jurisdiction, timezone.now()),
        firm_id=engagement.firm_id,
    )


def about_letter(engagement: Engagement) -> str:
    """Whether a lawyer has reviewed the text that the client will be asked to sign."""
    text = text_of_letter(engagement)
    if text is None:
        return ""
    if text.is_reviewed:
        return _("The letter is made from version %(version)s of its text, which a lawyer reviewed.") % {
            "version": text.version
        }
    return _(
        "The letter is made from version %(version)s of its text, which no lawyer has reviewed. Read it under "
        "“Texts of letters” before you offer it."
    ) % {"version": text.version}


def offered_sha256(engagement: Engagement) -> str:
    """The fingerprint of what the client is asked to accept: the letter's PDF, else the terms in UTF-8."""
    if engagement.letter is not None:
        return engagement.letter.sha256
    return hashlib.sha256(engagement.terms.encode()).hexdigest()

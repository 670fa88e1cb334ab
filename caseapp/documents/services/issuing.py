"""An authority's letters: to the complainant in the language of their case, to the respondent in that of its place."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.core.wording import written_day
from caseapp.documents.enums import AUTHORITY_KINDS, TO_RESPONDENT, Kind, Side
from caseapp.documents.models import Document
from caseapp.documents.selectors.facts import authority_dates, complaint_facts, reference_line
from caseapp.documents.selectors.templates import letter_language
from caseapp.documents.services.making import make_document
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import day_in
from caseapp.respondents.models import Respondent

timeline.tell("documents.letter_issued", _("A letter of the authority lies with the documents: %(kind)s."))


@transaction.atomic
def issue_letter(
    *, actor: Actor, kind: str, complaint: Complaint, facts: Mapping[str, Any] | None = None, occasion: str = ""
) -> Document:
    """Write to the complainant for the authority that has the complaint, in the language of the case.

    `facts` add to what the complaint says (`reason`, `outcome`, `question` …), already written in that language. The
    letter lies with the complaint's documents; a firm let in to evidence and identity reads it too. It names nobody, so
    that no identity is opened for it. The same occasion makes it once. Writes timeline and audit; the notice is that of
    the act it follows from.
    """
    if kind not in AUTHORITY_KINDS or kind in TO_RESPONDENT:
        raise InvalidInput.field("kind", _("This is not one of the choices."))
    authority = complaint.authority
    if authority is None:
        raise WrongState(_("No authority has this complaint yet."))
    if not (actor.is_system or can(actor, "documents.issue_letter", complaint)):
        raise NotAllowed()
    if occasion and (earlier := _of_occasion(complaint, kind, occasion)) is not None:
        return earlier
    today = day_in(complaint.jurisdiction, timezone.now())
    with override(complaint.language):
        told = complaint_facts(complaint, contact=None, today=today)
        told |= {
            "authority": authority.shown_name,
            "received": written_day(day_in(complaint.jurisdiction, complaint.submitted_at or complaint.created_at)),
            "fingerprint": complaint.statement_sha256,
            "dates": authority_dates(complaint) if kind == Kind.ACKNOWLEDGEMENT else [],
            "sender": [authority.shown_name, authority.other_name],
            "recipient": [],
            "references": [reference_line(gettext("Reference"), complaint.reference)],
            **(facts or {}),
        }
    document = make_document(
        actor=actor,
        kind=kind,
        side=Side.AUTHORITY,
        place=complaint.jurisdiction,
        language=complaint.language,
        facts=told,
        complaint=complaint,
        authority_id=authority.pk,
        for_complainant=True,
        shared=True,
        occasion=occasion,
    )
    timeline.write(
        actor=actor, subject=complaint, kind="documents.letter_issued", data={"kind": document.title, **_by(document)}
    )
    return document


@transaction.atomic
def issue_to_respondent(
    *,
    actor: Actor,
    kind: str,
    authority: Authority,
    respondent: Respondent,
    place: Jurisdiction,
    matter: str,
    facts: Mapping[str, Any],
    language: str = "",
    occasion: str = "",
) -> Document:
    """Write to the respondent in an investigation (`matter` is its reference), in the language of its place unless one
    is given. `facts` are written in that language: ask `letter_language(place.pk)` for it. The authority reads it here.
    """
    language = language or letter_language(place.pk)
    with override(language):
        today = written_day(day_in(place, timezone.now()))
        told = {
            "authority": authority.shown_name,
            "respondent": respondent.shown_name,
            "investigation": matter,
            "place": str(place.name),
            "today": today,
            "sender": [authority.shown_name, authority.other_name],
            "recipient": [respondent.shown_name, respondent.other_name, respondent.address],
            "references": [reference_line(gettext("Reference"), matter)],
            **facts,
        }
    return make_document(
        actor=actor,
        kind=kind,
        side=Side.AUTHORITY,
        place=place,
        language=language,
        facts=told,
        matter=matter,
        authority_id=authority.pk,
        occasion=occasion,
    )


def _of_occasion(complaint: Complaint, kind: str, occasion: str) -> Document | None:
    return Document.objects.filter(complaint=complaint, matter="", kind=kind, occasion=occasion).first()


def _by(document: Document) -> dict[str, str]:
    return {"document": document.reference}

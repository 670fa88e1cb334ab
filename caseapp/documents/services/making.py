"""Making a document: a text and facts become one frozen, sealed, fingerprinted version."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain as complaint_chain
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.core.references import new_reference
from caseapp.documents.enums import Kind, Side
from caseapp.documents.models import Document
from caseapp.documents.selectors import template_for, written
from caseapp.documents.writing.shapes import as_pdf
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import day_in


@transaction.atomic
def make_document(
    *,
    actor: Actor,
    kind: str,
    side: str,
    place: Jurisdiction,
    language: str,
    facts: Mapping[str, Any],
    complaint: Complaint | None = None,
    matter: str = "",
    authority_id: int | None = None,
    firm_id: int | None = None,
    for_complainant: bool = False,
    shared: bool = False,
    occasion: str = "",
) -> Document:
    """Make a document of a kind from facts, by the text of the place and language in use today.

    `facts` are plain values by the names of `writing.vocabulary`, already written in the language; `sender`,
    `recipient` and `references` stand above a letter. The same occasion makes it once and answers the first. Writes
    audit. Raises NotAllowed for whoever may not make it, InvalidInput that names missing facts, or where no text is.
    """
    _check(actor, side, complaint, authority_id, firm_id)
    if occasion:
        if complaint is not None:
            Complaint.objects.select_for_update().get(pk=complaint.pk)
        earlier = Document.objects.filter(complaint=complaint, matter=matter, kind=kind, occasion=occasion).first()
        if earlier is not None:
            return earlier
    now = timezone.now()
    template = template_for(
        kind,
        place=place.pk,
        language=language,
        on=day_in(place, now),
        firm_id=firm_id,
        authority_id=authority_id,
    )
    if template is None:
        raise InvalidInput(_("There is no text for “%(kind)s” yet.") % {"kind": Kind(kind).label})
    document = Document(
        reference=new_reference(Document.REFERENCE_PREFIX, now.date()),
        kind=kind,
        language=template.language,
        side=side,
        complaint=complaint,
        matter=matter,
        authority_id=authority_id,
        firm_id=firm_id,
        for_complainant=for_complainant,
        shared_at=now if shared else None,
        occasion=occasion,
        template=template,
        made_at=now,
        made_by_id=actor.user_id,
        version=1 + Document.objects.filter(complaint=complaint, matter=matter, kind=kind, language=language).count(),
    )
    with override(template.language):
        whole = written(template, facts, foot=_("Document %(reference)s") % {"reference": document.reference})
        pdf = as_pdf(whole, made=now)
    document.title = whole.title[:300]
    document.sha256 = hashlib.sha256(pdf).hexdigest()
    document.size = len(pdf)
    document.freeze(content=whole.stored(), facts=dict(facts), pdf=pdf)
    document.save(force_insert=True)
    audit.record(
        actor=actor,
        action="documents.make",
        subject=document,
        chain=document_chain(document),
        facts={
            "document": document.reference,
            "kind": kind,
            "template": str(template),
            "template_sha256": template.fingerprint,
            "sha256": document.sha256,
        },
    )
    return document


def document_chain(document: Document) -> str:
    """The audit chain that a document's record stands in: its complaint's, or its matter's."""
    if document.complaint_id is not None and document.complaint is not None:
        return complaint_chain(document.complaint)
    return f"documents:{document.matter}"


def _check(actor: Actor, side: str, complaint: Complaint | None, authority_id: int | None, firm_id: int | None) -> None:
    if actor.is_system:
        return
    allowed = {
        Side.COMPLAINANT: lambda: complaint is not None and can(actor, "documents.write_letter", complaint),
        Side.AUTHORITY: lambda: authority_id in actor.authority_ids(),
        Side.FIRM: lambda: firm_id in actor.firm_ids(),
    }[Side(side)]
    if not allowed():
        raise NotAllowed()

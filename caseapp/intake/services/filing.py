"""From a draft to a filed complaint, once, however often the button is pressed."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import KEYED_IN, Answer, Channel
from caseapp.complaints.models import Complaint, Message
from caseapp.complaints.services import ComplaintFacts, screening_records
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor, day_of
from caseapp.core.enums import Vulnerability
from caseapp.core.errors import InvalidInput
from caseapp.evidence import services as evidence
from caseapp.intake.enums import Filing
from caseapp.intake.models import KEPT_FOR, RECEIPT_SHOWN_FOR, Draft
from caseapp.intake.selectors import Answers, answers_of, authorities_for_answers, consent_of, screening_of
from caseapp.intake.services.drafts import AlreadyFiled, Overtaken, locked_draft
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import reference
from caseapp.respondents.models import Respondent
from caseapp.respondents.services import describe_respondent

NOT_LISTED, NOBODY = "new", "none"


@dataclass(frozen=True)
class Submitted:
    """The complaint a draft became, and whether this very call made it."""

    complaint: Complaint
    first: bool


@transaction.atomic
def submit(*, actor: Actor, draft: Draft, revision: int) -> Submitted:
    """File the draft: a complaint with its evidence, screenings and receiver; the draft's answers and contact go.

    `revision` is the draft's when its answers were shown for checking: Overtaken when they changed since. A second
    call, at the same time or later, answers the first one's complaint. An anonymous complaint keeps no tie to the
    account it was written in. Its receipt code waits, sealed, in the draft for ten minutes (`receipts.shown_code`).
    Raises InvalidInput with every fault by field, DraftExpired. Whom the filing tells: see `complaints.file_complaint`.
    """
    try:
        draft = locked_draft(actor, draft)
    except AlreadyFiled:
        earlier = Draft.objects.select_related("complaint").get(pk=draft.pk)
        assert earlier.complaint is not None  # noqa: S101 - that is what AlreadyFiled says
        return Submitted(earlier.complaint, first=False)
    if draft.revision != revision:
        raise Overtaken({}, draft.revision)
    answers = answers_of(draft)
    anonymous = answers.get("contact", "filing") != Filing.NAMED
    filer = Actor(language=draft.language, to_the_day=anonymous) if anonymous or answers.desk else actor
    facts = facts_of(filer, answers, anonymous=anonymous)
    filed = complaints.file_complaint(
        actor=filer,
        facts=facts,
        contact=None if anonymous else answers.contact,
        key=draft.pk,
        keyed_in_by=actor if answers.desk else None,
        recovery=answers.get("contact", "recovery") if anonymous else "",
    )
    if draft.vault is not None:
        evidence.attach_vault(actor=filer, vault=draft.vault, complaint=filed.complaint)
    _tell_the_rest(filed.complaint, filer, answers)
    if answers.get("use", "same_as"):
        complaints.join_similar(actor=SYSTEM, complaint=filed.complaint, key=answers.get("use", "same_as"))
    _consume(draft, filed.complaint, filed.receipt_code)
    return Submitted(filed.complaint, first=True)


def facts_of(actor: Actor, answers: Answers, *, anonymous: bool) -> ComplaintFacts:
    """What the draft says, as the complaint takes it. Describes an organisation that the registry does not have.

    Raises InvalidInput for a page without answers, and for a place, organisation or authority that is gone.
    """
    if answers.missing:
        raise InvalidInput(_("A page still needs your answers. Go through the pages once more."))
    where, use, effect = (answers.stored(slug) for slug in ("where", "use", "effect"))
    jurisdiction = reference().places.get(where["jurisdiction"])
    if jurisdiction is None:
        raise InvalidInput.field("jurisdiction", _("Choose a country or region from the list."))
    consent = consent_of(answers)
    respondent = _respondent(actor, where, jurisdiction)
    return ComplaintFacts(
        jurisdiction=jurisdiction,
        respondent=respondent,
        sector=where["sector"],
        respondent_kind=where["respondent_kind"],
        authority=_authority(answers),
        venue_kind=where["venue_kind"],
        venue_name=where["venue_name"],
        venue_address=where["venue_address"],
        occurred_on=dt.date.fromisoformat(where["occurred_on"]),
        ongoing=bool(where["ongoing"]),
        use=use["use"],
        persons_affected=int(use["persons_affected"]),
        minors=use["minors"] == Answer.YES,
        vulnerable=use["relation"] if use["relation"] in Vulnerability.values else "",
        consent_asked=consent.asked,
        consent_separate=consent.separate,
        alternative_offered=consent.alternative,
        consent_withdrawn=consent.withdrawn,
        consent_defect=consent.defects,
        harms=tuple(effect["harms"]),
        relief_sought=tuple(effect["relief_sought"]),
        narrative=effect["narrative"],
        language=answers.get("contact", "language") or answers.language,
        anonymous=anonymous,
        concerns=tuple(answers.get(answers.told_page, "concerns", ())),
        filed_for=use["about"],
        filer_relation=use.get("filer_relation", ""),
        filer_basis=use.get("filer_basis", ""),
        channel=answers.desk.get("channel") or Channel.ONLINE,
        received_on=dt.date.fromisoformat(answers.desk["received_on"]) if answers.desk else None,
        screenings=screening_records(screening_of(answers)),
    )


def _respondent(actor: Actor, where: dict[str, str], jurisdiction: Jurisdiction) -> Respondent:
    if where["respondent"] != NOT_LISTED:
        found = Respondent.objects.filter(reference=where["respondent"]).first()
        if found is None:
            raise InvalidInput.field("respondent", _("This organisation is no longer in our list. Look it up again."))
        return found
    try:
        return describe_respondent(
            actor=actor,
            name=where["respondent_name"],
            country=jurisdiction,
            sector=where["sector"],
            kind=where["respondent_kind"],
        )
    except InvalidInput as refusal:
        raise InvalidInput(errors={"respondent_name": next(iter(refusal.errors.values()))}) from refusal


def _authority(answers: Answers) -> Authority | None:
    chosen = answers.get("contact", "authority")
    if chosen == NOBODY:
        return None
    found = next((row for row in authorities_for_answers(answers) if row.code == chosen), None)
    if found is None:
        raise InvalidInput.field("authority", _("This authority does not hear complaints from that place."))
    return found


ANSWERED = {
    "nothing": _("No answer so far"),
    "refused": _("They refused"),
    "partly": _("They gave me part of it"),
    "done": _("They did what I asked"),
}
"""What came of asking a public body, by the value its page stores."""


def _tell_the_rest(complaint: Complaint, filer: Actor, answers: Answers) -> None:
    """What was answered about a public body and has no place of its own becomes the first message to the authority."""
    told = answers.stored(answers.told_page)
    with translation.override(complaint.language):
        parts = (
            (_("Number of the report or file, if they gave you one"), told.get("case_number")),
            (
                _("Have you asked them what they hold about you, or to correct or delete it?"),
                dict(Answer.choices).get(told.get("asked_them", "")),
            ),
            (_("If you have: what came of it?"), ANSWERED.get(told.get("answered", ""))),
        )
        body = "\n\n".join(f"{label}\n{words}" for label, words in parts if words)
    if answers.told_page != "public" or not body:
        return
    author = filer
    if complaint.owner_id is None:
        author = Actor(kind="receipt", complaint_id=complaint.pk, to_the_day=complaint.anonymous)
    message = complaints.write_message(actor=author, complaint=complaint, body=body)
    if complaint.anonymous:
        Message.objects.filter(pk=message.pk).update(created_at=author.now(), updated_at=author.now())


def _consume(draft: Draft, complaint: Complaint, code: str | None) -> None:
    """Turn the draft into the memory of what it became; for an anonymous one the account is forgotten as well."""
    draft.complaint = complaint
    draft.sealed, draft.sealed_code, draft.vault = None, None, None
    draft.revision += 1
    now = timezone.now()
    draft.updated_at = now
    if complaint.owner_id is None and complaint.channel not in KEYED_IN:
        draft.owner = None
    if complaint.anonymous:
        # The draft remembers for thirty days what it became; it must not remember the hour.
        draft.created_at = draft.updated_at = day_of(now)
        draft.expires_at = draft.created_at + KEPT_FOR
    if code is not None:
        draft.keep_receipt(code)
        draft.receipt_until = now + RECEIPT_SHOWN_FOR
        queue.enqueue("intake.forget_receipt_code", at=draft.receipt_until, draft_id=str(draft.pk))
    values = {field.attname: getattr(draft, field.attname) for field in draft._meta.concrete_fields}
    Draft.objects.filter(pk=draft.pk).update(**values)

"""A complainant writes to the organisation: the letter is made, sent by them, and what comes of it becomes evidence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.documents.enums import RIGHTS_KINDS, Channel, Kind, Reply, Side
from caseapp.documents.models import Document, RightsLetter
from caseapp.documents.selectors.letters import Given, letter_facts, record_facts, worked_clock
from caseapp.documents.selectors.templates import template_for
from caseapp.documents.services.exhibits import keep_as_evidence
from caseapp.documents.services.making import make_document
from caseapp.documents.workflow import LETTER
from caseapp.evidence import services as evidence
from caseapp.evidence.services import Incoming
from caseapp.law.selectors import day_in

WORDS_MAX = 4000

timeline.tell("documents.letter_sent", _("The complainant wrote to the organisation."))
timeline.tell("documents.letter_answered", _("The organisation answered the complainant’s letter."))
timeline.tell("documents.letter_unanswered", _("The organisation did not answer the complainant’s letter in time."))


@transaction.atomic
def write_letter(*, actor: Actor, complaint: Complaint, kind: str, language: str, given: Given) -> RightsLetter:
    """Make a letter of the complainant in the language it goes out in, and a copy to read in the language of the case
    where that is another. It is theirs alone until they say that they sent it. Raises InvalidInput by field.
    """
    if not can(actor, "documents.write_letter", complaint):
        raise NotAllowed()
    if kind not in RIGHTS_KINDS:
        raise InvalidInput.field("kind", _("This is not one of the choices."))
    if len(given.own_words) > WORDS_MAX:
        raise InvalidInput.field("own_words", _("Use at most 4,000 characters."))
    document = _written(actor, complaint, kind, language, given)
    reading_copy = None
    if document.language != complaint.language:
        reading_copy = _written(actor, complaint, kind, complaint.language, given)
        if reading_copy.language == document.language:
            raise InvalidInput.field("language", _("There is no text of this letter in your language yet."))
    return RightsLetter.objects.create(complaint=complaint, kind=kind, document=document, reading_copy=reading_copy)


def _written(actor: Actor, complaint: Complaint, kind: str, language: str, given: Given) -> Document:
    today = day_in(complaint.jurisdiction, timezone.now())
    template = template_for(kind, place=complaint.jurisdiction_id, language=language, on=today)
    if template is None:
        raise InvalidInput.field("kind", _("There is no text for this letter yet."))
    return make_document(
        actor=actor,
        kind=kind,
        side=Side.COMPLAINANT,
        place=complaint.jurisdiction,
        language=language,
        facts=letter_facts(actor, complaint, kind, given, template),
        complaint=complaint,
    )


@transaction.atomic
def send(
    *,
    actor: Actor,
    letter: RightsLetter,
    sent_on: date,
    sent_by: str,
    received_on: date | None = None,
    keep: bool = False,
) -> RightsLetter:
    """Record that the complainant sent it, when and how; the clock of the answer starts on the day it arrived, or was
    sent where that is not known. With `keep` a copy goes to the evidence, and sides let in there read the letter.
    """
    today = day_in(letter.complaint.jurisdiction, timezone.now())
    faults: dict[str, Any] = {}
    if sent_on > today:
        faults["sent_on"] = _("The day must not lie in the future.")
    if received_on is not None and (received_on > today or received_on < sent_on):
        faults["received_on"] = _("Enter a day from the day of sending to today.")
    if sent_by not in Channel.values:
        faults["sent_by"] = _("This is not one of the choices.")
    if faults:
        raise InvalidInput(errors=faults)
    clock, due_on = worked_clock(letter, received_on or sent_on)

    def sent(row: RightsLetter) -> None:
        row.sent_on, row.sent_by, row.received_on = sent_on, sent_by, received_on
        row.clock, row.due_on = clock, due_on

    letter = LETTER.apply(
        actor,
        letter,
        "send",
        given={"sent_on": sent_on, "sent_by": sent_by},
        facts={"sent_on": sent_on.isoformat(), "due_on": due_on.isoformat()},
        change=sent,
        save=["sent_on", "sent_by", "received_on", "clock", "due_on"],
    )
    if keep:
        Document.objects.filter(pk=letter.document_id).update(shared_at=timezone.now())
        keep_as_evidence(actor=actor, complaint=letter.complaint, document=letter.document)
    timeline.write(actor=actor, subject=letter.complaint, kind="documents.letter_sent")
    return letter


@transaction.atomic
def record_answer(
    *,
    actor: Actor,
    letter: RightsLetter,
    answered_on: date,
    answer: str,
    note: str = "",
    incoming: Sequence[Incoming] = (),
) -> RightsLetter:
    """Record what came. The files of the answer, and a record of what was entered, become evidence."""
    today = day_in(letter.complaint.jurisdiction, timezone.now())
    if letter.sent_on is not None and not letter.sent_on <= answered_on <= today:
        raise InvalidInput.field("answered_on", _("Enter a day from the day of sending to today."))
    if answer not in Reply.values:
        raise InvalidInput.field("answer", _("This is not one of the choices."))

    def answered(row: RightsLetter) -> None:
        row.answered_on, row.answer = answered_on, answer

    letter = LETTER.apply(
        actor,
        letter,
        "record_answer",
        given={"answered_on": answered_on, "answer": answer},
        facts={"answered_on": answered_on.isoformat()},
        change=answered,
        save=["answered_on", "answer"],
    )
    _record(actor, letter, Kind.ANSWER, own_words=note.strip())
    if incoming:
        with override(letter.complaint.language):
            title = gettext("Answer to %(letter)s") % {"letter": letter.document.title}
        added = evidence.add_items(
            actor=actor,
            vault=evidence.vault_of(actor=actor, complaint=letter.complaint),
            incoming=incoming,
            title=title[:200],
        )
        if added.refusals:
            raise added.refusals[0]
    timeline.write(actor=actor, subject=letter.complaint, kind="documents.letter_answered")
    return letter


@transaction.atomic
def record_silence(*, actor: Actor, letter: RightsLetter) -> RightsLetter:
    """Record that no answer came in time; the record becomes evidence. Refuses before the last day has passed."""
    letter = LETTER.apply(actor, letter, "record_silence")
    _record(actor, letter, Kind.NO_ANSWER)
    timeline.write(actor=actor, subject=letter.complaint, kind="documents.letter_unanswered")
    return letter


@transaction.atomic
def discard(*, actor: Actor, letter: RightsLetter) -> RightsLetter:
    """Put a letter aside that was never sent."""
    return LETTER.apply(actor, letter, "discard")


def perform(*, actor: Actor, letter: RightsLetter, action: str, given: Mapping[str, Any]) -> RightsLetter:
    """Do an offered action by its name, for the act page and the API."""
    verbs: dict[str, Any] = {
        "send": send,
        "record_answer": record_answer,
        "record_silence": record_silence,
        "discard": discard,
    }
    if action not in verbs:
        raise InvalidInput.field("action", _("There is no such action."))
    row = LETTER.named(action)[0]
    missing = {name: _("Enter this to go on.") for name in row.needs if given.get(name) in (None, "")}
    if missing and can(actor, f"rights_letters.{action}", letter):
        raise InvalidInput(errors=missing)
    known = {*row.needs, *row.may_give, "incoming"}
    done: RightsLetter = verbs[action](
        actor=actor, letter=letter, **{name: given[name] for name in known if name in given}
    )
    return done


def _record(actor: Actor, letter: RightsLetter, kind: Kind, **more: Any) -> None:
    complaint = letter.complaint
    document = make_document(
        actor=actor,
        kind=kind,
        side=Side.COMPLAINANT,
        place=complaint.jurisdiction,
        language=complaint.language,
        facts=record_facts(letter, language=complaint.language, **more),
        complaint=complaint,
        shared=True,
    )
    letter.record = document
    letter.save(update_fields=["record", "updated_at"])
    keep_as_evidence(actor=actor, complaint=complaint, document=document)

"""The complainant's letters, the facts that go into one, and the clock that runs once it is sent."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.complaints.models import Complaint
from caseapp.complaints.selectors import identity
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.wording import written_day
from caseapp.documents.enums import Kind, LetterState
from caseapp.documents.models import LetterTemplate, RightsLetter
from caseapp.documents.querysets import RightsLetterQuerySet
from caseapp.documents.selectors.facts import Facts, bases, codes_giving, complaint_facts
from caseapp.law import selectors as law
from caseapp.law.enums import DeadlineKind
from caseapp.rules.clocks import Start

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ANSWER_DAYS = 30
"""The time that a letter asks for where its text says none."""


@dataclass(frozen=True)
class Given:
    """What the writer of a letter adds to the complaint's facts. An anonymous complainant gives no name."""

    name: str = ""
    mail_address: str = ""
    respondent_address: str = ""
    own_words: str = ""


@dataclass(frozen=True)
class LetterClock:
    """By when an answer is due: what, the day, where it is said, and how it came about, line by line."""

    what: "_StrOrPromise"
    day: dt.date
    article: str
    working: tuple[str, ...]
    by_law: bool


def letters(actor: Actor, complaint: Complaint) -> RightsLetterQuerySet:
    """The letters of a complaint that the actor may read, newest first, without those put aside."""
    return (
        RightsLetter.objects.visible_to(actor)
        .filter(complaint=complaint)
        .exclude(state=LetterState.DISCARDED)
        .select_related("complaint__jurisdiction", "document", "reading_copy", "record")
        .defer(*(f"{name}__sealed_{part}" for name in ("document", "reading_copy", "record") for part in _SEALED))
    )


_SEALED = ("content", "facts", "pdf")


def letter_by_reference(actor: Actor, complaint: Complaint, reference: str) -> RightsLetter:
    """One letter by the reference of what is sent, or NotFound."""
    found: RightsLetter | None = (
        RightsLetter.objects.visible_to(actor)
        .filter(complaint=complaint, document__reference=reference)
        .select_related("complaint__jurisdiction", "complaint__respondent", "document", "reading_copy", "record")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def letter_facts(actor: Actor, complaint: Complaint, kind: str, given: Given, template: LetterTemplate) -> Facts:
    """Everything a letter of the kind says, in the template's language."""
    today = law.day_in(complaint.jurisdiction, timezone.now())
    with override(template.language):
        contact = None if complaint.anonymous else identity(actor, complaint)
        facts = complaint_facts(complaint, contact=contact, today=today)
        name = "" if complaint.anonymous else given.name.strip()
        anonymous = not name
        facts |= {
            "complainant": name,
            "anonymous": anonymous,
            "mail_address": given.mail_address.strip(),
            "own_words": given.own_words.strip(),
            "bases": bases(complaint, kind, on=today),
            "answer_days": template.answer_days or ANSWER_DAYS,
            "sender": [name or _("The person concerned"), given.mail_address.strip()],
            "recipient": [
                *facts["recipient"][:2],
                given.respondent_address.strip() or complaint.respondent.address,
            ],
        }
        rule = answer_rule(complaint, kind, on=today)
        if rule is not None:
            facts["law_period"] = law.period(rule.amount, rule.unit)
            facts["law_article"] = law.cited(rule.framework, rule.article) if rule.framework else rule.article
    return facts


def answer_rule(complaint: Complaint, kind: str, *, on: dt.date) -> Any:
    """The verified period in which the organisation has to answer a letter of the kind; None where no law sets one."""
    if kind == Kind.NOTICE:
        return None
    found = law.deadline_rules(
        complaint.jurisdiction_id,
        DeadlineKind.CONTROLLER_RESPONSE,
        on=on,
        frameworks=codes_giving(complaint, kind, on=on),
    )
    return next((rule for rule in found if rule.amount is not None), None)


def worked_clock(letter: RightsLetter, start: dt.date) -> tuple[dict[str, Any], dt.date]:
    """The period from the day of arrival as it is stored, and its last day."""
    complaint = letter.complaint
    rule = answer_rule(complaint, letter.kind, on=start)
    if rule is not None:
        worked = law.deadline(rule, {Start.REQUEST_RECEIVED: start}, jurisdiction=complaint.jurisdiction)
        if worked.last_day is not None:
            code = rule.framework.code if rule.framework else ""
            return {**worked.as_json(), "framework": code, "article": rule.article}, worked.last_day
    template = letter.document.template
    days = (template.answer_days if template else None) or ANSWER_DAYS
    return {}, start + dt.timedelta(days=days)


def clock_of(letter: RightsLetter) -> LetterClock | None:
    """The clock of a sent letter in the reader's language."""
    if letter.due_on is None or letter.sent_on is None:
        return None
    start = letter.received_on or letter.sent_on
    lines = (
        [] if letter.received_on else [_("The day it arrived is not known; it is counted from the day it was sent.")]
    )
    what = _("The organisation's answer to your request")
    if letter.clock:
        framework = law.framework_by_code(letter.clock["framework"])
        article = letter.clock["article"]
        place = law.cited(framework, article) if framework else law.article_words(article)
        return LetterClock(what, letter.due_on, place, (*lines, *law.working(letter.clock)), True)
    lines += [
        _("No verified law of this place sets a time for this answer."),
        _("The letter asks for an answer within %(days)s days of %(day)s.")
        % {"days": (letter.due_on - start).days, "day": written_day(start)},
    ]
    return LetterClock(what, letter.due_on, "", tuple(lines), False)


def record_facts(letter: RightsLetter, *, language: str, **more: Any) -> Facts:
    """What a record of answer or silence says of a letter."""
    complaint = letter.complaint
    with override(language):
        clock = clock_of(letter)
        facts: Facts = {
            "letter_title": letter.document.title,
            "letter_reference": letter.document.reference,
            "letter_sha256": letter.document.sha256,
            "respondent": complaint.respondent.shown_name,
            "sent_on": written_day(letter.sent_on) if letter.sent_on else "",
            "sent_by": str(letter.get_sent_by_display()),
            "received_on": written_day(letter.received_on) if letter.received_on else "",
            "due_on": written_day(letter.due_on) if letter.due_on else "",
            "working": list(clock.working) if clock else [],
            "today": written_day(law.day_in(complaint.jurisdiction, timezone.now())),
            "answered_on": written_day(letter.answered_on) if letter.answered_on else "",
            "answer": str(letter.get_answer_display()) if letter.answer else "",
        }
    return {**facts, **more}

"""Opening an investigation and hearing the respondent: everything up to the decision."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.audit import services as audit
from caseapp.complaints import services as complaints_services
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.enforcement.enums import UNDECIDED_STATES, TimeWishState
from caseapp.enforcement.models import (
    InformationRequest,
    Investigation,
    InvestigationComplaint,
    NoticeOfIntent,
    Representation,
    RequestedElement,
)
from caseapp.enforcement.selectors.investigations import refusal_to_join
from caseapp.enforcement.workflow import INVESTIGATION, TIME_WISH, investigation_chain
from caseapp.law.models import Element
from caseapp.law.selectors import day_in
from caseapp.notifications import services as notifications

TITLE_MAX = 200
TEXT_MAX = 20_000

timeline.tell("investigations.open", _("The investigation was opened."))
timeline.tell("investigations.add_complaints", _("Complaints joined the investigation: %(number)s."))
timeline.tell("investigations.record_answer", _("The respondent answered the request for information."))


@transaction.atomic
def open_investigation(
    *, actor: Actor, complaints: Iterable[Complaint], title: str, question: str = ""
) -> Investigation:
    """Open an investigation into one respondent from accepted complaints, all of them in one act, or none.

    Every complaint becomes “in investigation” and its complainant is told. The opener leads it. Writes timeline and
    audit. Refuses an empty choice, several respondents or authorities, and any complaint that is not accepted.
    """
    if not can(actor, "enforcement.open_investigation"):
        raise NotAllowed()
    chosen = _in_order(complaints)
    if not chosen:
        raise InvalidInput.field("complaints", _("Choose at least one accepted complaint."))
    first = chosen[0]
    _check_joinable(actor, chosen, authority_id=first.authority_id, respondent_id=first.respondent_id)
    title = title.strip()
    if not title:
        raise InvalidInput.field("title", _("Give the investigation a title."))
    if len(title) > TITLE_MAX:
        raise InvalidInput.field("title", _("Use at most 200 characters."))
    if first.authority is None:
        raise NotAllowed()
    investigation = Investigation.objects.create(
        authority=first.authority,
        respondent=first.respondent,
        title=title,
        question=question.strip(),
        lead_id=actor.user_id,
    )
    facts = {"number": len(chosen), "respondent": first.respondent.reference}
    timeline.write(actor=actor, subject=investigation, kind="investigations.open", data=facts)
    audit.record(
        actor=actor,
        action="investigations.open",
        subject=investigation,
        chain=investigation_chain(investigation),
        facts=facts,
    )
    _join(actor, investigation, chosen)
    return investigation


@transaction.atomic
def add_complaints(*, actor: Actor, investigation: Investigation, complaints: Iterable[Complaint]) -> Investigation:
    """Take further accepted complaints against the same respondent into an undecided investigation; their
    complainants are told. All of them join, or none. Writes timeline and audit.
    """
    locked = locked_investigation(actor, investigation, "enforcement.add_complaints")
    chosen = _in_order(complaints)
    if not chosen:
        raise InvalidInput.field("complaints", _("Choose at least one accepted complaint."))
    _check_joinable(actor, chosen, authority_id=locked.authority_id, respondent_id=locked.respondent_id)
    _join(actor, locked, chosen)
    return locked


@transaction.atomic
def request_information(
    *,
    actor: Actor,
    investigation: Investigation,
    body: str,
    due_on: date,
    elements: Iterable[Element] = (),
) -> InformationRequest:
    """Ask the respondent for information, to answer by a day that lies ahead; about each of `elements` by itself."""
    if due_on <= today_at(investigation.authority):
        raise InvalidInput.field("due_on", _("Choose a day after today: the respondent needs time to answer."))
    body = checked_text("body", body)
    investigation = INVESTIGATION.apply(
        actor,
        investigation,
        "request_information",
        given={"body": body, "due_on": due_on},
        facts={"due_on": due_on.isoformat()},
    )
    asked = InformationRequest.objects.create(
        investigation=investigation, body=body, due_on=due_on, sent_by_id=actor.user_id
    )
    RequestedElement.objects.bulk_create(RequestedElement(request=asked, element=element) for element in elements)
    return asked


@transaction.atomic
def record_answer(*, actor: Actor, request: InformationRequest, answered_on: date, answer: str) -> InformationRequest:
    """Write down what the respondent answered, and on which day it came. An answer is recorded once.

    Refuses a day before the request or after today, and any answer after the decision.
    """
    investigation = locked_investigation(actor, request.investigation, "enforcement.record_answer")
    request = InformationRequest.objects.select_for_update().get(pk=request.pk)
    if request.answered_on is not None:
        raise WrongState(_("The answer to this request is recorded already."))
    asked_on = day_in(investigation.authority.jurisdiction, request.created_at)
    if not asked_on <= answered_on <= today_at(investigation.authority):
        raise InvalidInput.field("answered_on", _("Enter a day from the day of the request until today."))
    request.answer = checked_text("answer", answer)
    request.answered_on = answered_on
    request.save(update_fields=["answer", "answered_on", "updated_at"])
    let_wishes_lapse(actor, request)
    timeline.write(
        actor=actor,
        subject=investigation,
        kind="investigations.record_answer",
        data={"answered_on": answered_on.isoformat(), "late": int(answered_on > request.due_on)},
    )
    audit.record(
        actor=actor,
        action="investigations.record_answer",
        subject=investigation,
        chain=investigation_chain(investigation),
        facts={"request": request.pk, "answered_on": answered_on, "answer": audit.digest(request.answer)},
    )
    return request


@transaction.atomic
def give_notice(
    *, actor: Actor, investigation: Investigation, reason: str, due_on: date | None = None
) -> Investigation:
    """Tell the respondent what the authority means to decide and why; `due_on` is the day to answer by."""
    if due_on is not None and due_on <= today_at(investigation.authority):
        raise InvalidInput.field("due_on", _("Choose a day after today: the respondent needs time to answer."))
    reason = checked_text("reason", reason)
    investigation = INVESTIGATION.apply(
        actor,
        investigation,
        "give_notice",
        given={"reason": reason},
        facts={"due_on": due_on.isoformat()} if due_on else {},
    )
    NoticeOfIntent.objects.create(investigation=investigation, body=reason, reply_by=due_on, given_by_id=actor.user_id)
    return investigation


@transaction.atomic
def record_representations(*, actor: Actor, investigation: Investigation, reason: str) -> Investigation:
    """Write down what the respondent said to the notice, or that it said nothing in time."""
    reason = checked_text("reason", reason)
    investigation = INVESTIGATION.apply(actor, investigation, "record_representations", given={"reason": reason})
    Representation.objects.create(investigation=investigation, body=reason, recorded_by_id=actor.user_id)
    for notice in NoticeOfIntent.objects.filter(investigation=investigation):
        let_wishes_lapse(actor, notice)
    return investigation


@transaction.atomic
def close(*, actor: Actor, investigation: Investigation) -> Investigation:
    """Close a decided investigation: nothing more is expected in it. Its fine goes on by itself."""

    def now(row: Investigation) -> None:
        row.closed_at = timezone.now()

    return INVESTIGATION.apply(actor, investigation, "close", change=now, save=["closed_at"])


def locked_investigation(
    actor: Actor, investigation: Investigation, policy: str, states: Collection[str] = UNDECIDED_STATES
) -> Investigation:
    """The investigation's row, locked, for an act that changes no state. NotAllowed by policy, WrongState by state."""
    locked: Investigation = (
        Investigation.objects.select_for_update(of=("self",))
        .select_related("authority", "respondent")
        .get(pk=investigation.pk)
    )
    if not can(actor, policy, locked):
        raise NotAllowed()
    if locked.state not in states:
        raise WrongState(
            _("This is not possible while the investigation is “%(state)s”.") % {"state": locked.get_state_display()}
        )
    return locked


def let_wishes_lapse(actor: Actor, about: InformationRequest | NoticeOfIntent) -> None:
    """The answer came: a wish for more time that nobody decided on needs no decision any more."""
    for wish in about.time_wishes.filter(state=TimeWishState.ASKED):
        TIME_WISH.apply(actor, wish, "lapse")


def tell_lead(investigation: Investigation, kind: str) -> None:
    """A notice to whoever leads the investigation: its reference and nothing of the case."""
    if investigation.lead_id is not None:
        notifications.notify_users(
            user_ids=[investigation.lead_id],
            kind=kind,
            data={"reference": investigation.reference},
            path=f"/investigations/{investigation.reference}/",
        )


def checked_text(name: str, text: str, longest: int = TEXT_MAX) -> str:
    """The text without space around it; InvalidInput at its field when nothing is left or it is too long."""
    text = text.strip()
    if not text:
        raise InvalidInput.field(name, _("Enter this to go on."))
    if len(text) > longest:
        raise InvalidInput.field(name, _("Use at most %(longest)s characters.") % {"longest": longest})
    return text


def _in_order(complaints: Iterable[Complaint]) -> list[Complaint]:
    """By key, so that two people choosing overlapping complaints wait for each other and never for ever."""
    return list(
        Complaint.objects.filter(pk__in={complaint.pk for complaint in complaints})
        .select_related("respondent", "authority")
        .order_by("pk")
    )


def _check_joinable(actor: Actor, complaints: list[Complaint], *, authority_id: int | None, respondent_id: int) -> None:
    faults = [
        f"{complaint.reference}: {why}"
        for complaint in complaints
        if (why := refusal_to_join(actor, complaint, authority_id=authority_id, respondent_id=respondent_id))
    ]
    if faults:
        raise InvalidInput.field("complaints", " ".join(faults))


def _join(actor: Actor, investigation: Investigation, complaints: list[Complaint]) -> None:
    InvestigationComplaint.objects.bulk_create(
        InvestigationComplaint(investigation=investigation, complaint=complaint) for complaint in complaints
    )
    for complaint in complaints:
        complaints_services.join_investigation(
            actor=actor, complaint=complaint, investigation_reference=investigation.reference
        )
    facts = {"number": len(complaints)}
    timeline.write(actor=actor, subject=investigation, kind="investigations.add_complaints", data=facts)
    audit.record(
        actor=actor,
        action="investigations.add_complaints",
        subject=investigation,
        chain=investigation_chain(investigation),
        facts={**facts, "complaints": [complaint.pk for complaint in complaints]},
    )

"""What the respondent does by itself: answers by element, gives files, speaks to the notice, proves an order."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.policies import can
from caseapp.enforcement.enums import InvestigationState
from caseapp.enforcement.models import (
    ComplianceOrder,
    InformationRequest,
    Investigation,
    Invitation,
    NoticeOfIntent,
    OrderProof,
)
from caseapp.enforcement.services.investigations import (
    checked_text,
    let_wishes_lapse,
    locked_investigation,
    record_representations,
    tell_lead,
)
from caseapp.enforcement.services.invitations import respondent_actor, standing_invitation
from caseapp.enforcement.services.orders import record_proof
from caseapp.enforcement.workflow import ORDER, investigation_chain
from caseapp.evidence import services as evidence
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.evidence.services import Incoming
from caseapp.notifications import services as notifications

ANSWER_MAX = 20_000
ELEMENT_ANSWER_MAX = 10_000

_GIVEN_FOR: dict[type[Any], str] = {InformationRequest: "request", NoticeOfIntent: "notice", ComplianceOrder: "order"}

timeline.tell("investigations.file_given", _("The respondent gave a file."))
notifications.tell("enforcement.respondent_news", _("The respondent acted in investigation %(reference)s."))


@transaction.atomic
def save_answer(
    *, actor: Actor, request: InformationRequest, answer: str, elements: Mapping[int, str]
) -> InformationRequest:
    """Keep what the respondent wrote so far; nobody else reads it until it is sent. Tells nobody.

    `elements` maps the ids of the elements asked about to what is said of each. Refuses once the answer was sent.
    """
    _locked(actor, request.investigation)
    locked = _unanswered(request)
    faults = {
        f"element_{pk}": _("Use at most %(longest)s characters.") % {"longest": ELEMENT_ANSWER_MAX}
        for pk, said in elements.items()
        if len(said) > ELEMENT_ANSWER_MAX
    }
    if len(answer) > ANSWER_MAX:
        faults["answer"] = _("Use at most %(longest)s characters.") % {"longest": ANSWER_MAX}
    if faults:
        raise InvalidInput(errors=faults)
    locked.answer = answer.strip()
    locked.save(update_fields=["answer", "updated_at"])
    for row in locked.elements.filter(pk__in=elements):
        row.answer = elements[row.pk].strip()
        row.save(update_fields=["answer"])
    return locked


@transaction.atomic
def send_answer(
    *, actor: Actor, request: InformationRequest, answer: str, elements: Mapping[int, str]
) -> InformationRequest:
    """Send the respondent's answer to the authority, once and for good, also when the day has passed.

    Every element asked about needs words, and so does the request where no element was asked about. Writes timeline and
    audit, lets an open wish for more time lapse, and tells whoever leads the investigation.
    """
    locked = save_answer(actor=actor, request=request, answer=answer, elements=elements)
    missing = {
        f"element_{row.pk}": _("Answer this, or say that you cannot and why.")
        for row in locked.elements.all()
        if not row.answer
    }
    if not locked.answer and not locked.elements.exists():
        missing["answer"] = _("Write your answer.")
    if missing:
        raise InvalidInput(errors=missing)
    investigation = locked.investigation
    today = today_at(investigation.authority)
    locked.answered_on = today
    locked.save(update_fields=["answered_on", "updated_at"])
    let_wishes_lapse(actor, locked)
    timeline.write(
        actor=actor,
        subject=investigation,
        kind="investigations.record_answer",
        data={"answered_on": today.isoformat(), "late": int(today > locked.due_on)},
    )
    audit.record(
        actor=actor,
        action="investigations.record_answer",
        subject=investigation,
        chain=investigation_chain(investigation),
        facts={"request": locked.pk, "answered_on": today, "answer": audit.digest(locked.answer)},
    )
    tell_lead(investigation, "enforcement.respondent_news")
    return locked


def give_file(
    *,
    actor: Actor,
    about: InformationRequest | NoticeOfIntent | ComplianceOrder,
    incoming: Incoming,
    description: str = "",
) -> EvidenceItem:
    """Take a file of the respondent into the vault of the inquiry, with custody from its arrival on.

    Raises what `evidence.add_item` refuses, and WrongState once the request was answered, the notice spoken to, or
    while nothing is to be proven of the order.
    """
    with transaction.atomic():
        if isinstance(about, ComplianceOrder):
            investigation = about.decision.investigation
            _provable(actor, about)
        elif isinstance(about, InformationRequest):
            investigation = _locked(actor, about.investigation)
            _unanswered(about)
        else:
            investigation = _locked(actor, about.investigation)
            _open_notice(investigation)
        vault = inquiry_vault(actor=actor, investigation=investigation)
        item = evidence.add_item(actor=actor, vault=vault, incoming=incoming, description=description)
        about.files.add(item)
        timeline.write(actor=actor, subject=investigation, kind="investigations.file_given", shared=False)
    return item


def upload_subject(invitation: Invitation, about: InformationRequest | NoticeOfIntent | ComplianceOrder) -> str:
    """What a ticket to upload says of an invitation and of what a file is given for; `upload_of` reads it."""
    return f"{invitation.pk}:{_GIVEN_FOR[type(about)]}:{about.pk}"


def upload_of(subject: str) -> tuple[Actor, Investigation, InformationRequest | NoticeOfIntent | ComplianceOrder]:
    """Who uploads, in which investigation and for what, found anew with every request. NotFound where the invitation
    stands no more.
    """
    invitation_id, kind, number = subject.split(":")
    invitation = standing_invitation(UUID(invitation_id))
    model = next(model for model, name in _GIVEN_FOR.items() if name == kind)
    path = "decision__investigation" if model is ComplianceOrder else "investigation"
    found = model._default_manager.filter(**{path: invitation.investigation_id}, pk=number).first()
    if found is None:
        raise NotFound()
    return respondent_actor(invitation), invitation.investigation, found


@transaction.atomic
def make_representations(*, actor: Actor, investigation: Investigation, body: str) -> Investigation:
    """Say something to the notice of intent, once, before the decision; the investigation goes on to be decided.

    Tells whoever leads the investigation.
    """
    locked = _locked(actor, investigation)
    _open_notice(locked)
    said = record_representations(actor=actor, investigation=locked, reason=checked_text("body", body))
    tell_lead(said, "enforcement.respondent_news")
    return said


@transaction.atomic
def send_proof(*, actor: Actor, order: ComplianceOrder, body: str) -> OrderProof:
    """Show the authority what was done, with the files given since the last proof; it accepts, or asks again.

    Writes timeline and audit, and tells whoever leads the investigation. Refuses while nothing is to be proven.
    """
    proof = record_proof(actor=actor, order=order, body=body, on=today_at(order.authority))
    proof.files.set(order.files.exclude(pk__in=OrderProof.files.through.objects.values("evidenceitem_id")))
    tell_lead(order.decision.investigation, "enforcement.respondent_news")
    return proof


@transaction.atomic
def inquiry_vault(*, actor: Actor, investigation: Investigation) -> Vault:
    """The vault of what is given in an investigation, made when the first file comes."""
    locked = Investigation.objects.select_for_update(of=("self",)).select_related("vault").get(pk=investigation.pk)
    if not can(actor, "enforcement.answer_as_respondent", locked):
        raise NotAllowed()
    if locked.vault is None:
        locked.vault = evidence.open_inquiry_vault(actor=actor, authority=locked.authority)
        locked.save(update_fields=["vault", "updated_at"])
    return locked.vault


def _locked(actor: Actor, investigation: Investigation) -> Investigation:
    return locked_investigation(actor, investigation, "enforcement.answer_as_respondent")


def _unanswered(request: InformationRequest) -> InformationRequest:
    locked = InformationRequest.objects.select_for_update().get(pk=request.pk)
    if locked.answered_on is not None:
        raise WrongState(_("This request was answered already."))
    return locked


def _provable(actor: Actor, order: ComplianceOrder) -> None:
    locked = ComplianceOrder.objects.select_for_update(of=("self",)).select_related("decision").get(pk=order.pk)
    if all(row.action != "record_proof" for row in ORDER.allowed(actor, locked)):
        raise WrongState(_("Nothing is to be proven of this order at the moment."))


def _open_notice(investigation: Investigation) -> None:
    if investigation.state != InvestigationState.NOTICE_OF_INTENT:
        raise WrongState(_("The notice cannot be answered here any more."))

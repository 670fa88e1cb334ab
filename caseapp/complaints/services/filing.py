"""Filing: from facts to a submitted complaint, once."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.audit import services as audit
from caseapp.complaints.enums import Answer, ComplaintState, Harm, Relief, VenueKind
from caseapp.complaints.models import Complaint, Contact, Identity, Screening
from caseapp.complaints.services.access import grant_authority
from caseapp.complaints.services.receipts import issue_receipt_code
from caseapp.complaints.workflow import WORKFLOW, chain
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor
from caseapp.core.enums import ActorSector, ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.law.models import Framework, Jurisdiction
from caseapp.law.selectors import day_in
from caseapp.respondents.models import Respondent

EARLIEST = date(1990, 1, 1)
NARRATIVE_MAX = 20_000

timeline.tell("complaints.addressed", _("The complaint was sent to %(authority)s."))


@dataclass(frozen=True)
class ScreeningRecord:
    """What one framework's elements came to: the version asked, the answers, the result, the method's version."""

    framework: Framework
    answers: dict[str, str]
    result: dict[str, Any]
    method_version: str


@dataclass(frozen=True)
class ComplaintFacts:
    """Everything a complaint says. Enumerations take the values of `caseapp.core.enums` and `complaints.enums`."""

    jurisdiction: Jurisdiction
    respondent: Respondent
    sector: str
    respondent_kind: str
    venue_kind: str
    occurred_on: date
    use: str
    narrative: str
    authority: Authority | None = None
    venue_name: str = ""
    venue_address: str = ""
    ongoing: bool = False
    modality: str = Modality.FACE
    consent_asked: str = ""
    consent_separate: str = ""
    alternative_offered: str = ""
    consent_withdrawn: str = ""
    consent_defect: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    relief_sought: tuple[str, ...] = ()
    persons_affected: int = 1
    minors: bool = False
    vulnerable: str = ""
    language: str = "en"
    anonymous: bool = False
    screenings: tuple[ScreeningRecord, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Filed:
    """A filed complaint; the receipt code only for one without an account and only the first time."""

    complaint: Complaint
    receipt_code: str | None


@transaction.atomic
def file_complaint(
    *, actor: Actor, facts: ComplaintFacts, contact: Contact | None = None, key: UUID | None = None
) -> Filed:
    """File a complaint: it is stored, submitted and, when addressed, let in to the authority's queue.

    Writes the complaint with its sealed identity, screenings and grant, timeline and audit. Filing twice under the
    same `key` gives the first complaint again, without a code. A visitor gives a contact or files anonymously, and gets
    a receipt code either way.
    Raises InvalidInput with every fault by field.
    """
    _check(actor, facts, contact)
    if key is not None:
        earlier = Complaint.objects.filter(intake_key=key).first()
        if earlier is not None:
            return Filed(earlier, None)
    owner_id = actor.user_id if actor.is_signed_in and not facts.anonymous else None
    try:
        with transaction.atomic():
            complaint = Complaint.objects.create(
                owner_id=owner_id,
                intake_key=key,
                statement_sha256=statement_sha256(facts),
                **_columns(facts),
            )
    except IntegrityError:
        # The same key arrived twice at the same moment: the other request won, and its complaint is this one's too.
        return Filed(Complaint.objects.get(intake_key=key), None)
    if contact is not None and any(asdict(contact).values()) and not facts.anonymous:
        Identity.of(complaint, contact).save()
    Screening.objects.bulk_create(
        Screening(
            complaint=complaint,
            framework=record.framework,
            answers=record.answers,
            result=record.result,
            method_version=record.method_version,
        )
        for record in facts.screenings
    )
    code = issue_receipt_code(complaint) if owner_id is None else None
    filer = actor if owner_id else Actor(kind="receipt", complaint_id=complaint.pk, language=facts.language)
    complaint = WORKFLOW.apply(
        filer,
        complaint,
        "submit",
        facts={"statement_sha256": complaint.statement_sha256},
        change=_submitted_now,
        save=["submitted_at"],
    )
    if facts.authority is not None:
        grant_authority(actor=filer, complaint=complaint, authority=facts.authority)
        queue.enqueue("complaints.arrived", complaint_id=complaint.pk)
    return Filed(complaint, code)


@transaction.atomic
def address_complaint(*, actor: Actor, complaint: Complaint, authority: Authority) -> Complaint:
    """Send a complaint that was kept as a record to an authority; its clock starts now.

    Refuses once it was addressed: another authority then gets it by referral alone.
    """
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not can(actor, "complaints.share", locked):
        raise NotAllowed()
    if locked.state != ComplaintState.SUBMITTED or locked.authority_id is not None:
        raise WrongState(_("This complaint already went to an authority."))
    locked.authority = authority
    locked.submitted_at = timezone.now()
    locked.save(update_fields=["authority", "submitted_at", "updated_at"])
    grant_authority(actor=actor, complaint=locked, authority=authority)
    timeline.write(actor=actor, subject=locked, kind="complaints.addressed", data=authority.names("authority"))
    audit.record(
        actor=actor,
        action="complaints.address",
        subject=locked,
        chain=chain(locked),
        facts={"authority": authority.code},
    )
    queue.enqueue("complaints.arrived", complaint_id=locked.pk)
    return locked


def statement_sha256(facts: ComplaintFacts) -> str:
    """The fingerprint of what was said: SHA-256 over the facts as canonical JSON (sorted keys, UTF-8)."""
    said = {
        **{name: value for name, value in _columns(facts).items() if not hasattr(value, "pk")},
        "jurisdiction": facts.jurisdiction.pk,
        "respondent": facts.respondent.reference,
        "authority": facts.authority.code if facts.authority else None,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _columns(facts: ComplaintFacts) -> dict[str, Any]:
    names = [name for name in ComplaintFacts.__dataclass_fields__ if name != "screenings"]
    columns = {name: getattr(facts, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in columns.items()}


def _submitted_now(complaint: Complaint) -> None:
    complaint.submitted_at = timezone.now()


def _check(actor: Actor, facts: ComplaintFacts, contact: Contact | None) -> None:
    faults: dict[str, Any] = {}
    reachable = contact is not None and any(asdict(contact).values())
    if not (actor.is_signed_in or facts.anonymous or reachable or actor.is_system):
        faults["anonymous"] = _("Sign in, give a way to reach you, or file anonymously.")
    if facts.occurred_on > day_in(facts.jurisdiction, timezone.now()):
        faults["occurred_on"] = _("The day must not lie in the future.")
    elif facts.occurred_on < EARLIEST:
        faults["occurred_on"] = _("The day must not lie before 1990.")
    if not facts.narrative.strip():
        faults["narrative"] = _("Tell us what happened, in your own words.")
    elif len(facts.narrative) > NARRATIVE_MAX:
        faults["narrative"] = _("Use at most 20,000 characters.")
    if facts.persons_affected < 1:
        faults["persons_affected"] = _("At least one person is affected: you.")
    if facts.authority is not None and facts.authority.jurisdiction_id not in _places(facts.jurisdiction):
        faults["authority"] = _("This authority does not hear complaints from that place.")
    single = {
        "sector": Sector,
        "respondent_kind": ActorSector,
        "venue_kind": VenueKind,
        "use": Use,
        "modality": Modality,
    }
    optional = {
        "consent_asked": Answer,
        "consent_separate": Answer,
        "alternative_offered": Answer,
        "consent_withdrawn": Answer,
        "vulnerable": Vulnerability,
    }
    several = {"consent_defect": ConsentDefect, "harms": Harm, "relief_sought": Relief}
    unknown = _("This is not one of the choices.")
    for name, choices in single.items():
        if getattr(facts, name) not in choices.values:
            faults[name] = unknown
    for name, choices in optional.items():
        if getattr(facts, name) not in {"", *choices.values}:
            faults[name] = unknown
    for name, choices in several.items():
        if set(getattr(facts, name)) - set(choices.values):
            faults[name] = unknown
    if faults:
        raise InvalidInput(errors=faults)


def _places(jurisdiction: Jurisdiction) -> set[str]:
    """The place itself and those above it, whose authorities hear complaints from there."""
    places: set[str] = set()
    place: Jurisdiction | None = jurisdiction
    while place is not None and place.pk not in places:
        places.add(place.pk)
        place = place.parent
    return places

"""What a complaint says: its facts, their fingerprint, and what must be right about them before they are filed."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.complaints.enums import (
    KEYED_IN,
    Answer,
    Channel,
    Concern,
    FiledFor,
    FilingBasis,
    Harm,
    Relief,
    VenueKind,
)
from caseapp.complaints.models import Contact
from caseapp.core.actors import Actor
from caseapp.core.enums import ActorSector, ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.core.errors import InvalidInput
from caseapp.law.models import Framework, Jurisdiction
from caseapp.law.selectors import day_in
from caseapp.respondents.models import Respondent

EARLIEST = date(1990, 1, 1)
NARRATIVE_MAX = 20_000


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
    concerns: tuple[str, ...] = ()
    filed_for: str = FiledFor.SELF
    filer_relation: str = ""
    filer_basis: str = ""
    channel: str = Channel.ONLINE
    received_on: date | None = None
    screenings: tuple[ScreeningRecord, ...] = field(default=(), compare=False)


def statement_sha256(facts: ComplaintFacts) -> str:
    """The fingerprint of what was said: SHA-256 over the facts as canonical JSON (sorted keys, UTF-8)."""
    said = {
        **{name: value for name, value in columns(facts).items() if not hasattr(value, "pk")},
        "jurisdiction": facts.jurisdiction.pk,
        "respondent": facts.respondent.reference,
        "authority": facts.authority.code if facts.authority else None,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def columns(facts: ComplaintFacts) -> dict[str, Any]:
    names = [name for name in ComplaintFacts.__dataclass_fields__ if name != "screenings"]
    columns = {name: getattr(facts, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in columns.items()}


def check(actor: Actor, facts: ComplaintFacts, contact: Contact | None, *, keyed_in: bool) -> None:
    """Raise InvalidInput with every fault of what is to be filed, by field."""
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
    if facts.filed_for != FiledFor.SELF:
        if not facts.filer_relation.strip():
            faults["filer_relation"] = _("Say what you are to that person.")
        if not facts.filer_basis:
            faults["filer_basis"] = _("Say by what authority you file for that person.")
    if keyed_in != (facts.channel in KEYED_IN) or keyed_in != (facts.received_on is not None):
        faults["channel"] = _("Say how it came, and on which day.")
    elif facts.received_on is not None and facts.received_on > day_in(facts.jurisdiction, timezone.now()):
        faults["received_on"] = _("The day must not lie in the future.")
    single = {
        "filed_for": FiledFor,
        "channel": Channel,
        "sector": Sector,
        "respondent_kind": ActorSector,
        "venue_kind": VenueKind,
        "use": Use,
        "modality": Modality,
    }
    optional = {
        "filer_basis": FilingBasis,
        "consent_asked": Answer,
        "consent_separate": Answer,
        "alternative_offered": Answer,
        "consent_withdrawn": Answer,
        "vulnerable": Vulnerability,
    }
    several = {"concerns": Concern, "consent_defect": ConsentDefect, "harms": Harm, "relief_sought": Relief}
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

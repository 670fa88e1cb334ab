"""About two hundred complaints in every state, so that queues, clusters and figures have something to show."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from caseapp.accounts.selectors import actor_for
from caseapp.complaints import services
from caseapp.complaints.models import Complaint
from caseapp.core.actors import VISITOR, Actor
from caseapp.core.models import TimelineEntry
from caseapp.law.models import Jurisdiction
from caseapp.respondents.models import Respondent
from caseapp.workspace.demo import clock
from caseapp.workspace.demo.narratives import NARRATIVES
from caseapp.workspace.demo.organisations import ORGANISATIONS, Organisation
from caseapp.workspace.demo.people import Cast

COMPLAINTS = 180
SEED = 20210801

USE_BY_VENUE = {
    "sales_office": "identification",
    "shop": "surveillance",
    "home": "verification",
    "gym": "verification",
    "school": "attendance",
    "workplace": "attendance",
    "hotel": "verification",
    "stadium": "identification",
    "online": "template_extraction",
    "street": "surveillance",
    "entertainment": "analytics",
    "other": "other",
}
VULNERABLE_BY_VENUE = {"workplace": "employee", "school": "pupil", "home": "tenant"}
AUTHORITY_BY_PLACE = {
    "CN-ZJ": ("ningbo-market-regulation", "intake.ningbo", "officer"),
    "CN-TJ": ("tianjin-market-regulation", "officer.tianjin", "officer.tianjin"),
    "FR": ("france-data-protection", "officer.france", "officer.france"),
    "ES": ("spain-data-protection", "officer.spain", "officer.spain"),
    "GB": ("uk-information-rights", "officer.uk", "officer.uk"),
    "US-IL": ("illinois-attorney", "officer.illinois", "officer.illinois"),
}
FATES = ("new",) * 9 + ("review",) * 5 + ("asked",) * 3 + ("accepted",) * 4 + ("rejected",) * 2 + ("withdrawn",)
MOST_DAYS_TO_ACKNOWLEDGE = 12
TAKEN_ON = {"review", "asked", "accepted"}
NINGBO = ("officer", "intake.ningbo", "officer", "supervisor")


def make_caseload(cast: Cast, respondents: dict[str, Respondent]) -> list[Complaint]:
    """File the complaints and move each as far as its fate goes; the same every time."""
    chance = random.Random(SEED)  # noqa: S311  # invented data, no secret
    made: list[Complaint] = []
    with_system = [each for each in ORGANISATIONS if each.venue != "other"]
    weights = [6 if each.place == "CN-ZJ" else 2 for each in with_system]
    for number in range(COMPLAINTS):
        organisation = chance.choices(with_system, weights)[0]
        made.append(_one(cast, respondents, organisation, chance, number))
    return made


def _one(
    cast: Cast, respondents: dict[str, Respondent], organisation: Organisation, chance: random.Random, number: int
) -> Complaint:
    code, intake, decider = AUTHORITY_BY_PLACE[organisation.place]
    chinese = organisation.country == "CN" and chance.random() < 0.7
    days_ago = chance.randint(1, 140)
    facts = services.ComplaintFacts(
        jurisdiction=Jurisdiction.objects.get(pk=organisation.place),
        authority=cast.authorities[code],
        respondent=respondents[organisation.key],
        sector=organisation.sector,
        respondent_kind=organisation.kind,
        venue_kind=organisation.venue,
        venue_name=chance.choice(organisation.sites) if organisation.sites else "",
        occurred_on=clock.today() - timedelta(days=days_ago + chance.randint(1, 200)),
        ongoing=chance.random() < 0.6,
        use=USE_BY_VENUE[organisation.venue],
        narrative=chance.choice(NARRATIVES[organisation.venue]["zh-hans" if chinese else "en"]),
        consent_asked=chance.choice(["no", "no", "yes", "unsure"]),
        consent_separate="no",
        alternative_offered=chance.choice(["no", "no", "unsure"]),
        consent_defect=tuple(
            sorted(chance.sample(["no_consent", "no_notice", "no_alternative", "bundled_consent"], 2))
        ),
        harms=tuple(sorted(chance.sample(["loss_of_control", "distress", "watched", "refused_service"], 2))),
        relief_sought=tuple(sorted(chance.sample(["deletion", "stop_use", "alternative", "compensation", "fine"], 2))),
        persons_affected=chance.choice([1, 1, 1, 2, 4, 30]),
        minors=organisation.sector == "education",
        vulnerable=VULNERABLE_BY_VENUE.get(organisation.venue, ""),
        language="zh-hans" if chinese else "en",
        anonymous=chance.random() < 0.1,
    )
    filer = VISITOR if facts.anonymous else actor_for(chance.choice(cast.filers))
    complaint = services.file_complaint(actor=filer, facts=facts).complaint
    fate = chance.choice(FATES)
    if fate == "new":
        days_ago = 1 + days_ago % MOST_DAYS_TO_ACKNOWLEDGE
    for step in _steps(fate):
        actor = cast.actor(decider if step in {"reject"} else intake)
        given = {"reason": "The camera has no recognition software, as our inspection on site showed."}
        if step == "request_information":
            given = {
                "message": "Please tell us the day and the entrance, and send a photograph of the sign if you can."
            }
        if step == "withdraw":
            actor = Actor(kind="receipt", complaint_id=complaint.pk) if facts.anonymous else filer
        complaint = services.perform(actor=actor, complaint=complaint, action=step, given=given)
    if fate in TAKEN_ON and code == "ningbo-market-regulation":
        colleague = cast.users[NINGBO[number % len(NINGBO)]]
        complaint = services.assign(actor=cast.actor("supervisor"), complaint=complaint, assignee=colleague)
    backdate(complaint, days_ago)
    return complaint


def _steps(fate: str) -> Iterator[str]:
    if fate == "withdrawn":
        yield "withdraw"
        return
    if fate == "new":
        return
    yield "acknowledge"
    last = {"asked": "request_information", "accepted": "accept", "rejected": "reject"}.get(fate)
    if last:
        yield last


def backdate(complaint: Complaint, days: int) -> None:
    """Move what people read of a demonstration complaint into the past, acknowledged after a few days and ended when its
    timeline says so; the audit keeps the true time.
    """
    shift = timedelta(days=days)
    backdate_timeline("complaints.complaint", complaint.pk, days)
    told = TimelineEntry.objects.filter(subject_model="complaints.complaint", subject_id=str(complaint.pk))
    fields: dict[str, Any] = {}
    if complaint.submitted_at is not None:
        fields["submitted_at"] = complaint.submitted_at - shift
    if complaint.acknowledge_by is not None:
        fields["acknowledge_by"] = complaint.acknowledge_by - shift
    if complaint.acknowledged_at is not None and complaint.submitted_at is not None:
        waited = min(1 + complaint.pk * 5 % MOST_DAYS_TO_ACKNOWLEDGE, max(days // max(told.count(), 1), 1), days)
        fields["acknowledged_at"] = complaint.submitted_at - shift + timedelta(days=waited)
        told.filter(kind="complaints.acknowledge").update(at=fields["acknowledged_at"])
    last = told.order_by("-at").first()
    if complaint.closed_at is not None and last is not None:
        fields["closed_at"] = last.at
    Complaint.objects.filter(pk=complaint.pk).update(**fields)


def backdate_timeline(model: str, pk: int, days: int) -> None:
    """Spread what people read of a thing evenly over the last days."""
    entries = TimelineEntry.objects.filter(subject_model=model, subject_id=str(pk))
    spread = max(days // max(entries.count(), 1), 1)
    for place, entry in enumerate(entries.order_by("pk")):
        entry.at = entry.at - timedelta(days=days) + timedelta(days=min(place * spread, days))
        entry.save(update_fields=["at"])

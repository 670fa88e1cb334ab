"""Engagements, case files and suits in any state, for tests."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from caseapp.complaints.models import Complaint, Screening
from caseapp.law.models import DeadlineRule, Element, Framework
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement
from tests.factories.accounts import FirmFactory, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory


class CaseFileFactory(DjangoModelFactory):
    class Meta:
        model = CaseFile

    firm = factory.SubFactory(FirmFactory)
    title = "Shoppers and the show flat"
    respondent = factory.SubFactory(RespondentFactory)
    jurisdiction = factory.LazyFunction(place)


class EngagementFactory(DjangoModelFactory):
    class Meta:
        model = Engagement

    complaint = factory.SubFactory(ComplaintFactory)
    firm = factory.SubFactory(FirmFactory)
    state = EngagementState.REQUESTED
    scopes = ["evidence", "facts", "identity"]
    cleared_at = factory.LazyAttribute(
        lambda row: timezone.now() if row.state in {EngagementState.OFFERED, EngagementState.ACCEPTED} else None
    )
    accepted_at = factory.LazyAttribute(lambda row: timezone.now() if row.state == EngagementState.ACCEPTED else None)


class CivilSuitFactory(DjangoModelFactory):
    class Meta:
        model = CivilSuit

    case_file = factory.SubFactory(CaseFileFactory)
    court = "Heping District People's Court"
    cause = "Infringement of personality rights"
    claimed_amount = 20_000
    currency = "CNY"
    filed_on = datetime.date(2026, 4, 1)


def screened(complaint: Complaint, law: Framework) -> Screening:
    """The complaint read by a law of one question, answered so that it speaks for the claim."""
    Element.objects.create(
        framework=law,
        key="asked",
        position=1,
        question_en="Were you asked?",
        supports_claim_if="no",
        article="art. 2",
        role="breach",
        topic="asked",
    )
    element = {
        "key": "asked",
        "role": "breach",
        "answer": "no",
        "finding": "made_out",
        "basis": "answer",
        "article": "art. 2",
    }
    return Screening.objects.create(
        complaint=complaint,
        framework=law,
        result={
            "outcome": "supported",
            "elements": [element],
            "grounds": [],
            "exemptions": [],
            "routes": [],
            "unknowns": [],
            "harm": None,
            "limitation": None,
            "start_verified": True,
        },
    )


def three_years(code: str = "CN", *, law: str = "T-LAW", name: str = "Test Code") -> DeadlineRule:
    """Three years from knowledge, twenty from the event."""
    framework = Framework.objects.create(
        code=law,
        version=1,
        fingerprint="0" * 64,
        jurisdiction=place(code),
        short_name_en=name,
        name_en=name,
        covered_actors="both",
    )
    return DeadlineRule.objects.create(
        framework=framework,
        jurisdiction=place(code),
        position=0,
        key="limitation",
        kind="limitation",
        amount=36,
        unit="months",
        starts_from="knowledge",
        longstop_months=240,
        article="art. 188",
    )

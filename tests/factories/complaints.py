"""Complaints in any state, for tests; what happened before is not told, only where they stand."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from caseapp.complaints.enums import ComplaintState, GrantScope, Outcome
from caseapp.complaints.models import Complaint, Grant, ReceiptCode
from caseapp.complaints.services.filing import ComplaintFacts
from caseapp.core.actors import Actor
from tests.factories.accounts import UserFactory, place
from tests.factories.respondents import RespondentFactory


class ComplaintFactory(DjangoModelFactory):
    """`owner=None, anonymous=True` for one filed without an account. An authority given is let in."""

    class Meta:
        model = Complaint
        skip_postgeneration_save = True

    state = ComplaintState.SUBMITTED
    owner = factory.SubFactory(UserFactory)
    jurisdiction = factory.LazyFunction(place)
    respondent = factory.SubFactory(RespondentFactory)
    sector = "property_management"
    respondent_kind = "private"
    venue_kind = "sales_office"
    venue_name = "Show flat"
    occurred_on = datetime.date(2026, 3, 14)
    use = "identification"
    consent_defect = ["no_consent"]
    harms = ["loss_of_control"]
    relief_sought = ["deletion"]
    narrative = "A camera at the entrance recognised me on my second visit."
    submitted_at = factory.LazyFunction(timezone.now)
    outcome = factory.LazyAttribute(lambda row: Outcome.FINE if row.state == ComplaintState.CLOSED else "")
    statement_sha256 = "0" * 64

    @factory.post_generation
    def let_authority_in(self: Complaint, create: bool, extracted: object, **kwargs: object) -> None:
        if create and self.authority is not None:
            Grant.objects.create(complaint=self, authority=self.authority, scopes=GrantScope.values)


def let_firm_in(complaint: Complaint, firm: object, scopes: list[str] | None = None) -> Grant:
    return Grant.objects.create(complaint=complaint, firm=firm, scopes=scopes or GrantScope.values)


def receipt_holder(complaint: Complaint) -> Actor:
    """The anonymous complainant of a complaint."""
    ReceiptCode.objects.get_or_create(complaint=complaint, defaults={"lookup": str(complaint.pk), "verifier": "!"})
    return Actor(kind="receipt", complaint_id=complaint.pk)


def facts(**changes: object) -> ComplaintFacts:
    """Facts that can be filed."""
    values: dict[str, object] = {
        "jurisdiction": place(),
        "respondent": RespondentFactory(),
        "sector": "property_management",
        "respondent_kind": "private",
        "venue_kind": "sales_office",
        "occurred_on": datetime.date(2026, 3, 14),
        "use": "identification",
        "narrative": "A camera at the entrance recognised me on my second visit.",
        "consent_defect": ("no_consent",),
        "harms": ("loss_of_control",),
        "relief_sought": ("deletion",),
    }
    return ComplaintFacts(**{**values, **changes})

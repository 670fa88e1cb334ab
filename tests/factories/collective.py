"""Collective actions with people in any state, for tests."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from caseapp.complaints.models import Complaint
from caseapp.litigation.enums import InvitationState
from caseapp.litigation.models import (
    CollectiveAction,
    CollectiveInvitation,
    CollectiveMember,
    ContactConsent,
    Distribution,
    DistributionShare,
)
from caseapp.litigation.services.collective import ActionFacts
from tests.factories.litigation import CaseFileFactory


class CollectiveActionFactory(DjangoModelFactory):
    class Meta:
        model = CollectiveAction

    case_file = factory.SubFactory(CaseFileFactory)
    title = "Shoppers at the show flat"
    about = "A camera at the entrance recognised visitors."
    questions = ["Was separate consent asked?"]
    currency = "CNY"
    hoped_amount = 1_000
    costs = "Nothing unless we win."
    given_up = "To sue alone over the same facts."
    join_by = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))


def agree(complaint: Complaint) -> Complaint:
    """The complainant agrees to be contacted."""
    ContactConsent.objects.create(complaint=complaint, given_at=timezone.now())
    return complaint


def invited(action: CollectiveAction, complaint: Complaint, **fields: Any) -> CollectiveInvitation:
    return CollectiveInvitation.objects.create(action=action, complaint=complaint, **fields)


def joined(action: CollectiveAction, complaint: Complaint, name: str = "Li Hua", **fields: Any) -> CollectiveMember:
    """A member in any state, with the invitation that led there."""
    member = CollectiveMember(
        action=action,
        complaint=complaint,
        invitation=invited(action, complaint, state=InvitationState.JOINED),
        joined_at=timezone.now(),
        agreed_text="What was agreed.",
        agreed_sha256="0" * 64,
        **{"scopes": ["facts"], **fields},
    )
    member.seal_name(name)
    member.save()
    return member


def distribution_of(action: CollectiveAction, member: CollectiveMember, **fields: Any) -> Distribution:
    """A hundred for one member."""
    made = Distribution.objects.create(action=action, rule="equal", currency="CNY", gross_amount=100, **fields)
    DistributionShare.objects.create(distribution=made, member=member, weight=1, amount=100)
    return made


def proposal(**changes: Any) -> ActionFacts:
    """What can be proposed."""
    values: dict[str, Any] = {
        "title": "Shoppers at the show flat",
        "about": "A camera at the entrance recognised visitors.",
        "questions": ("Was separate consent asked?", "Is a fixed sum owed to each?"),
        "costs": "Nothing unless we win.",
        "given_up": "To sue alone over the same facts.",
        "currency": "CNY",
    }
    return ActionFacts(**{**values, **changes})

"""Investigations and fines in any state, for tests; what happened before is not told, only where they stand."""

import datetime
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from caseapp.accounts.models import Authority, User
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.enforcement import services
from caseapp.enforcement.enums import AppealOutcome, FineState
from caseapp.enforcement.models import (
    Appeal,
    ComplianceOrder,
    Decision,
    Finding,
    Fine,
    Investigation,
    InvestigationComplaint,
    LedgerEntry,
)
from caseapp.law.models import Element, Framework
from tests.factories.accounts import AuthorityFactory, actor_of, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory


class InvestigationFactory(DjangoModelFactory):
    class Meta:
        model = Investigation
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    respondent = factory.SubFactory(RespondentFactory)
    title = "Cameras in show flats"

    @factory.post_generation
    def complaints_joined(self: Investigation, create: bool, extracted: int | None, **kwargs: Any) -> None:
        for _number in range(extracted or 0):
            complaint = ComplaintFactory(
                state=ComplaintState.IN_INVESTIGATION, authority=self.authority, respondent=self.respondent
            )
            InvestigationComplaint.objects.create(investigation=self, complaint=complaint)


def draft(investigation: Investigation, author: User, **changes: Any) -> Decision:
    """A drafted decision to fine CNY 250,000."""
    values: dict[str, Any] = {
        "outcome": "fine",
        "reasons": "Faces were captured without separate consent.",
        "fine_amount": Decimal(250000),
        "fine_currency": "CNY",
        "fine_due_on": timezone.localdate() + datetime.timedelta(days=30),
    }
    made: Decision = Decision.objects.create(investigation=investigation, drafted_by=author, **{**values, **changes})
    made.authors.add(author)
    return made


def framework(code: str = "test-law", **changes: Any) -> Framework:
    """A law with one element, `separate_consent`."""
    values: dict[str, Any] = {
        "version": 1,
        "fingerprint": "0" * 64,
        "jurisdiction": place(),
        "short_name_en": "Test law",
        "name_en": "Law for tests",
        "covered_actors": "both",
    }
    law = Framework.objects.create(code=code, **{**values, **changes})
    Element.objects.create(
        framework=law,
        position=1,
        key="separate_consent",
        question_en="Were you asked separately?",
        supports_claim_if="no",
        article="Article 29",
        role="breach",
        topic="separate_consent",
    )
    return law


def breach_found(investigation: Investigation) -> Finding:
    """A finding that lets a fine be decided."""
    law = Framework.objects.filter(code="test-law").first() or framework()
    return Finding.objects.create(
        investigation=investigation,
        framework=law,
        element_key="separate_consent",
        article="Article 29",
        result="breach",
        reasons="Nobody was asked.",
    )


def fine(
    *,
    authority: Authority | None = None,
    state: str = FineState.DUE,
    amount: str = "250000",
    paid: str = "0",
    currency: str = "CNY",
    due_in_days: int = 30,
    **changes: Any,
) -> Fine:
    """A fine with its decision, its ledger and, when it is under appeal, the open appeal."""
    authority = authority or AuthorityFactory()
    investigation = InvestigationFactory(authority=authority, state="decided", complaints_joined=1)
    author, approver = officer(authority, "investigator"), officer(authority, "supervisor")
    investigation.lead = author
    investigation.save()
    today = timezone.localdate()
    due_on = today + datetime.timedelta(days=due_in_days)
    decision = draft(
        investigation,
        author,
        approved_by=approver,
        approved_at=timezone.now(),
        fine_currency=currency,
        fine_due_on=due_on,
    )
    made: Fine = Fine.objects.create(
        decision=decision,
        authority=authority,
        respondent=investigation.respondent,
        state=state,
        currency=currency,
        imposed_on=today - datetime.timedelta(days=60),
        due_on=due_on,
        **changes,
    )
    enter(made, "imposed", amount)
    if Decimal(paid):
        enter(made, "payment", f"-{paid}")
    if state == FineState.UNDER_APPEAL:
        Appeal.objects.create(fine=made, lodged_on=today - datetime.timedelta(days=10), court="Court of Appeal")
    if state in {FineState.UPHELD, FineState.REDUCED, FineState.ANNULLED}:
        Appeal.objects.create(
            fine=made,
            lodged_on=today - datetime.timedelta(days=10),
            decided_on=today,
            court="Court of Appeal",
            outcome=AppealOutcome(state),
        )
    return made


def enter(made: Fine, kind: str, amount: str) -> LedgerEntry:
    """A line of a ledger."""
    return LedgerEntry.objects.create(
        fine=made, kind=kind, amount=Decimal(amount), currency=made.currency, on=made.imposed_on
    )


def order(
    *, authority: Authority | None = None, state: str = "ordered", due_in_days: int = 30, **changes: Any
) -> ComplianceOrder:
    """An order to delete templates, made sixty days ago, with the decision it stands in and one complaint behind it."""
    authority = authority or AuthorityFactory()
    author, approver = officer(authority, "investigator"), officer(authority, "supervisor")
    investigation = InvestigationFactory(authority=authority, state="decided", complaints_joined=1, lead=author)
    decision = draft(investigation, author, outcome="warning", approved_by=approver, approved_at=timezone.now())
    today = timezone.localdate()
    values: dict[str, Any] = {
        "kind": "delete_templates",
        "text": "Delete every template.",
        "ordered_on": today - datetime.timedelta(days=60),
        "due_on": today + datetime.timedelta(days=due_in_days),
    }
    made: ComplianceOrder = ComplianceOrder.objects.create(
        decision=decision,
        authority=authority,
        respondent=investigation.respondent,
        state=state,
        **{**values, **changes},
    )
    return made


def accepted(authority: Authority, **fields: Any) -> Complaint:
    """A complaint that an investigation can take."""
    complaint: Complaint = ComplaintFactory(state=ComplaintState.ACCEPTED, authority=authority, **fields)
    return complaint


def decided_with_fine(
    authority: Authority, *, complaints: int = 2, amount: str = "250000", currency: str = "CNY"
) -> tuple[Fine, Actor, Actor]:
    """A fine come about by the services from the first complaint on, its investigator and its supervisor."""
    investigator = actor_of(officer(authority, "investigator"))
    supervisor = actor_of(officer(authority, "supervisor"))
    respondent = RespondentFactory()
    joined = [accepted(authority, respondent=respondent) for _number in range(complaints)]
    investigation = services.open_investigation(actor=investigator, complaints=joined, title="Cameras in show flats")
    tomorrow = timezone.localdate() + datetime.timedelta(days=14)
    services.request_information(
        actor=investigator, investigation=investigation, body="Which system do you use?", due_on=tomorrow
    )
    services.give_notice(actor=investigator, investigation=investigation, reason="We mean to fine you.")
    services.record_representations(actor=investigator, investigation=investigation, reason="They said nothing.")
    law = Framework.objects.filter(code="test-law").first() or framework()
    services.record_finding(
        actor=investigator,
        investigation=investigation,
        framework=law,
        element_key="separate_consent",
        result="breach",
        reasons="Nobody was asked.",
    )
    services.draft_decision(
        actor=investigator,
        investigation=investigation,
        outcome="fine",
        reasons="Faces were captured without separate consent.",
        statement="We fined the company.",
        fine_amount=Decimal(amount),
        fine_currency=currency,
        fine_due_on=timezone.localdate() + datetime.timedelta(days=30),
        legal_basis=law,
    )
    services.approve_decision(actor=supervisor, investigation=investigation)
    return Fine.objects.get(decision__investigation=investigation), investigator, supervisor

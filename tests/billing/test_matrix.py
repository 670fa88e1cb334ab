"""Role × action × state for a firm's money."""

import pytest
from django.db import transaction

from caseapp.billing.enums import InvoiceState as I
from caseapp.billing.enums import TrustPaymentState as T
from caseapp.billing.models import Invoice, TrustLedger, TrustPayment
from caseapp.billing.workflow import INVOICE, TRUST_PAYMENT
from caseapp.core.policies import can
from tests.factories.accounts import actor_of, lawyer
from tests.factories.billing import DAY, client_of, holding, proposed
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

FIRM = {"partner", "associate", "paralegal"}
LAWYERS = {"partner", "associate"}
GIVEN = {"on": "2026-05-04", "reason": "Because.", "amount": "1"}

PAYMENTS = {
    "approve": ({"partner"}, {T.PROPOSED}, T.PAID),
    "refuse": ({"partner"}, {T.PROPOSED}, T.REFUSED),
    "withdraw": (set(), {T.PROPOSED}, T.WITHDRAWN),
}

INVOICES = {
    "issue": (LAWYERS, {I.DRAFT}, I.ISSUED),
    "discard": (FIRM, {I.DRAFT}, I.DISCARDED),
    "record_payment": (FIRM, {I.ISSUED, I.PART_PAID}, I.PART_PAID),
    "settle": (FIRM, {I.PART_PAID}, I.PAID),
    "write_off": ({"partner"}, {I.ISSUED, I.PART_PAID}, I.WRITTEN_OFF),
    "void": ({"partner"}, {I.ISSUED}, I.VOID),
}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def ledger(people):
    return holding(engagement=client_of(people.firm, complaint=people.complaint))


def test_the_table_names_every_action_and_state():
    for table, workflow, states in ((PAYMENTS, TRUST_PAYMENT, T), (INVOICES, INVOICE, I)):
        assert set(table) == {row.action for row in workflow.transitions}
        assert workflow.states == set(states.values)


@pytest.mark.django_db
def test_every_role_with_a_payment_in_every_state(people, ledger):
    """Proposed by a colleague who is none of the cast: the proposer's own acts are tried below."""
    payment = proposed(ledger)
    for action, (may, sources, target) in PAYMENTS.items():
        for role in ROLES:
            for state in T.values:
                TrustPayment.objects.filter(pk=payment.pk).update(
                    state=state, decided_by=None if state != T.PAID else people.actors["partner"].user_id
                )
                row = TrustPayment.objects.get(pk=payment.pk)
                with cell(role, action, state, may=role in may, legal=state in sources):
                    after = TRUST_PAYMENT.apply(
                        people.actors[role],
                        row,
                        action,
                        given=GIVEN,
                        change=lambda one, role=role: setattr(one, "decided_by_id", people.actors[role].user_id),
                        save=["decided_by"],
                    )
                    assert after.state == target


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["partner", "associate"])
def test_whoever_proposed_may_take_back_and_nothing_else(people, ledger, role):
    payment = proposed(ledger, by=people.actors[role])
    may = {action for action in PAYMENTS if can(people.actors[role], f"trust_payments.{action}", payment)}
    assert may == {"withdraw"}


@pytest.mark.django_db
def test_who_sees_and_who_moves(people, ledger):
    payment = proposed(ledger)
    seen = {role for role in ROLES if TrustLedger.objects.visible_to(people.actors[role]).exists()}
    assert seen == FIRM | {"owner"}
    assert {role for role in ROLES if TrustPayment.objects.visible_to(people.actors[role]).exists()} == FIRM
    for action, subject, may in (
        ("trust.receive", ledger.engagement, FIRM),
        ("trust.propose", ledger, LAWYERS),
        ("trust.reverse", ledger, {"partner"}),
        ("trust.view_proposals", ledger, FIRM),
        ("trust.reconcile", people.firm, {"partner"}),
    ):
        assert {role for role in ROLES if can(people.actors[role], action, subject)} == may, action
    assert can(actor_of(lawyer(people.firm, "partner")), "trust_payments.approve", payment)


def paper(people, ledger, state):
    """An invoice in a state, with what the database asks of an issued one."""
    made = Invoice(
        firm=people.firm,
        engagement=ledger.engagement,
        case_file=ledger.engagement.case_file,
        currency="CNY",
        fee_kind="hourly",
        state=state,
        made_by=lawyer(people.firm),
    )
    if state not in {I.DRAFT, I.DISCARDED}:
        made.number, made.issued_on, made.due_on, made.sha256 = I.values.index(state) + 1, DAY, DAY, "0" * 64
    made.save()
    return made


def freeze(row):
    """What issuing sets, for the rows of the table alone."""
    if row.number is None:
        row.number, row.issued_on, row.due_on, row.sha256 = 99, DAY, DAY, "0" * 64


@pytest.mark.django_db
def test_every_role_with_an_invoice_in_every_state(people, ledger):
    papers = {state: paper(people, ledger, state) for state in I.values}
    for state, made in papers.items():
        seen = {role for role in ROLES if Invoice.objects.visible_to(people.actors[role]).filter(pk=made.pk).exists()}
        assert seen == (FIRM if state in {I.DRAFT, I.DISCARDED} else FIRM | {"owner"}), state
    for action, (may, sources, target) in INVOICES.items():
        for role in ROLES:
            for state, made in papers.items():
                with transaction.atomic(), cell(role, action, state, may=role in may, legal=state in sources):
                    after = INVOICE.apply(
                        people.actors[role],
                        made,
                        action,
                        given=GIVEN,
                        change=freeze if action == "issue" else None,
                        save=["number", "issued_on", "due_on", "sha256"] if action == "issue" else [],
                    )
                    assert after.state == target
                    transaction.set_rollback(True)

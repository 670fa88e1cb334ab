"""A fine paid in parts: the plan adds up, the next day to pay follows from plan and ledger, an appeal ends it."""

import contextlib
import datetime
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from caseapp.accounts.models import User
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import FineState
from caseapp.enforcement.models import Fine, InstalmentPlan
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import fine

pytestmark = pytest.mark.django_db


def day(ahead):
    return timezone.localdate() + datetime.timedelta(days=ahead)


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def investigator(authority):
    return actor_of(officer(authority, "investigator"))


@pytest.fixture
def supervisor(authority):
    return actor_of(officer(authority, "supervisor"))


def agree(actor, made, number=3, due_on=None):
    return services.perform_on_fine(
        actor=actor, fine=made, action="agree_instalments", given={"number": number, "due_on": due_on or day(10)}
    )


def pay(actor, made, amount):
    return services.record_payment(actor=actor, fine=made, amount=Decimal(amount), on=day(0))


def test_the_day_to_pay_moves_on_with_every_part(authority, supervisor, investigator):
    made = fine(authority=authority, state=FineState.OVERDUE, amount="1000", paid="100", due_in_days=-5)
    agree(supervisor, made)
    assert (made.state, made.due_on) == (FineState.DUE, day(10))
    parts = selectors.open_instalments(made)
    assert [part.amount for part in parts] == [300, 300, 300]
    pay(investigator, made, "299")
    made.refresh_from_db()
    assert (made.due_on, selectors.open_instalments(made)[0].amount) == (day(10), 1)
    pay(investigator, made, "1")
    made.refresh_from_db()
    assert (made.state, made.due_on) == (FineState.PART_PAID, parts[1].due_on)
    pay(investigator, made, "600")
    made.refresh_from_db()
    assert (made.state, selectors.open_instalments(made)) == (FineState.PAID, ())


def test_a_part_missed_is_overdue_and_a_new_plan_replaces_the_old(authority, supervisor):
    made = fine(authority=authority)
    agree(supervisor, made)
    Fine.objects.filter(pk=made.pk).update(due_on=day(-1))
    assert services.mark_overdue_fines() == 1
    made.refresh_from_db()
    agree(supervisor, made, number=2)
    assert InstalmentPlan.objects.filter(ended_at=None).count() == 1
    assert [part.amount for part in selectors.open_instalments(made)] == [125000, 125000]


def test_an_appeal_ends_the_plan(authority, supervisor, investigator):
    made = fine(authority=authority)
    agree(supervisor, made)
    services.lodge_appeal(actor=investigator, fine=made, lodged_on=day(0), court="Court")
    assert selectors.open_instalments(made) == ()


def test_what_makes_no_plan_is_refused(authority, supervisor, investigator):
    made = fine(authority=authority, amount="0.05")
    for changes, field in (({"number": 1}, "number"), ({"number": 61}, "number"), ({"number": 6}, "number")):
        with pytest.raises(InvalidInput) as refusal:
            agree(supervisor, made, **changes)
        assert set(refusal.value.errors) == {field}
    with pytest.raises(InvalidInput) as refusal:
        agree(supervisor, made, due_on=day(0))
    assert set(refusal.value.errors) == {"due_on"}
    with pytest.raises(NotAllowed):
        agree(investigator, made)
    with pytest.raises(WrongState):
        agree(supervisor, fine(authority=authority, state=FineState.PAID, paid="250000"))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(2, 9), payments=st.lists(st.integers(1, 40_000), max_size=4))
def test_on_every_path_what_is_open_of_the_plan_is_what_is_owed(authority, supervisor, investigator, number, payments):
    made = fine(authority=authority, amount="1000.00")
    agree(supervisor, made, number=number)
    for cents in payments:
        with contextlib.suppress(InvalidInput, WrongState):
            pay(investigator, made, Decimal(cents) / 100)
        standing = selectors.standing_of(made)
        assert standing.balance >= 0
        assert sum((part.amount for part in selectors.open_instalments(made)), Decimal(0)) == standing.owed
        made.refresh_from_db()
        assert (made.state == FineState.PAID) == standing.settled


@pytest.mark.parametrize(("language", "words"), [("en", "Statement of a fine"), ("zh-hans", "罚款对账单")])
def test_the_statement_tells_the_ledger_and_the_parts(authority, supervisor, investigator, language, words):
    made = fine(authority=authority)
    agree(supervisor, made, number=2)
    pay(investigator, made, "50000")
    client = Client(headers={"accept-language": language})
    user = User.objects.get(pk=supervisor.user_id)
    User.objects.filter(pk=user.pk).update(language=language)
    client.force_login(user)
    answer = client.get(reverse("enforcement:statement", args=[made.reference]))
    assert answer["Content-Type"] == "application/pdf"
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for part in (words, made.reference, "250,000", "50,000", "200,000", "75,000", "125,000"):
        assert part in told


def test_a_supervisor_agrees_on_the_page_and_everyone_on_the_case_reads_the_parts(authority, supervisor):
    made = fine(authority=authority)
    client = Client()
    client.force_login(User.objects.get(pk=supervisor.user_id))
    door = reverse("enforcement:fine_act", args=[made.reference, "agree_instalments"])
    assert client.post(door, {"number": "99", "due_on": day(9).isoformat()}).status_code == 400
    assert client.post(door, {"number": "4", "due_on": day(9).isoformat()}).status_code == 302
    shown = client.get(reverse("enforcement:fine", args=[made.reference])).content.decode()
    assert "Instalments still to be paid" in shown
    assert "62,500" in shown

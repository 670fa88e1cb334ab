"""What accrues on a late fine by the law of its place: told with its working, added by a person, capped."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.core.errors import WrongState
from caseapp.enforcement import services
from caseapp.enforcement.enums import FineState
from caseapp.enforcement.models import Decision, Fine, Instalment, InstalmentPlan
from caseapp.enforcement.selectors.fines import standing_of
from caseapp.enforcement.selectors.surcharges import late_payment_of
from caseapp.law.models import LatePaymentRule
from caseapp.law.services.files import DATA, read_law
from tests.factories.accounts import AuthorityFactory, actor_of, officer, place
from tests.factories.enforcement import enter, fine

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def authority():
    made = AuthorityFactory()
    for row in read_law(DATA).late_payment:
        place(row["jurisdiction_id"])
        LatePaymentRule.objects.create(**row)
    return made


def late(authority, days=10, **options):
    return fine(authority=authority, state=FineState.OVERDUE, due_in_days=-days, **options)


def test_it_is_told_with_its_working_and_added_once_a_day(authority):
    made = late(authority, amount="1000")
    desk = Client()
    desk.force_login(officer(authority, "investigator"))
    page = desk.get(reverse("enforcement:fine", args=[made.reference])).content.decode().replace("\xa0", " ")
    assert "Administrative Penalty Law 72(1)(1)" in page
    assert "10 days, 3 % of CNY 1,000 a day" in page
    assert {"add_surcharge", "record_payment"} <= offered_over_http(desk, made)
    act = reverse("enforcement:fine_act", args=[made.reference, "add_surcharge"])
    assert "CNY 300" in desk.get(act).content.decode().replace("\xa0", " ")
    assert desk.post(act).status_code == 302
    entry = made.ledger.get(kind="interest")
    assert (entry.amount, entry.on) == (Decimal("300.00"), TODAY)
    assert "10 × 3% of" in entry.note
    assert standing_of(made).owed == Decimal("1300.00")
    assert late_payment_of(made).accrued.amount == 0
    assert "add_surcharge" not in offered_over_http(desk, made)
    again = {"action": "add_surcharge"}
    answer = desk.post(f"/api/v1/fines/{made.reference}/transitions/", again, content_type="application/json")
    assert answer.status_code == 409
    assert made.ledger.filter(kind="interest").count() == 1


def test_without_a_rule_nothing_is_added_and_the_page_says_so():
    made = late(AuthorityFactory())
    desk = Client()
    desk.force_login(officer(made.authority, "investigator"))
    page = desk.get(reverse("enforcement:fine", args=[made.reference])).content.decode()
    assert "No rule on late payment is recorded for this place" in page
    with pytest.raises(WrongState):
        services.add_surcharge(actor=actor_of(officer(made.authority, "investigator")), fine=made)


def offered_over_http(desk, made):
    answer = desk.get(f"/api/v1/fines/{made.reference}/").json()
    return {each["action"] for each in answer["allowed_actions"]}


def days_back(number):
    return TODAY - datetime.timedelta(days=number)


@pytest.mark.parametrize("state", [FineState.UNDER_APPEAL, FineState.PAID])
def test_nothing_runs_under_appeal_or_after_the_end(authority, state):
    made = fine(authority=authority, state=state, due_in_days=-10)
    assert late_payment_of(made).accrued is None


def test_a_fine_in_time_offers_nothing_to_add(authority):
    made = fine(authority=authority, due_in_days=10)
    assert late_payment_of(made).to_add == 0
    desk = Client()
    desk.force_login(officer(authority, "investigator"))
    page = desk.get(reverse("enforcement:fine", args=[made.reference])).content.decode()
    assert reverse("enforcement:fine_act", args=[made.reference, "add_surcharge"]) not in page
    assert "add_surcharge" not in offered_over_http(desk, made)


def test_a_missed_part_accrues_by_itself_and_after_it_came(authority):
    made = late(authority, days=20, amount="1000")
    Decision.objects.filter(pk=made.decision_id).update(fine_due_on=days_back(20))
    supervisor = actor_of(officer(authority, "supervisor"))
    tomorrow = TODAY + datetime.timedelta(days=1)
    services.perform_on_fine(
        actor=supervisor, fine=made, action="agree_instalments", given={"number": 2, "due_on": tomorrow}
    )
    plan = made.plans.get()
    InstalmentPlan.objects.filter(pk=plan.pk).update(created_at=timezone.now() - datetime.timedelta(days=15))
    first = plan.parts.first()
    Instalment.objects.filter(pk=first.pk).update(due_on=days_back(6))
    Fine.objects.filter(pk=made.pk).update(due_on=days_back(6))
    services.mark_overdue_fines()
    made.refresh_from_db()
    told = late_payment_of(made).accrued
    assert [(each.days, each.unpaid) for each in told.stretches] == [(4, 1000), (6, 500)]
    services.record_payment(actor=supervisor, fine=made, amount=Decimal(500), on=days_back(2))
    made.refresh_from_db()
    assert [(each.days, each.unpaid) for each in late_payment_of(made).accrued.stretches] == [(4, 1000), (4, 500)]
    entry = services.add_surcharge(actor=supervisor, fine=made)
    assert entry.amount == Decimal("180.00")
    made.refresh_from_db()
    assert late_payment_of(made).to_add == 0


def test_days_late_before_an_appeal_come_back_when_the_fine_runs_again(authority):
    made = late(authority, days=10, amount="1000")
    Decision.objects.filter(pk=made.decision_id).update(fine_due_on=days_back(10))
    supervisor = actor_of(officer(authority, "supervisor"))
    services.lodge_appeal(actor=supervisor, fine=made, lodged_on=days_back(4), court="Court of Appeal")
    made.refresh_from_db()
    assert late_payment_of(made).accrued is None
    services.uphold(actor=supervisor, fine=made, decided_on=TODAY)
    made.refresh_from_db()
    services.fall_due(actor=supervisor, fine=made, due_on=TODAY + datetime.timedelta(days=15))
    made.refresh_from_db()
    told = late_payment_of(made).accrued
    assert [(each.first, each.last) for each in told.stretches] == [(days_back(9), days_back(5))]
    assert services.add_surcharge(actor=supervisor, fine=made).amount == Decimal("150.00")
    assert made.appeals.get().due_on == TODAY + datetime.timedelta(days=15)


def test_what_was_set_last_holds_though_the_appeal_was_decided_before_the_plan(authority):
    """The court's papers come when parts are agreed already: the new day to pay stands, the plan does not."""
    made = late(authority, days=20, amount="1000")
    supervisor = actor_of(officer(authority, "supervisor"))
    parts = {"number": 2, "due_on": TODAY + datetime.timedelta(days=1)}
    services.perform_on_fine(actor=supervisor, fine=made, action="agree_instalments", given=parts)
    plan = made.plans.get()
    InstalmentPlan.objects.filter(pk=plan.pk).update(created_at=timezone.now() - datetime.timedelta(days=10))
    Instalment.objects.filter(pk=plan.parts.first().pk).update(due_on=days_back(6))
    made.refresh_from_db()
    services.lodge_appeal(actor=supervisor, fine=made, lodged_on=days_back(15), court="Court of Appeal")
    made.refresh_from_db()
    services.uphold(actor=supervisor, fine=made, decided_on=days_back(12))
    made.refresh_from_db()
    services.fall_due(actor=supervisor, fine=made, due_on=TODAY + datetime.timedelta(days=15))
    made.refresh_from_db()
    told = late_payment_of(made).accrued
    assert [(each.first, each.last) for each in told.stretches] == [(days_back(19), days_back(16))]


def test_a_rule_holds_from_its_day_on(authority):
    LatePaymentRule.objects.update(valid_to=TODAY)
    assert late_payment_of(late(authority)) is None


def test_each_place_has_its_own_rate_and_cap(authority):
    made = late(AuthorityFactory(jurisdiction=place("BR")), amount="1000", currency="BRL")
    told = late_payment_of(made)
    assert (told.to_add, told.rule.cap_percent) == (Decimal("33.00"), 20)


def test_a_place_without_a_verified_rule_says_so_and_adds_nothing(authority):
    abroad = AuthorityFactory(jurisdiction=place("GB"))
    made = late(abroad, currency="GBP")
    desk = Client()
    desk.force_login(officer(abroad, "investigator"))
    page = desk.get(reverse("enforcement:fine", args=[made.reference])).content.decode()
    assert "No rule on late payment is recorded for this place, so nothing is added." in page
    assert reverse("enforcement:fine_act", args=[made.reference, "add_surcharge"]) not in page


def test_a_lower_sum_takes_down_what_was_added_beyond_its_cap(authority):
    made = fine(authority=authority, state=FineState.UNDER_APPEAL, amount="1000", due_in_days=-40)
    enter(made, "interest", "900")
    supervisor = actor_of(officer(authority, "supervisor"))
    services.perform_on_fine(
        actor=supervisor, fine=made, action="reduce", given={"decided_on": TODAY, "new_amount": Decimal("400")}
    )
    now = standing_of(made)
    assert (now.fine, now.interest, now.written_off, now.owed) == (400, 900, 500, 800)
    assert Fine.objects.get(pk=made.pk).state == FineState.REDUCED


def test_the_rules_that_ship_are_loaded_with_the_law(tmp_path):
    call_command("load_law", verbosity=0)
    rule = LatePaymentRule.objects.get(jurisdiction="CN")
    assert (rule.percent_a_day, rule.cap_percent) == (3, 100)
    assert rule.valid_from == datetime.date(2021, 7, 15)
    assert rule.sources

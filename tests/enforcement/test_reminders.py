"""Respondents are reminded of fines by dated settings, each reminder once, and the fine shows it."""

import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.documents.models import Document
from caseapp.enforcement import services
from caseapp.enforcement.enums import FineState
from caseapp.enforcement.models import Fine, Reminder, ReminderPlan
from caseapp.enforcement.selectors.reminders import plan_on
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import fine
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def ahead(days):
    return TODAY + datetime.timedelta(days=days)


@pytest.fixture
def authority():
    made = AuthorityFactory()
    ReminderPlan.objects.create(authority=made, valid_from=ahead(-400), days_before=[14, 3], days_after=[1, 30])
    return made


@pytest.mark.parametrize(
    ("due_in", "state", "expected"),
    [
        (20, "due", []),
        (14, "due", [("before", 14)]),
        (10, "part_paid", [("before", 14)]),
        (2, "due", [("before", 3)]),
        (0, "due", [("before", 3)]),
        (-1, "overdue", [("overdue", 1)]),
        (-29, "overdue", [("overdue", 1)]),
        (-40, "overdue", [("overdue", 30)]),
        (2, "under_appeal", []),
        (2, "paid", []),
        (-5, "written_off", []),
    ],
)
def test_the_nearest_reminder_goes_out_once(authority, due_in, state, expected):
    made = fine(authority=authority, due_in_days=due_in, state=state)
    assert services.send_due_reminders() == len(expected)
    assert services.send_due_reminders() == 0
    assert list(made.reminders.values_list("kind", "days")) == expected


def test_a_new_day_to_pay_is_reminded_of_anew(authority):
    made = fine(authority=authority, due_in_days=2)
    services.send_due_reminders()
    Fine.objects.filter(pk=made.pk).update(due_on=ahead(3))
    assert services.send_due_reminders() == 1
    assert Reminder.objects.count() == 2


@pytest.mark.parametrize(("due_in", "said"), [(2, "is to be paid by"), (-2, "has not arrived in full")])
def test_the_letter_stands_with_the_investigation_and_the_fine_shows_it(authority, due_in, said):
    call_command("load_letters", verbosity=0)
    state = FineState.DUE if due_in > 0 else FineState.OVERDUE
    made = fine(authority=authority, due_in_days=due_in, state=state)
    services.send_due_reminders()
    letter = Document.objects.get(kind="fine_reminder")
    assert letter.matter == made.decision.investigation.reference
    desk = Client()
    desk.force_login(officer(authority, "investigator"))
    page = desk.get(reverse("documents:document", args=[letter.reference])).content.decode()
    if letter.language == "en":
        assert said in page
    assert made.reference in page
    assert "Reminders" in desk.get(reverse("enforcement:fine", args=[made.reference])).content.decode()


def test_settings_are_dated_and_a_supervisors(authority):
    people = cast()
    for role in ROLES:
        told = {"valid_from": ahead(10), "days_before": [7, 7], "days_after": []}
        try:
            services.set_reminders(actor=people.actors[role], authority=people.authority, **told)
        except NotAllowed:
            assert role != "supervisor"
        else:
            assert role == "supervisor"
    assert plan_on(people.authority, ahead(10)).days_before == [7]
    before = plan_on(people.authority, TODAY)
    assert before is None or before.authority is None
    supervisor = actor_of(officer(authority, "supervisor"))
    for wrong in ({"valid_from": ahead(-1)}, {"days_before": [0]}, {"days_after": [366]}, {"days_after": range(1, 20)}):
        with pytest.raises(InvalidInput):
            services.set_reminders(
                actor=supervisor,
                authority=authority,
                **{"valid_from": TODAY, "days_before": [], "days_after": [], **wrong},
            )
    services.set_reminders(actor=supervisor, authority=authority, valid_from=TODAY, days_before=[], days_after=[])
    fine(authority=authority, due_in_days=2)
    assert services.send_due_reminders() == 0


def test_the_page_sets_them(authority):
    desk, url = Client(), reverse("enforcement:reminders")
    desk.force_login(officer(authority, "supervisor"))
    assert "14, 3" in desk.get(url).content.decode()
    assert desk.post(url, {"valid_from": TODAY.isoformat(), "days_before": "a week"}).status_code == 400
    given = {"valid_from": TODAY.isoformat(), "days_before": "21，7", "days_after": "", "reason": "Too early before."}
    assert desk.post(url, given).status_code == 302
    assert plan_on(authority, TODAY).days_before == [21, 7]
    intake = Client()
    intake.force_login(officer(authority, "intake_officer"))
    assert intake.get(url).status_code == 200
    assert intake.post(url, given).status_code == 404


def test_an_officer_of_two_authorities_sets_each(authority):
    second = AuthorityFactory()
    both, url = officer(authority, "supervisor"), reverse("enforcement:reminders")
    both.memberships.create(authority=second, role="supervisor")
    desk = Client()
    desk.force_login(both)
    page = desk.get(f"{url}?authority={second.code}")
    assert page.context["authority"] == second
    assert [each["current"] for each in page.context["authorities"]].count(True) == 1
    given = {"valid_from": TODAY.isoformat(), "days_before": "9", "days_after": ""}
    assert second.code in desk.post(f"{url}?authority={second.code}", given)["Location"]
    assert (plan_on(second, TODAY).days_before, plan_on(authority, TODAY).days_before) == ([9], [14, 3])
    assert desk.get(f"{url}?authority={AuthorityFactory().code}").status_code == 404


def test_the_same_over_http(authority):
    desk, url = Client(), "/api/v1/fine-reminders/"
    desk.force_login(officer(authority, "supervisor"))
    given = {"valid_from": TODAY.isoformat(), "days_before": [21, 7], "days_after": []}
    assert desk.post(url, given, content_type="application/json").status_code == 201
    rows = desk.get(url).json()["results"]
    assert (rows[0]["days_before"], rows[0]["in_force"], rows[1]["in_force"]) == ([21, 7], True, False)
    assert desk.post(url, {**given, "days_before": [0]}, content_type="application/json").status_code in {400, 422}
    assert desk.get(f"{url}?authority={AuthorityFactory().code}").status_code in {400, 422}
    intake = Client()
    intake.force_login(officer(authority, "intake_officer"))
    assert intake.post(url, given, content_type="application/json").status_code == 403
    assert Client().get(url).status_code in {401, 403}

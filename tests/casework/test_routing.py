"""Rules for new complaints: the first that holds, once, with a line; tried before, ended and never deleted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.casework.models import ComplaintTag, RoutingLine, RoutingRule
from caseapp.casework.services.routing import add_rule, dry_run, end_rule, route, rules_of
from caseapp.complaints.services import file_complaint
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.models import TimelineEntry
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory, facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def chief(authority):
    return actor_of(officer(authority, "supervisor"))


@pytest.fixture
def clerk(authority):
    return officer(authority, display_name="Wang Hao")


def rule(chief, authority, **changes):
    given = {
        "title": "Schools",
        "position": 10,
        "conditions": {"minors": "yes"},
        "assignee": None,
        "unit": "Children",
        "valid_from": timezone.localdate(),
    }
    return add_rule(actor=chief, authority=authority, **{**given, **changes})


def test_the_first_rule_that_holds_gives_a_new_complaint_to_a_person_and_a_unit(authority, chief, clerk):
    rule(chief, authority, position=20, title="All", conditions={}, unit="Rest")
    rule(chief, authority, assignee=clerk)
    filed = file_complaint(actor=actor_of(UserFactory()), facts=facts(authority=authority, minors=True)).complaint
    queue.run_pending()
    filed.refresh_from_db()
    assert filed.assigned_to == clerk
    assert ComplaintTag.objects.get(complaint=filed).word == "Children"
    assert RoutingLine.objects.get(complaint=filed).rule.title == "Schools"
    assert not TimelineEntry.objects.get(kind="casework.routed").shared
    assert filed.state == "submitted"


def test_once_and_never_over_somebody_who_has_it(authority, chief, clerk):
    rule(chief, authority, assignee=clerk)
    had = officer(authority)
    complaint = ComplaintFactory(authority=authority, minors=True, assigned_to=had)
    assert route(complaint.pk) is not None
    assert route(complaint.pk) is None
    complaint.refresh_from_db()
    assert complaint.assigned_to == had
    assert route(ComplaintFactory(authority=authority, minors=True, state="accepted").pk) is None
    assert route(ComplaintFactory(authority=authority).pk) is None


def test_rules_are_dated_and_ended_and_stay(authority, chief):
    later = timezone.localdate() + datetime.timedelta(days=3)
    coming = rule(chief, authority, valid_from=later)
    now = rule(chief, authority)
    assert rules_of(authority.pk) == [now]
    assert rules_of(authority.pk, later) == [coming, now]
    end_rule(actor=chief, rule=now)
    assert rules_of(authority.pk) == []
    assert RoutingRule.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"unit": ""}, "unit"),
        ({"valid_from": datetime.date(2020, 1, 1)}, "valid_from"),
        ({"conditions": {"colour": "red"}}, ""),
    ],
)
def test_what_makes_no_sense_is_refused(authority, chief, changes, field):
    with pytest.raises(InvalidInput) as refused:
        rule(chief, authority, **changes)
    assert set(refused.value.errors) == {field}


def test_only_supervisors_and_only_to_colleagues(authority, chief, clerk):
    with pytest.raises(NotAllowed):
        rule(actor_of(clerk), authority)
    with pytest.raises(InvalidInput):
        rule(chief, authority, assignee=officer(AuthorityFactory()))
    with pytest.raises(NotAllowed):
        end_rule(actor=actor_of(clerk), rule=rule(chief, authority))


def test_a_dry_run_counts_and_changes_nothing(authority, chief):
    ComplaintFactory(authority=authority, minors=True)
    ComplaintFactory(authority=authority)
    made = rule(chief, authority)
    tried = dry_run(chief, authority, [made])
    assert (tried.complaints, tried.by_rule, tried.none) == (2, ((made, 1),), 1)
    assert not RoutingLine.objects.exists()


def test_the_page(client, authority, clerk):
    client.force_login(officer(authority, "supervisor"))
    address = reverse("casework:rules")
    given = {"title": "Schools", "position": "5", "sector": "education", "unit": "Children"}
    given["valid_from"] = timezone.localdate().isoformat()
    ComplaintFactory(authority=authority, sector="education")
    tried = client.post(address, {**given, "try": "yes"}).content.decode()
    assert "The rule that you wrote would have met 1 complaint." in tried
    assert not RoutingRule.objects.exists()
    assert client.post(address, given).status_code == 302
    assert client.post(address, {**given, "title": "Later", "valid_from": "2999-01-01"}).status_code == 302
    assert "1 January 2999" in client.get(address).content.decode()
    RoutingRule.objects.filter(title="Later").delete()
    body = client.get(address, {"try": "yes"}).content.decode()
    assert "Sector: School or university" in body
    assert "Nothing was changed." in body
    assert client.post(address, {**given, "unit": ""}).status_code == 400
    client.post(reverse("casework:rule_end", args=[RoutingRule.objects.get().pk]))
    body = client.get(address).content.decode()
    assert "There is no rule yet" in body
    assert "Rules that ended" in body
    client.force_login(clerk)
    assert "Add a rule" not in client.get(address).content.decode()

"""The desk over HTTP: home, views, weights, routing rules and holds, by the same services as the pages."""

import pytest
from django.utils import timezone

from caseapp.casework.models import PriorityWeights, RoutingRule, SavedView
from tests.factories.accounts import AuthorityFactory, officer
from tests.factories.complaints import ComplaintFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def boss(authority):
    return officer(authority, "supervisor")


@pytest.fixture
def desk(client, boss):
    client.force_login(boss)
    return client


def send(client, method, path, **data):
    return getattr(client, method)(f"/api/v1/{path}", data, content_type="application/json")


def today():
    return timezone.localdate().isoformat()


def test_the_home_counts_what_the_page_counts(desk, authority, boss):
    ComplaintFactory(authority=authority, assigned_to=boss)
    ComplaintFactory(authority=authority, state="referred")
    told = desk.get("/api/v1/desk/").json()
    assert (told["nobodys"], told["referred_in"]) == (1, 1)
    assert told["load"] == [{"colleague": boss.email, "open": 1}]


def test_views_are_kept_changed_shared_and_forgotten(desk, authority):
    made = send(desk, "post", "saved-views/", name="New", query="state=submitted", threshold=5)
    assert made.status_code == 201
    path = f"saved-views/{made.json()['number']}/"
    assert send(desk, "post", "saved-views/", name="New", query="").status_code == 400
    changed = send(desk, "put", path, name="Newest", query="state=submitted", shared=True)
    assert changed.json()["shared"] is True
    desk.force_login(officer(authority))
    assert [row["mine"] for row in desk.get("/api/v1/saved-views/").json()["results"]] == [False]
    assert send(desk, "put", path, name="Mine", query="").status_code == 403
    assert desk.delete(f"/api/v1/{path}").status_code == 403
    desk.force_login(officer(AuthorityFactory()))
    assert desk.delete(f"/api/v1/{path}").status_code == 404
    desk.force_login(SavedView.objects.get().owner)
    assert desk.delete(f"/api/v1/{path}").status_code == 204


def test_weights_are_tried_and_set_by_supervisors(desk, authority):
    ComplaintFactory(authority=authority, minors=True)
    weights = {"children": 100}
    tried = send(desk, "post", "priority-weights/trial/", weights=weights).json()
    assert (tried["complaints"], tried["raised"]) == (1, 1)
    assert not PriorityWeights.objects.exists()
    assert send(desk, "post", "priority-weights/trial/", weights={"luck": 3}).status_code == 400
    assert send(desk, "post", "priority-weights/", weights=weights, valid_from=today(), note="Law").status_code == 201
    assert desk.get("/api/v1/priority-weights/").json()["results"][0]["weights"] == weights
    desk.force_login(officer(authority))
    assert send(desk, "post", "priority-weights/", weights=weights, valid_from=today(), note="x").status_code == 403


def test_rules_are_added_and_ended(desk, authority, boss):
    there = AuthorityFactory()
    given = {"title": "Banks", "position": 1, "conditions": {"sector": "banking"}, "valid_from": today()}
    assert send(desk, "post", "routing-rules/", **given).status_code == 400
    assert send(desk, "post", "routing-rules/", **given, assignee="nobody@example.org").status_code == 400
    made = send(desk, "post", "routing-rules/", **given, assignee=boss.email, refer_to=there.code).json()
    assert (made["assignee"], made["refer_to"]) == (boss.email, there.code)
    path = f"/api/v1/routing-rules/{made['number']}/"
    assert desk.delete(path).json()["valid_to"] == today()
    assert desk.get("/api/v1/routing-rules/").json()["results"] == []
    assert RoutingRule.objects.count() == 1


def test_a_hold_is_set_with_a_reason(desk, authority):
    complaint = ComplaintFactory(authority=authority)
    path = f"complaints/{complaint.reference}/hold/"
    assert send(desk, "put", path, held=True).status_code == 400
    assert send(desk, "put", path, held=True, reason="A suit.").json() == {"held": True}
    desk.force_login(complaint.owner)
    assert desk.get(f"/api/v1/{path}").json() == {"held": True}
    assert send(desk, "put", path, held=False, reason="No.").status_code == 403

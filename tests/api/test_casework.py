"""Clusters and acts upon many over HTTP, as in pages."""

import pytest

from caseapp.complaints.models import Cluster, Complaint
from caseapp.complaints.services.proposing import propose
from caseapp.core import queue
from tests.factories.accounts import AuthorityFactory, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def user(authority):
    return officer(authority, "investigator")


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def complaints(authority):
    company = RespondentFactory()
    made = [ComplaintFactory(authority=authority, respondent=company) for _ in range(3)]
    for each in made:
        propose(each.pk)
    return made


def post(desk, path, **data):
    return desk.post(f"/api/v1/{path}", data, content_type="application/json")


def test_a_cluster_is_read_and_ordered(desk, complaints):
    row = desk.get("/api/v1/clusters/").json()["results"][0]
    assert (row["size"], row["people"], row["status"]) == (3, 3, "proposed")
    whole = desk.get(f"/api/v1/clusters/{row['reference']}/").json()
    assert {each["name"] for each in whole["compared"] if each["alike"]} >= {"site", "use"}
    assert {each["action"] for each in whole["allowed_actions"]} >= {"accept", "split"}
    assert len(desk.get(f"/api/v1/clusters/{row['reference']}/complaints/").json()["results"]) == 3
    path = f"clusters/{row['reference']}/transitions/"
    accepted = post(desk, path, action="accept").json()
    assert accepted["status"] == "accepted"
    assert "confirm" not in {each["action"] for each in accepted["allowed_actions"]}, "none came since"
    assert post(desk, path, action="accept").status_code == 409
    assert post(desk, path, action="remove").status_code == 400
    out = post(desk, path, action="remove", complaints=[complaints[0].reference], reason="Another gate.")
    assert out.json()["size"] == 2
    split = post(desk, path, action="merge", into="CL-2026-0000-0000", reason="x")
    assert split.status_code == 404


def test_an_act_upon_many_from_freezing_to_taking_back(desk, complaints, user):
    made = post(desk, "bulk-acts/", action="assign", query="state=submitted")
    assert made.status_code == 201
    assert made.json()["preview"] == {"ready": 3, "languages": {"en": 3}, "left_out": [], "read_first": []}
    path = f"bulk-acts/{made.json()['reference']}/"
    assert post(desk, f"{path}transitions/", action="start", assignee="nobody@example.org").status_code == 400
    assert post(desk, f"{path}transitions/", action="start", assignee=user.email).json()["status"] == "running"
    queue.run_pending()
    assert desk.get(f"/api/v1/{path}").json()["outcomes"] == {"done": 3}
    assert set(Complaint.objects.values_list("assigned_to", flat=True)) == {user.pk}
    post(desk, f"{path}transitions/", action="take_back")
    queue.run_pending()
    assert desk.get(f"/api/v1/{path}").json()["status"] == "taken_back"


def test_what_is_anothers_does_not_exist(client, complaints):
    client.force_login(officer(AuthorityFactory(), "supervisor"))
    assert client.get("/api/v1/clusters/").json()["results"] == []
    assert client.get(f"/api/v1/clusters/{Cluster.objects.get().reference}/").status_code == 404
    refused = post(client, "bulk-acts/", action="acknowledge", complaints=[complaints[0].reference])
    assert refused.status_code == 400

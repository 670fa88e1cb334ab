"""Precedents over HTTP: read by anybody, curated by two, suggested by anybody, watched by whoever signed in."""

import pytest

from caseapp.precedents.models import Revision
from tests.api.test_contract import call, token_of
from tests.factories.accounts import UserFactory
from tests.factories.precedents import record, stored

pytestmark = pytest.mark.django_db


def token(**fields) -> str:
    return token_of(UserFactory(**fields))


@pytest.fixture
def precedent(tmp_path):
    return stored(tmp_path, record(id="de-hotel-2022"))[0]


def test_a_correction_by_one_curator_is_approved_by_another(precedent):
    ann, bo = token(is_curator=True), token(is_curator=True)
    body = {"precedent": precedent.slug, "record": precedent.content | {"amount": 400}, "reason": "On appeal."}
    draft = call("post", "precedent-versions/", body, token=ann)
    assert draft.status_code == 201, draft.content
    path = f"precedent-versions/{draft.json()['reference']}/"
    assert [one["action"] for one in draft.json()["allowed_actions"]] == ["propose", "withdraw"]
    assert draft.json()["changes"] == [{"label": "Sum in the decision", "before": "1,000", "after": "400"}]
    assert call("get", path).status_code == 404
    assert call("patch", path, {"record": {"docket": "1 C 1/22"}}, token=bo).status_code == 403
    assert call("patch", path, {"record": {"docket": "1 C 1/22"}}, token=ann).json()["record"]["docket"] == "1 C 1/22"
    assert call("post", f"{path}transitions/", {"action": "propose"}, token=ann).json()["status"] == "proposed"
    assert call("post", f"{path}transitions/", {"action": "approve"}, token=ann).status_code == 403
    done = call("post", f"{path}transitions/", {"action": "approve", "note": "Read it."}, token=bo)
    assert (done.json()["status"], done.json()["version"]) == ("approved", 2)
    assert call("post", f"{path}transitions/", {"action": "approve"}, token=bo).status_code == 409
    assert call("get", "precedents/de-hotel-2022/").json()["amount"] == 400
    (version,) = call("get", "precedents/de-hotel-2022/history/").json()["results"]
    assert (version["number"], version["reason"], version["note"]) == (2, "On appeal.", "Read it.")
    assert call("get", path).status_code == 200
    assert "author" not in call("get", path).json()


def test_what_is_wrong_is_named_by_its_field_and_nothing_is_kept(precedent):
    ann = token(is_curator=True)
    body = {
        "record": {"title": "Half a case", "sources": [{"url": "x", "title": "T"}]},
        "reason": "New.",
        "propose": True,
    }
    answer = call("post", "precedent-versions/", body, token=ann)
    assert answer.status_code == 400
    named = {one["pointer"] for one in answer.json()["errors"]}
    assert {"/kind", "/summary", "/sources_1_url"} <= named
    assert not Revision.objects.exists()


def test_treatment_is_part_of_the_record_and_a_filter(precedent):
    ann, bo = token(is_curator=True), token(is_curator=True)
    treatment = {"kind": "overturned", "on": "2023-04", "url": "https://court.example/2", "title": "On appeal"}
    body = {
        "precedent": precedent.slug,
        "record": precedent.content | {"treatments": [treatment]},
        "reason": "Overturned.",
        "propose": True,
    }
    reference = call("post", "precedent-versions/", body, token=ann).json()["reference"]
    call("post", f"precedent-versions/{reference}/transitions/", {"action": "approve"}, token=bo)
    (found,) = call("get", "precedents/?treatment=overturned").json()["results"]
    assert (found["status"], found["treatments"]) == ("overturned", [treatment])
    assert found["title_zh"] is None
    assert call("get", "precedents/?treatment=forgotten").status_code == 400


def test_others_read_public_versions_and_write_none(precedent):
    stranger = token()
    body = {"precedent": precedent.slug, "record": precedent.content, "reason": "Mine."}
    assert call("post", "precedent-versions/", body, token=stranger).status_code == 403
    assert call("post", "precedent-versions/", body).status_code == 401
    assert call("get", "precedent-versions/").json()["results"] == []


def test_anybody_suggests_and_a_curator_answers():
    given = {"what": "A gym was fined.", "url": "https://court.example/7", "country": "PT"}
    made = call("post", "precedent-suggestions/", given)
    assert made.status_code == 201, made.content
    path = f"precedent-suggestions/{made.json()['reference']}/"
    assert call("get", path).json()["status"] == "waiting"
    assert call("get", "precedent-suggestions/").status_code == 401
    assert call("get", "precedent-suggestions/", token=token()).status_code == 403
    ann = token(is_curator=True)
    assert len(call("get", "precedent-suggestions/", token=ann).json()["results"]) == 1
    assert call("post", f"{path}transitions/", {"action": "decline"}, token=ann).status_code == 400
    answer = call("post", f"{path}transitions/", {"action": "decline", "reason": "Dead link."}, token=ann)
    assert (answer.json()["status"], answer.json()["answer"]) == ("declined", "Dead link.")
    assert call("post", "precedent-suggestions/", given | {"url": "nowhere"}).status_code == 400


def test_a_search_is_saved_listed_and_ended_by_its_owner_alone():
    owner, stranger = token(), token()
    made = call("post", "precedent-alerts/", {"query": {"country": "pt"}, "note": "Lisbon"}, token=owner)
    assert made.status_code == 201, made.content
    assert made.json()["query"] == {"country": "PT"}
    assert call("post", "precedent-alerts/", {"query": {"kind": "wish"}}, token=owner).status_code == 400
    assert call("get", "precedent-alerts/").status_code == 401
    assert call("get", "precedent-alerts/", token=stranger).json()["results"] == []
    path = f"precedent-alerts/{made.json()['id']}/"
    assert call("delete", path, token=stranger).status_code == 404
    assert call("delete", path, token=owner).status_code == 204
    assert call("get", "precedent-alerts/", token=owner).json()["results"] == []

"""Asking, inviting, time and plan of an investigation over HTTP, as in pages; instalments of a fine."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.enforcement import services
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import InvestigationFactory, fine, framework
from tests.factories.evidence import add

pytestmark = pytest.mark.django_db


def soon(days=14):
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


@pytest.fixture
def investigation():
    return InvestigationFactory(complaints_joined=1)


@pytest.fixture
def desk(client, investigation):
    client.force_login(officer(investigation.authority, "investigator"))
    return client


def test_an_officer_plans_asks_invites_and_grants_time(desk, investigation):
    framework()
    at = f"/api/v1/investigations/{investigation.reference}"

    def post(path, **data):
        return desk.post(f"{at}/{path}/", data, content_type="application/json")

    assert post("plan", framework="nothing").status_code in {400, 422}
    row = post("plan", framework="test-law").json()["results"][0]
    assert (row["element"], row["found"], row["evidence"]) == ("separate_consent", "open", [])
    about = {"framework": "test-law", "element": "separate_consent"}
    assert post("plan", **about, to_prove="Nobody was asked.").json()["results"][0]["to_prove"] == "Nobody was asked."

    asked = post("requests", body="Which system?", due_on=soon(), elements=[about])
    assert asked.status_code == 201
    assert asked.json()["elements"][0]["question"] == "Were you asked separately?"

    made = post("invitations", recipient="Ms Shen", days=30).json()
    listed = desk.get(f"{at}/invitations/").json()["results"][0]
    assert (listed["recipient"], "code" in listed, "link" in listed) == ("Ms Shen", False, False)
    company = Client()
    company.get(made["link"])
    assert company.post("/respond/", {"code": made["code"]})["Location"] == "/respond/inquiry/"
    number = asked.json()["id"]
    given = {"wanted_until": soon(30), "reason": "Holidays."}
    assert company.post(f"/respond/inquiry/requests/{number}/time/", given).status_code == 302
    wish = desk.get(f"{at}/time-wishes/").json()["results"][0]
    assert {each["action"] for each in wish["allowed_actions"]} == {"grant", "refuse"}
    granted = post(f"time-wishes/{wish['id']}/transitions", action="grant", due_on=soon(25))
    assert (granted.json()["status"], granted.json()["granted_until"]) == ("granted", soon(25))
    assert post(f"time-wishes/{wish['id']}/transitions", action="grant", due_on=soon(26)).status_code == 409
    assert desk.get(f"{at}/requests/").json()["results"][0]["due_on"] == soon(25)


def test_an_element_rests_on_evidence_and_an_answer_is_written_down(desk, investigation):
    framework()
    at = f"/api/v1/investigations/{investigation.reference}"
    item = add(investigation.links.get().complaint)

    def post(path, **data):
        return desk.post(f"{at}/{path}/", data, content_type="application/json")

    row = post("plan", framework="test-law").json()["results"][0]["id"]
    assert post(f"plan/{row}/evidence", evidence=str(uuid.uuid4())).status_code in {400, 422}
    assert post(f"plan/{row}/evidence", evidence=str(add(ComplaintFactory()).pk)).status_code in {400, 422}
    assert post(f"plan/{row}/evidence", evidence=str(item.pk), shows="The camera").status_code == 201
    listed = desk.get(f"{at}/plan/{row}/evidence/").json()["results"]
    assert [(each["evidence"], each["shows"]) for each in listed] == [(str(item.pk), "The camera")]
    intake = Client()
    intake.force_login(officer(investigation.authority, "intake_officer"))
    assert intake.delete(f"{at}/plan/{row}/evidence/{item.pk}/").status_code == 403
    assert desk.delete(f"{at}/plan/{row}/evidence/{item.pk}/").status_code == 204
    assert desk.delete(f"{at}/plan/{row}/evidence/{item.pk}/").status_code == 404
    assert desk.delete(f"{at}/plan/{row}/").status_code == 204
    assert desk.get(f"{at}/plan/").json()["results"] == []

    asked = post("requests", body="Which system?", due_on=soon()).json()["id"]
    given = {"answered_on": soon(0), "answer": "Gate 3 of Haishu."}
    assert post(f"requests/{asked}/answer", answered_on=soon(5), answer="x").status_code in {400, 422}
    assert post(f"requests/{asked}/answer", **given).json()["answer"] == "Gate 3 of Haishu."
    assert post(f"requests/{asked}/answer", **given).status_code == 409

    made = post("invitations", recipient="Ms Shen", days=30).json()
    assert desk.delete(f"{at}/invitations/{made['id']}/").status_code == 204
    assert desk.get(f"{at}/invitations/").json()["results"][0]["revoked_at"]


def test_others_find_nothing(investigation):
    stranger = Client()
    stranger.force_login(officer(AuthorityFactory()))
    for path in ("plan", "requests", "time-wishes", "invitations"):
        assert stranger.get(f"/api/v1/investigations/{investigation.reference}/{path}/").status_code == 404


def test_a_fine_lists_its_instalments_to_its_authority_alone(client):
    made = fine(amount="300", published_at=timezone.now())
    supervisor = officer(made.authority, "supervisor")
    services.perform_on_fine(
        actor=actor_of(supervisor),
        fine=made,
        action="agree_instalments",
        given={"number": 3, "due_on": timezone.localdate() + datetime.timedelta(days=10)},
    )
    address = f"/api/v1/fines/{made.reference}/"
    assert client.get(address).json()["instalments"] == []
    client.force_login(supervisor)
    parts = client.get(address).json()["instalments"]
    assert [part["amount"] for part in parts] == [{"amount": "100.00", "currency": "CNY"}] * 3
    assert parts[0]["due_on"] == soon(10)

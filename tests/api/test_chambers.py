"""A case file worked on by the API alone: the firm writes, the client and strangers find nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from caseapp.core import queue
from caseapp.law.models import Framework
from caseapp.litigation.models import CaseTask
from caseapp.litigation.services import case_files
from tests.api.test_contract import call, token_of
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer, place
from tests.factories.complaints import ComplaintFactory, let_firm_in
from tests.factories.litigation import EngagementFactory, screened, three_years

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def partner(firm):
    return lawyer(firm, "partner")


@pytest.fixture
def associate(firm):
    return lawyer(firm)


@pytest.fixture
def engagement(firm, partner):
    three_years()
    complaint = ComplaintFactory(jurisdiction=place("CN"), occurred_on=DAY)
    let_firm_in(complaint, firm)
    made = EngagementFactory(firm=firm, state="accepted", complaint=complaint)
    case_files.open_case_file(actor=actor_of(partner), engagements=[made], title="Lin v. Tidehouse")
    made.refresh_from_db()
    return made


@pytest.fixture
def at(engagement):
    return f"case-files/{engagement.case_file.reference}/"


def test_notes_are_the_firms_alone_and_kept_by_nobody_on_the_way(at, engagement, associate, firm):
    paralegal, secret = token_of(lawyer(firm, "paralegal")), "  Settle below 5,000.\n"
    kept = call("put", f"{at}notes/", {"notes": secret}, token=paralegal)
    assert (kept.status_code, kept.json()["notes"]) == (200, secret)
    read = call("get", f"{at}notes/", token=token_of(associate))
    assert (read.json(), read["Cache-Control"]) == (kept.json(), "private, no-store")
    assert call("put", f"{at}notes/", {"notes": "x" * 50_001}, token=paralegal).status_code == 400
    authority = engagement.complaint.authority or AuthorityFactory()
    strangers = [
        lawyer(FirmFactory(), "partner"),
        officer(authority, "supervisor"),
        UserFactory(is_administrator=True),
        engagement.complaint.owner,
    ]
    for stranger in strangers:
        for verb, body in (("get", None), ("put", {"notes": "Taken over."})):
            assert call(verb, f"{at}notes/", body, token=token_of(stranger)).status_code == 404, (stranger, verb)
    assert secret.strip() not in call("get", at, token=paralegal).content.decode()
    engagement.case_file.refresh_from_db()
    assert secret.encode() not in bytes(engagement.case_file.sealed_notes)
    assert engagement.case_file.open_notes() == secret


def test_parties_team_facts_and_templates(at, engagement, partner, associate):
    ours, client = token_of(associate), token_of(engagement.complaint.owner)
    made = call("post", f"{at}parties/", {"role": "witness", "name": "Zhou Min"}, token=ours)
    assert made.status_code == 201, made.content
    queue.run_pending()
    assert call("post", f"{at}parties/", {"role": "king", "name": "A"}, token=ours).status_code == 400
    assert call("post", f"{at}parties/", {"role": "witness", "name": "B"}, token=client).status_code == 404
    assert [row["name"] for row in call("get", f"{at}parties/", token=ours).json()["results"]] == ["Zhou Min"]
    assert call("delete", f"{at}parties/{made.json()['number']}/", token=ours).status_code == 204
    assert call("delete", f"{at}parties/{made.json()['number']}/", token=ours).status_code == 404

    team = {"responsible": partner.email, "team": [associate.email]}
    assert call("put", f"{at}team/", team, token=ours).json() == team
    stranger = lawyer(FirmFactory())
    assert call("put", f"{at}team/", {"team": [stranger.email]}, token=ours).status_code == 400
    assert call("get", f"{at}team/", token=token_of(stranger)).status_code == 404

    fact = {"text": "No sign hung at the door.", "happened_on": DAY.isoformat(), "standing": "disputed"}
    made = call("post", f"{at}facts/", fact, token=ours)
    assert made.json() == {**fact, "number": made.json()["number"]}
    assert call("get", f"{at}facts/", token=ours).json()["results"] == [made.json()]
    assert call("delete", f"{at}facts/{made.json()['number']}/", token=ours).status_code == 204

    templates = f"{at}task-templates/"
    offered = call("get", f"{templates}?kind=settlement", token=ours).json()["results"]
    taken = call("post", templates, {"kind": "settlement"}, token=ours).json()
    assert [one["title"] for one in taken] == [one["title"] for one in offered]
    assert call("get", f"{templates}?kind=dance", token=ours).status_code == 400


def test_the_element_matrix(at, engagement, associate):
    ours = token_of(associate)
    screened(engagement.complaint, Framework.objects.get())
    (matrix,) = call("get", f"{at}elements/", token=ours).json()["results"]
    assert (matrix["law"], matrix["version"], matrix["open"]) == ("T-LAW", 1, 1)
    assert matrix["elements"][0]["finding"] == "made_out"
    fact = call("post", f"{at}facts/", {"text": "She never asked."}, token=ours).json()["number"]
    proof = f"{at}elements/T-LAW/1/asked/"
    given = {"facts": [fact], "strength": "weak", "gap": "The form she signed", "assignee": associate.email}
    shown = call("put", proof, given, token=ours)
    assert shown.status_code == 200, shown.content
    task = CaseTask.objects.get()
    assert shown.json()["facts"] == ["She never asked."]
    assert (shown.json()["gap"], shown.json()["task"], task.title) == (task.title, task.pk, "The form she signed")
    assert call("put", proof, {"strength": "strong", "facts": [999]}, token=ours).status_code == 400
    assert call("put", f"{at}elements/T-LAW/1/no/", {"strength": "weak"}, token=ours).status_code == 404
    assert call("put", proof, {"strength": "strong"}, token=ours).json()["gap"] == ""
    task.refresh_from_db()
    assert task.done_at is not None


def test_a_limitation_date(at, engagement, partner, associate):
    one, other, client = token_of(associate), token_of(partner), token_of(engagement.complaint.owner)
    (date,) = call("post", f"{at}deadlines/", token=one).json()["results"]
    this = f"{at}deadlines/{date['id']}/"
    assert date["last_day"] == "2029-03-02"
    changed = call("put", this, {"event_on": DAY.isoformat(), "known_on": "2026-03-10"}, token=one).json()
    assert (changed["last_day"], changed["status"]) == ("2029-03-10", "unconfirmed")
    paused = {"kind": "pause", "first": "2026-06-01", "last": "2026-06-10", "reason": "Talks"}
    tolled = call("post", f"{this}tollings/", paused, token=one).json()
    assert tolled["last_day"] == "2029-03-20"
    assert call("post", f"{this}tollings/", {**paused, "last": "2026-05-01"}, token=one).status_code == 400
    number = tolled["tollings"][0]["number"]
    assert call("delete", f"{this}tollings/{number}/", token=one).json()["last_day"] == "2029-03-10"
    assert call("delete", f"{this}tollings/{number}/", token=one).status_code == 404
    steps = f"{this}transitions/"
    assert call("post", steps, {"action": "confirm", "last_day": "2029-03-10"}, token=one).status_code == 403
    assert call("post", steps, {"action": "confirm", "last_day": "2029-03-11"}, token=other).status_code == 400
    assert call("post", steps, {"action": "confirm"}, token=other).status_code == 400
    confirmed = call("post", steps, {"action": "confirm", "last_day": "2029-03-10"}, token=other).json()
    assert confirmed["status"] == "confirmed"
    assert [row["action"] for row in confirmed["allowed_actions"]] == ["meet"]
    assert call("post", steps, {"action": "dance"}, token=other).status_code == 400
    for address in (this, steps, f"{this}tollings/"):
        assert call("get" if address == this else "post", address, {}, token=client).status_code == 404


def test_home_names_messages_and_calendar(at, engagement, partner, associate):
    ours, client = token_of(associate), token_of(engagement.complaint.owner)
    call("post", f"{at}tasks/", {"title": "Call", "assignee": associate.email}, token=ours)
    written = call("post", f"engagements/{engagement.reference}/messages/", {"body": "When?"}, token=client)
    assert written.status_code == 201, written.content
    home = call("get", "chambers/", token=ours).json()
    assert (home["unread_messages"], [task["title"] for task in home["tasks"]]) == ([engagement.reference], ["Call"])
    assert call("get", "chambers/", token=client).status_code == 403
    messages = f"engagements/{engagement.reference}/messages/"
    assert [one["body"] for one in call("get", messages, token=ours).json()["results"]] == ["When?"]
    assert call("get", "chambers/", token=ours).json()["unread_messages"] == []
    assert call("get", messages, token=token_of(lawyer(FirmFactory()))).status_code == 404

    names = {"names": [{"name": "Harbour Homes Ltd", "role": "client", "matter": "2019-7"}]}
    assert call("post", "known-parties/", names, token=ours).json() == {"added": 1}
    assert call("post", "known-parties/", {"names": []}, token=ours).status_code == 400
    assert call("post", "known-parties/", names, token=client).status_code == 403
    assert call("get", "known-parties/", token=ours).json()["results"] == names["names"]
    (hit,) = call("get", "known-parties/like/?name=harbor homes", token=ours).json()["results"]
    assert (hit["known"], hit["standing"]) == ("Harbour Homes Ltd", "client")

    assert call("get", "calendar-feed/", token=ours).status_code == 404
    address = call("post", "calendar-feed/", token=ours).json()["address"]
    assert address.endswith(".ics")
    assert "address" not in call("get", "calendar-feed/", token=ours).json()
    assert call("delete", "calendar-feed/", token=ours).status_code == 204
    assert call("get", "calendar-feed/", token=ours).status_code == 404


def test_what_is_known_of_a_suit(at, engagement, associate):
    ours, client = token_of(associate), token_of(engagement.complaint.owner)
    opened = call(
        "post",
        "suits/",
        {"case_file": engagement.case_file.reference, "court": "A", "cause": "B", "currency": "CNY"},
        token=ours,
    )
    address = f"suits/{opened.json()['reference']}/"
    assert call("patch", address, {"judge": "Sun Li"}, token=ours).json()["judge"] == "Sun Li"
    assert call("patch", address, {"court": ""}, token=ours).status_code == 400
    assert call("patch", address, {"judge": "No"}, token=client).status_code == 404
    assert call("get", address, token=client).json()["court"] == "A"
    head = {"kind": "actual", "cause": "Loss", "amount": "300.00"}
    number = call("post", f"{address}heads/", head, token=ours).json()["number"]
    assert call("delete", f"{address}heads/{number}/", token=ours).status_code == 204
    assert call("delete", f"{address}heads/{number}/", token=ours).status_code == 404
    steps, today = f"{address}transitions/", timezone.localdate().isoformat()
    assert call("get", f"{address}outcome/", token=ours).status_code == 404
    proposal = {"what": "It was settled.", "url": "https://court.example/1", "title": "Notice", "people": 2}
    assert call("post", f"{address}outcome/", proposal, token=ours).status_code == 409
    settled = call("post", steps, {"action": "settle", "amount": "500.00", "awarded_on": today}, token=ours)
    assert settled.status_code == 200, settled.content
    assert call("post", f"{address}outcome/", proposal, token=client).status_code == 404
    made = call("post", f"{address}outcome/", proposal, token=ours)
    assert made.status_code == 201, made.content
    assert made.json()["per_person"] == {"amount": "250.00", "currency": "CNY"}
    assert call("get", f"{address}outcome/", token=ours).json() == made.json()
    assert call("get", f"{address}appeals/", token=client).json()["results"] == []

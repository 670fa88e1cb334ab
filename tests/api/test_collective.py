"""A collective action by the API alone: the firm's side and the invited's, and what neither sees of the other."""

import datetime

import pytest
from django.utils import timezone

from tests.api.test_contract import call, token_of
from tests.factories.accounts import FirmFactory, UserFactory, lawyer
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CaseFileFactory
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


def test_firm_and_invited_meet_by_the_api():
    firm, respondent = FirmFactory(), RespondentFactory()
    associate, partner = token_of(lawyer(firm)), token_of(lawyer(firm, "partner"))
    case_file = CaseFileFactory(firm=firm, respondent=respondent)
    people = [ComplaintFactory(respondent=respondent) for _ in range(5)]
    tokens = [token_of(one.owner) for one in people]
    for complaint, token in zip(people, tokens, strict=True):
        consent = f"complaints/{complaint.reference}/contact-consent/"
        assert call("get", consent, token=token).json() == {"agreed": False}
        assert call("put", consent, {"agreed": True}, token=token).json() == {"agreed": True}
        assert call("get", consent, token=associate).status_code == 404
    given = {
        "case_file": case_file.reference,
        "title": "Shoppers",
        "about": "A camera.",
        "questions": ["Was consent asked?"],
        "costs": "None.",
        "given_up": "Nothing.",
        "hoped": {"amount": "1000.00", "currency": "CNY"},
    }
    assert call("post", "collective-actions/", {**given, "questions": []}, token=associate).status_code == 400
    made = call("post", "collective-actions/", given, token=associate)
    assert made.status_code == 201, made.content
    assert made.json()["matching"] == 5
    address = f"collective-actions/{made.json()['reference']}/"
    assert call("get", address, token=token_of(lawyer(FirmFactory()))).status_code == 404
    assert call("get", address, token=tokens[0]).status_code == 404
    anew = {name: value for name, value in given.items() if name != "case_file"} | {"title": "Shoppers of May"}
    assert call("put", address, anew, token=associate).json()["title"] == "Shoppers of May"
    assert call("put", address, {"title": "No words"}, token=associate).status_code == 400
    last = (timezone.localdate() + datetime.timedelta(days=20)).isoformat()
    invited = call("post", f"{address}invitations/", {"join_by": last}, token=associate)
    assert invited.json() == {"invited": 5, "joined": 0, "join_by": last}
    assert call("put", address, anew, token=associate).status_code == 409

    for token in tokens[:3]:
        mine = call("get", "invitations/", token=token).json()["results"]
        assert len(mine) == 1
        own = f"invitations/{mine[0]['reference']}/"
        assert call("get", own, token=associate).status_code == 404
        words = call("get", own, token=token).json()["clauses"]
        assert any("one thousand Chinese yuan" in clause["text"] for clause in words)
        steps = f"{own}transitions/"
        assert call("post", steps, {"action": "join"}, token=token).status_code == 400
        joined = call("post", steps, {"action": "join", "name": "Li Hua", "scopes": ["evidence"]}, token=token)
        assert joined.json()["membership"]["status"] == "joined", joined.content
    assert call("post", steps, {"action": "leave"}, token=token).json()["membership"]["status"] == "withdrawn"
    assert call("post", steps, {"action": "leave"}, token=token).status_code == 409

    members = call("get", f"{address}members/", token=associate).json()["results"]
    assert [row["status"] for row in members] == ["joined", "joined", "withdrawn"]
    first = f"{address}members/{members[0]['number']}/"
    assert call("post", f"{first}transitions/", {"action": "leave"}, token=associate).status_code == 403
    for row in members[:2]:
        steps = f"{address}members/{row['number']}/transitions/"
        assert call("post", steps, {"action": "admit"}, token=associate).json()["status"] == "admitted"
    weighed = call("put", f"{first}weights/", {"harm_weight": 2, "days": 4}, token=associate)
    assert weighed.json()["days"] == 4
    assert call("post", f"{address}transitions/", {"action": "form"}, token=associate).json()["status"] == "formed"
    shares = call(
        "post",
        f"{address}distributions/",
        {"rule": "days", "gross": "100.00", "fee": "10.00", "basis": "By days."},
        token=associate,
    )
    assert [one["amount"]["amount"] for one in shares.json()["shares"]] == ["72.00", "18.00"]
    steps = f"{address}distributions/{shares.json()['reference']}/transitions/"
    assert call("post", steps, {"action": "approve"}, token=associate).status_code == 403
    assert call("post", steps, {"action": "approve"}, token=partner).json()["status"] == "approved"
    own = call("get", "invitations/", token=tokens[0]).json()["results"][0]["reference"]
    told = call("get", f"invitations/{own}/", token=tokens[0]).json()["membership"]["shares"]
    assert told[0]["amount"] == {"amount": "72.00", "currency": "CNY"}
    assert call("get", f"invitations/{own}/", token=token_of(UserFactory())).status_code == 404

"""From asking a firm to an accepted engagement, by the API alone."""

import pytest

from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import Engagement
from tests.api.test_contract import call, token_of
from tests.factories.accounts import FirmFactory, UserFactory, lawyer
from tests.factories.complaints import ComplaintFactory

pytestmark = pytest.mark.django_db


def test_client_and_firm_agree():
    firm, complaint = FirmFactory(), ComplaintFactory()
    client, associate = token_of(complaint.owner), token_of(lawyer(firm))
    asked = call(
        "post",
        "engagements/",
        {"complaint": complaint.reference, "firm": firm.slug, "scopes": ["evidence"], "request": "Please act."},
        token=client,
    )
    assert asked.status_code == 201, asked.content
    address = f"engagements/{asked.json()['reference']}/"
    assert call("get", address, token=token_of(UserFactory())).status_code == 404
    steps = f"{address}transitions/"
    assert call("post", steps, {"action": "offer", "terms": "Free."}, token=associate).status_code == 409
    assert call("post", steps, {"action": "start_conflict_check"}, token=associate).status_code == 200
    assert call("post", f"{address}conflict/", {"result": "waived"}, token=associate).status_code == 403
    assert call("post", f"{address}conflict/", {"result": "clear"}, token=associate).status_code == 200
    assert call("post", steps, {"action": "offer"}, token=associate).status_code == 400
    assert call("post", steps, {"action": "offer", "terms": "Free."}, token=associate).status_code == 200
    assert call("post", steps, {"action": "accept", "name": "A"}, token=associate).status_code == 403
    assert call("post", steps, {"action": "accept"}, token=client).status_code == 400
    accepted = call("post", steps, {"action": "accept", "name": "Lin Mei"}, token=client)
    assert len(accepted.json()["accepted_sha256"]) == 64
    assert accepted.json()["status"] == "accepted"
    assert Engagement.objects.get().state == EngagementState.ACCEPTED
    rows = call("get", "engagements/", token=associate).json()["results"]
    assert [row["complaint"] for row in rows] == [complaint.reference]

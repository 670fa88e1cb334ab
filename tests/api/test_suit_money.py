"""A suit's stages, offers and money by the API: the firm writes, the client reads, nobody else knows of it."""

import pytest
from django.utils import timezone

from caseapp.litigation.enums import SuitState
from caseapp.litigation.models import CivilSuit
from tests.api.test_contract import call, token_of
from tests.factories.accounts import FirmFactory, lawyer
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CivilSuitFactory, EngagementFactory

pytestmark = pytest.mark.django_db


def test_the_money_of_a_suit():
    firm, complaint = FirmFactory(), ComplaintFactory()
    suit = CivilSuitFactory(case_file__firm=firm, state=SuitState.ANSWERED)
    EngagementFactory(complaint=complaint, firm=firm, case_file=suit.case_file, state="accepted")
    associate, client, stranger = token_of(lawyer(firm)), token_of(complaint.owner), token_of(lawyer(FirmFactory()))
    address, today = f"suits/{suit.reference}/", timezone.localdate().isoformat()

    entry = {"kind": "filing", "side": "ours", "title": "Reply", "on": today}
    assert call("post", f"{address}docket/", entry, token=associate).status_code == 201
    assert call("get", f"{address}docket/", token=client).status_code == 404
    head = {"kind": "actual", "cause": "Loss", "amount": "300.00"}
    assert call("post", f"{address}heads/", head, token=associate).status_code == 201
    assert call("get", address, token=client).json()["claimed"]["amount"] == "300.00"
    assert call("get", f"{address}stages/", token=client).json()["results"] == []

    offer = {"side": "theirs", "amount": "100.00", "offered_on": today}
    assert call("post", f"{address}offers/", offer, token=client).status_code == 404
    made = call("post", f"{address}offers/", offer, token=associate)
    assert made.status_code == 201, made.content
    number = made.json()["results"][0]["number"]
    counter = {"side": "ours", "amount": "200.00", "offered_on": today, "answers": number}
    shown = call("post", f"{address}offers/", counter, token=associate).json()["results"]
    assert [one["status"] for one in shown] == ["refused", "open"]
    assert [one["amount"]["amount"] for one in call("get", f"{address}offers/", token=client).json()["results"]] == [
        "100.00",
        "200.00",
    ]
    steps = f"{address}offers/{shown[1]['number']}/transitions/"
    assert call("post", steps, {"action": "accept"}, token=associate).status_code == 400
    assert call("post", steps, {"action": "accept", "on": today}, token=associate).status_code == 200
    assert CivilSuit.objects.get().state == SuitState.SETTLED

    ledger = f"{address}collection/"
    assert call("get", ledger, token=stranger).status_code == 404
    assert call("post", ledger, {"kind": "receipt"}, token=associate).status_code == 400
    paid = {"kind": "receipt", "amount": "150.00", "on": today, "key": "bank-1"}
    for _ in range(2):
        now = call("post", ledger, paid, token=associate).json()
        assert now["outstanding"] == {"amount": "50.00", "currency": "CNY"}
    assert call("post", ledger, {**paid, "key": "bank-2"}, token=associate).status_code == 400
    assert call("post", ledger, paid, token=client).status_code == 404
    assert call("get", f"{address}client-account/", token=client).status_code == 404
    given = {"costs": "10.00", "fee_kind": "percent", "fee": "10", "basis": "Agreement."}
    assert call("post", f"{address}client-account/", given, token=associate).status_code == 201
    assert call("get", f"{address}client-account/", token=client).json()["net"]["amount"] == "126.00"
    waived = call("post", ledger, {"kind": "waiver", "reason": "Insolvent."}, token=associate).json()
    assert waived["outstanding"]["amount"] == "0.00"

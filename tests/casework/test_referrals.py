"""The packet that goes with a referral, the pages and the API round it, and rules that propose one."""

import hashlib
import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.casework import services as casework
from caseapp.casework.models import ReferralPacket
from caseapp.casework.services import routing
from caseapp.complaints import services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Referral
from caseapp.core import queue
from caseapp.core.errors import InvalidInput
from caseapp.evidence.models import EvidenceItem
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return AuthorityFactory()


@pytest.fixture
def there():
    return AuthorityFactory()


@pytest.fixture
def sender(here):
    return officer(here, "supervisor")


@pytest.fixture
def receiver(there):
    return officer(there)


@pytest.fixture
def referral(here, there, sender):
    complaint = ComplaintFactory(authority=here, state=ComplaintState.UNDER_REVIEW)
    item = add(complaint)
    EvidenceItem.objects.filter(pk=item.pk).update(state="ready")
    services.refer(actor=actor_of(sender), complaint=complaint, authority=there, reason="It is theirs.")
    queue.run_pending()
    queue.run_pending()
    return Referral.objects.get()


def test_the_packet_holds_facts_evidence_and_custody(client, referral, receiver):
    client.force_login(receiver)
    page = client.get(reverse("casework:referral", args=[referral]))
    assert "Take it on and give a receipt" in page.content.decode()
    packet = ReferralPacket.objects.get()
    document = client.get(reverse("casework:referral_facts", args=[referral])).content
    assert hashlib.sha256(document).hexdigest() == packet.facts_sha256
    told = json.loads(document)
    assert told["complaint"]["narrative"] == referral.complaint.narrative
    assert told["referral"]["reason"] == "It is theirs."
    assert len(told["evidence"]) == packet.files == 1
    bag = client.get(reverse("casework:referral_bag", args=[referral]))
    with zipfile.ZipFile(io.BytesIO(b"".join(bag.streaming_content))) as archive:
        assert any(name.endswith("custody/chain.jsonl") for name in archive.namelist())
    assert referral.complaint.narrative.encode() not in bytes(packet.sealed_facts)


def test_after_a_return_the_other_authority_opens_nothing_of_it(client, referral, receiver, sender):
    services.perform_on_referral(
        actor=actor_of(receiver), referral=referral, action="return", given={"reason": "Not ours."}
    )
    client.force_login(receiver)
    assert client.get(reverse("casework:referral", args=[referral])).status_code == 200
    for name in ("referral_facts", "referral_bag"):
        assert client.get(reverse(f"casework:{name}", args=[referral])).status_code == 404
    client.force_login(sender)
    assert client.get(reverse("casework:referral_facts", args=[referral])).status_code == 200


def test_acts_on_the_page_and_what_they_need(client, referral, receiver):
    client.force_login(receiver)
    path = reverse("casework:referral_act", args=[referral, "return"])
    assert client.post(path, {"reason": ""}).status_code == 400
    assert client.post(path, {"reason": "Not ours."}).status_code == 302
    assert client.post(path, {"reason": "Again."}).status_code == 409
    assert reverse("casework:referral", args=[referral]) in client.get("/referrals/?way=in").content.decode()
    assert reverse("casework:referral", args=[referral]) not in client.get("/referrals/?way=out").content.decode()


def test_the_same_over_http(client, referral, receiver):
    client.force_login(receiver)
    row = client.get("/api/v1/referrals/?way=in&status=sent").json()["results"][0]
    assert {each["action"] for each in row["allowed_actions"]} == {"accept", "return"}
    assert row["packet"]["evidence_ready"] is True
    base = f"/api/v1/referrals/{referral}"
    assert client.get(f"{base}/packet/facts/").json()["referral"]["reference"] == str(referral)
    assert client.get(f"{base}/packet/evidence/").status_code == 200
    done = client.post(f"{base}/transitions/", {"action": "accept"}, content_type="application/json")
    assert done.json()["status"] == "accepted"
    again = client.post(f"{base}/transitions/", {"action": "accept"}, content_type="application/json")
    assert again.status_code == 409
    client.force_login(officer(AuthorityFactory()))
    assert client.get(f"{base}/").status_code == 404


def test_a_rule_proposes_and_many_are_confirmed_in_one_act_and_taken_back(here, there, sender):
    me = actor_of(sender)
    with pytest.raises(InvalidInput):
        rule(me, here, refer_to=here)
    rule(me, here, refer_to=there, conditions={"sector": "banking"})
    rows = [ComplaintFactory(authority=here, sector="banking") for _ in range(2)]
    other = ComplaintFactory(authority=here)
    for row in (*rows, other):
        routing.route(row.pk)
    assert Referral.objects.filter(state="proposed").count() == 2
    bulk = casework.freeze(actor=me, action="refer_as_proposed", complaints=Complaint.objects.all())
    casework.start(actor=me, bulk=bulk, given={"texts": {"en": "Banks are theirs."}})
    queue.run_pending()
    assert set(Complaint.objects.filter(authority=there).values_list("pk", flat=True)) == {row.pk for row in rows}
    assert list(bulk.items.filter(state="refused").values_list("complaint_id", flat=True)) == [other.pk]
    bulk.refresh_from_db()
    casework.take_back(actor=me, bulk=bulk)
    queue.run_pending()
    assert Complaint.objects.filter(authority=here, state=ComplaintState.UNDER_REVIEW).count() == 2
    assert set(Referral.objects.values_list("state", flat=True)) == {"recalled"}


def rule(actor, authority, **given):
    values = {
        "title": "Banks",
        "position": 1,
        "conditions": {},
        "assignee": None,
        "unit": "",
        "valid_from": timezone.localdate(),
    }
    return routing.add_rule(actor=actor, authority=authority, **{**values, **given})

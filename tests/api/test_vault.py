"""Evidence over HTTP: exports, requests by link, checking a hash, redacted copies, sealed originals; and who may."""

import io
import zipfile

import pytest

from caseapp.accounts.models import User
from caseapp.core import queue
from caseapp.evidence.models import EvidenceRequest, Redaction
from tests.api.test_contract import call
from tests.evidence.test_examination import photograph
from tests.factories.evidence import add, examined
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

BOX = {"left": 0.25, "top": 0.25, "width": 0.5, "height": 0.5, "kind": "plate"}
SEES = {"owner", "intake_officer", "investigator", "supervisor", "partner", "associate", "paralegal"}


@pytest.fixture
def people():
    return cast()


def signed_in(user):
    """`call`, as somebody with a session that checks nothing else."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="caseapp.accounts.backends.Backend")

    def asked(method, path, body=None):
        return getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")

    return asked


@pytest.fixture
def owner(people):
    return signed_in(people.complaint.owner)


def test_a_bag_is_asked_for_built_and_fetched(people, owner):
    item = add(people.complaint, actor=people.actors["owner"])
    path = f"complaints/{people.complaint.reference}/evidence-exports/"
    assert owner("post", path, {"items": []}).status_code == 400
    asked = owner("post", path, {"items": [str(item.pk)]})
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    one = f"evidence-exports/{asked.json()['id']}/"
    assert owner("get", f"{one}content/").status_code == 409
    queue.run_pending()
    assert owner("get", one).json()["state"] == "done"
    with zipfile.ZipFile(io.BytesIO(b"".join(owner("get", f"{one}content/").streaming_content))) as bag:
        assert any(name.endswith("verify.py") for name in bag.namelist())
    assert [row["id"] for row in owner("get", path).json()["results"]] == [asked.json()["id"]]
    other = signed_in(User.objects.get(pk=people.actors["investigator"].user_id))
    assert other("get", one).status_code == 404
    assert other("get", path).json()["results"] == []


def test_a_request_is_made_listed_and_taken_back(people, owner):
    path = f"complaints/{people.complaint.reference}/evidence-requests/"
    made = owner("post", path, {"question": "The film of the door, please.", "recipient": "The shop", "days": 7})
    assert made.status_code == 201
    assert "/give/" in made.json()["link"]
    (row,) = owner("get", path).json()["results"]
    assert (row["recipient"], "link" in row) == ("The shop", False)
    one = f"evidence-requests/{row['id']}/"
    assert owner("get", one).json()["question"] == "The film of the door, please."
    assert signed_in(User.objects.get(pk=people.actors["other_citizen"].user_id))("delete", one).status_code == 404
    assert owner("delete", one).status_code == 204
    assert EvidenceRequest.objects.get().revoked_at is not None
    assert owner("post", path, {"question": "More", "days": 91}).status_code == 400


def test_a_hash_is_known_to_those_who_see_the_evidence(people, owner):
    item = add(people.complaint, actor=people.actors["owner"])
    path = f"complaints/{people.complaint.reference}/evidence/verify/"
    known = owner("post", path, {"sha256": item.sha256.upper()}).json()
    assert (known["known"], known["item"]) == (True, str(item.pk))
    assert owner("post", path, {"sha256": "0" * 64}).json()["known"] is False
    assert owner("post", path, {"sha256": "abc"}).status_code == 400
    for role in ROLES:
        user = User.objects.filter(pk=people.actors[role].user_id).first()
        status = (signed_in(user) if user else call)("post", path, {"sha256": item.sha256}).status_code
        assert (status == 200) == (role in SEES), (role, status)


def test_a_copy_is_made_used_and_the_original_asked_for(people, owner):
    item = examined(people.complaint, photograph(), "photo.jpg", actor=people.actors["owner"])
    begun = owner("post", f"evidence/{item.pk}/redactions/")
    assert begun.status_code == 202
    one = f"redactions/{begun.json()['id']}/"
    assert owner("put", one, {"boxes": [BOX]}).status_code == 409
    Redaction.objects.update(state="drafting")
    assert owner("put", one, {"boxes": [{**BOX, "left": 2}]}).status_code == 400
    set_ = owner("put", one, {"boxes": [BOX]}).json()
    assert (set_["boxes"][0]["page"], [page["number"] for page in set_["pages"]]) == (1, [1])
    steps = f"{one}transitions/"
    assert owner("post", steps, {"action": "use"}).status_code == 409
    assert owner("post", steps, {"action": "show_frame"}).status_code == 400
    assert owner("post", steps, {"action": "make"}).json()["state"] == "making"
    queue.run_pending()
    finished = owner("get", one).json()
    assert (finished["state"], finished["proof"]["holds"]) == ("made", True)
    assert owner("post", steps, {"action": "use"}).json()["state"] == "in_use"
    assert len(owner("get", f"evidence/{item.pk}/redactions/").json()["results"]) == 1

    officer = signed_in(User.objects.get(pk=people.actors["investigator"].user_id))
    assert officer("get", one).status_code == 404
    assert officer("get", f"evidence/{item.pk}/redactions/").json()["results"] == []
    assert officer("get", f"evidence/{item.pk}/content/").status_code == 403
    copy = officer("get", f"evidence/derivatives/{finished['copy']}/")
    assert b"".join(copy.streaming_content).startswith(b"\xff\xd8")
    asking = f"evidence/{item.pk}/disclosures/"
    assert officer("post", asking, {"reason": "short"}).status_code == 400
    assert officer("post", asking, {"reason": "To compare the camera's label."}).status_code == 201
    assert officer("get", f"evidence/{item.pk}/content/").status_code == 200
    clerk = signed_in(User.objects.get(pk=people.actors["intake_officer"].user_id))
    assert clerk("post", asking, {"reason": "To compare the camera's label."}).status_code == 403
    stranger = signed_in(User.objects.get(pk=people.actors["other_citizen"].user_id))
    assert stranger("post", asking, {"reason": "To compare the camera's label."}).status_code == 404
    assert owner("post", f"evidence/{item.pk}/redactions/", {"strip": True}).status_code == 409

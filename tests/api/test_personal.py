"""A person's own over HTTP: reports, openings, sharing, the archive, the erasure, notices."""

import io
import zipfile

import pytest
from django.test import Client

from caseapp.complaints import services
from caseapp.complaints.models import Complaint, Grant, ProgressUpdate
from caseapp.core import queue
from tests.api.test_contract import call, complaint_body, token_of
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, officer
from tests.factories.complaints import ComplaintFactory

pytestmark = pytest.mark.django_db


def test_sharing_from_asking_to_ending():
    complaint, firm = ComplaintFactory(authority=AuthorityFactory()), FirmFactory()
    token = token_of(complaint.owner)
    at = f"complaints/{complaint.reference}/shares/"
    made = call("post", at, {"firm": firm.slug, "scopes": ["evidence"]}, token=token)
    assert made.status_code == 201, made.content
    assert made.json()["scopes"] == ["evidence", "facts"]
    one = at + made.json()["reference"] + "/"
    assert call("patch", one, {"scopes": ["identity"]}, token=token).json()["scopes"] == ["facts", "identity"]
    assert call("patch", one, {"scopes": ["moon"]}, token=token).status_code == 400
    assert call("delete", one, token=token).status_code == 204
    assert call("patch", one, {"scopes": []}, token=token).status_code == 409
    assert call("get", at, token=token).json()["results"][0]["state"] == "declined"
    assert not Grant.objects.filter(firm=firm, revoked_at=None).exists()
    assert call("get", at, token=token_of(UserFactory())).status_code == 404


def test_the_archive_is_asked_for_made_and_taken_once():
    complaint = ComplaintFactory(authority=AuthorityFactory())
    token = token_of(complaint.owner)
    at = f"complaints/{complaint.reference}/take-out/"
    assert call("get", at, token=token).status_code == 404
    asked = call("post", at, token=token)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    queue.run_pending()
    ready = call("get", at, token=token).json()
    assert ready["ready"] is True
    content = f"take-outs/{ready['id']}/content/"
    assert call("post", content, token=token_of(UserFactory())).status_code == 404
    answer = call("post", content, token=token)
    assert "complaint.json" in zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert call("post", content, token=token).status_code == 409


def test_an_erasure_by_receipt_code():
    filed = call("post", "complaints/", complaint_body()).json()
    code, reference = filed["receipt_code"], filed["reference"]
    at = f"complaints/{reference}/erasure/"
    plan = call("get", at, x_receipt_code=code).json()
    assert (plan["refusal"], "evidence" in plan["goes"], list(plan["stays"])) == ("", True, ["stub"])
    assert call("post", at, {"reference": "no"}, x_receipt_code=code).status_code == 400
    assert call("post", at, {"reference": reference}, x_receipt_code=code).status_code == 200
    assert call("get", f"complaints/{reference}/", x_receipt_code=code).status_code == 404
    assert call("get", f"erasures/{reference}/").json()["rule"] == "pipl"
    assert Complaint.objects.get().narrative == ""


def test_an_erasure_that_something_forbids_is_a_conflict():
    complaint = ComplaintFactory(authority=AuthorityFactory(), state="under_review")
    token = token_of(complaint.owner)
    at = f"complaints/{complaint.reference}/erasure/"
    assert call("post", at, {"reference": complaint.reference}, token=token).status_code == 409
    assert call("get", f"erasures/{complaint.reference}/").status_code == 404


def test_reports_and_openings():
    complaint = ComplaintFactory(authority=AuthorityFactory(), state="under_review")
    clerk = token_of(officer(complaint.authority))
    owner = token_of(complaint.owner)
    words = dict.fromkeys(("standing", "steps", "next_step", "delay", "rights"), "Words.")
    one = ProgressUpdate.objects.create(complaint=complaint, due_on="2026-12-01", **words)
    at = f"complaints/{complaint.reference}/"
    assert call("get", at, token=clerk).status_code == 200
    assert call("get", f"{at}progress-reports/", token=owner).json()["results"] == []
    send = f"{at}progress-reports/{one.pk}/send/"
    assert call("post", send, {}, token=owner).status_code == 404
    assert call("post", send, {"delay": "Late answer."}, token=clerk).json()["delay"] == "Late answer."
    assert call("post", send, {}, token=clerk).status_code == 409
    assert call("get", f"{at}progress-reports/", token=owner).json()["results"][0]["state"] == "sent"
    (seen,) = call("get", f"{at}accesses/", token=owner).json()["results"]
    assert (seen["kind"], seen["side"]) == ("read", "authority")
    assert call("get", f"{at}accesses/", token=clerk).status_code == 404


def test_notices_of_the_caller_alone():
    complaint = ComplaintFactory(authority=AuthorityFactory())
    services.tell_complainant(complaint=complaint)
    (one,) = call("get", "notices/", token=token_of(complaint.owner)).json()["results"]
    assert complaint.reference in one["sentence"]
    assert call("get", "notices/", token=token_of(UserFactory())).json()["results"] == []
    assert Client().get("/api/v1/notices/").status_code in {401, 403}

"""Moving a matter as people meet it: the pages out and in, and how long an archive stays."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.core.errors import WrongState
from caseapp.core.queue import run_pending
from caseapp.litigation.models import CaseFile
from caseapp.moving import services
from tests.api.test_contract import call, token_of
from tests.billing.test_trust import browser_of
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.moving.made import taken_out

pytestmark = pytest.mark.django_db


def test_the_pages_out_and_in(matter):
    case_file, partner = matter
    desk = browser_of(partner)
    page = reverse("moving:matter", args=[case_file.reference])
    assert desk.post(page).status_code == 302
    run_pending()
    shown = desk.get(page).content.decode()
    departure = case_file.departures.get()
    link = reverse("moving:archive", args=[case_file.reference, departure.pk])
    assert link in shown
    content = b"".join(desk.get(link).streaming_content)
    firm = FirmFactory()
    other = browser_of(actor_of(lawyer(firm, "partner")))
    assert other.get(page).status_code == other.get(link).status_code == 404
    sent = reverse("moving:arrivals")
    assert other.post(sent, {"file": io.BytesIO(b"nothing")}).status_code == 400
    file = io.BytesIO(content)
    file.name = "matter.zip"
    address = other.post(sent, {"file": file})["Location"]
    assert b"Checking the archive" in other.get(address).content
    assert b"hx-get" in other.get(address, headers={"HX-Request": "true"}).content
    run_pending()
    assert other.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Not every file was scanned" in other.get(address).content.decode()
    assert case_file.title in other.get(address).content.decode()
    assert desk.get(address).status_code == 404
    assert other.post(address, {}).status_code == 302
    run_pending()
    made = CaseFile.objects.get(firm=firm)
    kept = made.brought_files.first()
    assert kept.path in other.get(reverse("moving:matter", args=[made.reference])).content.decode()
    answer = other.get(reverse("moving:file", args=[made.reference, kept.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert desk.get(reverse("moving:file", args=[made.reference, kept.pk])).status_code == 404

    newcomer, token = lawyer(firm, "partner"), token_of(lawyer(case_file.firm, "partner"))
    archives = f"case-files/{case_file.reference}/archives/"
    assert call("post", archives, {}, token=token_of(newcomer)).status_code == 404
    assert call("post", archives, {}, token=token).status_code == 201
    run_pending()
    row = call("get", archives, token=token).json()["results"][0]
    assert (row["ready"], row["progress"]["status"]) == (True, "done")
    content = b"".join(call("get", f"{archives}{row['id']}/content/", token=token).streaming_content)
    token = token_of(newcomer)
    sent = Client().post(
        "/api/v1/matters/arrivals/",
        {"file": SimpleUploadedFile("matter.zip", content)},
        headers={"Authorization": f"Token {token}"},
    )
    assert sent.status_code == 201, sent.content
    one = f"matters/arrivals/{sent.json()['id']}/"
    assert call("post", f"{one}bring-in/", {}, token=token).status_code == 409
    run_pending()
    assert call("get", one, token=token).json()["ready"]
    assert call("post", f"{one}bring-in/", {"people": {"p1": 1}}, token=token).status_code == 400
    assert call("post", f"{one}bring-in/", {}, token=token).status_code == 202
    run_pending()
    assert call("get", one, token=token).json()["case_file"]


def test_an_archive_is_forgotten_when_its_time_is_over(matter):
    case_file, partner = matter
    taken_out(partner, case_file)
    departure = case_file.departures.get()
    type(departure).objects.filter(pk=departure.pk).update(expires_at=timezone.now())
    assert services.expire() == 1
    departure.refresh_from_db()
    assert (departure.ready, departure.sealed_key) == (False, None)
    with pytest.raises(WrongState):
        services.open_archive(actor=partner, departure=departure)

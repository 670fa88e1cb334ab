"""The evidence page: what is kept, what is refused, and what stays on the page."""

from typing import Any

import pytest
from django.test import Client, override_settings

from caseapp.audit.models import Entry
from caseapp.complaints.models import Complaint
from caseapp.evidence.models import EvidenceItem
from tests.factories import evidence as files
from tests.factories import intake

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(client: Client) -> Client:
    intake.answer_all(client, upto="effect")
    return client


def page(answer: Any) -> str:
    return answer.content.decode()


def add(client: Client, *uploads: Any, **more: Any) -> Any:
    return client.post(
        "/file/evidence/", {**intake.marks(client, "evidence"), "file": list(uploads), "add": "1", **more}
    )


def test_the_limits_are_said_beforehand(there: Client) -> None:
    shown = page(there.get("/file/evidence/"))
    assert "JPEG" in shown
    assert "At most 10 files" in shown


def test_a_file_is_kept_with_its_words_and_listed(there: Client) -> None:
    answer = add(there, files.upload("照片.png", files.picture()), description="The sign")
    assert answer["Location"] == "/file/evidence/"
    item = EvidenceItem.objects.get()
    assert (item.file_name, item.description, item.added_by) == ("照片.png", "The sign", None)
    shown = page(there.get("/file/evidence/"))
    assert "照片.png" in shown
    assert item.sha256[:4] in shown


def test_continuing_sends_what_was_chosen_as_well(there: Client) -> None:
    add(there, files.upload("a.png", files.picture()))
    sent = {**intake.marks(there, "evidence"), "file": files.upload("b.png", files.picture(colour="red"))}
    answer = there.post("/file/evidence/", sent)
    assert answer["Location"] == "/file/contact/"
    assert EvidenceItem.objects.count() == 2


def test_no_file_is_needed(there: Client) -> None:
    assert there.post("/file/evidence/", intake.marks(there, "evidence"))["Location"] == "/file/contact/"
    assert not EvidenceItem.objects.exists()


def test_a_page_named_as_a_picture_is_refused_and_its_words_stay(there: Client) -> None:
    answer = add(there, files.upload("photo.jpg", b"<html><script>alert(1)</script></html>"), description="The sign")
    assert answer.status_code == 400
    shown = page(answer)
    assert "There is a problem" in shown
    assert "photo.jpg" in shown
    assert "The sign" in shown
    assert not EvidenceItem.objects.exists()


def test_a_good_file_is_kept_beside_a_refused_one(there: Client) -> None:
    answer = add(there, files.upload("a.png", files.picture()), files.upload("b.exe", b"MZ" + b"\0" * 200))
    assert answer.status_code == 400
    assert "1 other file was kept" in page(answer)
    assert EvidenceItem.objects.get().file_name == "a.png"


@override_settings(EVIDENCE_MAX_FILE_BYTES=1000)
def test_a_file_over_the_limit_is_named(there: Client) -> None:
    answer = add(there, files.upload("film.mp4", files.mp4(media=b"\0" * 2000)))
    assert answer.status_code == 400
    assert "film.mp4" in page(answer)
    assert not EvidenceItem.objects.exists()


@override_settings(EVIDENCE_MAX_FILES=2)
def test_no_more_files_than_fit(there: Client) -> None:
    colours = ("red", "green", "blue")
    answer = add(there, *(files.upload(f"{colour}.png", files.picture(colour=colour)) for colour in colours))
    assert answer.status_code == 400
    assert EvidenceItem.objects.count() == 2
    assert "all that fit" in page(there.get("/file/evidence/"))


def test_an_empty_file_is_refused(there: Client) -> None:
    assert add(there, files.upload("a.png", b"")).status_code in {302, 400}
    assert not EvidenceItem.objects.exists()


def test_too_many_words_are_kept_on_the_page(there: Client) -> None:
    answer = add(there, files.upload("a.png", files.picture()), description="x" * 2001)
    assert answer.status_code == 400
    assert "description" in answer.context["form"].errors
    assert not EvidenceItem.objects.exists()


def test_a_file_can_be_taken_out_again(there: Client) -> None:
    add(there, files.upload("a.png", files.picture()))
    item = EvidenceItem.objects.get()
    assert there.get(f"/file/evidence/{item.pk}/remove/").status_code == 405
    assert there.post(f"/file/evidence/{item.pk}/remove/")["Location"] == "/file/evidence/"
    assert not EvidenceItem.objects.exists()


def test_nobody_takes_a_file_out_of_another_draft(there: Client) -> None:
    add(there, files.upload("a.png", files.picture()))
    other = Client()
    intake.answer_all(other, upto="effect")
    other.post(f"/file/evidence/{EvidenceItem.objects.get().pk}/remove/")
    assert EvidenceItem.objects.exists()


def test_a_file_in_a_draft_is_handed_out_to_nobody(there: Client) -> None:
    add(there, files.upload("a.png", files.picture()))
    answer = there.get(f"/evidence/{EvidenceItem.objects.get().pk}/content/")
    assert answer.status_code in {302, 404}


def test_a_form_without_our_token_keeps_nothing(there: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = there.cookies
    before = files.files_on_disk()
    answer = strict.post("/file/evidence/", {"file": files.upload("a.png", files.picture())})
    assert answer.status_code == 403
    assert not EvidenceItem.objects.exists()
    assert files.files_on_disk() <= before


def test_filed_evidence_belongs_to_the_complaint_with_its_custody(there: Client) -> None:
    add(there, files.upload("a.png", files.picture()))
    intake.send(there, "evidence")
    intake.send(there, "contact")
    there.post("/file/check/", {**intake.marks(there, "check"), "truth": "on"})
    item = EvidenceItem.objects.select_related("vault").get()
    assert item.vault.complaint == Complaint.objects.get()
    acts = list(Entry.objects.filter(chain=item.vault.chain).order_by("sequence").values_list("action", "actor_kind"))
    assert acts == [("evidence.received", "visitor"), ("evidence.submitted", "visitor")]


def test_sending_files_when_the_complaint_was_filed_leads_to_the_receipt(there: Client) -> None:
    intake.send(there, "evidence")
    intake.send(there, "contact")
    sent = intake.marks(there, "evidence")
    there.post("/file/check/", {**intake.marks(there, "check"), "truth": "on"})
    answer = there.post("/file/evidence/", {**sent, "file": files.upload("a.png", files.picture())})
    assert answer["Location"] == "/file/receipt/"
    assert not EvidenceItem.objects.exists()

"""A witness asked by link sees the question alone, sends files, gets a receipt; anybody in the case checks a file."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.audit import selectors as audit
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.evidence import gateways, selectors, services
from caseapp.evidence.models import EvidenceItem, EvidenceRequest
from tests.api.test_tus import FILM, Tus
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import add, files_on_disk, pdf, picture, upload
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

QUESTION = "Please send the film of the entrance of 2 March."


def asked(actor, complaint, **changes):
    told = {"question": QUESTION, "recipient": "Wang, the shop's manager", "days": 14, "language": "en", **changes}
    return services.ask_for_evidence(actor=actor, complaint=complaint, **told)


def opened(code) -> Client:
    client = Client()
    answer = client.get(reverse("evidence:give_link", args=[code]))
    # The code leaves the address at once.
    assert (answer.status_code, answer["Location"]) == (302, "/give/")
    return client


def test_a_witness_sees_the_question_and_nothing_else_and_gets_a_receipt(owner, complaint):
    add(complaint, name="secret of the case.png")
    request, code = asked(owner, complaint)
    client = opened(code)
    page = client.get("/give/").content.decode()
    assert QUESTION in page
    for hidden in (
        complaint.reference,
        "secret of the case",
        "Wang",
        code,
        complaint.narrative,
        str(complaint.respondent),
    ):
        assert hidden not in page
    content = picture()
    assert client.post("/give/", {"file": [upload("door.png", content)], "description": "2 March"}).status_code == 302
    receipt = client.get("/give/").content.decode()
    digest = hashlib.sha256(content).hexdigest()
    assert "Your receipt" in receipt
    assert digest in receipt.replace(" ", "") or digest[:4] in receipt
    item = request.items.get()
    assert (item.side, item.description, item.vault.complaint) == ("third_party", "2 March", complaint)
    facts = audit.facts(audit.entries_about(item).get())
    assert facts["request"] == str(request.pk)
    assert facts["side"] == "third_party"
    assert selectors.check_vault(item.vault).problems == ()
    # Witnesses do not see one another's files, nor the complainant's.
    assert "door.png" not in opened(asked(owner, complaint)[1]).get("/give/").content.decode()


def test_a_large_film_goes_in_pieces(owner, complaint):
    request, code = asked(owner, complaint)
    ticket = opened(code).get("/give/").context["ticket"]
    tus = Tus(**{"Upload-Ticket": ticket})
    place = tus.begin(told={"filename": "film.png"})["Location"]
    tus.send(place, 0, FILM[:70_000])
    assert tus.send(place, 70_000, FILM[70_000:]).status_code == 204
    assert request.items.get().sha256 == hashlib.sha256(FILM).hexdigest()


@pytest.mark.parametrize("how", ["expired", "revoked", "wrong", "garbled"])
def test_a_link_that_is_over_and_one_that_never_was_look_alike(owner, complaint, how):
    request, code = asked(owner, complaint)
    client = opened(code)
    ticket = client.get("/give/").context["ticket"]
    if how == "expired":
        EvidenceRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if how == "revoked":
        services.revoke_request(actor=owner, request=request)
    if how in {"expired", "revoked"}:
        assert client.get("/give/").status_code == 404
        assert client.post("/give/", {"file": [upload("a.png", picture())]}).status_code == 404
        assert Tus(**{"Upload-Ticket": ticket}).begin(told={"filename": "a.png"}).status_code == 404
    codes = {"wrong": "0" * 24, "garbled": "x"}
    told = Client().get(reverse("evidence:give_link", args=[codes.get(how, code)]))
    assert told.status_code == 404
    assert "Ask whoever sent it to you for a new one." in told.content.decode()
    assert not EvidenceItem.objects.exists()


def test_guesses_are_slowed_down():
    client = Client()
    statuses = [client.get(reverse("evidence:give_link", args=["0" * 24])).status_code for _ in range(32)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


@pytest.mark.parametrize("role", ROLES)
def test_who_may_ask_and_take_back(role):
    people = cast()
    actor = people.actors[role]
    may = role in {"owner", "intake_officer", "investigator", "supervisor", "partner", "associate", "paralegal"}
    request, _code = asked(people.actors["owner"], people.complaint)
    if may:
        asked(actor, people.complaint)
        services.revoke_request(actor=actor, request=request)
        assert selectors.request(actor, request.pk) == request
        return
    with pytest.raises(NotAllowed):
        asked(actor, people.complaint)
    with pytest.raises(NotAllowed):
        services.revoke_request(actor=actor, request=request)
    with pytest.raises(NotFound):
        selectors.request(actor, request.pk)


def test_the_page_shows_the_link_once(owner, complaint):
    client = Client()
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    page = reverse("evidence:requests", args=[complaint.reference])
    told = {"question": QUESTION, "recipient": "Wang", "days": "7", "language": "zh-hans"}
    made = client.post(page, told).content.decode()
    assert "/give/" in made
    later = client.get(page).content.decode()
    assert "/give/" not in later
    assert "Wang" in later
    request = EvidenceRequest.objects.get()
    assert b"Wang" not in bytes(request.sealed_recipient)
    assert client.post(reverse("evidence:revoke_request", args=[request.pk])).status_code == 302
    assert "Taken back" in client.get(page).content.decode()
    assert client.post(page, {**told, "days": "91"}).status_code == 400


class TestVerifyPage:
    @pytest.fixture
    def client(self, complaint):
        client = Client()
        client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
        return client

    def test_a_file_or_its_hash_is_found_or_not_and_nothing_is_kept(self, client, complaint):
        content = pdf("A letter")
        item = add(complaint, content, name="letter.pdf")
        page = reverse("evidence:verify", args=[complaint.reference])
        before = files_on_disk()
        for told in (
            {"file": upload("another name.bin", content)},
            {"sha256": item.sha256},
            {"sha256": " ".join(item.sha256[start : start + 4] for start in range(0, 64, 4)).upper()},
        ):
            answer = client.post(page, told)
            assert answer.context["found"] == item
            assert "byte for byte" in answer.content.decode()
        for told in ({"file": upload("letter.pdf", content + b"\n")}, {"sha256": "0" * 64}):
            answer = client.post(page, told)
            assert answer.context["found"] is None
            assert "is not among" in answer.content.decode()
        assert files_on_disk() == before
        assert EvidenceItem.objects.count() == 1

    @pytest.mark.parametrize("told", [{}, {"sha256": "abc"}, {"sha256": "g" * 64}])
    def test_what_is_no_hash_is_said_beside_the_field(self, client, complaint, told):
        answer = client.post(reverse("evidence:verify", args=[complaint.reference]), told)
        assert answer.status_code == 400
        assert answer.context["form"].errors

    def test_the_file_of_another_complaint_is_not_found(self, client, complaint):
        item = add(ComplaintFactory())
        answer = client.post(reverse("evidence:verify", args=[complaint.reference]), {"sha256": item.sha256})
        assert answer.context["found"] is None

    def test_it_needs_the_token_of_the_page(self, complaint):
        client = Client(enforce_csrf_checks=True)
        client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
        assert (
            client.post(reverse("evidence:verify", args=[complaint.reference]), {"sha256": "0" * 64}).status_code == 403
        )


def test_a_hash_of_nothing_is_refused(owner, complaint):
    with pytest.raises(InvalidInput):
        selectors.item_with_hash(owner, complaint, "")


def test_erasing_takes_requests_exports_and_uploads_along(owner, complaint, django_capture_on_commit_callbacks):
    item = add(complaint)
    asked(owner, complaint)
    export = services.ask_export(actor=owner, complaint=complaint, item_ids=[item.pk])
    queue.run_pending()
    export.refresh_from_db()
    words = {"file_name": "a.png"}
    upload = services.begin_upload(actor=owner, holder="user:1", vault=item.vault, length=9, words=words)
    upload.path.write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        services.shred_vault(actor=owner, vault=item.vault, reason="erasure was asked for")
    queue.run_pending()
    assert not EvidenceRequest.objects.exists()
    assert not gateways.exists(export.storage_name)
    assert not gateways.exists(item.storage_name)
    assert not upload.path.exists()
    told = [entry.payload for entry in audit.entries_of_chain(item.vault.chain)]
    assert "asked for" not in "".join(told)
    assert selectors.check_everything().problems == ()


def test_the_check_page_asks_for_its_token_behind_the_file():
    complaint = ComplaintFactory()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(complaint.owner)
    address = f"/complaints/{complaint.reference}/evidence/verify/"
    assert browser.post(address, {"sha256": "0" * 64}).status_code == 403
    token = browser.get(address).context["csrf_token"]
    assert browser.post(address, {"sha256": "0" * 64, "csrfmiddlewaretoken": str(token)}).status_code == 200

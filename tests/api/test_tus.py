"""The tus protocol, header by header: what clients are promised at /uploads/."""

import base64
import errno
import hashlib
import itertools
import os
import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.api.models import ApiToken
from caseapp.core.actors import VISITOR
from caseapp.evidence import gateways, sealing, services, tickets
from caseapp.evidence.cipher import FRAME_BYTES
from caseapp.evidence.models import EvidenceItem, Upload
from caseapp.evidence.selectors import check_vault
from tests.factories.accounts import UserFactory
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import add, files_on_disk, picture, stored_path
from tests.factories.intake import draft as draft_of

pytestmark = pytest.mark.django_db

PIECE = "application/offset+octet-stream"
FILM = picture() + random.Random(5).randbytes(5 * FRAME_BYTES + 123)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.EVIDENCE_ROOT, "file_permissions_mode": 0o600},
        },
    }


class Tus:
    """A client that says just what it is told to say."""

    def __init__(self, token: str = "", **headers: str) -> None:
        self.headers = {"Tus-Resumable": "1.0.0", **headers}
        if token:
            self.headers["Authorization"] = f"Token {token}"

    def call(self, method: str, path: str, body: bytes = b"", content_type: str = PIECE, **headers: Any) -> Any:
        told = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        sent = {name: value for name, value in {**self.headers, **told}.items() if value}
        return Client().generic(method, path, body, content_type=content_type, headers=sent)

    def begin(self, length: int = len(FILM), told: dict[str, str] | None = None, **headers: Any) -> Any:
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in (told or {}).items())
        return self.call("POST", "/uploads/", Upload_Length=length, Upload_Metadata=metadata, **headers)

    def send(self, place: str, offset: int, piece: bytes, **headers: Any) -> Any:
        return self.call("PATCH", place, piece, Upload_Offset=offset, **headers)


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def complaint(owner):
    return ComplaintFactory(owner=owner)


@pytest.fixture
def tus(owner):
    _row, token = ApiToken.objects.create(user=owner)
    ApiToken.objects.filter(user=owner).update(scopes=["read", "write"])
    return Tus(token)


@pytest.fixture
def told(complaint):
    return {"filename": "门口 door.png", "complaint": complaint.reference, "description": "At the entrance"}


def test_the_server_says_what_it_can_do(settings):
    answer = Client().options("/uploads/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == answer["Tus-Resumable"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {"creation", "checksum", "termination", "expiration"}
    assert int(answer["Tus-Max-Size"]) == settings.EVIDENCE_MAX_FILE_BYTES
    assert "sha1" in answer["Tus-Checksum-Algorithm"].split(",")


@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_is_answered_with_ours(tus, told, version):
    answer = tus.begin(told=told, Tus_Resumable=version)
    assert answer.status_code == 412
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "cuts", [[], [1], [FRAME_BYTES], [FRAME_BYTES, 2 * FRAME_BYTES], [7, FRAME_BYTES + 7, 300_000]]
)
def test_a_file_in_pieces_is_the_file(tus, told, complaint, cuts):
    begun = tus.begin(told=told)
    assert begun.status_code == 201
    place = begun["Location"]
    assert "Upload-Expires" in begun
    edges = [0, *cuts, len(FILM)]
    for start, end in itertools.pairwise(edges):
        where = tus.call("HEAD", place)
        assert (where.status_code, int(where["Upload-Offset"]), int(where["Upload-Length"])) == (200, start, len(FILM))
        assert where["Cache-Control"] == "no-store"
        assert where["Upload-Metadata"]
        sent = tus.send(place, start, FILM[start:end])
        assert (sent.status_code, int(sent["Upload-Offset"])) == (204, end)
    item = EvidenceItem.objects.get()
    assert sent["Evidence-Item"] == str(item.pk)
    assert item.sha256 == hashlib.sha256(FILM).hexdigest()
    assert (item.file_name, item.description, item.size) == ("门口 door.png", "At the entrance", len(FILM))
    assert item.vault.complaint == complaint
    assert check_vault(item.vault).problems == ()
    assert tus.call("GET", place).json()["evidence"] == str(item.pk)
    # Whoever asks again is told that it is all there.
    assert int(tus.call("HEAD", place)["Upload-Offset"]) == len(FILM)


def test_what_lies_on_disk_meanwhile_is_sealed_and_gone_once_it_is_kept(tus, told, django_capture_on_commit_callbacks):
    canary = b"canary of sixteen+" * 4000
    content = picture() + canary
    place = tus.begin(len(content), told)["Location"]
    tus.send(place, 0, content[:70_000])
    held = b"".join(path.read_bytes() for path in files_on_disk())
    row = Upload.objects.get()
    assert len(held) > FRAME_BYTES
    for lying in (held, bytes(row.sealed_tail), bytes(row.sealed_words)):
        assert canary[:18] not in lying
        assert b"door" not in lying
    with django_capture_on_commit_callbacks(execute=True):
        tus.send(place, 70_000, content[70_000:])
    assert files_on_disk() == {stored_path(EvidenceItem.objects.get())}


def test_a_piece_at_another_offset_is_refused(tus, told):
    place = tus.begin(told=told)["Location"]
    tus.send(place, 0, FILM[:1000])
    for offset in (0, 999, 1001, len(FILM) - 10):
        answer = tus.send(place, offset, FILM[offset : offset + 10])
        assert answer.status_code == 409
    assert int(tus.call("HEAD", place)["Upload-Offset"]) == 1000


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "application/json"}, 415),
        ({"Upload_Offset": "x"}, 400),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": ""}, 400),
        ({"Upload_Checksum": "crc32 AAAA"}, 400),
        ({"Upload_Checksum": "sha1 !"}, 400),
        ({"Upload_Checksum": "sha1 AAAA"}, 400),
    ],
)
def test_a_piece_that_makes_no_sense_is_refused(tus, told, headers, status):
    place = tus.begin(told=told)["Location"]
    answer = tus.call("PATCH", place, b"abc", **{"Upload_Offset": 0, **headers})
    assert answer.status_code == status
    assert Upload.objects.get().offset == 0


def test_a_piece_beyond_the_end_is_refused(tus, told):
    place = tus.begin(1000, told)["Location"]
    assert tus.send(place, 0, bytes(1001)).status_code == 400
    assert Upload.objects.get().offset == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512", "md5"])
def test_a_damaged_piece_is_not_kept(tus, told, algorithm):
    place = tus.begin(told=told)["Location"]
    right = base64.b64encode(hashlib.new(algorithm, FILM[:100_000]).digest()).decode()
    wrong = base64.b64encode(hashlib.new(algorithm, b"another").digest()).decode()
    assert tus.send(place, 0, FILM[:100_000], Upload_Checksum=f"{algorithm} {wrong}").status_code == 460
    assert Upload.objects.get().offset == 0
    assert tus.send(place, 0, FILM[:100_000], Upload_Checksum=f"{algorithm} {right}").status_code == 204
    rest = FILM[100_000:]
    assert tus.send(place, 100_000, rest, Upload_Checksum=f"{algorithm} {wrong}").status_code == 460
    assert not EvidenceItem.objects.exists()
    good = base64.b64encode(hashlib.new(algorithm, rest).digest()).decode()
    assert tus.send(place, 100_000, rest, Upload_Checksum=f"{algorithm} {good}").status_code == 204
    assert EvidenceItem.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


def test_an_upload_that_is_given_up_leaves_nothing(tus, told, django_capture_on_commit_callbacks):
    place = tus.begin(told=told)["Location"]
    tus.send(place, 0, FILM[:100_000])
    with django_capture_on_commit_callbacks(execute=True):
        assert tus.call("DELETE", place).status_code == 204
    assert files_on_disk() == set()
    for method in ("HEAD", "PATCH", "DELETE", "GET"):
        assert tus.call(method, place, b"x", Upload_Offset=0).status_code == 404


def test_what_is_evidence_already_cannot_be_given_up(tus, told):
    place = tus.begin(told=told)["Location"]
    tus.send(place, 0, FILM)
    assert tus.call("DELETE", place).status_code == 409
    assert EvidenceItem.objects.exists()


def test_methods_can_be_sent_as_post(tus, told):
    place = tus.begin(told=told)["Location"]
    sent = tus.call("POST", place, FILM[:10], Upload_Offset=0, X_HTTP_Method_Override="PATCH")
    assert (sent.status_code, sent["Upload-Offset"]) == (204, "10")
    assert tus.call("POST", place, X_HTTP_Method_Override="DELETE").status_code == 204


def test_an_expired_upload_is_gone_and_its_file_is_deleted(tus, told):
    place = tus.begin(told=told)["Location"]
    tus.send(place, 0, FILM[:100_000])
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tus.call("HEAD", place).status_code == 410
    assert tus.send(place, 100_000, FILM[100_000:]).status_code == 410
    assert services.remove_expired_uploads() == 1
    assert files_on_disk() == set()
    assert tus.call("HEAD", place).status_code == 404


class TestLimits:
    def test_of_a_file(self, tus, told, settings):
        settings.EVIDENCE_MAX_FILE_BYTES = 1000
        answer = tus.begin(1001, told)
        assert answer.status_code == 413
        assert "larger than" in answer.json()["detail"]
        assert tus.begin(1000, told).status_code == 201

    def test_of_the_number_of_files_counts_what_is_arriving(self, tus, told, complaint, settings):
        settings.EVIDENCE_MAX_FILES = 2
        add(complaint)
        assert tus.begin(told=told).status_code == 201
        assert tus.begin(told=told).status_code == 413

    def test_of_a_complaint_counts_what_is_arriving(self, tus, told, settings):
        settings.EVIDENCE_MAX_COMPLAINT_BYTES = 1500
        assert tus.begin(1000, told).status_code == 201
        answer = tus.begin(501, told)
        assert answer.status_code == 413
        assert "together" in answer.json()["detail"]
        assert tus.begin(500, told).status_code == 201

    def test_of_the_disk(self, tus, told, monkeypatch):
        monkeypatch.setattr(gateways, "RESERVE_BYTES", 10**18)
        answer = tus.begin(told=told)
        assert answer.status_code == 507
        assert answer["Content-Type"] == "application/problem+json"
        assert not Upload.objects.exists()

    def test_nothing_and_nonsense(self, tus, told):
        assert tus.begin(0, told).status_code == 400
        for length in ("", "x", "-5", "1.5", "９"):
            assert tus.begin(length, told).status_code == 400  # type: ignore[arg-type]

    def test_a_disk_that_fills_up_meanwhile_keeps_what_was_committed(self, tus, told, monkeypatch):
        place = tus.begin(told=told)["Location"]
        tus.send(place, 0, FILM[:100_000])

        def full(*_args: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(sealing.os, "fdatasync", full)
            assert tus.send(place, 100_000, FILM[100_000:]).status_code == 507
        assert int(tus.call("HEAD", place)["Upload-Offset"]) == 100_000
        assert tus.send(place, 100_000, FILM[100_000:]).status_code == 204
        assert EvidenceItem.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"<html><script>alert(1)</script>", 415), (picture()[:40], 415)],
)
def test_a_file_of_another_kind_is_refused_at_its_end_and_nothing_stays(
    tus, told, content, status, django_capture_on_commit_callbacks
):
    place = tus.begin(len(content), told)["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = tus.send(place, 0, content)
    assert answer.status_code in {400, status}
    assert "door.png" in answer.json()["detail"]
    assert tus.call("HEAD", place).status_code == 404
    assert files_on_disk() == set()


class TestWhoMay:
    def test_a_visitor_may_not(self, told):
        assert Tus().begin(told=told).status_code == 404

    def test_another_account_may_neither_begin_nor_go_on(self, tus, told):
        place = tus.begin(told=told)["Location"]
        _row, token = ApiToken.objects.create(user=UserFactory())
        ApiToken.objects.filter(pk=_row.pk).update(scopes=["read", "write"])
        other = Tus(token)
        assert other.begin(told=told).status_code == 404
        for method in ("HEAD", "PATCH", "DELETE", "GET"):
            assert other.call(method, place, b"x", Upload_Offset=0).status_code == 404

    def test_a_session_needs_the_csrf_token(self, owner, told, complaint):
        client = Client(enforce_csrf_checks=True)
        client.force_login(owner, backend="caseapp.accounts.backends.Backend")
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Metadata": metadata}
        assert client.post("/uploads/", headers=headers).status_code == 403
        client.get(reverse("evidence:list", args=[complaint.reference]))
        token = client.cookies["countenance_csrf"].value
        assert client.generic("POST", "/uploads/", headers={**headers, "X-CSRFToken": token}).status_code == 201

    def test_a_ticket_of_a_draft_opens_that_draft_alone(self):
        draft = draft_of()
        tus = Tus(**{"Upload-Ticket": tickets.issue("draft", draft.pk)})
        place = tus.begin(told={"filename": "a.png"})["Location"]
        before = draft.revision
        assert tus.send(place, 0, FILM).status_code == 204
        draft.refresh_from_db()
        assert [item.sha256 for item in draft.vault.items.all()] == [hashlib.sha256(FILM).hexdigest()]
        # A check page shown before no longer says what would be sent.
        assert draft.revision > before
        other = Tus(**{"Upload-Ticket": tickets.issue("draft", draft_of().pk)})
        assert other.call("HEAD", place).status_code == 404

    def test_a_ticket_of_a_receipt_adds_to_its_complaint(self):
        complaint = ComplaintFactory(owner=None, anonymous=True)
        tus = Tus(**{"Upload-Ticket": tickets.issue("receipt", complaint.pk)})
        place = tus.begin(told={"filename": "a.png"})["Location"]
        assert tus.send(place, 0, FILM).status_code == 204
        assert EvidenceItem.objects.get().vault.complaint == complaint

    @pytest.mark.parametrize("ticket", ["x", "a:b:c", tickets.SALT])
    def test_a_forged_ticket_opens_nothing(self, ticket):
        assert Tus(**{"Upload-Ticket": ticket}).begin(told={"filename": "a.png"}).status_code == 404

    def test_who_was_let_out_meanwhile_cannot_finish(self, tus, told, complaint):
        place = tus.begin(told=told)["Location"]
        complaint.state = "withdrawn"
        complaint.save()
        assert tus.send(place, 0, FILM).status_code == 409
        assert not EvidenceItem.objects.exists()


def test_a_killed_process_left_more_on_disk_than_was_committed(tus, told):
    """Frames beyond the offset are cut off; a file moved into the store without its row is moved again."""
    place = tus.begin(told=told)["Location"]
    tus.send(place, 0, FILM[:100_000])
    upload = Upload.objects.get()
    with upload.path.open("ab") as file:
        file.write(b"frames nobody committed" * 9000)
    lost = gateways.store().path(gateways.name_for(upload.vault_id, upload.original_id))
    gateways.store().save(gateways.name_for(upload.vault_id, upload.original_id), (upload.path.open("rb")))
    tus.send(place, 100_000, FILM[100_000:])
    item = EvidenceItem.objects.get()
    assert str(stored_path(item)) == lost
    assert check_vault(item.vault).problems == ()
    assert item.sha256 == hashlib.sha256(FILM).hexdigest()


def test_a_discarded_draft_takes_its_uploads_along(django_capture_on_commit_callbacks):
    vault = services.open_vault(actor=VISITOR)
    upload = services.begin_upload(
        actor=VISITOR, holder="draft:x", vault=vault, length=10, words={"file_name": "a.png", "description": ""}
    )
    upload.path.write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_vault(vault=vault)
    assert not Upload.objects.exists()
    assert files_on_disk() == set()


def test_bytes_without_a_row_are_removed_after_a_day():
    path = gateways.uploads() / "11111111-1111-1111-1111-111111111111"
    path.write_bytes(b"x")
    services.remove_orphan_files()
    assert path.exists()
    os.utime(path, (0, 0))
    services.remove_orphan_files()
    assert not path.exists()


def test_the_day_it_was_made_comes_with_it(tus, complaint):
    told = {"complaint": complaint.reference, "filename": "a.png", "captured_at": "2026-03-14"}
    place = tus.begin(told=told)["Location"]
    assert tus.send(place, 0, FILM).status_code == 204
    assert EvidenceItem.objects.get().captured_at.isoformat() == "2026-03-14T12:00:00+00:00"
    for wrong in ("soon", "2026-02-30", "2026-03-14T10:00:00", "2999-01-01"):
        assert tus.begin(told={**told, "captured_at": wrong}).status_code == 400, wrong

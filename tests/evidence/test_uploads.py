"""Files stream in sealed and with flat memory; what is refused leaves a sentence and nothing else."""

import errno
import hashlib
import io
import tracemalloc
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
from django.test import RequestFactory
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.core.errors import InvalidInput, NotFound, TooLarge, TooManyRequests, UnsupportedMedia
from caseapp.evidence import gateways, services, uploads
from caseapp.evidence.cipher import FRAME_BYTES, OpenedFile, sealed_size
from caseapp.evidence.models import EvidenceItem, Vault
from tests.factories.evidence import add, arrive, files_on_disk, pdf, picture, stored_path

pytestmark = pytest.mark.django_db

BOUNDARY = "limit-of-parts"


@pytest.fixture
def vault() -> Vault:
    return services.open_vault(actor=VISITOR)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """A store of its own for every test, so that each can say what is left on disk."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.EVIDENCE_ROOT, "file_permissions_mode": 0o600},
        },
    }


def part(name: str, content: bytes = b"", file_name: str | None = None) -> bytes:
    told = f'; filename="{file_name}"' if file_name is not None else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


class Body(io.RawIOBase):
    """A request's body that is made while it is read, so that no test holds all of it."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        given, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
        return given


def posted(pieces: list[bytes] | Iterator[bytes], length: int | None = None) -> HttpRequest:
    """A POST of parts, ready for a view; the CSRF token may be among them."""
    if isinstance(pieces, list):
        length = sum(map(len, pieces))
    request = RequestFactory().generic("POST", "/", b"x", content_type=f"multipart/form-data; boundary={BOUNDARY}")
    request.META["CONTENT_LENGTH"] = str(length)
    request._stream = Body(iter(pieces))
    request.actor = VISITOR
    return request


def view_for(vault: Vault, seen: list):
    @services.streams_evidence(lambda request: vault)
    def view(request):
        seen.extend(request.FILES.getlist("file"))
        return HttpResponse(request.POST.get("title", ""))

    return view


def test_a_file_is_hashed_sealed_and_recognised_while_it_streams(vault):
    content = picture() + b"\0" * (3 * FRAME_BYTES)
    incoming = arrive(vault, (content[start : start + 1000] for start in range(0, len(content), 1000)))
    assert incoming.refusal is None
    assert incoming.sha256 == hashlib.sha256(content).hexdigest()
    assert incoming.size == len(content)
    assert incoming.kind.media_type == incoming.content_type == "image/png"
    (path,) = files_on_disk()
    assert path.stat().st_size == sealed_size(len(content))
    assert path.stat().st_mode & 0o777 == 0o600
    with OpenedFile(path.open("rb"), key=vault.key(), item_id=incoming.item_id) as opened:
        assert b"".join(opened.frames()) == content
    incoming.close()
    assert files_on_disk() == set()


def test_nothing_of_a_file_is_on_disk_in_the_clear(vault):
    canary = b"a canary of 24 bytes ~~~"
    content = (canary + b"\n") * 40_000
    incoming = arrive(vault, content, "notes.txt")
    on_disk = b"".join(path.read_bytes() for path in files_on_disk())
    assert len(on_disk) > len(content)
    assert canary not in on_disk
    assert canary[:8] not in on_disk
    incoming.close()


def test_memory_stays_flat_while_forty_megabytes_pass(vault):
    first = picture()
    piece = b"\0" * 50_000
    count = 40_000_000 // len(piece)
    head = part("csrfmiddlewaretoken", b"x") + part("file", first, "photo.png")[:-2]

    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(count):
            yield piece
        yield b"\r\n" + END

    request = posted(pieces(), len(head) + count * len(piece) + 2 + len(END))
    request._dont_enforce_csrf_checks = True
    seen: list = []
    tracemalloc.start()
    try:
        view_for(vault, seen)(request)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seen[0].size == len(first) + count * len(piece)
    assert seen[0].refusal is None
    assert peak < 8_000_000
    assert files_on_disk() == set()


def test_a_file_over_the_limit_is_refused_with_the_limit_and_nothing_is_kept(vault):
    piece = b"\0" * 1_000_000
    size = settings.EVIDENCE_MAX_FILE_BYTES + 2_000_000
    incoming = arrive(vault, (piece for _ in range(size // len(piece))), "long film.mp4")
    assert isinstance(incoming.refusal, TooLarge)
    limit = uploads.size_in_words(settings.EVIDENCE_MAX_FILE_BYTES)
    assert str(incoming.refusal.errors["file"]) == f"“long film.mp4” is larger than {limit}."
    assert files_on_disk() == set()


def test_a_file_of_exactly_the_limit_is_taken(vault, settings):
    content = picture()
    settings.EVIDENCE_MAX_FILE_BYTES = len(content)
    assert arrive(vault, content).refusal is None
    settings.EVIDENCE_MAX_FILE_BYTES = len(content) - 1
    assert isinstance(arrive(vault, content).refusal, TooLarge)


def test_the_rest_of_the_form_arrives_after_a_refused_file(vault, settings):
    settings.EVIDENCE_MAX_FILE_BYTES = 100_000
    request = posted(
        [
            part("file", b"\0" * 300_000, "film.mp4"),
            part("file", picture(), "photo.png"),
            part("file", b"<html><script>alert(1)</script>", "holiday.jpg"),
            part("title", "门口".encode()),
            END,
        ]
    )
    request._dont_enforce_csrf_checks = True
    seen: list = []
    answer = view_for(vault, seen)(request)
    assert answer.content.decode() == "门口"
    assert [type(each.refusal) for each in seen] == [TooLarge, type(None), UnsupportedMedia]
    assert files_on_disk() == set()


def test_an_empty_file_is_refused(vault):
    incoming = arrive(vault, b"", "nothing.pdf")
    assert isinstance(incoming.refusal, InvalidInput)
    assert str(incoming.refusal.errors["file"]) == "“nothing.pdf” is empty."
    assert files_on_disk() == set()


@pytest.mark.parametrize("name", ["门口的摄像头.png", "كاميرا.png", "📷 door.png", "a&b;c.png", "it's 100%.png"])
def test_names_in_every_script_arrive(vault, name):
    request = posted([part("file", picture(), name), END])
    request._dont_enforce_csrf_checks = True
    seen: list = []
    view_for(vault, seen)(request)
    assert seen[0].name == name


HOSTILE_NAMES = [
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/absolute.png",
    "C:\\autoexec.bat",
    "CON",
    "name\u202egnp.exe",
    "x" * 300 + ".png",
    "semi;colon.png",
    "%2e%2e%2f.png",
    ".hidden",
    "&#46;&#46;/up.png",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_name_reaches_the_disk(vault, name):
    incoming = arrive(vault, picture(), name)
    item = services.add_item(actor=VISITOR, vault=vault, incoming=incoming)
    assert files_on_disk() == {stored_path(item)}
    assert item.storage_name == f"originals/{vault.pk.hex[:2]}/{vault.pk}/{item.pk}"
    assert len(item.file_name) <= 255
    assert "\u202e" not in item.file_name


def test_more_files_than_a_complaint_holds_are_refused_before_they_are_read(vault, settings):
    settings.EVIDENCE_MAX_FILES = 3
    add(vault=vault)
    parts = [part("file", picture(colour=colour), f"{colour}.png") for colour in ("red", "green", "blue")]
    request = posted([*parts, END])
    request._dont_enforce_csrf_checks = True
    seen: list = []
    view_for(vault, seen)(request)
    assert [each.refusal is None for each in seen] == [True, True, False]
    assert str(seen[2].refusal.errors["file"]) == "A complaint can hold at most 3 files."


def test_a_refused_file_takes_no_place(vault, settings):
    settings.EVIDENCE_MAX_FILES = 1
    request = posted([part("file", b"", "empty.png"), part("file", picture(), "photo.png"), END])
    request._dont_enforce_csrf_checks = True
    seen: list = []
    view_for(vault, seen)(request)
    assert [each.refusal is None for each in seen] == [False, True]


def test_hundreds_of_files_at_once_are_refused_in_words(vault):
    request = posted([*(part("file", b"x", f"{number}.png") for number in range(101)), END])
    request._dont_enforce_csrf_checks = True
    with pytest.raises(TooLarge, match="at most 10 files"):
        view_for(vault, [])(request)
    assert files_on_disk() == set()


def test_a_visitor_who_sends_files_without_end_is_stopped_and_an_account_is_not(vault, monkeypatch):
    monkeypatch.setattr(uploads, "VISITORS_FILES_AN_HOUR", 2)
    for actor, expected in ((VISITOR, [False, False, True]), (SYSTEM, [False, False, False])):
        request = posted([*(part("file", picture(), f"{number}.png") for number in range(3)), END])
        request._dont_enforce_csrf_checks = True
        request.actor = actor
        seen: list = []
        view_for(vault, seen)(request)
        assert [isinstance(each.refusal, TooManyRequests) for each in seen] == expected
    assert files_on_disk() == set()


def test_files_leave_the_database_room_to_live(vault, monkeypatch):
    monkeypatch.setattr(gateways, "RESERVE_BYTES", 2**62)
    incoming = arrive(vault, picture())
    assert isinstance(incoming.refusal, services.NoRoom)
    assert files_on_disk() == set()


class FullDisk(io.BytesIO):
    """A file that takes a while until the disk is full."""

    def write(self, data: bytes) -> int:
        if self.tell() + len(data) > 200_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def test_a_full_disk_is_told_and_nothing_is_half_kept(vault, monkeypatch, tmp_path):
    path = tmp_path / "arriving-file"
    path.touch()
    monkeypatch.setattr(gateways, "new_arrival", lambda: (FullDisk(), path))
    incoming = arrive(vault, (b"\0" * 50_000 for _ in range(10)), "film.mp4")
    assert isinstance(incoming.refusal, services.NoRoom)
    assert "cannot keep files" in str(incoming.refusal.errors["file"])
    assert not path.exists()


def test_a_disk_that_is_full_when_the_file_is_moved_leaves_no_row_and_no_file(vault, monkeypatch):
    incoming = arrive(vault, picture())

    def full(name, content, max_length=None):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(gateways.store(), "save", full)
    with pytest.raises(services.NoRoom):
        services.add_item(actor=VISITOR, vault=vault, incoming=incoming)
    assert not EvidenceItem.objects.exists()
    incoming.close()
    assert files_on_disk() == set()


def test_an_upload_that_breaks_off_leaves_nothing(vault):
    whole = part("file", picture() + b"\0" * 500_000, "photo.png") + END
    request = posted([whole[:300_000]])
    request.META["CONTENT_LENGTH"] = str(len(whole))
    request._dont_enforce_csrf_checks = True
    seen: list = []
    view_for(vault, seen)(request)
    assert seen == []
    assert files_on_disk() == set()


def test_a_connection_that_fails_leaves_nothing(vault):
    def pieces() -> Iterator[bytes]:
        yield part("file", picture() + b"\0" * 300_000, "photo.png")[:-2]
        raise OSError("connection reset")

    request = posted(pieces(), 5_000_000)
    request._dont_enforce_csrf_checks = True
    with pytest.raises(OSError):
        view_for(vault, [])(request)
    assert files_on_disk() == set()


def test_what_no_service_kept_is_gone_after_the_view_and_what_was_kept_stays(vault):
    @services.streams_evidence(lambda request: vault)
    def view(request):
        first, _second = request.FILES.getlist("file")
        services.add_item(actor=VISITOR, vault=vault, incoming=first)
        return HttpResponse()

    request = posted([part("file", picture(), "a.png"), part("file", pdf(), "b.pdf"), END])
    request._dont_enforce_csrf_checks = True
    view(request)
    item = EvidenceItem.objects.get()
    assert files_on_disk() == {stored_path(item)}


class TestCsrf:
    """The token lies in the body behind the files, and is looked for all the same."""

    secret = _get_new_csrf_string()

    def post(self, vault: Vault, *parts: bytes) -> tuple[HttpResponse, list]:
        request = posted([*parts, END])
        request.COOKIES[settings.CSRF_COOKIE_NAME] = self.secret
        request.user = request.session = None
        seen: list = []
        return view_for(vault, seen)(request), seen

    def test_without_a_token_the_view_is_not_reached_and_nothing_is_kept(self, vault):
        answer, seen = self.post(vault, part("file", picture(), "photo.png"))
        assert answer.status_code == 403
        assert seen == []
        assert files_on_disk() == set()

    def test_with_a_wrong_token_neither(self, vault):
        wrong = _mask_cipher_secret(_get_new_csrf_string()).encode()
        answer, seen = self.post(vault, part("file", picture(), "photo.png"), part("csrfmiddlewaretoken", wrong))
        assert answer.status_code == 403
        assert seen == []

    def test_with_the_token_before_or_after_the_files_it_is(self, vault):
        token = part("csrfmiddlewaretoken", _mask_cipher_secret(self.secret).encode())
        for parts in ([token, part("file", picture(), "a.png")], [part("file", picture(), "a.png"), token]):
            answer, seen = self.post(vault, *parts)
            assert answer.status_code == 200
            assert len(seen) == 1


def test_who_may_not_add_is_refused_before_a_byte_is_read():
    def nobody(request):
        raise NotFound()

    @services.streams_evidence(nobody)
    def view(request):
        return HttpResponse()

    def pieces() -> Iterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    with pytest.raises(NotFound):
        view(posted(pieces(), 1000))


def test_pages_are_read_without_a_vault_and_forms_without_files_pass(vault):
    def nobody(request):
        raise AssertionError("a page that is only read asks for no vault")

    @services.streams_evidence(nobody)
    def page(request):
        return HttpResponse("page")

    assert page(RequestFactory().get("/")).content == b"page"
    request = RequestFactory().post("/", QueryDict("title=door").urlencode(), "application/x-www-form-urlencoded")
    request._dont_enforce_csrf_checks = True
    assert view_for(vault, [])(request).content == b"door"


class TestApi:
    """The same door for Django REST framework."""

    def view(self, vault: Vault):
        class Add(services.ReceivesEvidence, APIView):
            authentication_classes = ()
            permission_classes = ()
            parser_classes = (MultiPartParser,)

            def evidence_vault(self, request):
                return vault

            def post(self, request):
                try:
                    item = services.add_item(actor=SYSTEM, vault=vault, incoming=request.data["file"])
                except (TooLarge, UnsupportedMedia, InvalidInput) as refusal:
                    return Response({"detail": str(refusal.message)}, status=refusal.status)
                return Response({"id": item.pk, "sha256": item.sha256}, status=201)

        return Add.as_view()

    def send(self, vault: Vault, content: bytes, name: str) -> Response:
        held = io.BytesIO(content)
        held.name = name
        return self.view(vault)(APIRequestFactory().post("/", {"file": held}, format="multipart"))

    def test_a_file_is_added(self, vault):
        content = picture()
        answer = self.send(vault, content, "photo.png")
        assert answer.status_code == 201
        assert answer.data["sha256"] == hashlib.sha256(content).hexdigest()
        assert files_on_disk() == {stored_path(EvidenceItem.objects.get())}

    def test_far_too_many_files_are_a_refusal_too(self, vault):
        request = APIRequestFactory().post("/", {"file": [io.BytesIO(b"x") for _ in range(101)]}, format="multipart")
        answer = self.view(vault)(request)
        assert answer.status_code == 413
        assert "at most 10 files" in answer.data["detail"]
        assert files_on_disk() == set()

    def test_refusals_keep_their_status(self, vault, settings):
        assert self.send(vault, b"<html>", "photo.jpg").status_code == 415
        settings.EVIDENCE_MAX_FILE_BYTES = 1000
        assert self.send(vault, b"\0" * 2000, "photo.jpg").status_code == 413
        assert self.send(vault, b"", "photo.jpg").status_code == 400
        assert files_on_disk() == set()


def test_two_files_of_one_name_are_told_apart_where_a_request_is_fingerprinted(vault):
    one, two = (arrive(vault, picture(colour=colour), "photo.png") for colour in ("red", "blue"))
    assert str(one) != str(two)
    one.close()
    two.close()


def test_a_file_is_kept_once(vault):
    incoming = arrive(vault, picture())
    services.add_item(actor=VISITOR, vault=vault, incoming=incoming)
    with pytest.raises(RuntimeError):
        incoming.keep()


def test_a_file_sealed_for_one_vault_cannot_be_put_into_another(vault):
    other = services.open_vault(actor=VISITOR)
    with pytest.raises(ValueError, match="another vault"):
        services.add_item(actor=VISITOR, vault=other, incoming=arrive(vault, picture()))


def test_a_name_that_the_store_holds_already_is_never_overwritten(vault):
    item = add(vault=vault)
    held = stored_path(item).read_bytes()
    incoming = arrive(vault, pdf(), "b.pdf")
    incoming.item_id = item.pk
    with pytest.raises(FileExistsError):
        incoming.keep()
    assert stored_path(item).read_bytes() == held
    assert files_on_disk() == {stored_path(item)}


def test_a_handler_cannot_be_put_in_place_too_late():
    request = posted([part("file", b"x", "a.txt"), END])
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    assert request.FILES
    with pytest.raises(AttributeError), services.receiving(request, lambda: Vault(pk=uuid.uuid4())):
        pytest.fail("the body had been read before")

"""Uploads over a real connection: the public client `tuspy` as it comes, two connections at once, lines that break."""

import contextlib
import hashlib
import http.client
import io
import random
import threading
import time
from urllib.parse import urlsplit

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from caseapp.api.models import ApiToken
from caseapp.evidence.models import EvidenceItem, Upload
from tests.factories.accounts import UserFactory
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import picture

pytestmark = pytest.mark.django_db(transaction=True)

FILM = picture() + random.Random(7).randbytes(900_000)


@pytest.fixture
def complaint():
    return ComplaintFactory(owner=UserFactory())


@pytest.fixture
def client(live_server, complaint):
    row, token = ApiToken.objects.create(user=complaint.owner)
    ApiToken.objects.filter(pk=row.pk).update(scopes=["read", "write"])
    return TusClient(f"{live_server.url}/uploads/", headers={"Authorization": f"Token {token}"})


def metadata(complaint):
    return {"filename": "film.png", "complaint": complaint.reference, "title": "Entrance"}


def patch(client, place, offset, length):
    """A PATCH whose body is sent by the caller, bit by bit."""
    split = urlsplit(place)
    line = http.client.HTTPConnection(split.hostname, split.port, timeout=20)
    line.putrequest("PATCH", split.path)
    for name, value in {
        **client.headers,
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Content-Length": str(length),
    }.items():
        line.putheader(name, value)
    line.endheaders()
    return line


@pytest.mark.parametrize("options", [{}, {"chunk_size": 200_000}, {"chunk_size": 300_000, "upload_checksum": True}])
def test_tuspy_uploads_as_it_comes(client, complaint, options):
    uploader = client.uploader(file_stream=io.BytesIO(FILM), metadata=metadata(complaint), **options)
    uploader.upload()
    item = EvidenceItem.objects.get()
    assert (item.sha256, item.title) == (hashlib.sha256(FILM).hexdigest(), "Entrance")
    assert item.vault.complaint == complaint


def test_tuspy_goes_on_where_another_process_ended(client, complaint):
    first = client.uploader(file_stream=io.BytesIO(FILM), metadata=metadata(complaint), chunk_size=100_000)
    first.upload_chunk()
    first.upload_chunk()
    again = client.uploader(file_stream=io.BytesIO(FILM), url=first.url)
    assert again.offset == 200_000
    again.upload()
    assert EvidenceItem.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


def test_tuspy_is_told_what_is_refused(client, complaint, settings):
    settings.EVIDENCE_MAX_FILE_BYTES = 1000
    with pytest.raises(TusCommunicationError) as refusal:
        client.uploader(file_stream=io.BytesIO(FILM), metadata=metadata(complaint)).upload()
    assert refusal.value.status_code == 413


def test_of_two_connections_one_sends_and_the_other_is_told_to_wait(client, complaint):
    uploader = client.uploader(file_stream=io.BytesIO(FILM), metadata=metadata(complaint), chunk_size=100_000)
    uploader.upload_chunk()
    slow = patch(client, uploader.url, 100_000, len(FILM) - 100_000)
    slow.send(FILM[100_000:500_000])
    end = time.monotonic() + 10
    statuses = [0]
    while statuses[-1] != 423 and time.monotonic() < end:
        # Until the first holds the row, the offset of this piece is wrong: it never gets in.
        other = patch(client, uploader.url, 1, 1)
        other.send(b"x")
        statuses.append(other.getresponse().status)
    assert set(statuses[1:]) <= {409, 423}
    assert statuses[-1] == 423
    slow.send(FILM[500_000:])
    assert slow.getresponse().status == 204
    assert EvidenceItem.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


def test_of_two_that_begin_at_once_exactly_one_goes_on(client, complaint):
    for _round in range(5):
        uploader = client.uploader(file_stream=io.BytesIO(FILM), metadata=metadata(complaint))
        uploader.set_url(uploader.create_url())
        statuses: list[int] = []
        barrier = threading.Barrier(2)

        def send(place=uploader.url, statuses=statuses, barrier=barrier):
            line = patch(client, place, 0, len(FILM))
            barrier.wait()
            # It may be refused before all of it was read.
            with contextlib.suppress(OSError):
                line.send(FILM)
            statuses.append(line.getresponse().status)

        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses)[0] == 204
        assert sorted(statuses)[1] in {409, 423}
        item = EvidenceItem.objects.get()
        assert item.sha256 == hashlib.sha256(FILM).hexdigest()
        EvidenceItem.objects.all().delete()


def test_what_came_before_the_line_broke_counts(client, complaint):
    uploader = client.uploader(file_stream=io.BytesIO(FILM), metadata=metadata(complaint))
    uploader.set_url(uploader.create_url())
    line = patch(client, uploader.url, 0, len(FILM))
    line.send(FILM[:400_000])
    time.sleep(0.2)
    line.close()
    end = time.monotonic() + 10
    while Upload.objects.get().offset == 0 and time.monotonic() < end:
        time.sleep(0.05)
    assert 0 < uploader.get_offset() <= 400_000
    again = client.uploader(file_stream=io.BytesIO(FILM), url=uploader.url)
    again.upload()
    assert EvidenceItem.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()

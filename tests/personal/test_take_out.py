"""Taking everything away: one archive, whole, checked, taken once by its complainant alone, and gone in time."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.complaints import services as complaints
from caseapp.complaints.models import Contact, Identity
from caseapp.core import queue
from caseapp.core.enums import JobState
from caseapp.evidence import gateways
from caseapp.evidence.derivation import Batch
from caseapp.evidence.enums import EvidenceState
from caseapp.evidence.models import Redaction
from caseapp.evidence.selectors import check_vault
from caseapp.personal import services
from caseapp.personal.models import TakeOut
from caseapp.personal.services import archive as archives
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory, receipt_holder
from tests.factories.documents import written_letter
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def full(**fields):
    complaint = ComplaintFactory(authority=AuthorityFactory(), **fields)
    if complaint.owner:
        Identity.of(complaint, Contact(name="Lin Mei", email="lin@example.org")).save()
    complaints.acknowledge(actor=actor_of(officer(complaint.authority)), complaint=complaint)
    return complaint


def taken(client: Client, complaint) -> zipfile.ZipFile:
    here = f"/complaints/{complaint.reference}/take-out/"
    assert client.post(here).status_code == 302
    queue.run_pending()
    shown = client.get(here)
    assert "Your archive is ready" in shown.content.decode()
    answer = client.post(f"/take-outs/{shown.context['take_out'].pk}/")
    assert answer["Content-Type"] == "application/zip"
    body = b"".join(answer.streaming_content)
    assert len(body) == int(answer["Content-Length"])
    return zipfile.ZipFile(io.BytesIO(body))


def test_everything_is_in_it_and_every_hash_holds():
    complaint = full(narrative="他们没有问我。 It recognised me. 😀")
    picture = files.picture()
    item = files.add(complaint, picture, name="../门 口*.png")
    letter = written_letter(complaint)
    client = signed_in(complaint.owner)
    client.post(f"/complaints/{complaint.reference}/messages/", {"message": "See the photograph."})
    found = taken(client, complaint)
    listing = dict(reversed(line.split("  ", 1)) for line in found.read("manifest-sha256.txt").decode().splitlines())
    assert set(listing) == set(found.namelist()) - {"manifest-sha256.txt"}
    for name, digest in listing.items():
        assert hashlib.sha256(found.read(name)).hexdigest() == digest
    told = json.loads(found.read("complaint.json"))
    assert told["complaint"]["narrative"] == complaint.narrative
    assert told["contact"]["email"] == "lin@example.org"
    assert told["messages"][0]["body"] == "See the photograph."
    (paper,) = told["letters_and_documents"]
    assert hashlib.sha256(found.read(paper["file"])).hexdigest() == hashlib.sha256(letter.document.pdf()).hexdigest()
    (one,) = told["evidence"]
    assert found.read(one["file"]) == picture
    assert one["sha256"] == item.sha256
    assert ".." not in one["file"]
    assert found.read("summary.pdf").startswith(b"%PDF")
    assert b"sha256sum -c" in found.read("README.txt")
    assert check_vault(item.vault).problems == ()


def test_the_redacted_copy_lies_beside_its_original():
    complaint = full()
    item = files.add(complaint, name="door.png")
    redaction = Redaction.objects.create(item=item, state="in_use")
    making = Batch(item).take({"name": "redacted", "media_type": "image/png"})
    making.write(b"points without a face")
    making.finish()
    row = making.row(redaction=redaction)
    gateways.keep(making.path, row.storage_name)
    row.save(force_insert=True)
    found = taken(signed_in(complaint.owner), complaint)
    (one,) = json.loads(found.read("complaint.json"))["evidence"]
    assert one["redacted_copy"].endswith("-redacted-door.png")
    assert found.read(one["redacted_copy"]) == b"points without a face"
    assert found.read(one["file"]) != found.read(one["redacted_copy"])


def test_it_is_taken_once():
    complaint = full()
    client = signed_in(complaint.owner)
    taken(client, complaint)
    again = client.post(f"/take-outs/{TakeOut.objects.get().pk}/")
    assert again.status_code == 409
    assert "was taken on" in client.get(f"/complaints/{complaint.reference}/take-out/").content.decode()


def test_asking_twice_makes_one():
    complaint = full()
    actor = actor_of(complaint.owner)
    first = services.request_take_out(actor=actor, complaint=complaint)
    assert services.request_take_out(actor=actor, complaint=complaint) == first
    queue.run_pending()
    assert services.request_take_out(actor=actor, complaint=complaint) == first
    services.make_take_out(take_out_id=str(first.pk))
    assert TakeOut.objects.count() == 1


def test_a_receipt_holder_takes_theirs():
    complaint = full(owner=None, anonymous=True)
    receipt_holder(complaint)
    client = Client()
    session = client.session
    session["receipt"] = {"complaint": complaint.pk, "seen": 2_000_000_000}
    session.save()
    assert json.loads(taken(client, complaint).read("complaint.json"))["contact"] is None


def test_for_everybody_else_there_is_none():
    people = cast()
    made = services.request_take_out(actor=people.actors["owner"], complaint=people.complaint)
    queue.run_pending()
    seen = {role for role in ROLES if TakeOut.objects.visible_to(people.actors[role]).filter(pk=made.pk).exists()}
    assert seen == {"owner"}
    stranger = signed_in(UserFactory())
    assert stranger.post(f"/take-outs/{made.pk}/").status_code == 404
    assert stranger.get(f"/complaints/{people.complaint.reference}/take-out/").status_code == 404


def test_nothing_of_it_lies_on_disk_in_the_clear():
    complaint = full(narrative="canary-5f2c9d")
    services.request_take_out(actor=actor_of(complaint.owner), complaint=complaint)
    queue.run_pending()
    for path in files.files_on_disk():
        assert b"canary-5f2c9d" not in path.read_bytes()
        assert b"complaint.json" not in path.read_bytes()


def test_it_expires_with_its_file_and_key():
    complaint = full()
    services.request_take_out(actor=actor_of(complaint.owner), complaint=complaint)
    queue.run_pending()
    one = TakeOut.objects.get()
    assert gateways.exists(one.storage_name)
    assert services.expire_take_outs() == 0
    TakeOut.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert services.expire_take_outs() == 1
    assert not gateways.exists(one.storage_name)
    one.refresh_from_db()
    assert one.sealed_key is None
    assert signed_in(complaint.owner).post(f"/take-outs/{one.pk}/").status_code == 409


def test_a_file_that_is_not_handed_out_is_named_with_the_reason():
    complaint = full()
    item = files.add(complaint)
    type(item).objects.filter(pk=item.pk).update(state=EvidenceState.REJECTED)
    found = taken(signed_in(complaint.owner), complaint)
    (one,) = json.loads(found.read("complaint.json"))["evidence"]
    assert b"not handed out" in found.read(one["file"])


def test_an_archive_that_does_not_hold_is_never_offered():
    complaint = full()
    services.request_take_out(actor=actor_of(complaint.owner), complaint=complaint)
    before = files.files_on_disk()
    with patch.object(archives, "check_archive", side_effect=archives.Unverified("x")):
        queue.run_pending()
    one = TakeOut.objects.select_related("job").get()
    assert (one.job.state, one.ready) == (JobState.FAILED, False)
    assert files.files_on_disk() == before


def test_a_changed_byte_is_found_when_the_archive_is_read_back():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", "one")
        archive.writestr(archives.MANIFEST, "")
    with pytest.raises(archives.Unverified):
        archives.check_archive(held, {"a.txt": hashlib.sha256(b"two").hexdigest()})
    with pytest.raises(archives.Unverified):
        archives.check_archive(held, {"b.txt": ""})

"""A bag that a stranger checks with `bagit`, `openssl` and a bare Python, and that shows what was changed in it."""

import io
import random
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta

import bagit
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.audit import selectors as audit
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.evidence import gateways, selectors, services
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import Export
from caseapp.rules.hash_chain import Link, link_hash
from tests.factories import tsa as authorities
from tests.factories.accounts import actor_of
from tests.factories.complaints import ComplaintFactory, receipt_holder
from tests.factories.evidence import add, pdf, picture, stored_path
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    with authorities.serving(authorities.made(tmp_path_factory.mktemp("tsa"))) as tsa:
        yield tsa


@pytest.fixture
def items(complaint, settings, clock):
    settings.TSA_URL, settings.TSA_CERTIFICATES = clock.url, str(clock.root)
    made = [
        add(complaint, picture() + random.Random(1).randbytes(200_000), name="门口 100% door.png"),
        add(complaint, pdf("A letter"), name="letter.pdf"),
    ]
    queue.run_pending()
    return made


def export_of(actor, complaint, items) -> Export:
    export = services.ask_export(actor=actor, complaint=complaint, item_ids=[item.pk for item in items])
    queue.run_pending()
    export.refresh_from_db()
    return export


def unpacked(actor, export, folder):
    content = services.open_export(actor=actor, export=selectors.export(actor, export.pk))
    packed = b"".join(content.frames)
    assert len(packed) == content.size
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    (bag,) = folder.iterdir()
    return bag


def run_script(bag):
    """The script in the bag, by a bare Python that knows nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(bag / "verify.py")], capture_output=True, text=True, cwd="/", timeout=60
    )
    return done.returncode, done.stdout


def test_a_stranger_checks_all_of_it(owner, complaint, items, tmp_path):
    bag = unpacked(owner, export_of(owner, complaint, items), tmp_path)
    assert bagit.Bag(str(bag)).validate()
    assert {path.read_bytes()[:4] for path in (bag / "data").iterdir()} == {b"\x89PNG", b"%PDF"}
    code, said = run_script(bag)
    assert (code, said.splitlines()[-1]) == (0, "All of it holds."), said
    stamps = sorted((bag / "timestamps").glob("*.tsr"))
    assert stamps
    for stamp in stamps:
        told = ["-data", str(stamp.with_suffix(".txt")), "-in", str(stamp)]
        root = ["-CAfile", str(bag / "timestamps/certificates.pem")]
        done = subprocess.run(["openssl", "ts", "-verify", *told, *root], capture_output=True, text=True, timeout=30)
        assert "Verification: OK" in done.stdout + done.stderr
    english = (bag / "README.txt").read_text()
    assert "WHAT IT DOES NOT PROVE" in english
    assert items[0].sha256 in english


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("payload", "is not what"),
        ("payload and list", "is not what was received"),
        ("missing", "is missing"),
        ("more", "is in no list"),
        ("entry", "was altered"),
        ("cut", "is not what the list says"),
        ("order", "missing or out of order"),
        ("stamp", "does not speak of entry"),
    ],
)
def test_what_was_changed_in_it_is_named(owner, complaint, items, tmp_path, what, said):
    bag = unpacked(owner, export_of(owner, complaint, items), tmp_path)
    exhibit = next((bag / "data").glob("*.png"))
    chain = bag / "custody/chain.jsonl"
    lines = chain.read_text().splitlines(keepends=True)
    if what.startswith("payload"):
        before = exhibit.read_bytes()
        exhibit.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    if what == "payload and list":
        bagit.Bag(str(bag)).save(manifests=True)
    if what == "missing":
        exhibit.unlink()
    if what == "more":
        shutil.copy(exhibit, bag / "data/another.png")
    if what == "entry":
        chain.write_text(chain.read_text().replace("evidence.received", "evidence.Received", 1))
    if what == "cut":
        chain.write_text("".join(lines[:-1]))
    if what == "order":
        chain.write_text("".join([lines[1], lines[0], *lines[2:]]))
    if what == "stamp":
        stamp = next((bag / "timestamps").glob("*.txt"))
        stamp.write_text(stamp.read_text().replace("entry: ", "entry: 1"))
    code, told = run_script(bag)
    assert code == 1
    assert said in told


def test_the_script_knows_the_arithmetic_of_the_chain(owner, complaint, items):
    from caseapp.evidence.bags import chain_lines, verify

    for entry in audit.entries_of_chain(items[0].vault.chain):
        import json

        told = json.loads(chain_lines([entry]))
        names = ("chain", "sequence", "at", "actor_kind", "actor_id", "action", "subject_model", "subject_id")
        link = Link(**{name: getattr(entry, name) for name in (*names, "payload", "previous_hash", "hash")})
        assert verify.link_hash(told) == link_hash(link) == entry.hash


def test_every_act_stands_in_the_chain_once(owner, complaint, items):
    export = export_of(owner, complaint, items[:1])
    services.build_export(export_id=str(export.pk))
    services.open_export(actor=owner, export=selectors.export(owner, export.pk)).close()
    acts = [step.action for step in selectors.custody(owner, items[0])]
    assert acts == [Custody.RECEIVED, Custody.EXPORTED, Custody.HANDED_OVER]
    assert [step.action for step in selectors.custody(owner, items[1])] == [Custody.RECEIVED]


def test_a_job_that_was_killed_begins_again_and_leaves_nothing(owner, complaint, items, monkeypatch):
    export = services.ask_export(actor=owner, complaint=complaint, item_ids=[items[0].pk])

    def killed(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(gateways, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            services.build_export(export_id=str(export.pk))
    services.build_export(export_id=str(export.pk))
    export.refresh_from_db()
    assert export.job.state == "done"
    assert [step.action for step in selectors.custody(owner, items[0])].count(Custody.EXPORTED) == 1


def test_no_bag_is_made_of_a_file_that_was_changed(owner, complaint, items):
    path = stored_path(items[0])
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    export = export_of(owner, complaint, items)
    assert export.job.state == "failed"
    assert not export.storage_name


def test_it_is_sealed_while_it_waits_and_goes_after_a_week(owner, complaint, items):
    export = export_of(owner, complaint, items)
    with gateways.opened(export.storage_name) as file:
        assert b"README" not in file.read()
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert services.remove_expired_exports() == 1
    assert not gateways.exists(export.storage_name)
    with pytest.raises(WrongState):
        services.open_export(actor=owner, export=selectors.export(owner, export.pk))


@pytest.mark.parametrize("role", ROLES)
def test_who_may_hand_over(role, settings):
    settings.TSA_URL = ""
    people = cast()
    item = add(people.complaint)
    actor = people.actors[role]
    may = role in {"owner", "intake_officer", "investigator", "supervisor", "partner", "associate", "paralegal"}
    if not may:
        with pytest.raises((NotAllowed, InvalidInput)):
            services.ask_export(actor=actor, complaint=people.complaint, item_ids=[item.pk])
        return
    export = services.ask_export(actor=actor, complaint=people.complaint, item_ids=[item.pk])
    for other, theirs in people.actors.items():
        if other == role:
            assert selectors.export(theirs, export.pk) == export
        else:
            with pytest.raises(NotFound):
                selectors.export(theirs, export.pk)


def test_the_holder_of_a_receipt_hands_over_too(settings, tmp_path):
    settings.TSA_URL = ""
    complaint = ComplaintFactory(owner=None, anonymous=True)
    item, holder = add(complaint), receipt_holder(complaint)
    bag = unpacked(holder, export_of(holder, complaint, [item]), tmp_path)
    code, said = run_script(bag)
    assert code == 0, said
    assert "There are none" in (bag / "README.txt").read_text()


def test_another_complaints_file_cannot_be_chosen(owner, complaint, items):
    for wrong in ([], [add(ComplaintFactory()).pk], [items[0].pk, add(ComplaintFactory()).pk]):
        with pytest.raises(InvalidInput):
            services.ask_export(actor=owner, complaint=complaint, item_ids=wrong)


class TestPagesAndLinks:
    @pytest.fixture
    def browser(self, complaint):
        client = Client()
        client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
        return client

    def test_from_the_page_to_the_file(self, browser, complaint, items):
        page = reverse("evidence:exports", args=[complaint.reference])
        assert browser.post(page, {"items": [str(item.pk) for item in items]}).status_code == 302
        queue.run_pending()
        export = Export.objects.get()
        assert "Download" in browser.get(page).content.decode()
        assert "cn-job" in browser.get(reverse("evidence:export_progress", args=[export.pk])).content.decode()
        to = browser.get(reverse("evidence:export", args=[export.pk]))
        assert to.status_code == 302
        assert to["Location"].startswith("/files/")
        fetched = browser.get(to["Location"])
        assert zipfile.is_zipfile(io.BytesIO(b"".join(fetched.streaming_content)))
        assert fetched["Content-Disposition"].startswith("attachment")
        assert "sandbox" in fetched["Content-Security-Policy"]
        # Once.
        assert browser.get(to["Location"]).status_code == 404

    def test_a_link_is_of_its_session_and_minute_and_goes_on_for_parts(self, browser, complaint, items):
        actor = actor_of(complaint.owner)
        session = browser.session.session_key
        link = services.make_link(actor=actor, session_key=session, item=items[0])
        address = reverse("evidence:fetch", args=[link.pk])
        assert Client().get(address).status_code == 404
        assert browser.get(address, headers={"Range": "bytes=0-9"}).status_code == 206
        later = browser.get(address, headers={"Range": "bytes=10-19"})
        assert (later.status_code, len(b"".join(later.streaming_content))) == (206, 10)
        assert [step.action for step in selectors.custody(actor, items[0])].count(Custody.DOWNLOADED) == 1
        old = services.make_link(actor=actor, session_key=session, item=items[0])
        type(old).objects.update(expires_at=timezone.now() - timedelta(seconds=1), used_at=None)
        assert browser.get(reverse("evidence:fetch", args=[old.pk])).status_code == 404

    def test_who_was_let_out_meanwhile_gets_nothing(self, browser, complaint, items):
        link = services.make_link(
            actor=actor_of(complaint.owner), session_key=browser.session.session_key, item=items[0]
        )
        complaint.owner.is_active = False
        complaint.owner.save()
        assert browser.get(reverse("evidence:fetch", args=[link.pk])).status_code == 404

    def test_on_a_host_of_its_own(self, browser, complaint, items, settings):
        settings.EVIDENCE_BASE_URL = "https://files.example.org"
        settings.ALLOWED_HOSTS = ["testserver", "files.example.org"]
        to = browser.get(reverse("evidence:content", args=[items[0].pk]))
        assert to["Location"].startswith("https://files.example.org/files/")
        path = to["Location"].removeprefix("https://files.example.org")
        fetched = Client().get(path, headers={"Host": "files.example.org"})
        assert fetched.status_code == 200
        b"".join(fetched.streaming_content)


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=65530-65545", 206, slice(65530, 65546)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-99999999", 206, slice(0, None)),
        ("bytes=5-4", 200, slice(0, None)),
        ("bytes=0-1,5-6", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_parts_of_a_file(complaint, items, asked, status, told):
    client = Client()
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    whole = b"".join(client.get(reverse("evidence:content", args=[items[0].pk])).streaming_content)
    answer = client.get(reverse("evidence:content", args=[items[0].pk]), headers={"Range": asked})
    assert answer.status_code == status
    if told is None:
        assert answer["Content-Range"] == f"bytes */{len(whole)}"
        return
    body = b"".join(answer.streaming_content)
    assert body == whole[told]
    assert int(answer["Content-Length"]) == len(body)
    assert answer["Accept-Ranges"] == "bytes"

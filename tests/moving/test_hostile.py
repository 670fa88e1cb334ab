"""Archives that are hostile or broken are refused in words and leave nothing."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from caseapp.audit.selectors import entries_about
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.litigation.models import CaseFile
from caseapp.moving import services
from tests.billing.test_trust import browser_of
from tests.evidence.test_clamd import EICAR, real_scanner  # noqa: F401
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.evidence import files_on_disk
from tests.moving.made import MATTER, packed, parts, received, taken_out

pytestmark = pytest.mark.django_db


def hostile():
    first = {"key": "r1", "table": "litigation.casefile", "values": {}}
    yield "no zip", b"hello"
    yield "cut", packed({"matter.json": MATTER})[:-40]
    yield "climbs", packed({"matter.json": MATTER, "documents/../../etc/passwd": b"x"})
    yield "absolute", packed({"matter.json": MATTER, "/etc/passwd": b"x"})
    yield "backslash", packed({"matter.json": MATTER, "documents/..\\x": b"x"})
    yield "unknown folder", packed({"matter.json": MATTER, "bin/x": b"x"})
    yield "bomb", packed({"matter.json": MATTER, "evidence/a": b"\0" * 5_000_000})
    yield "no manifest", packed({"matter.json": MATTER}, manifest=False)
    yield "no matter", packed({"evidence/a": b"x"})
    yield "other version", packed({"matter.json": MATTER}, format="countenance-matter/9")
    yield "wrong list", packed({"matter.json": MATTER}, files=[])
    yield "list of numbers", packed({"matter.json": MATTER}, files=[1])
    yield "wrong hash", packed({"matter.json": MATTER}, files=[{"path": "matter.json", "sha256": "0"}])
    yield "no json", packed({"matter.json": b"{"})
    yield "deep json", packed({"matter.json": b"[" * 60_000})
    yield "a list", packed({"matter.json": b"[]"})
    yield "no case file", packed({"matter.json": MATTER})
    for row in (
        first,
        {**first, "table": "accounts.user"},
        {**first, "table": "billing.trustentry"},
        {**first, "values": {"title": "A", "is_administrator": True}},
        {
            **first,
            "values": {
                "title": "A" * 300,
                "state": "open",
                "jurisdiction": {"law": "law.jurisdiction", "by": {"code": "CN"}},
            },
        },
        {**first, "values": {"title": "A", "state": "won"}},
        {**first, "values": {"title": "A", "jurisdiction": {"law": "accounts.user", "by": {"email": "x"}}}},
        {**first, "values": {"title": "A", "sealed_notes": {"sealed": "no base64!"}}},
        [],
        "row",
    ):
        told = {"rows": [row], "documents": [], "people": [], "files": {}}
        yield f"row {str(row)[:50]}", packed({"matter.json": json.dumps(told).encode()})
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        info = zipfile.ZipInfo("documents/link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    yield "link", link.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_is_hostile_or_broken_is_refused_and_leaves_nothing():
    firm = FirmFactory()
    partner = actor_of(lawyer(firm, "partner"))
    before = files_on_disk()
    for name, content in hostile():
        if name in {"no zip", "cut"}:
            with pytest.raises(InvalidInput) as refused:
                received(partner, firm, content)
            assert set(refused.value.errors) == {"file"}
            continue
        arrival = received(partner, firm, content)
        assert (arrival.job.state, arrival.storage_name, arrival.report) == ("failed", "", {}), name
        assert arrival.job.fault, name
        assert entries_about(arrival).filter(action="matters.refuse").count() == 1, name
        with pytest.raises(WrongState):
            services.bring_in(actor=partner, arrival=arrival, people={})
    assert not CaseFile.objects.filter(firm=firm).exists()
    assert files_on_disk() == before


@pytest.mark.django_db(transaction=True)
def test_a_file_with_malware_ends_the_whole_archive_in_words(matter, real_scanner):  # noqa: F811
    case_file, partner = matter
    content = parts(taken_out(partner, case_file))
    content.pop("manifest.json")
    clean = packed(content)
    bad = next(name for name in content if name.startswith("evidence/"))
    firm = FirmFactory()
    newcomer = lawyer(firm, "partner")
    before = files_on_disk()
    arrival = received(actor_of(newcomer), firm, packed({**content, bad: EICAR}))
    assert (arrival.job.state, arrival.storage_name, arrival.report) == ("failed", "", {})
    assert (
        arrival.job.fault == f"Malware was found in the file “{bad}” of the archive. Nothing of the archive was kept."
    )
    assert entries_about(arrival).filter(action="matters.refuse").count() == 1
    shown = browser_of(actor_of(newcomer)).get(reverse("moving:arrival", args=[arrival.pk])).content.decode()
    assert arrival.job.fault in shown
    assert "Bring the matter in</button>" not in shown
    assert files_on_disk() == before
    assert not CaseFile.objects.filter(firm=firm).exists()
    again = received(actor_of(newcomer), firm, clean)
    assert again.report["scan"] == ""
    assert again.why_not_scanned == ""

"""A matter goes out of one firm and into another, whole; what is hostile or broken is refused and leaves nothing."""

import hashlib
import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caseapp.accounts.models import Firm, User
from caseapp.audit.selectors import entries_about
from caseapp.billing.models import Disbursement, TimeEntry
from caseapp.billing.services import work
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.queue import run_pending
from caseapp.documents.models import Document
from caseapp.documents.services import bundles
from caseapp.evidence.models import EvidenceItem
from caseapp.evidence.services import SealedUpload
from caseapp.law.models import Framework, Jurisdiction
from caseapp.litigation.models import CaseFact, CaseFile, CivilSuit, ElementProof, Hearing, Limitation
from caseapp.litigation.services.case_files import write_notes
from caseapp.moving import services
from caseapp.moving.archive import FORMAT
from caseapp.moving.models import Arrival
from caseapp.moving.rows import STAY, tables
from caseapp.respondents.models import Respondent
from tests.api.test_contract import call, token_of
from tests.billing.test_trust import browser_of
from tests.evidence.test_clamd import EICAR, real_scanner  # noqa: F401
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import DAY, billed, client_of, holding
from tests.factories.complaints import let_firm_in
from tests.factories.evidence import add, files_on_disk, picture
from tests.factories.litigation import CivilSuitFactory, three_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter():
    """A case file with notes, a suit, a hearing, time, an outlay with receipt, an invoice, trust money, a letter."""
    client = client_of(FirmFactory())
    case_file, firm = client.case_file, client.firm
    partner = actor_of(lawyer(firm, "partner"))
    write_notes(actor=partner, case_file=case_file, notes="Privileged: settle above 9,000. 保密")
    suit = CivilSuitFactory(case_file=case_file)
    Hearing.objects.create(
        suit=suit, starts_at=timezone.now(), time_zone="Asia/Shanghai", place="Room 3", purpose="First hearing"
    )
    work.record_time(actor=partner, case_file=case_file, on=DAY, minutes=25, activity="Drafting")
    work.record_disbursement(
        actor=partner,
        case_file=case_file,
        on=DAY,
        purpose="Court fee",
        amount=Decimal(50),
        currency="CNY",
        receipt=SealedUpload.of(io.BytesIO(picture()), name="fee.png"),
    )
    let_firm_in(client.complaint, firm)
    partner_of_team = lawyer(firm)
    case_file.team.set([partner_of_team])
    seen = CaseFact.objects.create(case_file=case_file, happened_on=DAY)
    seen.text = "The camera stood over the door."
    seen.save()
    exhibit = add(client.complaint, picture(colour="red"), name="door.png", actor=SYSTEM)
    EvidenceItem.objects.filter(pk=exhibit.pk).update(state="ready")
    rule = three_years()
    proof = ElementProof.objects.create(case_file=case_file, framework=rule.framework, element="own_face")
    proof.facts.set([seen])
    proof.exhibits.set([exhibit])
    ordered = bundles.order_bundle(
        actor=partner,
        firm_id=firm.pk,
        matter=case_file.reference,
        title="Exhibits",
        language="en",
        chosen=[bundles.Chosen(exhibit.pk)],
    )
    run_pending()
    assert ordered.volumes.count() == 1
    Limitation.objects.create(
        case_file=case_file, engagement=client, rule=rule, event_on="2026-01-01", last_day="2029-01-01"
    )
    billed(client)
    holding("70", engagement=client)
    letter(case_file)
    return case_file, partner


def letter(case_file):
    paper = Document(
        reference="DOC-2026-0000-0001",
        kind="letter_before_claim",
        title="Letter before claim",
        language="en",
        side="firm",
        firm=case_file.firm,
        matter=case_file.reference,
        made_at=timezone.now(),
        size=8,
    )

    pdf = b"%PDF-1.7"
    paper.sha256 = hashlib.sha256(pdf).hexdigest()
    paper.freeze(content={"title": "Letter"}, facts={"firm": "A"}, pdf=pdf)
    paper.save()


def taken_out(actor, case_file):
    departure = services.take_out(actor=actor, case_file=case_file)
    run_pending()
    departure.refresh_from_db()
    departure.job.refresh_from_db()
    assert departure.ready, departure.job.fault
    return b"".join(services.open_archive(actor=actor, departure=departure))


def received(actor, firm, content):
    """An archive that came and was checked."""
    file = SealedUpload.of(io.BytesIO(content), name="matter.zip")
    try:
        arrival = services.receive(actor=actor, firm=firm, file=file)
    finally:
        file.drop()
    run_pending()
    return Arrival.objects.select_related("job").get(pk=arrival.pk)


def brought_in(actor, arrival, people):
    """The case file of a checked archive."""
    services.bring_in(actor=actor, arrival=arrival, people=people)
    run_pending()
    arrival.refresh_from_db()
    assert arrival.case_file, arrival.job.fault
    return arrival.case_file


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bare(content):
    """What an archive says, without what each installation sets for itself: who the people are."""
    matter = json.loads(parts(content)["matter.json"])
    matter.pop("people")
    return matter


def test_out_and_in_and_out_again_is_the_same_matter(matter):
    case_file, partner = matter
    first = taken_out(partner, case_file)
    told = parts(first)
    assert {"manifest.json", "matter.json", f"history/{case_file.reference}.json"} <= set(told)
    history = json.loads(told[f"history/{case_file.reference}.json"])
    assert history["trust_money"][0]["held"] == "70.00"
    assert history["invoices"][0]["number"] == 1
    assert history["limitation_dates"][0]["last_day"] == "2029-01-01"

    firm = FirmFactory()
    newcomer = lawyer(firm, "partner")
    arrival = received(actor_of(newcomer), firm, first)
    assert CaseFile.objects.filter(firm=firm).count() == 0
    with override("zh-hans"):
        assert ("事实", 1) in arrival.counts
    people = {one["key"]: lawyer(firm).pk for one in arrival.report["people"]}
    made = brought_in(actor_of(newcomer), arrival, people)

    assert made.firm == firm
    assert made.reference != case_file.reference
    assert made.open_notes() == "Privileged: settle above 9,000. 保密"
    suit = CivilSuit.objects.get(case_file=made)
    assert (suit.court, suit.hearings.get().place) == ("Heping District People's Court", "Room 3")
    assert set(TimeEntry.objects.filter(case_file=made).values_list("user", flat=True)) <= set(people.values())
    outlay = Disbursement.objects.exclude(storage_name="").get(case_file=made)
    assert b"".join(work.open_receipt(actor=actor_of(newcomer), disbursement=outlay)) == picture()
    assert Document.objects.get(matter=made.reference).pdf() == b"%PDF-1.7"
    assert {one.path.partition("/")[0] for one in made.brought_files.all()} == {
        "bundles",
        "evidence",
        "history",
        "invoices",
    }
    proof = made.proofs.get()
    assert proof.facts.get().text == "The camera stood over the door."
    exhibit = made.brought_files.get(path__startswith="evidence/")
    assert exhibit.proves == [f"{proof.framework.code}.own_face"]
    assert made.team.count() == 1

    second = taken_out(actor_of(newcomer), made)
    assert bare(second) == bare(first)
    again = parts(second)
    kept = {
        name: content
        for name, content in told.items()
        if name.partition("/")[0] not in {"manifest.json", "matter.json"}
    }
    assert {name: again[name] for name in kept} == kept
    with pytest.raises(WrongState):
        services.bring_in(actor=actor_of(newcomer), arrival=arrival, people=people)


def test_only_a_partner_of_the_firm_takes_out_and_only_the_own_firm_brings_in(matter):
    case_file, partner = matter
    for actor in (actor_of(lawyer(case_file.firm)), actor_of(lawyer(FirmFactory(), "partner"))):
        with pytest.raises(NotAllowed):
            services.take_out(actor=actor, case_file=case_file)
    content = taken_out(partner, case_file)
    with pytest.raises(NotAllowed):
        received(partner, FirmFactory(), content)
    arrival = received(partner, case_file.firm, content)
    with pytest.raises(InvalidInput):
        services.bring_in(actor=partner, arrival=arrival, people={"p1": lawyer(FirmFactory()).pk})


def packed(held, *, manifest=True, **head):
    """An archive of these files, with a manifest that holds unless told otherwise."""

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
        if manifest:
            rows = [
                {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                for name, data in held.items()
            ]
            archive.writestr("manifest.json", json.dumps({"format": FORMAT, "files": rows, **head}))
    return out.getvalue()


MATTER = json.dumps({"rows": [], "documents": [], "people": [], "files": {}}).encode()


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


def test_every_table_that_hangs_on_a_case_file_moves_or_stays_for_a_reason():
    names = {model._meta.label_lower for model in tables()}
    assert {"litigation.casefile", "litigation.civilsuit", "litigation.hearing", "billing.timeentry"} <= names
    assert names & STAY == set()
    known = {*tables(), User, Firm, Respondent}
    for model in tables():
        for field in model._meta.concrete_fields:
            target = field.remote_field.model if field.remote_field else None
            stays = target and target not in known and target._meta.app_label != "law"
            assert not stays or field.null, f"{field} needs what does not move"
            if target and target._meta.app_label == "law":
                assert target in {Jurisdiction, Framework}, f"{field} names a law that no code finds"


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

"""A firm's bundle from the case file: ordered, built by the job, taken, added to; nobody else comes near."""

import hashlib
import io

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from caseapp.audit.models import Entry
from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.core.enums import JobState
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.documents.models import Bundle
from caseapp.documents.selectors.bundles import bundle_by_reference
from caseapp.documents.services import bundles as services
from caseapp.evidence.models import Disclosure, EvidenceItem, RecognisedWords, Redaction
from caseapp.evidence.services.recognition import Reader, Words
from tests.api.test_contract import call, token_of
from tests.factories import evidence as files
from tests.factories.accounts import FirmFactory, lawyer
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CivilSuitFactory, EngagementFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter():
    people = cast(state="accepted")
    suit = CivilSuitFactory(case_file__firm=people.firm, case_file__respondent=people.complaint.respondent)
    EngagementFactory(complaint=people.complaint, firm=people.firm, case_file=suit.case_file, state="accepted")
    for colour in ("navy", "red", "green"):
        files.add(people.complaint, files.picture(colour=colour), name=f"{colour}.png", actor=SYSTEM)
    EvidenceItem.objects.update(state="ready")
    return people, suit.case_file


def ordered(people, case_file, role="associate", **changes):
    items = list(EvidenceItem.objects.order_by("position"))
    given = {
        "firm_id": people.firm.pk,
        "matter": case_file.reference,
        "title": "Exhibits",
        "language": "en",
        "chosen": [services.Chosen(items[1].pk, "First"), services.Chosen(items[0].pk, "Second")],
        **changes,
    }
    return services.order_bundle(actor=people.actors[role], **given)


def test_the_job_builds_it_with_progress_and_again_with_the_same_bytes(matter):
    people, case_file = matter
    bundle = ordered(people, case_file)
    queue.run_pending()
    bundle.refresh_from_db()
    assert (bundle.job.state, bundle.job.done) == (JobState.DONE, bundle.job.total)
    first = bundle.volumes.get()
    services.rebuild(actor=people.actors["associate"], bundle=bundle)
    queue.run_pending()
    assert bundle.volumes.get().sha256 == first.sha256
    row, content = services.open_volume(actor=people.actors["partner"], bundle=bundle, number=1)
    assert len(pikepdf.open(io.BytesIO(content)).pages) == row.pages


def test_a_late_exhibit_gets_a_letter_in_the_same_part(matter):
    people, case_file = matter
    bundle = ordered(people, case_file)
    queue.run_pending()
    bundle.refresh_from_db()
    late = EvidenceItem.objects.order_by("position").last()
    services.insert_late(actor=people.actors["associate"], bundle=bundle, chosen=services.Chosen(late.pk), after="1")
    queue.run_pending()
    assert [(one.number, one.section) for one in bundle.entries.all()] == [
        ("1", "First"),
        ("1A", "First"),
        ("2", "Second"),
    ]
    with pytest.raises(InvalidInput):
        services.insert_late(
            actor=people.actors["associate"], bundle=bundle, chosen=services.Chosen(late.pk), after="2"
        )


def sealed(people):
    """The first exhibit, whose redacted copy is in use."""
    item = EvidenceItem.objects.order_by("position").first()
    content = files.picture("JPEG", size=(60, 40), colour="white")
    redaction = Redaction.objects.create(item=item, state="in_use", side="firm")
    files.made(item, "redacted", content, redaction)
    EvidenceItem.objects.filter(pk=item.pk).update(original_sealed_at=timezone.now())
    return item


def test_the_redacted_copy_stands_in_the_bundle_unless_a_reason_opens_the_original(matter):
    people, case_file = matter
    item = sealed(people)
    chosen = [services.Chosen(item.pk)]
    assert ordered(people, case_file, chosen=chosen).entries.get().shows == "redacted"
    queue.run_pending()
    bundle = Bundle.objects.get()
    assert bundle.job.state == JobState.DONE
    text = PdfReader(io.BytesIO(bundle.volumes.get().content())).pages[2].extract_text()
    assert "A redacted copy stands here" in text

    wanted = [services.Chosen(item.pk, original=True)]
    with pytest.raises(InvalidInput) as refusal:
        ordered(people, case_file, chosen=wanted)
    assert list(refusal.value.errors) == [f"reason_{item.pk}"]
    with pytest.raises(NotAllowed):
        ordered(people, case_file, role="paralegal", chosen=wanted)
    wanted = [services.Chosen(item.pk, original=True, reason="The court asks for the face.")]
    original = ordered(people, case_file, chosen=wanted)
    queue.run_pending()
    original.refresh_from_db()
    assert (original.entries.get().shows, original.job.state) == ("original", JobState.DONE)
    assert Entry.objects.filter(action="evidence.disclosed", chain=item.vault.chain).count() == 1

    Disclosure.objects.update(until=timezone.now())
    with pytest.raises(InvalidInput):
        services.rebuild(actor=people.actors["associate"], bundle=original)
    services.rebuild(actor=people.actors["associate"], bundle=original, reason="To hand in again.")
    first = original.volumes.get().sha256
    queue.run_pending()
    assert original.volumes.get().sha256 == first


def test_words_are_read_once_whatever_is_built_of_them(matter, monkeypatch):
    """They lie sealed by the bytes they were read from: neither building again nor a late exhibit reads them anew."""
    people, case_file = matter
    reader, asked = Reader("", "tesseract 5", "eng"), []
    page = pikepdf.Pdf.new()
    page.add_blank_page(page_size=(595, 842))
    page.save(layer := io.BytesIO())

    def read(content, *, most, **_how):
        asked.append(most)
        return Words(dict.fromkeys(range(most), layer.getvalue()), "")

    monkeypatch.setattr("caseapp.documents.services.building.reader_for", lambda language: reader)
    monkeypatch.setattr("caseapp.documents.bundling.recognition.invisible_words", read)
    bundle = ordered(people, case_file)
    queue.run_pending()
    first = bundle.volumes.get()
    assert asked == [2]
    assert all(layer.getvalue() not in bytes(row.sealed_layers) for row in RecognisedWords.objects.all())
    services.rebuild(actor=people.actors["associate"], bundle=bundle)
    queue.run_pending()
    assert (asked, bundle.volumes.get().sha256) == ([2], first.sha256)
    late = services.Chosen(EvidenceItem.objects.order_by("position").last().pk)
    services.insert_late(actor=people.actors["associate"], bundle=Bundle.objects.get(), chosen=late, after="1")
    queue.run_pending()
    assert asked == [2, 1]
    assert Bundle.objects.get().read_by["pages"] == "5, 5.2, 8"
    EvidenceItem.objects.all().delete()
    assert not RecognisedWords.objects.exists()


def test_an_exhibit_taken_back_before_the_build_ends_the_job_in_words(matter):
    people, case_file = matter
    bundle = ordered(people, case_file)
    people.complaint.grants.filter(firm=people.firm).update(scopes=["facts"])
    queue.run_pending()
    bundle.refresh_from_db()
    assert bundle.job.state == JobState.FAILED
    assert bundle.job.fault
    assert not bundle.volumes.exists()


@pytest.mark.parametrize("changes", [{"title": " "}, {"chosen": []}, {"limit_mb": 7}])
def test_what_cannot_be_built_is_refused_by_field(matter, changes):
    people, case_file = matter
    with pytest.raises(InvalidInput) as refusal:
        ordered(people, case_file, **changes)
    assert refusal.value.errors


@pytest.mark.parametrize("role", ROLES)
def test_the_firm_alone(matter, role):
    people, case_file = matter
    bundle = ordered(people, case_file)
    actor = people.actors[role]
    if role in {"partner", "associate", "paralegal"}:
        assert bundle_by_reference(actor, bundle.reference) == bundle
        return
    with pytest.raises(NotFound):
        bundle_by_reference(actor, bundle.reference)
    with pytest.raises(NotAllowed):
        services.rebuild(actor=actor, bundle=bundle)
    with pytest.raises(NotAllowed):
        ordered(people, case_file, role=role)


def test_the_pages_from_order_to_file(matter):
    people, case_file = matter
    client = Client()
    sealed_item = sealed(people)
    client.force_login(lawyer(people.firm), backend="caseapp.accounts.backends.Backend")
    address = f"/case-files/{case_file.reference}/bundles/"
    first, second, third = EvidenceItem.objects.order_by("position")
    given = {"title": "Ours", "language": "en", "limit_mb": "25", f"place_{third.pk}": "1", f"place_{first.pk}": "2"}
    assert client.post(address, {**given, f"place_{third.pk}": "x"}).status_code == 400
    asked = {f"place_{sealed_item.pk}": "1", f"shows_{sealed_item.pk}": "original"}
    assert "why the original of" in client.post(address, {**given, **asked}).content.decode()
    made = client.post(address, given)
    bundle = Bundle.objects.get()
    assert made["Location"] == f"{address}{bundle.reference}/"
    assert [one.item for one in bundle.entries.all()] == [third, first]
    assert "Building the bundle" in client.get(made["Location"]).content.decode()
    assert b"hx-get" in client.get(made["Location"], headers={"HX-Request": "true"}).content
    queue.run_pending()
    assert client.get(made["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = client.get(made["Location"]).content.decode()
    assert "Volume 1 as PDF" in page
    assert client.get(f"{made['Location']}1/").content.startswith(b"%PDF")
    put_in = client.post(made["Location"], {"do": "insert", "item": str(second.pk), "after": "1"}, follow=True)
    assert "1A" in put_in.content.decode()
    other = Client()
    other.force_login(lawyer(FirmFactory()), backend="caseapp.accounts.backends.Backend")
    assert other.get(f"{made['Location']}1/").status_code == 404


def test_the_same_over_http_for_the_firm_alone(matter):
    people, case_file = matter
    associate, stranger = token_of(lawyer(people.firm)), token_of(lawyer(FirmFactory()))
    first, second, third = EvidenceItem.objects.order_by("position")
    address = f"case-files/{case_file.reference}/bundles/"
    wanted = {
        "title": "Ours",
        "language": "en",
        "exhibits": [{"item": str(third.pk), "part": "A"}, {"item": str(first.pk)}],
    }
    assert call("post", address, wanted, token=stranger).status_code == 404
    foreign = files.add(ComplaintFactory(), files.picture(colour="gold"), name="gold.png", actor=SYSTEM)
    for exhibits in ([], [{"item": str(foreign.pk)}]):
        assert call("post", address, {**wanted, "exhibits": exhibits}, token=associate).status_code == 400
    made = call("post", address, wanted, token=associate)
    assert made.status_code == 201, made.content
    assert made.json()["build"]["status"] == "waiting"
    one = f"bundles/{made.json()['reference']}/"
    late = {"item": str(second.pk), "after": "1"}
    assert call("post", f"{one}exhibits/", late, token=associate).status_code == 409
    queue.run_pending()
    assert call("post", f"{one}exhibits/", late, token=associate).status_code == 200
    queue.run_pending()
    shown = call("get", one, token=associate).json()
    assert [(row["number"], row["part"]) for row in shown["exhibits"]] == [("1", "A"), ("1A", "A"), ("2", "")]
    assert shown["words_read_by"] is None
    assert call("post", f"{one}builds/", {}, token=associate).status_code == 202
    queue.run_pending()
    again = call("get", address, token=associate).json()["results"][0]
    assert again["volumes"] == shown["volumes"]
    content = call("get", f"{one}volumes/1/content/", token=associate)
    assert hashlib.sha256(content.content).hexdigest() == shown["volumes"][0]["sha256"]
    for address in (one, f"{one}volumes/1/content/"):
        assert call("get", address, token=stranger).status_code == 404
    assert call("post", f"{one}builds/", {}, token=stranger).status_code == 404

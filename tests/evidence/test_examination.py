"""Looking at files: what comes of true ones, of broken ones, and of a worker that is killed or run twice."""

import io

import pytest
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from caseapp.audit.selectors import entries_of_chain
from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import NotAllowed, NotFound, WrongState
from caseapp.evidence import clamd, confined, gateways, selectors, services
from caseapp.evidence.enums import Custody, DerivativeKind, EvidenceState, Finding, NotScanned, Scan
from caseapp.evidence.models import Derivative, EvidenceItem, Examination
from caseapp.evidence.selectors.search import read_text
from tests.evidence.malformed import film, paper
from tests.factories.accounts import actor_of
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import add, docx, examined, files_on_disk
from tests.factories.roles import cast

pytestmark = pytest.mark.django_db


def photograph(*, orientation: int = 6, place: bool = True, pillow_format: str = "JPEG") -> bytes:
    """A picture 60 wide and 40 high, red in its left half, that says it is to be turned, and where it was made."""
    picture = Image.new("RGB", (60, 40), "blue")
    picture.paste("red", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = orientation, "Cam", "Cam One"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:02 10:00:00"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 52.0, 6.0), 3: "E", 4: (121.0, 32.0, 38.4)})
    held = io.BytesIO()
    picture.save(held, pillow_format, exif=exif)
    return held.getvalue()


def opened_picture(derivative: Derivative) -> Image.Image:
    handed = services.open_derivative(actor=SYSTEM, derivative=derivative)
    return Image.open(io.BytesIO(b"".join(handed.frames)))


def acts(item: EvidenceItem) -> list[str]:
    return [entry.action for entry in entries_of_chain(item.vault.chain)]


def test_a_photograph_is_shown_upright_and_without_what_the_camera_wrote(complaint):
    item = examined(complaint, photograph(), "photo.jpg")
    assert item.state == EvidenceState.READY
    assert {row.kind for row in item.derivatives.all()} == {DerivativeKind.PREVIEW, DerivativeKind.THUMBNAIL}
    for row in item.derivatives.all():
        shown = opened_picture(row)
        assert shown.size == (40, 60)
        assert shown.getpixel((20, 5))[0] > 200, "what was left is on top after a turn to the right"
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    facts = selectors.file_facts(SYSTEM, item)
    assert dict(facts.rows)["Camera"] == "Cam One"
    assert dict(facts.rows)["Size in pixels"] == "40 × 60"
    assert dict(facts.position) == {"Latitude": "29.868333° N", "Longitude": "121.544000° E"}
    assert acts(item) == [Custody.RECEIVED, Custody.EXAMINATION_BEGUN, Custody.EXAMINED]
    assert selectors.check_vault(item.vault).problems == ()


@pytest.mark.parametrize(
    ("name", "pillow_format"), [("a.png", "PNG"), ("a.webp", "WEBP"), ("a.tif", "TIFF"), ("a.heic", "HEIF")]
)
def test_pictures_of_every_kind_are_shown(complaint, name, pillow_format):
    import pillow_heif

    pillow_heif.register_heif_opener()
    item = examined(complaint, photograph(orientation=1, pillow_format=pillow_format), name)
    assert item.state == EvidenceState.READY
    assert item.examination.finding == Finding.NONE
    preview = item.derivatives.get(kind=DerivativeKind.PREVIEW)
    assert opened_picture(preview).size == (60, 40)
    assert (preview.width, preview.height) == (60, 40)


def test_a_document_has_pictures_of_its_pages_and_words_to_search(complaint):
    item = examined(complaint, paper("Cameras at the gate", pages=2), "letter.pdf")
    assert item.derivatives.filter(kind=DerivativeKind.PAGE).count() == 2
    text = item.derivatives.get(kind=DerivativeKind.TEXT)
    assert "Cameras at the gate, page 2" in read_text(text)
    assert b"Cameras" not in gateways.opened(text.storage_name).read()
    owner = actor_of(complaint.owner)
    (match,) = selectors.search(owner, complaint, "GATE,  page 2")
    assert (match.item, match.page, match.found) == (item, 2, "gate, page 2")
    assert selectors.search(owner, complaint, "nowhere") == []
    assert selectors.search(actor_of(ComplaintFactory().owner), complaint, "gate") == []
    with pytest.raises(NotFound):
        selectors.derivative(owner, text.pk)


def test_a_film_has_its_length_and_a_frame(complaint):
    item = examined(complaint, film(), "walk.mp4")
    assert opened_picture(item.derivatives.get(kind=DerivativeKind.PREVIEW)).size == (96, 64)
    facts = selectors.facts_of(SYSTEM, item)
    assert facts["seconds"] == pytest.approx(1.0, abs=0.2)
    assert facts["streams"][0]["kind"] == "video"


def test_an_office_document_has_no_preview_and_says_so(complaint):
    item = examined(complaint, docx(), "letter.docx")
    assert (item.state, item.examination.finding) == (EvidenceState.READY, Finding.NO_PREVIEW)
    assert not item.derivatives.exists()


def test_a_picture_without_its_end_is_kept_and_not_shown(complaint):
    held = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(held, "JPEG")
    whole = held.getvalue()
    item = examined(complaint, whole[: len(whole) - 200], "half.jpg")
    assert (item.state, item.examination.finding) == (EvidenceState.READY, Finding.DAMAGED)
    assert not item.derivatives.exists()
    with services.open_content(actor=actor_of(complaint.owner), item=item).opened as opened:
        assert opened.size == len(whole) - 200


def test_what_breaks_the_reader_is_kept_and_not_handed_out(complaint, monkeypatch):
    monkeypatch.setattr(confined, "run", lambda *given, **more: confined.Answer(finding="costly"))
    item = examined(complaint, photograph(), "photo.jpg")
    assert item.state == EvidenceState.REJECTED
    with pytest.raises(WrongState):
        services.open_content(actor=actor_of(complaint.owner), item=item)
    assert acts(item)[-1] == Custody.WITHHELD


def test_malware_is_kept_and_neither_read_nor_handed_out(complaint, monkeypatch):
    found = clamd.Verdict(Scan.FOUND, "Test-Signature", "ClamAV")
    monkeypatch.setattr(clamd, "scan", lambda *given, **more: found)
    monkeypatch.setattr(confined, "run", lambda *given, **more: pytest.fail("it was read"))
    item = examined(complaint, photograph(), "photo.jpg")
    assert item.state == EvidenceState.REJECTED
    assert selectors.presented_item(SYSTEM, item).scan == "Malware found: Test-Signature"
    assert not item.derivatives.exists()
    assert selectors.check_vault(item.vault).problems == ()


def test_looking_twice_is_looking_once(complaint):
    item = examined(complaint, photograph(), "photo.jpg")
    made = set(item.derivatives.values_list("pk", flat=True))
    services.examine_item(item_id=item.pk)
    assert set(item.derivatives.values_list("pk", flat=True)) == made
    assert acts(item).count(Custody.EXAMINED) == 1


def test_a_killed_look_begins_anew_and_leaves_nothing_behind(complaint, monkeypatch):
    item = add(complaint, photograph(), name="photo.jpg", state=EvidenceState.RECEIVED)
    before = files_on_disk()

    def killed(*given, output, **more):
        output({"name": "preview"}).write(b"half of it")
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(confined, "run", killed)
        services.examine_item(item_id=item.pk)
    assert files_on_disk() == before
    item.refresh_from_db()
    assert item.state == EvidenceState.SCANNING
    services.examine_item(item_id=item.pk)
    item.refresh_from_db()
    assert item.state == EvidenceState.READY
    assert acts(item) == [Custody.RECEIVED, Custody.EXAMINATION_BEGUN, Custody.EXAMINED]


def test_what_is_our_own_fault_can_be_tried_again_by_a_party(complaint, monkeypatch):
    def interrupted(*given, **more):
        raise confined.Interrupted("the machine is busy")

    with monkeypatch.context() as broken:
        broken.setattr(confined, "run", interrupted)
        item = examined(complaint, photograph(), "photo.jpg")
    assert item.state == EvidenceState.FAILED
    with pytest.raises(NotAllowed):
        services.retry_examination(actor=actor_of(ComplaintFactory().owner), item=item)
    services.retry_examination(actor=actor_of(complaint.owner), item=item)
    assert queue.run_pending() >= 1
    item.refresh_from_db()
    assert item.state == EvidenceState.READY
    with pytest.raises(WrongState):
        Examination.objects.filter(item=item).update(scan=Scan.NOTHING_FOUND)
        services.retry_examination(actor=actor_of(complaint.owner), item=item)


def test_what_nobody_works_on_any_more_is_given_up(complaint):
    lost = add(complaint, state=EvidenceState.SCANNING)
    waiting = add(complaint, state=EvidenceState.RECEIVED)
    assert services.resume_examinations() == 1
    lost.refresh_from_db()
    waiting.refresh_from_db()
    assert (lost.state, waiting.state) == (EvidenceState.FAILED, EvidenceState.RECEIVED)


def test_the_same_picture_is_pointed_out_to_those_who_may_see_both():
    people = cast()
    coloured = Image.effect_noise((64, 48), 90).convert("RGB")
    first, second = io.BytesIO(), io.BytesIO()
    coloured.save(first, "PNG")
    coloured.resize((128, 96)).save(second, "JPEG", quality=70)
    item = examined(people.complaint, first.getvalue(), "a.png")
    twin = examined(people.complaint, second.getvalue(), "b.jpg")
    other = examined(ComplaintFactory(), second.getvalue(), "c.jpg")
    assert selectors.same_pictures(people.actors["owner"], item) == [twin]
    assert set(selectors.same_pictures(SYSTEM, twin)) == {item, other}


@pytest.mark.parametrize(("language", "word"), [("en", "Camera"), ("zh-hans", "zh-Hans")])
def test_the_pages_show_it(client, complaint, settings, language, word):
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    type(complaint.owner).objects.filter(pk=complaint.owner.pk).update(language=language)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    item = examined(complaint, photograph(), "photo.jpg")
    examined(complaint, paper("Cameras"), "letter.pdf")
    with override(language):
        page = client.get(reverse("evidence:item", args=[item.pk])).content.decode()
        assert word in page
        assert "29.868333° N" in page
        preview = item.derivatives.get(kind=DerivativeKind.PREVIEW)
        address = reverse("evidence:derivative", args=[preview.pk])
        assert address in page
        for _again in range(2):
            answer = client.get(address)
            assert answer["Content-Type"] == "image/jpeg"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        assert acts(item).count(Custody.PREVIEWED) == 1
        listed = client.get(reverse("evidence:list", args=[complaint.reference]), {"q": "cameras"}).content.decode()
        assert "<mark>Cameras</mark>" in listed
        thumbnail = item.derivatives.get(kind=DerivativeKind.THUMBNAIL)
        assert reverse("evidence:derivative", args=[thumbnail.pk]) in listed


def test_pages_ask_again_while_a_file_is_looked_at(client, complaint):
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    item = add(complaint, state=EvidenceState.RECEIVED)
    address = reverse("evidence:item", args=[item.pk])
    assert f'hx-get="{address}"' in client.get(address).content.decode()
    assert "HX-Refresh" not in client.get(address, headers={"HX-Request": "true"})
    listing = reverse("evidence:list", args=[complaint.reference])
    assert 'hx-trigger="every 3s"' in client.get(listing, headers={"HX-Request": "true"}).content.decode()
    EvidenceItem.objects.update(state=EvidenceState.READY)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "hx-trigger" not in client.get(listing).content.decode()


def test_the_list_costs_the_same_for_one_file_and_for_many(client, complaint, django_assert_max_num_queries):
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    address = reverse("evidence:list", args=[complaint.reference])
    examined(complaint, photograph(), "one.jpg")
    client.get(address)
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    for number in range(3):
        add(complaint, photograph(orientation=1 + number, place=False), name=f"{number}.jpg")
    with django_assert_max_num_queries(len(one.captured_queries)):
        shown = client.get(address).content.decode()
    assert [name for name in ("one.jpg", "0.jpg", "1.jpg", "2.jpg") if name not in shown] == []


def test_the_api_tells_what_was_found(client, complaint):
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    item = examined(complaint, photograph(), "photo.jpg")
    told = client.get(f"/api/v1/evidence/{item.pk}/").json()
    assert (told["state"], told["scan"], told["scan_note"]) == ("ready", "not_scanned", NotScanned.NO_SCANNER)
    assert told["facts"]["camera"] == "Cam One"
    assert [row["kind"] for row in told["derivatives"]] == ["preview", "thumbnail"]
    content = client.get(f"/api/v1/evidence/derivatives/{told['derivatives'][0]['id']}/")
    assert b"".join(content.streaming_content).startswith(b"\xff\xd8")
    assert acts(item)[-1] == Custody.PREVIEWED


def test_nothing_personal_lies_in_plain_columns(complaint):
    item = examined(complaint, photograph(), "photo.jpg")
    row = Examination.objects.filter(item=item).values().get()
    assert b"Cam One" not in bytes(row["sealed_facts"])
    assert "29.86" not in str(row)

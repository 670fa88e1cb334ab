"""Redacted copies of films: faces found and followed, blurred in every frame, the sound by choice, and the proof."""

import io

import av
import numpy
import pytest
from django.test import Client
from django.urls import reverse

from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.evidence import confined, selectors, services
from caseapp.evidence.child.hiding import Hidden, has_detail
from caseapp.evidence.child.places import Covered, Place, small_grey
from caseapp.evidence.enums import DerivativeKind, RedactionState
from caseapp.evidence.models import Derivative, EvidenceItem, Examination, Redaction
from tests.evidence.redactions import content, typed
from tests.factories.evidence import add, examined
from tests.factories.films import HIGH, RATE, SIDE, box_of_face, film, held_upright
from tests.factories.roles import cast

pytestmark = pytest.mark.django_db

SECONDS = 2.0
COUNT = round(SECONDS * RATE)


def frames(content: bytes) -> list[numpy.ndarray]:
    with av.open(io.BytesIO(content)) as source:
        return [frame.to_ndarray(format="rgb24") for frame in source.decode(source.streams.video[0])]


def key_frame(number: int, **more) -> dict:
    return {**box_of_face(number, COUNT), "second": number / RATE, "subject": 1, "kind": "face", **more}


def shared(place: Place | None, number: int) -> float:
    """How much of the face lies under a box."""
    face = Place(**box_of_face(number, COUNT))
    return place.shared_with(face) if place is not None else 0.0


def test_what_was_drawn_once_is_followed():
    thing = Covered(1, [key_frame(0)])
    for number, points in enumerate(frames(film(SECONDS, sound=False))):
        assert shared(thing.at(number / RATE, small_grey(points)), number) > 0.85, number
    assert thing.lost_at is None


def test_between_two_boxes_it_goes_straight_and_it_ends_when_it_should():
    thing = Covered(1, [key_frame(16, until=1.8), key_frame(4, since=0.2)])
    assert thing.straight(0.1) is None
    assert thing.straight(0.3) == Place(**box_of_face(4, COUNT))
    assert shared(thing.straight(1.0), 10) > 0.99
    assert thing.straight(1.9) is None


def test_what_cannot_be_followed_stays_covered_and_is_named():
    plain = numpy.full((90, 160, 3), 128, numpy.uint8)
    thing = Covered(1, [{"second": 0.0, "left": 0.2, "top": 0.2, "width": 0.2, "height": 0.3, "kind": "other"}])
    places = [thing.at(number / RATE, small_grey(plain)) for number in range(20)]
    assert thing.lost_at is not None
    assert places[-1] is not None
    assert places[-1].shared_with(Place(0.2, 0.2, 0.2, 0.3)) == pytest.approx(1.0)


@pytest.mark.parametrize("kind", ["face", "plate"])
def test_nothing_is_left_to_recognise(kind):
    points = frames(film(0.2, sound=False))[0].copy()
    place = Place(**box_of_face(0, 2))
    assert has_detail(points, place, kind, [])
    Hidden(Covered(1, [key_frame(0, kind=kind)])).hide(points, place, 0.0)
    assert not has_detail(points, place, kind, [])
    assert len(numpy.unique(points.reshape(-1, 3), axis=0)) > 1


@pytest.fixture
def item(complaint, owner):
    return examined(complaint, film(SECONDS), "door.mp4", actor=owner)


def proposed(owner, item: EvidenceItem) -> Redaction:
    redaction = services.start_redaction(actor=owner, item=item)
    services.propose_boxes(redaction_id=redaction.pk)
    redaction.refresh_from_db()
    return redaction


def made(owner, redaction: Redaction) -> Redaction:
    services.make_copy(actor=owner, redaction=redaction)
    services.make_redacted_copy(redaction_id=redaction.pk)
    redaction.refresh_from_db()
    return redaction


def test_a_film_is_blurred_over_its_frames_and_proven(owner, item):
    redaction = proposed(owner, item)
    assert redaction.state == RedactionState.DRAFTING
    assert {box["subject"] for box in redaction.boxes} == {1}
    moments = Derivative.objects.filter(redaction=redaction, kind=DerivativeKind.FRAME)
    assert [each.second for each in moments.order_by("page")] == [0.0, 1.0]
    services.edit_boxes(actor=owner, redaction=redaction, boxes=redaction.boxes, keeps_sound=True)
    redaction = made(owner, redaction)
    assert redaction.state == RedactionState.MADE, redaction.proof
    told = redaction.proof
    assert (told["faces_under_boxes"], told["faces_left"], told["open_boxes"], told["metadata"]) == (0, 0, 0, 0)
    assert told["sound"]
    copy = content(redaction.derivatives.get(kind=DerivativeKind.REDACTED))
    for trace in (b"Zhang", b"Telefon", b"29.86"):
        assert trace not in copy
    before, after = frames(content_of(item)), frames(copy)
    assert len(before) == len(after)
    for number, (one, other) in enumerate(zip(before, after, strict=True)):
        assert has_detail(one, Place(**box_of_face(number, COUNT)), "face", [])
        assert not has_detail(other, Place(**box_of_face(number, COUNT)).grown(-0.2), "face", [])
    assert numpy.abs(before[0][:80].astype(int) - after[0][:80]).mean() < 12, "the rest of the film is as it was"
    with av.open(io.BytesIO(copy)) as source:
        assert [stream.type for stream in source.streams] == ["video", "audio"]


def content_of(item: EvidenceItem) -> bytes:
    with services.open_content(actor=SYSTEM, item=item).opened as opened:
        return opened.read(item.size)


def test_sound_is_left_out_unless_it_is_wanted(owner, item):
    redaction = Redaction.objects.create(item=item, state=RedactionState.DRAFTING)
    redaction = made(owner, redaction)
    assert redaction.proof["sound"] is False
    assert redaction.proof["faces_left_at"], "nobody covered the face"
    assert selectors.proof_remarks(redaction)
    with av.open(io.BytesIO(content(redaction.derivatives.get(kind=DerivativeKind.REDACTED)))) as source:
        assert [stream.type for stream in source.streams] == ["video"]


def test_a_copy_of_a_film_that_does_not_hold_is_thrown_away(owner, item, monkeypatch):
    redaction = proposed(owner, item)
    real = confined.run

    def careless(*given, task, boxes=(), **more):
        answer = real(*given, task=task, boxes=[] if task == "blur" else boxes, **more)
        if task == "blur":
            for each in answer.facts["path"]:
                each["boxes"] = [[*Place(**box_of_face(round(each["second"] * RATE), COUNT)), "face"]]
        return answer

    monkeypatch.setattr(confined, "run", careless)
    redaction = made(owner, redaction)
    assert redaction.state == RedactionState.FAILED
    assert redaction.proof["open_boxes"] > 0
    assert redaction.proof["faces_under_boxes"] > 0
    assert not redaction.derivatives.filter(kind=DerivativeKind.REDACTED).exists()


def test_another_moment_is_shown_when_it_is_asked_for(owner, item):
    redaction = proposed(owner, item)
    boxes = redaction.boxes
    for wrong in (-1, 99):
        with pytest.raises(InvalidInput):
            services.show_frame(actor=owner, redaction=redaction, second=wrong)
    services.show_frame(actor=owner, redaction=redaction, second=1.5)
    queue.run_pending()
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.DRAFTING
    assert redaction.boxes[: len(boxes)] == boxes
    pages = selectors.redaction_pages(redaction)
    assert [page.moment for page in pages] == ["0:00", "0:01", "0:01.5"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"page": 9}, "no such moment"),
        ({"since": 0.5}, "begins no later"),
        ({"until": -0.5}, "begins no later"),
    ],
)
def test_boxes_of_a_film_hold_at_their_moment(owner, complaint, more, words):
    redaction = with_one_frame(add(complaint, film(0.3), name="a.mp4"))
    box = {"page": 1, "left": 0.1, "top": 0.1, "width": 0.2, "height": 0.2}
    with pytest.raises(InvalidInput, match=words):
        services.edit_boxes(actor=owner, redaction=redaction, boxes=[{**box, **more}])
    with pytest.raises(InvalidInput, match="one box"):
        services.edit_boxes(actor=owner, redaction=redaction, boxes=[{**box, "subject": 2}, {**box, "subject": 2}])


def with_one_frame(item: EvidenceItem) -> Redaction:
    redaction = Redaction.objects.create(item=item, state=RedactionState.DRAFTING)
    Derivative.objects.create(
        item=item, redaction=redaction, kind="frame", page=1, second=0.0, storage_name=str(item.pk), size=0
    )
    return redaction


@pytest.mark.parametrize(
    ("name", "facts", "words"),
    [("long.mp4", {"seconds": 301.0}, "5 minutes"), ("long.pdf", {"pages": 201}, "200 pages")],
)
def test_what_is_too_long_is_refused_before_any_work(owner, complaint, name, facts, words):
    item = add(complaint, name="photo.png")
    kind = "video/mp4" if name.endswith("mp4") else "application/pdf"
    EvidenceItem.objects.filter(pk=item.pk).update(media_type=kind)
    item.refresh_from_db()
    Derivative.objects.create(item=item, kind="page", page=1, storage_name=str(item.pk), size=0)
    examination = Examination(item=item)
    examination.seal_facts(facts, item.vault.key())
    examination.save()
    with pytest.raises(WrongState, match=words):
        services.start_redaction(actor=owner, item=item)


def test_frames_of_the_original_are_seen_by_nobody_once_it_is_sealed():
    people = cast()
    owner = people.actors["owner"]
    redaction = with_one_frame(add(people.complaint, film(0.3), name="a.mp4", actor=owner))
    officer = people.actors["investigator"]
    frame = Derivative.objects.filter(kind="frame")
    assert Derivative.objects.visible_to(officer).filter(pk__in=frame).exists()
    EvidenceItem.objects.filter(pk=redaction.item_id).update(original_sealed_at="2026-05-01T00:00:00Z")
    for state in ("in_use", "made", "drafting"):
        Redaction.objects.filter(pk=redaction.pk).update(state=state)
        assert not Derivative.objects.visible_to(officer).filter(pk__in=frame).exists(), state
        assert Derivative.objects.visible_to(owner).filter(pk__in=frame).exists(), state


def test_the_page_of_a_film_by_typing(client: Client, complaint, owner, item):
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    redaction = proposed(owner, item)
    address = reverse("evidence:redaction", args=[redaction.pk])
    page = client.get(address).content.decode()
    assert page.count('<svg class="cn-boxes__page"') == 2
    assert "cn-box--shade" not in page, "each frame has a box of its own"
    row = {"kind": "plate", "page": "2", "left": "10", "top": "20", "width": "30", "height": "25", "until": "0:01.8"}
    wrong = client.post(address, typed([{**row, "until": "soon"}]) | {"moment": "0:99:1"})
    assert wrong.status_code == 400
    assert wrong.content.decode().count("Enter seconds, or minutes and seconds as 1:05.") >= 2
    beyond = client.post(address, typed([row], action="show") | {"moment": "77"})
    assert "Enter a moment within the film." in beyond.content.decode()
    assert (
        client.post(address, typed([row], action="show") | {"moment": "0:01.5", "keeps_sound": "on"}).status_code == 302
    )
    redaction.refresh_from_db()
    assert (redaction.state, redaction.keeps_sound) == (RedactionState.PROPOSING, True)
    assert [(box["second"], box["until"], box["subject"]) for box in redaction.boxes] == [(1.0, 1.8, 1)]
    queue.run_pending()
    assert "cn-box--shade" in client.get(address).content.decode(), "the new frame shows where the plate is"
    client.post(address, typed([row], action="make"))
    queue.run_pending()
    finished = client.get(address).content.decode()
    assert "<video controls" in finished
    client.post(reverse("evidence:redaction_act", args=[redaction.pk, "use"]))
    copy = redaction.derivatives.get(kind=DerivativeKind.REDACTED)
    assert not redaction.derivatives.filter(kind=DerivativeKind.FRAME).exists()
    part = client.get(reverse("evidence:derivative", args=[copy.pk]), headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Content-Range"].split("/")[0]) == (206, "bytes 100-199")
    assert "<video controls" in client.get(reverse("evidence:item", args=[item.pk])).content.decode()


def turned(box: dict[str, float]) -> dict[str, float]:
    """The same place once the picture was turned a quarter to the right."""
    return {
        "left": 1 - box["top"] - box["height"],
        "top": box["left"],
        "width": box["height"],
        "height": box["width"],
    }


@pytest.mark.parametrize("name", ["upright.mp4", "shop.webm"])
def test_films_of_telephones_held_upright_and_of_browsers(owner, complaint, name):
    upright = name == "upright.mp4"
    content_ = held_upright(film(1.0, sound=False)) if upright else film(1.0, sound=False, container="webm")
    item = examined(complaint, content_, name, actor=owner)
    redaction = proposed(owner, item)
    across, down = (HIGH, SIDE) if upright else (SIDE, HIGH)
    for picture in Derivative.objects.filter(item=item, kind__in=["preview", "frame"]):
        assert (picture.width < picture.height) == upright, picture.kind
    place = box_of_face(0, RATE)
    box = turned(place) if upright else place
    (found,) = [each for each in redaction.boxes if each["page"] == 1] if not upright else [{**box, "page": 1}]
    assert Place(**{edge: found[edge] for edge in box}).shared_with(Place(**box)) > 0.5
    services.edit_boxes(actor=owner, redaction=redaction, boxes=[{**box, "page": 1, "kind": "other", "until": 0.0}])
    redaction = made(owner, redaction)
    assert redaction.state == RedactionState.MADE, redaction.proof
    before = frames(content_)[0]
    after = frames(content(redaction.derivatives.get(kind=DerivativeKind.REDACTED)))
    assert (len(after), after[0].shape[:2]) == (RATE, (down, across))
    assert has_detail(before, Place(**place), "other", [])
    assert not has_detail(after[0], Place(**box).grown(-0.2), "other", [])
    assert has_detail(
        after[5], Place(**(turned(box_of_face(5, RATE)) if upright else box_of_face(5, RATE))), "other", []
    )

"""Redacted copies: proposed, drawn, made, proven, used; and the way to an original that was sealed."""

import io

import pikepdf
import pypdfium2
import pytest

from caseapp.audit.selectors import entries_of_chain
from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.policies import can
from caseapp.evidence import confined, selectors, services
from caseapp.evidence.enums import Custody, DerivativeKind, RedactionState
from caseapp.evidence.models import Derivative, Redaction
from caseapp.evidence.workflow import REDACTION
from tests.evidence.malformed import paper
from tests.evidence.redactions import BOX, acts, content, made
from tests.evidence.test_examination import opened_picture, photograph
from tests.factories.evidence import add, docx, examined, files_on_disk, portrait
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


def test_a_copy_has_its_points_destroyed_and_nothing_but_points(owner, complaint):
    item = examined(complaint, photograph(), "photo.jpg")
    redaction = made(owner, item)
    assert redaction.state == RedactionState.MADE
    assert redaction.proof["holds"]
    copy = redaction.derivatives.get(kind=DerivativeKind.REDACTED)
    shown = opened_picture(copy)
    assert shown.size == (40, 60)
    assert not shown.getexif()
    assert max(shown.convert("L").crop((14, 20, 26, 40)).getextrema()) < 40
    assert shown.getpixel((20, 3))[0] > 200
    entry = next(each for each in entries_of_chain(item.vault.chain) if each.action == Custody.REDACTED)
    assert copy.sha256 in entry.payload
    assert item.original_sealed_at is None


def test_a_document_becomes_pictures_without_words(owner, complaint):
    item = examined(complaint, paper("Zhang Wei lives at the gate", pages=2), "letter.pdf")
    redaction = made(owner, item, [{**BOX, "page": 2}])
    assert (redaction.proof["letters"], redaction.proof["metadata"], redaction.proof["pages"]) == (0, 0, 2)
    copy = content(redaction.derivatives.get(kind=DerivativeKind.REDACTED))
    document = pypdfium2.PdfDocument(copy)
    assert [page.get_textpage().get_text_bounded() for page in document] == ["", ""]
    assert b"Zhang" not in copy
    with pikepdf.open(io.BytesIO(copy)) as read:
        assert not dict(read.docinfo)
        assert list(read.pages[1].Resources.keys()) == ["/XObject"]
    middle = [page.render(scale=0.5).to_pil().convert("L").getpixel((75, 100)) for page in document]
    assert middle[0] > 200
    assert middle[1] < 40
    assert document[0].get_size() == (300, 400)


def test_faces_are_proposed_and_none_is_found_under_their_boxes(owner, complaint):
    item = examined(complaint, portrait(), "face.jpg")
    redaction = services.start_redaction(actor=owner, item=item)
    assert services.start_redaction(actor=owner, item=item) == redaction
    assert queue.run_pending() >= 1
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.DRAFTING
    (box,) = redaction.boxes
    assert (box["kind"], box["found"]) == ("face", True)
    assert set(box) == {"page", "left", "top", "width", "height", "kind", "found"}, "a place, and no feature"
    assert box["left"] < 0.4 < 0.6 < box["left"] + box["width"]
    services.make_copy(actor=owner, redaction=redaction)
    services.make_redacted_copy(redaction_id=redaction.pk)
    redaction.refresh_from_db()
    assert (redaction.proof["faces_under_boxes"], redaction.proof["faces_left"]) == (0, 0)


def test_pages_that_have_no_preview_get_a_picture_to_put_boxes_on(owner, complaint):
    item = examined(complaint, paper("A long letter", pages=2), "letter.pdf")
    Derivative.objects.filter(item=item, kind=DerivativeKind.PAGE, page=2).delete()
    redaction = services.start_redaction(actor=owner, item=item)
    Redaction.objects.update(state=RedactionState.DRAFTING)
    with pytest.raises(WrongState, match="Not every page"):
        services.make_copy(actor=owner, redaction=redaction)
    Redaction.objects.update(state=RedactionState.PROPOSING)
    services.propose_boxes(redaction_id=redaction.pk)
    redaction.refresh_from_db()
    assert [page.picture.kind for page in selectors.redaction_pages(redaction)] == ["page", "frame"]


def test_a_copy_that_does_not_hold_is_thrown_away(owner, complaint, monkeypatch):
    item = examined(complaint, photograph(), "photo.jpg")
    real = confined.run

    def careless(*given, task, boxes=(), **more):
        return real(*given, task=task, boxes=[] if task == "redact" else boxes, **more)

    monkeypatch.setattr(confined, "run", careless)
    before = files_on_disk()
    redaction = made(owner, item)
    assert redaction.state == RedactionState.FAILED
    assert redaction.proof["open_boxes"] == 1
    assert not redaction.derivatives.exists()
    assert files_on_disk() == before
    assert Custody.REDACTED not in acts(item)


def test_trouble_on_the_way_leaves_nothing_and_can_be_tried_again(owner, complaint, monkeypatch):
    item = examined(complaint, photograph(), "photo.jpg")

    def interrupted(*given, **more):
        raise confined.Interrupted("busy")

    before = files_on_disk()
    with monkeypatch.context() as broken:
        broken.setattr(confined, "run", interrupted)
        redaction = made(owner, item)
        assert redaction.state == RedactionState.FAILED
        begun = services.start_redaction(actor=owner, item=item)
        services.propose_boxes(redaction_id=begun.pk)
    begun.refresh_from_db()
    assert (begun.state, begun.boxes, begun.proof) == (RedactionState.DRAFTING, [], {"proposed": False})
    assert files_on_disk() == before
    services.edit_boxes(actor=owner, redaction=redaction, boxes=[BOX])
    services.make_copy(actor=owner, redaction=redaction)
    services.make_redacted_copy(redaction_id=redaction.pk)
    services.make_redacted_copy(redaction_id=redaction.pk)
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.MADE
    assert acts(item).count(Custody.REDACTED) == 1


@pytest.mark.parametrize(
    "box",
    [{**BOX, "left": -0.1}, {**BOX, "left": 1.0}, {**BOX, "width": 0}, {**BOX, "height": 1.5}],
)
def test_boxes_lie_on_their_page(owner, complaint, box):
    redaction = Redaction.objects.create(item=add(complaint), state=RedactionState.DRAFTING)
    with pytest.raises(InvalidInput):
        services.edit_boxes(actor=owner, redaction=redaction, boxes=[box])


def test_a_box_over_the_edge_ends_at_the_edge(owner, complaint):
    redaction = Redaction.objects.create(item=add(complaint), state=RedactionState.DRAFTING)
    edited = services.edit_boxes(actor=owner, redaction=redaction, boxes=[{**BOX, "left": 0.8}])
    assert edited.boxes[0]["width"] == pytest.approx(0.2)


def test_what_cannot_be_shown_cannot_be_redacted(owner, complaint):
    item = examined(complaint, docx(), "letter.docx")
    with pytest.raises(WrongState):
        services.start_redaction(actor=owner, item=item)


SEES_EVIDENCE = {"owner", "intake_officer", "investigator", "supervisor", "partner", "associate", "paralegal"}
MAY_ASK = {"investigator", "supervisor", "partner", "associate"}


def test_who_gets_to_a_sealed_original(sealed):
    people, item, redaction = sealed
    redacted = {DerivativeKind.REDACTED, DerivativeKind.REDACTED_PAGE, DerivativeKind.REDACTED_THUMBNAIL}
    for role in ROLES:
        actor = people.actors[role]
        kinds = set(Derivative.objects.visible_to(actor).filter(item=item).values_list("kind", flat=True))
        if role not in SEES_EVIDENCE:
            assert kinds == set(), role
        elif role == "owner":
            assert kinds > redacted
        else:
            assert kinds == redacted, role
        assert can(actor, "evidence.download", item) == (role == "owner"), role
        assert can(actor, "evidence.redact", item) == (role == "owner"), role
        assert can(actor, "evidence.ask_for_original", item) == (role in MAY_ASK), role
        assert (selectors.facts_of(actor, item) != {}) == (role == "owner"), role
        if role != "owner":
            with pytest.raises(NotFound):
                selectors.redaction(actor, redaction.pk)
            with pytest.raises(NotAllowed):
                services.open_content(actor=actor, item=item)
        if role not in MAY_ASK:
            with pytest.raises(NotAllowed):
                services.disclose_original(actor=actor, item=item, reason="Because I want to see it.")


@pytest.mark.parametrize("role", sorted(MAY_ASK))
def test_a_stated_reason_opens_it_to_one_person_for_a_while(role):
    people = cast()
    actor, reason = people.actors[role], "To compare the camera's label."
    item = add(people.complaint, original_sealed_at="2026-05-01T00:00:00Z")
    with pytest.raises(InvalidInput):
        services.disclose_original(actor=actor, item=item, reason="because")
    disclosure = services.disclose_original(actor=actor, item=item, reason=reason)
    assert b"label" not in bytes(disclosure.sealed_reason)
    services.open_content(actor=actor, item=item).close()
    assert acts(item)[-2:] == [Custody.DISCLOSED, Custody.DOWNLOADED]
    assert [one.reason for one in selectors.disclosures(people.actors["owner"], item)] == [reason]
    others = MAY_ASK - {role}
    assert not any(can(people.actors[other], "evidence.download", item) for other in others)
    item.disclosures.update(until="2026-01-01T00:00:00Z")
    assert not can(actor, "evidence.download", item)


def test_the_words_of_a_sealed_document_are_not_found_any_more():
    people = cast()
    owner, officer = people.actors["owner"], people.actors["investigator"]
    item = examined(people.complaint, paper("Zhang Wei"), "letter.pdf", actor=owner)
    assert selectors.search(officer, people.complaint, "Zhang")
    services.use_copy(actor=owner, redaction=made(owner, item))
    assert selectors.search(officer, people.complaint, "Zhang") == []
    assert selectors.search(owner, people.complaint, "Zhang")
    assert selectors.check_vault(item.vault).problems == ()


def test_a_second_copy_takes_the_place_of_the_first(sealed):
    people, item, first = sealed
    owner = people.actors["owner"]
    second = made(owner, item, [{**BOX, "left": 0.1}])
    services.use_copy(actor=owner, redaction=second)
    first.refresh_from_db()
    assert (first.state, first.derivatives.count()) == (RedactionState.DROPPED, 0)
    assert Redaction.objects.get(item=item, state=RedactionState.IN_USE) == second


ALLOWED = {
    "proposing": {"propose", "drop"},
    "drafting": {"show_frame", "make", "drop"},
    "making": {"finish", "fail"},
    "made": {"edit", "use", "drop"},
    "failed": {"edit", "drop"},
    "in_use": {"replace"},
    "dropped": set(),
}


@pytest.mark.parametrize("state", RedactionState.values)
def test_every_action_from_every_state(complaint, state):
    item = add(complaint)
    for row in REDACTION.transitions:
        redaction = Redaction.objects.create(item=item, state=state)
        if row.action in ALLOWED[state]:
            assert REDACTION.apply(SYSTEM, redaction, row.action).state == row.target
        else:
            with pytest.raises(WrongState):
                REDACTION.apply(SYSTEM, redaction, row.action)
        redaction.delete()


def test_a_stripped_copy_that_fails_changes_nothing_and_can_be_asked_for_again(owner, complaint, monkeypatch):
    item = examined(complaint, photograph(), "photo.jpg")
    real = confined.run
    monkeypatch.setattr(confined, "run", lambda *given, **more: confined.Answer(finding="damaged"))
    failed = services.strip_metadata(actor=owner, item=item)
    queue.run_pending()
    failed.refresh_from_db()
    item.refresh_from_db()
    assert (failed.state, item.original_sealed_at) == (RedactionState.FAILED, None)
    monkeypatch.setattr(confined, "run", real)
    services.strip_metadata(actor=owner, item=item)
    queue.run_pending()
    item.refresh_from_db()
    assert item.original_sealed_at is not None


def test_boxes_drawn_on_a_stripped_copy_make_it_one_that_a_person_looks_at_first(owner, complaint):
    item = examined(complaint, photograph(), "photo.jpg")
    Redaction.objects.create(item=item, state=RedactionState.FAILED, side="complainant", use_when_made=True)
    redaction = services.edit_boxes(actor=owner, redaction=Redaction.objects.get(), boxes=[BOX])
    services.make_copy(actor=owner, redaction=redaction)
    services.make_redacted_copy(redaction_id=redaction.pk)
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.MADE

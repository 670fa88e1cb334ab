"""The pages of a redacted copy: boxes typed and drawn, originals asked for, long documents and films."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from caseapp.core import queue
from caseapp.core.policies import can
from caseapp.evidence import selectors
from caseapp.evidence.enums import Custody, DerivativeKind, RedactionState
from caseapp.evidence.models import Derivative, EvidenceItem, Redaction
from tests.evidence.redactions import BOX, acts, content, typed
from tests.evidence.test_examination import photograph
from tests.factories.accounts import actor_of
from tests.factories.evidence import add, examined
from tests.factories.roles import cast

pytestmark = pytest.mark.django_db


NUMBERS = {"kind": "face", "page": "1", "left": "10", "top": "20", "width": "30.5", "height": "25"}


def test_the_whole_way_by_typing(client: Client, complaint):
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    item = examined(complaint, photograph(), "photo.jpg", actor=actor_of(complaint.owner))
    page = client.get(reverse("evidence:item", args=[item.pk])).content.decode()
    assert reverse("evidence:redact", args=[item.pk]) in page
    begun = client.post(reverse("evidence:redact", args=[item.pk]))
    address = begun["Location"]
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    queue.run_pending()
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "<svg" in client.get(address).content.decode()
    wrong = client.post(
        address, typed([{**NUMBERS, "left": "abc"}, {**NUMBERS, "width": ""}, {**NUMBERS, "page": "7"}])
    )
    assert wrong.status_code == 400
    words = wrong.content.decode()
    assert "Enter a number from 0 to 100." in words
    assert "Enter this, or leave all four empty." in words
    assert "There is no such page." in words
    removed = {**NUMBERS, "DELETE": "on"}
    empty = dict.fromkeys(NUMBERS, "")
    assert client.post(address, typed([NUMBERS, removed, empty])).status_code == 302
    redaction = Redaction.objects.get()
    assert [(box["left"], box["width"], box["kind"]) for box in redaction.boxes] == [(0.1, 0.305, "face")]
    client.post(address, typed([NUMBERS], action="make"))
    queue.run_pending()
    finished = client.get(address).content.decode()
    assert "What the check found" in finished
    assert client.post(reverse("evidence:redaction_act", args=[redaction.pk, "use"])).status_code == 302
    shown = client.get(reverse("evidence:item", args=[item.pk])).content.decode()
    assert "Download the redacted copy" in shown
    copy = redaction.derivatives.get(kind=DerivativeKind.REDACTED)
    handed = client.get(reverse("evidence:derivative", args=[copy.pk]))
    assert handed["Content-Disposition"].startswith("attachment")
    assert b"".join(handed.streaming_content).startswith(b"\xff\xd8")
    assert acts(item)[-1] == Custody.DOWNLOADED


def test_an_officer_asks_for_the_original_in_the_browser(client: Client, sealed):
    from caseapp.accounts.models import User

    people, item, _redaction = sealed
    officer = people.actors["investigator"]
    client.force_login(User.objects.get(pk=officer.user_id), backend="caseapp.accounts.backends.Backend")
    address = reverse("evidence:item", args=[item.pk])
    page = client.get(address).content.decode()
    assert "Camera" not in page
    assert "29.868333" not in page
    assert reverse("evidence:content", args=[item.pk]) not in page
    ask = reverse("evidence:original", args=[item.pk])
    assert ask in page
    assert client.get(reverse("evidence:content", args=[item.pk])).status_code == 403
    assert client.post(ask, {"reason": "short"}).status_code == 400
    assert client.post(ask, {"reason": "To read the camera's label again."}).status_code == 302
    page = client.get(address).content.decode()
    assert "To read the camera&#x27;s label again." in page
    assert reverse("evidence:content", args=[item.pk]) in page


def test_one_button_at_the_position_keeps_it_from_others(client: Client):
    people = cast()
    item = examined(people.complaint, photograph(), "photo.jpg", actor=people.actors["owner"])
    page, button = reverse("evidence:item", args=[item.pk]), reverse("evidence:strip", args=[item.pk])
    client.force_login(people.complaint.owner)
    assert f'action="{button}"' in client.get(page).content.decode()
    assert client.post(button).status_code == 302
    told = client.get(page).content.decode()
    assert "Making the copy without position and metadata" in told
    assert f'action="{button}"' not in told
    assert client.post(button).status_code == 409
    queue.run_pending()

    officer = people.actors["investigator"]
    item.refresh_from_db()
    assert not can(officer, "evidence.download", item)
    assert selectors.facts_of(officer, item) == {}
    shown = selectors.presented_item(officer, item)
    assert [picture.kind for picture in shown.pictures] == []
    handed = Image.open(io.BytesIO(content(shown.redacted)))
    assert (handed.size, dict(handed.getexif())) == ((40, 60), {})
    assert sum(abs(a - b) for a, b in zip(handed.getpixel((20, 10)), (255, 0, 0), strict=True)) < 30
    assert acts(item)[-3:] == [Custody.REDACTED, "redaction.use", Custody.SEALED]
    assert Custody.STRIPPED in acts(item)
    mine = client.get(page).content.decode()
    assert "Others do not get this position" in mine
    assert "29.8683" in mine, "the complainant's own file stays as it was to them"


def frames(redaction: Redaction, count: int, *, seconds: float | None = None) -> None:
    """Pictures to put boxes on, by their rows alone."""
    Derivative.objects.bulk_create(
        Derivative(
            item=redaction.item,
            redaction=redaction,
            kind=DerivativeKind.FRAME,
            page=number,
            second=None if seconds is None else number * seconds,
            media_type="image/jpeg",
            size=1,
            width=600,
            height=800,
            storage_name=f"{redaction.pk}/{number}",
        )
        for number in range(1, count + 1)
    )


def sent(boxes: list[dict[str, str]], **more: str) -> dict[str, str]:
    rows = {f"box-{at}-{name}": value for at, box in enumerate(boxes) for name, value in box.items()}
    return {"box-TOTAL_FORMS": str(len(boxes)), "box-INITIAL_FORMS": "0", **rows, **more}


def test_a_long_document_shows_ten_pages_at_a_time_and_keeps_the_boxes_of_all(client: Client, complaint):
    item = add(complaint)
    box = {**BOX, "found": False}
    redaction = Redaction.objects.create(
        item=item, state=RedactionState.DRAFTING, boxes=[{**box, "page": page} for page in (3, 12, 12, 23)]
    )
    frames(redaction, 23)
    client.force_login(complaint.owner)
    address = reverse("evidence:redaction", args=[redaction.pk])
    first, second = (client.get(address, {"part": part}).content.decode() for part in ("1", "2"))
    assert (first.count('<svg class="cn-boxes__page'), second.count('data-page="1')) == (10, 9)
    assert [first.count("data-box-row="), second.count("data-box-row=")] == [3, 4], "with the free row and the template"
    assert "21–23" in first
    assert client.get(address, {"part": "99999"}).status_code == 200

    row = {"page": "12", "kind": "text", "left": "10", "top": "20", "width": "30", "height": "40"}
    answer = client.post(address, sent([row, {**row, "page": "15"}], part="2", action="part-3"))
    assert answer.headers["Location"] == f"{address}?part=3"
    redaction.refresh_from_db()
    assert [(box["page"], box["kind"]) for box in redaction.boxes] == [
        (3, "plate"),
        (12, "text"),
        (15, "text"),
        (23, "plate"),
    ]
    wrong = client.post(address, sent([{**row, "page": "24"}], part="2", action="make"))
    assert wrong.status_code == 400
    assert "There is no such page." in wrong.content.decode()
    assert client.post(address, sent([], part="1", action="make")).status_code == 302
    redaction.refresh_from_db()
    assert (redaction.state, [box["page"] for box in redaction.boxes]) == (RedactionState.MAKING, [12, 15, 23])


def test_a_film_with_five_hundred_boxes_stays_a_light_page(client: Client, complaint):
    item = add(complaint)
    EvidenceItem.objects.filter(pk=item.pk).update(media_type="video/mp4")
    boxes = [
        {**BOX, "page": page, "subject": subject, "second": page * 2.0, "found": True}
        for page in range(1, 51)
        for subject in range(1, 11)
    ]
    redaction = Redaction.objects.create(item=item, state=RedactionState.DRAFTING, boxes=boxes)
    frames(redaction, 50, seconds=2.0)
    client.force_login(complaint.owner)
    address = reverse("evidence:redaction", args=[redaction.pk])
    page = client.get(address, {"part": "5"}).content.decode()
    assert page.count("data-box-row=") == 102
    assert "1:22–1:40" in page
    assert selectors.part_at(redaction, 83.0) == 5
    row = {"page": "41", "subject": "3", "kind": "face", "left": "10", "top": "20", "width": "30", "height": "40"}
    assert client.post(address, sent([row], part="5", action="keep")).headers["Location"].endswith("?part=5")
    redaction.refresh_from_db()
    assert len(redaction.boxes) == 401

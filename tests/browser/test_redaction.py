"""Redacting in the browser: boxes by mouse, by keyboard and by typing; axe finds nothing on the way."""

import os
from pathlib import Path

import pytest

from caseapp.core import queue
from caseapp.evidence import services
from caseapp.evidence.models import Redaction
from tests.browser.pages import fits, sign_in
from tests.factories.accounts import actor_of
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import examined, portrait
from tests.factories.films import film

pytestmark = pytest.mark.django_db(transaction=True)


def shot(page, name: str) -> None:
    """Keep a picture of the page where the environment names a folder for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def item():
    complaint = ComplaintFactory()
    return examined(complaint, portrait(), "door.jpg", actor=actor_of(complaint.owner))


def stroke(page) -> None:
    """A finger across the lower left of the first page."""
    svg = page.locator("svg[data-page='1']")
    svg.scroll_into_view_if_needed()
    place = svg.bounding_box()
    at = [
        {"x": place["x"] + place["width"] * share, "y": place["y"] + place["height"] * (share + 0.5)}
        for share in (0.05, 0.15, 0.25)
    ]
    line = page.context.new_cdp_session(page)
    line.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at[0]]})
    for point in at[1:]:
        line.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_boxes_by_mouse_and_keyboard(open_page, site, violations, item):
    page = open_page()
    sign_in(page, site, item.vault.complaint.owner)
    page.goto(f"{site}/evidence/{item.pk}/")
    assert violations(page) == []
    shot(page, "item")
    page.get_by_role("button", name="Make a redacted copy").click()
    assert violations(page) == []
    shot(page, "proposing")
    queue.run_pending()
    page.reload()
    page.wait_for_selector(".cn-box--live")
    svg = page.locator("svg[data-page='1']")
    svg.scroll_into_view_if_needed()
    place = svg.bounding_box()
    page.mouse.move(place["x"] + place["width"] * 0.1, place["y"] + place["height"] * 0.8)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.3, place["y"] + place["height"] * 0.95, steps=5)
    page.mouse.up()
    boxes = page.locator(".cn-box--live")
    assert boxes.count() == 2
    left = page.locator("[name='box-1-left']")
    assert abs(float(left.input_value()) - 10) < 1
    boxes.nth(1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert abs(float(left.input_value()) - 10.5) < 1
    assert violations(page) == []
    shot(page, "boxes")
    page.locator("[name='box-1-kind']").select_option("plate")
    page.get_by_role("button", name="Make the redacted copy").click()
    queue.run_pending()
    page.reload()
    assert page.get_by_text("What the check found").is_visible()
    assert violations(page) == []
    shot(page, "made")
    page.get_by_role("button", name="Use this copy and seal the original").click()
    assert page.get_by_role("heading", name="Redacted copy", exact=True).is_visible()
    assert violations(page) == []
    shot(page, "in-use")
    assert [box["kind"] for box in Redaction.objects.get().boxes] == ["face", "plate"]


def test_boxes_without_a_mouse_on_a_phone_without_script(open_page, site, violations, item):
    owner = item.vault.complaint.owner
    box = {"page": 1, "left": 0.3, "top": 0.2, "width": 0.3, "height": 0.4, "kind": "face", "found": True}
    redaction = Redaction.objects.create(item=item, state="drafting", boxes=[box], made_by=owner)
    page = open_page()
    sign_in(page, site, owner)
    address = f"{site}/evidence/redactions/{redaction.pk}/"
    page.goto(address)
    page.locator(".cn-box--live").focus()
    page.keyboard.press("Delete")
    assert page.locator(".cn-box--live").count() == 0
    assert page.locator("[name='box-0-DELETE']").is_checked()
    phone = open_page(width=320, script=False)
    sign_in(phone, site, owner)
    phone.goto(address)
    assert fits(phone)
    shot(phone, "boxes-phone")
    for name, value in {"left": "5", "top": "5", "width": "20", "height": "20"}.items():
        phone.locator(f"[name='box-1-{name}']").fill(value)
    phone.get_by_role("button", name="Keep the boxes").click()
    redaction.refresh_from_db()
    assert len(redaction.boxes) == 2
    chinese = open_page(width=390, language="zh-CN", touch=True)
    sign_in(chinese, site, owner)
    chinese.goto(address)
    assert chinese.locator("html").get_attribute("lang") == "zh-Hans"
    assert violations(chinese) == []
    shot(chinese, "boxes-chinese")
    drawn = chinese.locator(".cn-box--live").count()
    stroke(chinese)
    assert chinese.locator(".cn-box--live").count() == drawn, "a finger scrolls until it is told to draw"
    chinese.locator("[data-boxes-finger]").click()
    stroke(chinese)
    assert chinese.locator(".cn-box--live").count() == drawn + 1


def test_boxes_on_moments_of_a_film(open_page, site, violations):
    complaint = ComplaintFactory()
    item = examined(complaint, film(2.0, sound=False), "door.mp4", actor=actor_of(complaint.owner))
    redaction = services.start_redaction(actor=actor_of(complaint.owner), item=item)
    queue.run_pending()
    page = open_page()
    sign_in(page, site, complaint.owner)
    page.goto(f"{site}/evidence/redactions/{redaction.pk}/")
    page.wait_for_selector(".cn-box--live")
    page.locator("[name='box-1-DELETE']").check()
    page.get_by_label("Show another moment").fill("0:01.5")
    with page.expect_navigation():
        page.get_by_role("button", name="Show this moment").click()
    queue.run_pending()
    page.goto(f"{site}/evidence/redactions/{redaction.pk}/")
    shade = page.locator("svg[data-page='2'] .cn-box--shade")
    shade.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("svg[data-page='2'] .cn-box--live").count() == 1
    assert page.locator("svg[data-page='2'] .cn-box--shade").count() == 0
    assert violations(page) == []
    shot(page, "film-boxes")
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    shot(page, "film-boxes-390")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the redacted copy").click()
    queue.run_pending()
    page.goto(f"{site}/evidence/redactions/{redaction.pk}/")
    assert page.get_by_label("The redacted film", exact=True).is_visible()
    assert violations(page) == []
    shot(page, "film-made-390")
    page.set_viewport_size({"width": 1280, "height": 900})
    shot(page, "film-made")
    redaction.refresh_from_db()
    assert [box["page"] for box in redaction.boxes if box["subject"] == 1] == [1, 2]

"""Sending files in a real browser: progress, pause, a line that breaks, going on another day, a telephone's camera."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from caseapp.evidence.models import EvidenceItem, Upload
from caseapp.intake.views import session
from tests.factories import evidence as files
from tests.factories import intake
from tests.factories.accounts import place

OpenPage = Callable[..., Any]
pytestmark = pytest.mark.django_db(transaction=True)
FILM = files.picture() + random.Random(3).randbytes(3_000_000)


@pytest.fixture
def film(tmp_path: Path) -> str:
    path = tmp_path / "门口 film.png"
    path.write_bytes(FILM)
    return str(path)


@pytest.fixture
def at_evidence(site: str, open_page: OpenPage) -> Callable[..., Any]:
    """A page of a filing at its evidence step."""
    place("CN")

    def opened(**options: Any) -> Any:
        page = open_page(**options)
        client = Client()
        intake.answer_all(client, "effect")
        value = client.cookies[session.COOKIE].value
        page.context.add_cookies([{"name": session.COOKIE, "value": value, "url": f"{site}{session.PATH}"}])
        page.goto(f"{site}/file/evidence/")
        page.wait_for_selector("input[data-watched]", timeout=5000)
        return page

    return opened


def test_a_file_goes_by_itself_when_the_button_is_pressed(at_evidence, film):
    page = at_evidence()
    page.set_input_files("input#id_file", film)
    assert page.locator(".cn-upload__name").inner_text() == "门口 film.png"
    page.fill("[name=description]", "At the door")
    page.get_by_role("button", name="Send these files now").click()
    page.get_by_role("heading", name="Files you have sent").wait_for()
    item = EvidenceItem.objects.get()
    assert (item.sha256, item.description) == (hashlib.sha256(FILM).hexdigest(), "At the door")
    assert item.file_name == "门口 film.png"


def test_after_a_broken_line_it_goes_on_when_the_same_file_is_chosen_again(at_evidence, film):
    page = at_evidence()

    def break_off(route: Any) -> None:
        if route.request.method == "PATCH":
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/*/", break_off)
    page.set_input_files("input#id_file", film)
    page.get_by_role("button", name="Send these files now").click()
    while page.evaluate("localStorage.length") == 0:
        page.wait_for_timeout(50)
    upload = Upload.objects.get()
    assert "film" not in page.evaluate("JSON.stringify(localStorage)")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("input[data-watched]", timeout=5000)
    # Only now, or the first page tries once more by itself and is through before it is left.
    page.unroute("**/uploads/*/")
    page.set_input_files("input#id_file", film)
    page.get_by_role("button", name="Send these files now").click()
    page.get_by_role("heading", name="Files you have sent").wait_for()
    # The upload that was begun is the one that was finished.
    assert Upload.objects.get().pk == upload.pk
    assert EvidenceItem.objects.get().pk == upload.original_id
    assert page.evaluate("localStorage.length") == 0


def test_pausing_and_giving_up(at_evidence, film):
    page = at_evidence()
    page.route("**/uploads/*/", lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
    page.set_input_files("input#id_file", film)
    page.get_by_role("button", name="Send these files now").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Resume").wait_for()
    page.unroute("**/uploads/*/")
    page.get_by_role("button", name="Do not send").click()
    page.wait_for_selector(".cn-upload", state="detached")
    page.wait_for_load_state("networkidle")
    assert not EvidenceItem.objects.filter(state="ready").exists()
    assert page.evaluate("localStorage.length") == 0


def test_what_is_refused_says_so_in_its_row(at_evidence, tmp_path, settings):
    page = at_evidence()
    wrong = tmp_path / "holiday.jpg"
    wrong.write_bytes(b"<html><script>alert(1)</script>")
    page.set_input_files("input#id_file", str(wrong))
    page.get_by_role("button", name="Send these files now").click()
    page.wait_for_selector(".cn-files__item--wrong")
    assert "holiday.jpg" in page.locator(".cn-upload__note").inner_text()
    assert not EvidenceItem.objects.exists()


def test_continue_sends_what_was_chosen_and_goes_on(at_evidence, film):
    page = at_evidence(width=390)
    page.set_input_files("input#id_file", film)
    page.locator("main form#page-form .govuk-button-group button").last.click()
    page.wait_for_url(lambda address: "/file/evidence/" not in address)
    assert EvidenceItem.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()

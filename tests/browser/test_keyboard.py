"""Filing from the first page to the opened complaint with the keys alone: no mouse and no touch."""

from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError as TooLong

from caseapp.complaints.models import Complaint
from caseapp.core.actors import SYSTEM
from caseapp.law.services import load_law
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, place
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db(transaction=True)

FAR = 120
"""Presses of the Tab key within which everything on a page must be reached."""

FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  return {
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < window.innerHeight,
    marked: [one, one.nextElementSibling, one.parentElement].some((each) => {
      const style = each && getComputedStyle(each);
      return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
    }),
  };
}"""


class Keys:
    """Somebody who has nothing but a keyboard."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.press = page.keyboard.press

    def at(self, selector: str) -> bool:
        return bool(self.page.locator(selector).and_(self.page.locator(":focus")).count())

    def to(self, selector: str) -> None:
        """Press Tab until the wanted thing has the focus, and see that it is on the screen and marked."""
        for _press in range(FAR):
            self.press("Tab")
            if self.at(selector):
                found = self.page.locator("body").evaluate(FOCUS)
                assert found == {"seen": True, "marked": True}, (self.page.url, selector, found)
                return
        raise AssertionError(f"{selector} was not reached on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.insert_text(text)

    def choose(self, name: str, value: str) -> None:
        """A radio button: into the group by Tab, along it by the arrows."""
        self.to(f"input[name={name}]")
        for _press in range(40):
            if self.at(f"input[name={name}][value='{value}']"):
                self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{value} was not reached in {name}")

    def tick(self, name: str, value: str = "") -> None:
        self.to(f"input[name={name}]" + (f"[value='{value}']" if value else ""))
        self.press("Space")

    def pick(self, selector: str, value: str) -> None:
        """An option of a select, by the arrows."""
        self.to(selector)
        for _press in range(60):
            if self.page.locator(selector).input_value() == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{value} was not reached in {selector}")

    def file(self, path: Path) -> None:
        """Give a file to the field that has the focus; on a busy machine a press may come before the field listens."""
        for wait in (5_000, 10_000, 30_000):
            with suppress(TooLong):
                with self.page.expect_file_chooser(timeout=wait) as chooser:
                    self.press("Space")
                chooser.value.set_files(str(path))
                return
        raise AssertionError("no choice of files was opened")

    def go(self, selector: str) -> None:
        """To a button or link, and press it."""
        self.to(selector)
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "door.png"
    path.write_bytes(files.picture(size=(400, 300)))
    return path


def test_the_whole_filing_by_the_keys_alone_in_seven_pages(site: str, browser_page: Any, picture: Path) -> None:
    load_law(actor=SYSTEM)
    authority = AuthorityFactory(name="Market regulator of Ningbo", jurisdiction=place("CN"))
    known = RespondentFactory(name="Haishu Estates", country=place("CN"))
    page, on = browser_page, "main form#page-form button"
    keys = Keys(page)
    loaded: list[str] = []
    page.on("load", lambda _page: loaded.append(urlsplit(page.url).path))
    page.goto(f"{site}/file/")
    keys.press("Tab")
    assert keys.at(".cn-skip")
    keys.go("main :is(a, button):has-text('Start now')")

    keys.write("input#id_jurisdiction", "中国")
    keys.press("ArrowDown")
    keys.press("Enter")
    for part, value in {"day": "14", "month": "3", "year": "2026"}.items():
        keys.write(f"#id_occurred_on_{part}", value)
    keys.pick("#id_venue_kind", "sales_office")
    keys.write("#id_respondent_name", "Haishu Estate")
    page.keyboard.type("s")
    page.locator("#matches input[type=radio]").first.wait_for()
    keys.choose("respondent", known.reference)
    keys.go(f"{on}:has-text('Save and continue')")

    for name, value in {"use": "identification", "about": "self", "minors": "no", "relation": "customer"}.items():
        keys.choose(name, value)
    keys.go(on)
    keys.choose("asked", "no")
    keys.go(on)
    keys.write("#id_narrative", "The camera knew me on my second visit.")
    keys.tick("harms", "distress")
    keys.tick("relief_sought", "deletion")
    keys.go(on)

    page.wait_for_load_state("networkidle")
    keys.to("input[type=file]")
    keys.file(picture)
    keys.to("button:has-text('Send these files now')")
    keys.press("Enter")
    page.locator("#files .cn-exhibit__name").get_by_text("door.png").wait_for()
    keys.go("main form#page-form .govuk-button-group button:last-of-type")

    keys.choose("authority", authority.code)
    keys.choose("filing", "anonymous")
    keys.go(on)
    keys.tick("truth")
    keys.go("button:has-text('Send the complaint')")

    page.wait_for_url("**/file/receipt/")
    code = "".join(page.locator(".cn-code__value span").all_text_contents())
    keys.write("#id_last_four", code[-4:])
    keys.go("button:has-text('I have kept the code')")
    complaint = Complaint.objects.get()
    assert page.url.endswith(f"/complaints/{complaint.reference}/")
    steps = [path for path in loaded if path.startswith("/file/") and path not in {"/file/", "/file/receipt/"}]
    assert len(set(steps)) <= 7, steps
    assert complaint.authority == authority

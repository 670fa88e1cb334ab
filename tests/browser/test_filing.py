"""Filing a complaint in a real browser: with script and without, wide and narrow, checked by axe at every page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseapp.complaints.models import Complaint
from caseapp.core.actors import SYSTEM
from caseapp.law.services import load_law
from tests.browser.pages import fits
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, place
from tests.factories.respondents import RespondentFactory

NARROW = 320
OpenPage = Callable[..., Any]
Axe = Callable[[Any], list[str]]
Troubles = Callable[..., list[str]]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> None:
    load_law(actor=SYSTEM)
    AuthorityFactory(name="Market regulator of Ningbo", jurisdiction=place("CN"))
    RespondentFactory(name="Haishu Estates", name_local="宁波海曙置业有限公司", country=place("CN"))


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "照片.png"
    path.write_bytes(files.picture(size=(400, 300)))
    return str(path)


def go_on(page: Any) -> None:
    with page.expect_navigation():
        page.locator("main form#page-form .govuk-button-group button").last.click()


def walk(page: Any, site: str, picture: str, seen: Callable[[], None], *, script: bool) -> str:
    """Answer every page as a person does; `seen` looks at each. Returns the receipt code."""
    page.goto(f"{site}/file/")
    seen()
    page.get_by_role("button", name="Start now").click()
    seen()
    go_on(page)
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    seen()
    if script:
        page.fill("input#id_jurisdiction", "中国")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        page.select_option("#id_jurisdiction", "CN")
    page.fill("#id_occurred_on_day", "14")
    page.fill("#id_occurred_on_month", "3")
    page.fill("#id_occurred_on_year", "2026")
    page.select_option("#id_venue_kind", "sales_office")
    page.fill("#id_respondent_name", "宁波海署置业有限公司")
    if script:
        page.locator("#matches input[type=radio]").first.wait_for()
    else:
        page.get_by_role("button", name="Look it up").click()
    seen()
    page.get_by_label("Haishu Estates").check()
    go_on(page)
    seen()
    for name, value in {"use": "identification", "about": "self", "minors": "no", "relation": "customer"}.items():
        page.check(f"input[name={name}][value={value}]")
    go_on(page)
    seen()
    page.check("input[name=asked][value=no]")
    page.check("input[name=q-told][value=no]")
    page.locator("main details summary").click()
    go_on(page)
    seen()
    page.fill("#id_narrative", "The camera knew me on my second visit. 我没有同意。")
    page.check("input[name=harms][value=distress]")
    page.check("input[name=relief_sought][value=deletion]")
    go_on(page)
    seen()
    page.set_input_files("input[type=file]", picture)
    page.get_by_role("button", name="Send these files now").click()
    page.locator("#files .cn-exhibit__name").get_by_text("照片.png").wait_for()
    seen()
    go_on(page)
    seen()
    page.get_by_label("Market regulator of Ningbo").check()
    if not page.locator("input[name=filing]:checked").count():
        page.check("input[name=filing][value=anonymous]")
    go_on(page)
    seen()
    page.check("input[name=truth]")
    page.get_by_role("button", name="Send the complaint").click()
    page.wait_for_url("**/file/receipt/")
    seen()
    return "".join(page.locator(".cn-code__value span").all_text_contents())


def test_with_script_wide_and_narrow(
    world: None, site: str, browser_page: Any, troubles: Troubles, picture: str
) -> None:
    page = browser_page
    found: list[str] = []

    def seen() -> None:
        found.extend(troubles(page))

    code = walk(page, site, picture, seen, script=True)
    assert len(code) == 24
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the whole receipt as text").click()
    assert code in Path(download.value.path()).read_text().replace(" ", "")
    page.fill("#id_last_four", code[-4:])
    page.get_by_role("button", name="I have kept the code").click()
    page.get_by_role("heading", name="Haishu Estates").wait_for()
    seen()
    page.get_by_role("button", name="Stop following").click()
    page.goto(f"{site}/follow/")
    seen()
    page.fill("#id_code", code.lower())
    page.get_by_role("button", name="Open my complaint").click()
    page.get_by_role("heading", name="Haishu Estates").wait_for()
    assert not found, found


def test_without_script_on_a_phone(world: None, site: str, open_page: OpenPage, picture: str) -> None:
    page = open_page(width=NARROW, script=False)
    wide: list[str] = []
    code = walk(page, site, picture, lambda: None if fits(page) else wide.append(page.url), script=False)
    assert len(code) == 24
    page.fill("#id_last_four", code[-4:])
    page.get_by_role("button", name="I have kept the code").click()
    assert Complaint.objects.get().reference in page.content()
    assert fits(page)
    assert not wide, wide


@pytest.fixture
def begun(site: str, browser_page: Any) -> Any:
    """A page that stands on the consent page, the first two being answered."""
    row = place("FR")
    row.name_en = "France"
    row.save()
    browser_page.goto(f"{site}/file/where/")
    browser_page.fill("input#id_jurisdiction", "France")
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("Enter")
    for part, value in {"day": "14", "month": "3", "year": "2026"}.items():
        browser_page.fill(f"#id_occurred_on_{part}", value)
    browser_page.select_option("#id_venue_kind", "shop")
    browser_page.fill("#id_respondent_name", "Une boutique")
    browser_page.check("input[name=respondent_kind][value=private]")
    browser_page.select_option("#id_sector", "retail")
    go_on(browser_page)
    for name, value in {"use": "analytics", "about": "self", "minors": "no", "relation": "customer"}.items():
        browser_page.check(f"input[name={name}][value={value}]")
    go_on(browser_page)
    return browser_page


def test_the_browsers_back_loses_nothing(begun: Any) -> None:
    begun.go_back()
    begun.go_back()
    assert begun.input_value("#id_respondent_name") == "Une boutique"
    begun.fill("#id_venue_name", "Rue de la Paix")
    go_on(begun)
    assert begun.is_checked("input[name=use][value=analytics]")


def test_a_second_window_is_told_and_keeps_its_answers(begun: Any, site: str, violations: Axe) -> None:
    begun.goto(f"{site}/file/use/")
    other = begun.context.new_page()
    other.goto(f"{site}/file/use/")
    begun.check("input[name=use][value=attendance]")
    go_on(begun)
    other.check("input[name=use][value=surveillance]")
    go_on(other)
    assert other.get_by_text("Changed in another window").is_visible()
    assert other.is_checked("input[name=use][value=surveillance]")
    assert not violations(other)
    go_on(other)
    assert other.url.endswith("/file/consent/")

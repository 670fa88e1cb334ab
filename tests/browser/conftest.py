"""A real Chromium against the real site, for what only a browser can show.

`site` is the address of the server; `open_page` makes a page of a given width, with or without script;
`browser_page` is one at desk width. `violations` asks axe, `troubles` axe and the width for a phone
and a desk. Without Chromium every test here says that it was skipped and why.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.pages import fits
from tests.browser.server import SiteThread

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

# Playwright's own event loop runs in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""One browser by its Debian names. The first paints no window that nobody sees: an eighth of the time is saved."""
WIDE, NARROW = 1280, 390
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

ASK_AXE = """async options => {
  const { violations } = await axe.run(document, options);
  return violations.map(one => [one.id, one.nodes.map(node => node.target.join(" "))]);
}"""

OpenPage = Callable[..., Any]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for the whole run, or the reason why there is none."""
    path = next(filter(None, (os.environ.get("CHROMIUM"), *map(shutil.which, CHROMIUMS))), None)
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serving(django_db_setup: None) -> Iterator[str]:
    """One server for the whole run."""
    with SiteThread() as url:
        yield url


@pytest.fixture
def site(serving: str, transactional_db: None) -> str:
    """Where the site answers."""
    return serving


@pytest.fixture
def open_page(chromium: Any) -> Iterator[OpenPage]:
    """Make pages, each in a session of its own; a script error or a refused resource fails the test at its end."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(*, width: int = WIDE, script: bool = True, language: str = "en-GB", touch: bool = False) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale=language, has_touch=touch
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if _is_refusal(said) else None)
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def browser_page(open_page: OpenPage) -> Any:
    """A page at desk width, with script."""
    return open_page()


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The checker's own script, as the package brings it."""
    from axe_playwright_python.sync_playwright import Axe

    return str(Axe().axe_script)


@pytest.fixture
def violations(axe_script: str) -> Callable[[Any], list[str]]:
    """What axe finds on a page as it stands: rule and places, empty when there is nothing.

    The script goes to a page once, and only what is wrong comes back: both ways are half a megabyte.
    """
    options = {
        "preload": False,
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": list(AXE_TAGS)},
    }

    def found(page: Any) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_script)
        wrong = page.evaluate(ASK_AXE, options)
        return [f"{page.url}: {rule}: {', '.join(places[:5])}" for rule, places in wrong]

    return found


@pytest.fixture
def troubles(violations: Callable[[Any], list[str]]) -> Callable[..., list[str]]:
    """What is wrong with a page at a phone's and a desk's width: what axe finds, and whether it is too wide.

    Given an address, it goes there first.
    """

    def found(page: Any, address: str = "") -> list[str]:
        if address:
            page.goto(address)
        seen: list[str] = []
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            seen += violations(page)
            if not fits(page):
                seen.append(f"{page.url} is too wide for {width}")
        return seen

    return found


def _is_refusal(said: Any) -> bool:
    """Whether the console tells of something our own policy refused, or of a script that broke."""
    return said.type == "error" and "Failed to load resource" not in said.text

"""Filing and following in Chinese, and the pages beside the path, by axe: narrow and wide, in every state."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from caseapp.complaints import services
from caseapp.complaints.models import ProgressUpdate
from caseapp.complaints.services.recovery import keep_recovery_address
from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.law.services import load_law
from caseapp.litigation.services import engagements
from caseapp.personal import services as personal
from tests.factories import evidence as files
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory

Troubles = Callable[..., list[str]]
OpenPage = Callable[..., Any]

pytestmark = pytest.mark.django_db(transaction=True)


class Look:
    """Looks at addresses in a language as whoever a client is, and gathers what is wrong."""

    def __init__(self, site: str, open_page: OpenPage, troubles: Troubles) -> None:
        self.site, self.open_page, self.troubles = site, open_page, troubles
        self.found: list[str] = []

    def __call__(self, client: Client, *addresses: str, language: str = "zh-hans") -> Any:
        page = self.open_page(language="zh-CN" if language == "zh-hans" else "en-GB")
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        for name, value in {**cookies, settings.LANGUAGE_COOKIE_NAME: language}.items():
            page.context.add_cookies([{"name": name, "value": value, "url": self.site}])
        for address in addresses:
            answer = page.goto(self.site + address)
            assert answer.status == 200, (address, answer.status)
            self.at(page)
            assert page.locator("html").get_attribute("lang").lower() in {language, language[:2]}, address
        return page

    def at(self, page: Any) -> None:
        """Look at a page as it stands."""
        self.found += self.troubles(page)


@pytest.fixture
def look(site: str, open_page: OpenPage, troubles: Troubles) -> Iterator[Look]:
    looking = Look(site, open_page, troubles)
    yield looking
    assert not looking.found, looking.found


BOTH = pytest.mark.parametrize("language", ["zh-hans", "en"])


def as_account(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_filing_page_by_page(look: Look) -> None:
    load_law(actor=SYSTEM)
    AuthorityFactory(name="Market regulator", name_local="宁波市市场监督管理局", jurisdiction=place("CN"))
    known = RespondentFactory(name="Haishu Estates", name_local="海曙置业", country=place("CN"))
    client = Client()
    page = look(client, "/file/", "/file/where/")
    with page.expect_navigation():
        page.locator("form#page-form button").last.click()
    assert page.locator(".govuk-error-summary").is_visible()
    look.at(page)
    intake.answer_all(client, where={"respondent_name": "海曙置业", "respondent": known.reference})
    look(client, *(f"/file/{slug}/" for slug in ("where", "use", "consent", "effect", "evidence", "contact", "check")))
    client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
    look(client, "/file/receipt/")


@BOTH
def test_the_pages_beside_the_path(look: Look, site: str, language: str) -> None:
    load_law(actor=SYSTEM)
    authority = AuthorityFactory(jurisdiction=place("CN"))
    client, clerk = Client(), as_account(officer(authority))
    intake.answer_all(client, upto="use", where={"respondent_kind": "public"})
    look(client, "/file/public/", "/file/form/", "/file/code/", language=language)
    page = look(clerk, "/file/for-somebody/", language=language)
    with page.expect_navigation():
        page.locator("main form button").last.click()
    assert page.locator(".govuk-error-summary").is_visible()
    look.at(page)
    waiting = look(client, language=language)
    waiting.clock.install()
    waiting.goto(f"{site}/file/public/")
    box = waiting.locator(".cn-timeout")
    assert box.is_hidden()
    waiting.wait_for_load_state("networkidle")
    minutes = int(box.get_attribute("data-minutes")) - int(box.get_attribute("data-before"))
    waiting.clock.fast_forward(minutes * 60_000 + 1000)
    box.wait_for(state="visible")
    assert waiting.locator("#timeout-title").and_(waiting.locator(":focus")).count() == 1
    waiting.clock.resume()
    look.at(waiting)


def test_everything_of_following(look: Look) -> None:
    person, authority, firm = UserFactory(language="zh-hans"), AuthorityFactory(), FirmFactory()
    clerk = actor_of(officer(authority, "supervisor"))
    one = ComplaintFactory(
        owner=person,
        authority=authority,
        language="zh-hans",
        state="under_review",
        submitted_at=timezone.now() - dt.timedelta(days=80),
        acknowledged_at=timezone.now(),
    )
    over = ComplaintFactory(owner=person, authority=authority, state="closed", outcome="no_breach")
    services.draft_progress_updates()
    services.send_progress_update(actor=clerk, update=ProgressUpdate.objects.get())
    files.add(one)
    services.record_access(actor=clerk, complaint=one, kind="read")
    services.write_message(actor=clerk, complaint=one, body="我们正在核实。")
    services.keep_first_estimate(complaint_id=one.pk)
    services.request_reopening(actor=actor_of(person), complaint=over, reason="摄像头仍在。")
    engagements.request_engagement(actor=actor_of(person), complaint=one, firm=firm, scopes=["evidence"])
    personal.request_take_out(actor=actor_of(person), complaint=one)
    queue.run_pending()
    at = f"/complaints/{one.reference}/"
    acts = ("messages", "contact", "share", "take-out", "erase", "estimate", "letters", "documents", "evidence")
    look(
        as_account(person),
        "/home/",
        "/complaints/",
        at,
        *(f"{at}{each}/" for each in acts),
        f"{at}?part=law",
        f"/complaints/{over.reference}/",
        "/notices/",
        "/notices/settings/",
    )


def test_a_lost_code_from_the_address_to_the_new_one(look: Look) -> None:
    kept = ComplaintFactory(owner=None, anonymous=True)
    client = Client()
    client.post("/follow/", {"code": services.issue_receipt_code(kept)})
    look(client, "/follow/recovery/")
    keep_recovery_address(kept, "mei@example.org")
    look(client, "/follow/recovery/")
    page = look(Client(), "/follow/", "/follow/lost/")
    page.fill("input[name=address]", "mei@example.org")
    with page.expect_navigation():
        page.locator("main form button").last.click()
    look.at(page)
    queue.run_pending()
    key = re.findall(r"(?:[0-9A-Z]{4} ){5}[0-9A-Z]{4}", mail.outbox[-1].body)[0]
    page.fill("input[name=key]", key)
    with page.expect_navigation():
        page.locator("main form button").last.click()
    assert page.locator(".cn-code__value").is_visible()
    look.at(page)
    with page.expect_navigation():
        page.locator("main a.govuk-button").click()
    assert page.url.endswith(f"/complaints/{kept.reference}/")

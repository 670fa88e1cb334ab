"""The whole mission through pages in a real browser, as each role: from a complaint to a paid fine and a won suit.

Every page of the path is asked of axe in English at desk width; the main ones are then opened in Chinese on a phone.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Response

from caseapp.accounts.models import Authority, User
from caseapp.complaints import services as complaints
from caseapp.complaints.models import Complaint
from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.core.queue import run_pending
from caseapp.enforcement.models import Fine, Investigation
from caseapp.law.models import Element
from caseapp.law.services import load_law
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement
from caseapp.precedents.services import load_precedents
from caseapp.register.models import PublicText
from tests.browser.pages import fits
from tests.browser.test_filing import walk
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer, place
from tests.factories.complaints import facts
from tests.factories.respondents import RespondentFactory

OpenPage = Callable[..., Any]
Axe = Callable[[Any], list[str]]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PASSWORD = "a long pass phrase"
DOCKET = "(2026) 浙0203民初1号"


@dataclass
class World:
    """The people of the path."""

    citizen: User
    clerk: User
    inspector: User
    chief: User
    attorney: User
    other: Complaint


@pytest.fixture
def world() -> World:
    load_law(actor=SYSTEM)
    load_precedents(actor=SYSTEM)
    authority = AuthorityFactory(name="Market regulator of Ningbo", jurisdiction=place("CN"))
    company = RespondentFactory(name="Haishu Estates", name_local="宁波海曙置业有限公司", country=place("CN"))
    firm = FirmFactory(name="Harbour Law", slug="harbour-law")
    return World(
        citizen=UserFactory(display_name="Lin Mei"),
        clerk=officer(authority, "intake_officer"),
        inspector=officer(authority, "investigator"),
        chief=officer(authority, "supervisor"),
        attorney=lawyer(firm, "partner"),
        other=complaint_of_another(authority, company),
    )


def complaint_of_another(authority: Authority, company: Any) -> Complaint:
    """Somebody else's complaint, filed without a name and not looked at yet."""
    told = facts(authority=authority, respondent=company, jurisdiction=place("CN"), anonymous=True)
    return complaints.file_complaint(actor=VISITOR, facts=told, contact=None).complaint


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "照片.png"
    path.write_bytes(files.picture(size=(400, 300)))
    return str(path)


@dataclass(eq=False)
class Person:
    """One role at its own browser; every page it comes to is looked at once, or `again` at its end."""

    site: str
    page: Any
    axe: Axe
    found: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def look(self) -> None:
        self.seen.add(self.page.url)
        self.found.extend(self.axe(self.page))
        if not fits(self.page):
            self.found.append(f"{self.page.url} is too wide")

    def go(self, path: str, *, again: bool = False) -> "Person":
        answer = self._goto(path)
        assert answer, path
        assert answer.status == 200, (path, answer.status)
        if again or self.page.url not in self.seen:
            self.look()
        return self

    def _goto(self, path: str) -> Response | None:
        """Once more where the page before it, which looks for news by itself, began to load anew at that moment."""
        try:
            return self.page.goto(self.site + path)
        except Error as fault:
            if "ERR_ABORTED" not in str(fault):
                raise
            return self.page.goto(self.site + path)

    def sign_in(self, user: User) -> "Person":
        self.go("/account/login/")
        with self.leaving():
            self.send(login=user.email, password=PASSWORD)
        assert "/account/" not in self.page.url
        return self

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Do what leads to another page; look at it unless it was seen before."""
        with self.page.expect_navigation():
            yield
        refusal = self.page.locator(".govuk-error-summary")
        assert refusal.count() == 0, (self.page.url, refusal.inner_text())
        if self.page.url not in self.seen:
            self.look()

    def follow(self, ending: str) -> None:
        """Follow the page's own link to an address that ends so."""
        with self.leaving():
            self.page.locator(f"main a[href$='{ending}']").first.click()

    def answer(self, name: str, value: str) -> None:
        control = self.page.locator(f"main [name={name}]:not([type=hidden])").first
        kind = control.get_attribute("type") or control.evaluate("control => control.tagName.toLowerCase()")
        if kind in {"radio", "checkbox"}:
            self.page.check(f"main [name={name}][value='{value}']")
        elif kind == "select":
            control.select_option(value)
        else:
            control.fill(value)

    def send(self, *, form: str = "main form", **answers: str) -> None:
        for name, value in answers.items():
            self.answer(name, value)
        self.page.locator(f"{form} button.govuk-button:not([type=button])").first.click()

    def act(self, here: str, action: str, **answers: str) -> None:
        """Go to a thing, press the button of an action, give what it needs."""
        self.go(here)
        self.do(f"/do/{action}/", **answers)

    def do(self, ending: str, **answers: str) -> None:
        """From the page that is open: follow a link, fill in the form behind it, send it."""
        self.follow(ending)
        with self.leaving():
            self.send(**answers)

    def reads(self, *words: str) -> None:
        said = self.page.locator("main").inner_text()
        assert [word for word in words if word not in said] == [], self.page.url


def days(number: int) -> str:
    """A day as it is counted in Ningbo."""
    today = timezone.localdate(timezone=ZoneInfo("Asia/Shanghai"))
    return (today + datetime.timedelta(days=number)).isoformat()


def test_the_whole_path(world: World, site: str, open_page: OpenPage, violations: Axe, picture: str) -> None:
    found: list[str] = []

    def person(user: User | None = None) -> Person:
        made = Person(site, open_page(), violations, found)
        return made.sign_in(user) if user else made

    citizen, clerk, inspector, chief = map(person, (world.citizen, world.clerk, world.inspector, world.chief))
    attorney, visitor = person(world.attorney), person()

    # A citizen files with a photograph, under their name, which only an account can.
    def look() -> None:
        citizen.look()
        if citizen.page.url.endswith("/file/contact/"):
            citizen.answer("filing", "named")

    visitor.go("/")
    assert walk(citizen.page, site, picture, look, script=True) == ""
    mine = Complaint.objects.get(owner=world.citizen)
    here, other = f"/complaints/{mine.reference}/", f"/complaints/{world.other.reference}/"
    citizen.go(here)
    citizen.follow(f"{here}evidence/")
    citizen.reads("照片.png")
    citizen.go("/complaints/")
    citizen.reads(mine.reference)

    # The authority lets both complaints in, and asks the citizen something.
    clerk.go("/home/")
    clerk.go("/complaints/")
    clerk.reads(mine.reference, world.other.reference)
    clerk.act(other, "acknowledge")
    clerk.do("/do/accept/")
    clerk.act(here, "acknowledge")
    clerk.do("/do/request_information/", message="Which door was it?", due_on=days(14))
    citizen.go(here)
    citizen.reads("Which door was it?")
    with citizen.leaving():
        citizen.send(form="#messages form", message="The one to the car park.")
    clerk.go(f"{here}messages/")
    clerk.reads("The one to the car park.")
    clerk.act(here, "accept")

    # An investigation of both, a finding, a draft, and a decision by somebody else.
    inspector.go("/complaints/")
    for reference in (mine.reference, world.other.reference):
        inspector.page.locator(f"#choose-{reference}").check(force=True)
    inspector.answer("act", "investigate")
    with inspector.leaving():
        inspector.page.get_by_role("button", name="Go on with the chosen ones").click()
    inspector.reads(mine.reference, world.other.reference)
    with inspector.leaving():
        inspector.send(investigation="new", title="Cameras in show flats")
    run_pending()
    case = f"/investigations/{Investigation.objects.get().reference}/"
    inspector.go(case)
    inspector.reads(mine.reference, world.other.reference)
    inspector.do("/do/request_information/", body="Which system do you use?", due_on=days(14))
    inspector.do("/do/give_notice/", reason="We mean to fine you.", due_on=days(14))
    inspector.do("/do/record_representations/", reason="A sign hung at the door.")
    element = Element.objects.filter(framework__code="CN-PIPL", framework__superseded_at=None, role="breach").earliest(
        "pk"
    )
    inspector.go(f"{case}findings/?law=CN-PIPL")
    inspector.do(f"/findings/{element.framework_id}/{element.key}/", result="breach", reasons="Nobody was asked.")
    inspector.do(
        "/decision/",
        outcome="fine",
        legal_basis=str(element.framework_id),
        reasons="Faces were captured without separate consent.",
        statement="We fined the company.",
        fine_amount="250,000",
        fine_currency="CNY",
        fine_due_on=days(30),
    )
    chief.go("/investigations/")
    chief.act(case, "decide")
    inspector.go(case, again=True)

    # Two payments; the fine is paid and made public.
    fine = f"/fines/{Fine.objects.get().reference}/"
    inspector.go("/fines/")
    inspector.act(fine, "record_payment", amount="100,000", on=days(0))
    inspector.reads("150,000")
    inspector.do("/do/record_payment/", amount="150,000", on=days(0))
    inspector.reads("Paid")
    assert Fine.objects.get().state == "paid"
    inspector.go(fine, again=True)
    inspector.do(
        f"/register/propose/fine/{fine.split('/')[2]}/", text="A company recognised visitors without asking them."
    )
    text = f"/register/review/{PublicText.objects.get().reference}/"
    chief.go(text)
    chief.do(f"{text}do/approve/")
    visitor.go("/register/")
    visitor.follow(f"/register{fine}")
    visitor.reads("Haishu Estates", "250,000")
    said = visitor.page.locator("body").inner_text()
    assert not [word for word in ("Lin Mei", world.citizen.email, mine.reference) if word in said]
    citizen.go(here)
    citizen.reads("We fined the company.", "250,000")

    # The citizen engages a firm after its conflict check.
    citizen.do(f"{here}share/", firm="harbour-law", request="I want compensation.")
    request = f"/requests/{Engagement.objects.get().reference}/"
    attorney.go("/requests/")
    attorney.go(request)
    with attorney.leaving():
        attorney.send(form="main form[action$='/do/start_conflict_check/']")
    with attorney.leaving():
        attorney.send(form="#conflict form", result="clear")
    attorney.do("/do/offer/", terms="We sue the company for you.", fee_kind="pro_bono")
    citizen.go(request)
    citizen.do("/do/accept/", name="Lin Mei")
    attorney.go(request)
    with attorney.leaving():
        attorney.send(form="#open form", title="Lin Mei and the show flat")

    # The lawyer sues and wins.
    file = f"/case-files/{CaseFile.objects.get().reference}/"
    attorney.go("/case-files/")
    attorney.go(file)
    attorney.do(
        "/suits/new/", court="Haishu District People’s Court", cause="Personal information", claimed_amount="20000"
    )
    suit = f"/suits/{CivilSuit.objects.get().reference}/"
    attorney.do("/do/file/", docket_number=DOCKET, filed_on=days(0))
    for action in ("serve", "record_answer", "go_to_hearing"):
        attorney.do(f"/do/{action}/")
    attorney.do("/hearings/new/", day=days(20), time="09:30", place="Court room 3", purpose="Oral hearing")
    attorney.do("/do/record_judgment/", decided_on=days(0), result="for_claimant", summary="The company pays.")
    attorney.do("/awards/new/", kind="non_material", amount="5,000", awarded_on=days(0))
    attorney.go(suit, again=True)
    citizen.go(here, again=True)
    citizen.follow(suit)
    citizen.reads(DOCKET, "The company pays.", "5,000")

    # What such a case brings, from cited precedents.
    citizen.go(f"{here}estimate/")
    precedent = citizen.page.locator("main a[href*='/precedents/']").first.get_attribute("href")
    visitor.go(precedent)
    visitor.go("/precedents/")
    visitor.go("/estimate/")
    assert found == []

    # The main pages again, in Chinese on a phone.
    shown = {
        visitor: ("/", "/file/", "/follow/", "/rights/", "/precedents/", precedent, "/estimate/", "/register/"),
        citizen: ("/home/", "/complaints/", here, f"{here}evidence/", f"{here}estimate/", request, suit),
        clerk: ("/home/", "/complaints/", here),
        chief: ("/home/", "/investigations/", case, "/fines/", fine),
        attorney: ("/home/", "/requests/", request, "/case-files/", file, "/suits/", suit),
    }
    assert [fault for one, paths in shown.items() for fault in in_chinese(open_page, one, paths)] == []


def in_chinese(open_page: OpenPage, one: Person, paths: tuple[str, ...]) -> list[str]:
    """What is wrong with these pages at 390 pixels in Chinese, for the same signed-in person."""
    page = open_page(width=390, language="zh-CN")
    page.context.add_cookies(one.page.context.cookies())
    faults = []
    for path in paths:
        page.goto(one.site + path)
        if not fits(page):
            faults.append(f"{path} is too wide")
        spoken = page.evaluate("document.documentElement.lang"), page.locator(".cn-skip").inner_text()
        if spoken != ("zh-Hans", "跳到主要内容"):
            faults.append(f"{path} says {spoken}")
    return faults

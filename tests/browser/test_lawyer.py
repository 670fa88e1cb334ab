"""Journey J5: from a stranger's request to an award that others can cite. The firm works in Chinese, the client and the
curators read English. Everybody works by the keys alone and without script; how the pages look is asked in
`test_chambers_pages.py`.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone, translation

from caseapp.accounts.models import User
from caseapp.complaints import services as complaints
from caseapp.complaints.models import Complaint, Contact
from caseapp.core.actors import SYSTEM
from caseapp.core.queue import run_pending
from caseapp.documents.models import Bundle
from caseapp.documents.services import load_templates
from caseapp.law.services import load_law
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement, Limitation, Offer
from caseapp.precedents.models import Precedent, Revision, Suggestion
from tests.browser.pages import sign_in
from tests.factories import evidence as files
from tests.factories.accounts import FirmFactory, UserFactory, actor_of, lawyer, place
from tests.factories.complaints import facts
from tests.factories.precedents import record, stored
from tests.factories.respondents import RespondentFactory

OpenPage = Callable[..., Any]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SCREENS_TO_RETAINER = 5


@dataclass(eq=False)
class Seat:
    """Somebody at a browser of their own, in a language; it remembers the screens met and counts the presses."""

    site: str
    page: Any
    language: str = "en"
    screens: set[str] = field(default_factory=set)
    presses: int = 0

    @classmethod
    def of(cls, open_page: OpenPage, site: str, user: User) -> "Seat":
        page = open_page(language="zh-CN" if user.language == "zh-hans" else "en-GB", script=False)
        sign_in(page, site, user)
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": user.language, "url": site}])
        return cls(site, page, user.language)

    def word(self, text: str) -> str:
        """A text of the service as this person reads it."""
        with translation.override(self.language):
            return translation.gettext(text)

    def go(self, path: str) -> "Seat":
        assert self.page.goto(self.site + path).status == 200, path
        self.screens.add(path)
        return self

    def follow(self, ending: str) -> None:
        """Press the page's own link to an address that ends so."""
        self._press(self.page.locator(f"main a[href$='{ending}']").first)

    def send(self, button: str = "", **values: str) -> None:
        """Fill in and press a button by its English words, or else the main one of the last form."""
        for name, value in values.items():
            box = self.page.locator(f"main [name='{name}']")
            if box.first.get_attribute("type") in {"radio", "checkbox"}:
                self.tick(f"main [name='{name}'][value='{value}']")
            elif box.first.evaluate("one => one.tagName") == "SELECT":
                box.first.select_option(value)
            else:
                box.first.fill(value)
        named = self.page.get_by_role("button", name=self.word(button), exact=True).first
        pressed = named if button else self.page.locator("main form button.govuk-button[type=submit]").last
        self._press(pressed)
        refusal = self.page.locator(".govuk-error-summary")
        assert refusal.count() == 0, (self.page.url, refusal.inner_text())

    def reads(self, *words: str) -> None:
        said = self.page.locator("body").inner_text()
        assert [word for word in words if word not in said] == [], (self.page.url, said)

    def tick(self, place: str) -> None:
        """Choose what stands there, by the space bar."""
        box = self.page.locator(place).first
        if not box.is_checked():
            box.press("Space")
        assert box.is_checked(), place

    def _press(self, control: Any) -> None:
        with self.page.expect_navigation():
            control.press("Enter")
        self.presses += 1
        self.screens.add(re.sub(r"^https?://[^/]+", "", self.page.url))


@pytest.fixture
def people(tmp_path: Path) -> dict[str, User]:
    load_law(actor=SYSTEM)
    load_templates(actor=SYSTEM)
    alike = {"country": "CN", "currency": "CNY", "use": "identification", "sector": "property_management"}
    stored(tmp_path, *(record(**alike, per_person=300 * n, amount=300 * n) for n in range(1, 25)))
    firm = FirmFactory(name="Harbour Law", slug="harbour-law")
    return {
        "client": UserFactory(display_name="Lin Mei"),
        "associate": lawyer(firm, "associate", display_name="周岚", language="zh-hans"),
        "partner": lawyer(firm, "partner", display_name="陈博", language="zh-hans"),
        "curator": UserFactory(is_curator=True, display_name="Ann"),
        "second": UserFactory(is_curator=True, display_name="Bo"),
    }


@pytest.fixture
def complaint(people: dict[str, User]) -> Complaint:
    company = RespondentFactory(name="Haishu Estates", name_local="宁波海曙置业有限公司", country=place("CN"))
    told = facts(
        respondent=company, jurisdiction=place("CN"), sector="property_management", relief_sought=("compensation",)
    )
    filed = complaints.file_complaint(
        actor=actor_of(people["client"]), facts=told, contact=Contact(name="Lin Mei")
    ).complaint
    files.add(filed, name="sign.png")
    return filed


def test_from_a_request_to_a_precedent(
    people: dict[str, User], complaint: Complaint, open_page: OpenPage, site: str
) -> None:
    client, desk, partner = (Seat.of(open_page, site, people[who]) for who in ("client", "associate", "partner"))
    request = _retained(client, desk, complaint)
    desk.go(request).send("Open the case file", title="林梅与样板间")
    file = f"/case-files/{CaseFile.objects.get().reference}/"
    _dates(desk, partner, file)
    _work(desk, file)
    suit = _sued(desk, file)
    _offered(desk, suit)
    _judged(desk, suit)
    _collected(desk, client, suit)
    _cited(desk, *(Seat.of(open_page, site, people[who]) for who in ("curator", "second")), suit, open_page())


def _retained(client: Seat, desk: Seat, complaint: Complaint) -> str:
    """Facts without names, the check, the letter, the client's name under it: five screens."""
    client.go(f"/complaints/{complaint.reference}/share/").send(firm="harbour-law")
    request = f"/requests/{Engagement.objects.get().reference}/"
    desk.go(request)
    assert "海曙" not in desk.page.locator("body").inner_text()
    before = len(desk.screens | client.screens) - 1, desk.presses + client.presses
    desk.send("Check for conflicts")
    desk.send("Record the decision", result="clear")
    desk.reads("宁波海曙置业有限公司")
    desk.follow("/do/offer/")
    desk.send(terms="我们代您起诉。", fee_kind="contingent", fee_percent="15")
    client.go(request).reads("15 per cent")
    client.follow("/do/accept/")
    client.send(name="Lin Mei")
    # The report stands on the request's page, and is a screen of its own.
    shown = len(desk.screens) + len(client.screens - {f"/complaints/{complaint.reference}/share/"})
    assert shown <= SCREENS_TO_RETAINER, (desk.screens, client.screens)
    assert desk.presses + client.presses - before[1] == 6
    return request


def _dates(desk: Seat, partner: Seat, file: str) -> None:
    """Limitation with its working, and a second person on the date."""
    row = Limitation.objects.exclude(last_day=None).first()
    assert row is not None
    assert row.event_on is not None
    known = row.event_on + dt.timedelta(days=3)
    desk.go(f"{file}limitation/{row.pk}/").send("Work it out anew", known_on=known.isoformat())
    row.refresh_from_db()
    partner.go(f"{file}limitation/{row.pk}/do/confirm/").send(last_day=row.last_day.isoformat())
    partner.reads("陈博", partner.word("Confirmed by a second person"))


def _work(desk: Seat, file: str) -> None:
    """A fact, an element with its exhibit and gap, tasks, a party, time spent, a letter, a bundle."""
    desk.go(f"{file}facts/").send("Add the fact", text="门口没有任何告示。")
    desk.go(f"{file}elements/")
    desk.follow(str(desk.page.locator("main table a").first.get_attribute("href")))
    desk.tick("main [name='facts']")
    desk.tick("main [name='exhibits']")
    desk.send("Save", strength="weak", gap="拍摄大门")
    desk.go(f"{file}tasks/").reads("拍摄大门")
    desk.send("Take up these tasks", kind="civil_claim")
    desk.go(f"{file}parties/").send("Add the party", role="witness", name="张伟", other_names="Zhang Wei")
    desk.go(f"{file}time/new/").send(on=_today(), minutes="40", activity="起诉状")
    desk.go(f"{file}documents/").send("Make it", kind="letter_before_claim")
    desk.go(f"{file}bundles/").send("Build the bundle")
    run_pending()
    desk.go(f"{file}bundles/{Bundle.objects.get().reference}/")
    assert desk.page.locator(f"main a[href$='{Bundle.objects.get().reference}/1/']").count() == 1


def _sued(desk: Seat, file: str) -> str:
    desk.go(f"{file}suits/new/").send("Open the suit", court="海曙区人民法院", cause="个人信息", claimed_amount="20000")
    suit = f"/suits/{CivilSuit.objects.get().reference}/"
    _act(desk, suit, "file", docket_number="（2026）浙0203民初1号", filed_on=_today())
    for action in ("serve", "record_answer"):
        _act(desk, suit, action)
    return suit


def _offered(desk: Seat, suit: str) -> None:
    """What they offer stands beside the range of that day; our counter-offer refuses it."""
    given = {"people": "1", "offered_on": _today()}
    desk.go(f"{suit}offers/new/").send(side="theirs", amount="100", **given)
    first = Offer.objects.get()
    desk.reads(desk.word("The offer lies below that range."))
    desk.go(f"{suit}offers/new/?answers={first.pk}").send(side="ours", amount="6000", **given)
    desk.reads(desk.word("The offer lies in its upper half."))
    first.refresh_from_db()
    assert first.state == "refused"


def _judged(desk: Seat, suit: str) -> None:
    _act(desk, suit, "go_to_hearing")
    desk.go(f"{suit}do/record_judgment/")
    desk.tick("main [name='final']")
    desk.send(decided_on=_today(), result="for_claimant", summary="被告支付赔偿。")
    desk.go(f"{suit}awards/new/").send("Save the award", kind="non_material", amount="5,000", awarded_on=_today())


def _collected(desk: Seat, client: Seat, suit: str) -> None:
    """Most of it comes in; the client reads what is left for them, in their own language."""
    _act(desk, suit, "start_collecting")
    desk.go(f"{suit}receipts/new/").send(amount="4000", on=_today())
    desk.go(f"{suit}client-account/").send(costs="400", fee_kind="percent", fee="15", basis="The engagement letter.")
    desk.reads("3,060")
    client.go(suit).reads("Net to the client", "3,060", "1,000", "5,000")


def _cited(desk: Seat, curator: Seat, second: Seat, suit: str, visitor: Any) -> None:
    """The outcome goes to the curators without names: one takes it up, another approves, and anybody may cite it."""
    desk.go(f"{suit}outcome/new/").send(
        what="A seller of flats recognised visitors without asking them, and pays for it.",
        url="https://court.example/1",
        title="Judgment",
        people="1",
    )
    suggestion = f"/precedents/suggestions/{Suggestion.objects.get().reference}/"
    curator.go("/precedents/curation/").go(suggestion)
    assert "Lin Mei" not in curator.page.locator("main").inner_text()
    _act(curator, suggestion, "accept", ending="accept/")
    draft = f"/precedents/curation/{Revision.objects.get().reference}/"
    curator.go(f"{draft}edit/").send(
        "Send to a second curator",
        title="Visitors v. Haishu Estates",
        summary="A seller of flats recognised visitors without asking them.",
        id="cn-haishu-2026",
        confidence="one_source",
    )
    _act(second, draft, "approve", ending="approve/")
    slug = Precedent.objects.latest("pk").slug
    visitor.goto(f"{desk.site}/precedents/{slug}/")
    said = visitor.locator("main").inner_text()
    assert [word for word in ("Haishu Estates", "5,000") if word not in said] == []
    assert "Lin Mei" not in said


def _act(seat: Seat, here: str, action: str, *, ending: str = "", **given: str) -> None:
    seat.go(here + (ending or f"do/{action}/")).send(**given)


def _today() -> str:
    return timezone.localdate().isoformat()

"""Forty complaints about one company become an investigation, a fine that is paid, and an order that is kept.

Journey J4 of the regulator, at a real browser: investigator, supervisor, the respondent's counsel and a complainant,
each in a browser of their own. Every page is asked of axe, and presses are counted step by step, so that what
`docs/regulator.md` says of them stays true.
"""

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState, JoinedBy
from caseapp.complaints.models import Cluster, Complaint
from caseapp.complaints.services.clusters import join
from caseapp.complaints.services.counting import recount
from caseapp.core import queue
from caseapp.enforcement.models import BankFile, ComplianceOrder, Fine, InformationRequest, Investigation
from caseapp.law.models import Jurisdiction
from caseapp.register.models import PublicText
from tests.browser.test_path import Person
from tests.factories.accounts import AuthorityFactory, UserFactory, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import framework
from tests.factories.evidence import pdf
from tests.factories.respondents import RespondentFactory

OpenPage = Callable[..., Any]
Axe = Callable[[Any], list[str]]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NUMBER = 40
TODAY = timezone.localdate()
COUNTED = {
    "investigation": (2, 0, 0),
    "plan": (2, 0, 0),
    "request": (4, 0, 0),
    "time": (2, 0, 3),
    "answer": (0, 0, 2),
    "finding": (5, 0, 0),
    "hearing": (2, 0, 2),
    "draft": (4, 0, 0),
    "decision": (0, 2, 0),
    "appeal": (2, 6, 0),
    "payment": (6, 0, 0),
    "order": (4, 0, 0),
    "register": (2, 2, 0),
    "closing": (2, 0, 0),
}
"""Presses of the investigator, the supervisor and the company in each step."""


def ahead(days: int) -> str:
    return (TODAY + datetime.timedelta(days=days)).isoformat()


class Hand:
    """Somebody at their browser, whose presses count."""

    def __init__(self, person: Person) -> None:
        self.me = person
        self.presses = 0

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the button or link of that name, which leads to a page."""
        self.presses += 1
        main = self.me.page.locator("main")
        with self.me.leaving():
            main.get_by_role("button", name=name, exact=exact).or_(
                main.get_by_role("link", name=name, exact=exact)
            ).first.click()

    def show(self, path: str, troubles: Callable[..., list[str]]) -> None:
        """Look at a page in both languages at both widths; keep pictures where the environment names a folder."""
        page = self.me.page
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "url": self.me.site}
        for language, width in (("zh-hans", 390), ("en", 1280)):
            page.context.add_cookies([{**cookie, "value": language}])
            self.me.found += troubles(page, self.me.site + path)
            if folder := os.environ.get("SCREENSHOTS"):
                page.set_viewport_size({"width": width, "height": 900})
                name = f"{timezone.now():%H%M%S}-{path.strip('/').replace('/', '-')}-{language}-{width}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)


@pytest.fixture
def desk() -> tuple[Any, Any, Any]:
    """An investigator and a supervisor of an authority with forty accepted complaints about one company, and a
    complainant with an account.
    """
    call_command("load_letters", verbosity=0)
    Jurisdiction.objects.filter(pk=place("CN").pk).update(currency="CNY")
    authority = AuthorityFactory(name="Market regulator of Ningbo", jurisdiction=place("CN"))
    company = RespondentFactory(name="Plum Lane Property", name_local="梅巷物业服务有限公司", country=place("CN"))
    framework(jurisdiction=place("CN"))
    complainant = UserFactory(display_name="Lin Mei")
    alike = [
        ComplaintFactory(
            authority=authority,
            respondent=company,
            jurisdiction=place("CN"),
            state=ComplaintState.ACCEPTED,
            owner=None if number else complainant,
            anonymous=bool(number),
        )
        for number in range(NUMBER)
    ]
    cluster = Cluster.objects.create(authority=authority, respondent=company, state="accepted", reasons=["respondent"])
    join(cluster, alike, by=JoinedBy.ARRIVAL, reasons=cluster.reasons)
    recount(cluster)
    return (
        officer(authority, "investigator", display_name="Wang Hao"),
        officer(authority, "supervisor", display_name="Zhao Min"),
        complainant,
    )


def test_forty_complaints_to_a_fine_that_is_paid(
    desk: tuple[Any, Any, Any],
    site: str,
    open_page: OpenPage,
    violations: Axe,
    troubles: Callable[..., list[str]],
) -> None:
    found: list[str] = []
    investigator = Hand(Person(site, open_page(), violations, found).sign_in(desk[0]))
    supervisor = Hand(Person(site, open_page(), violations, found).sign_in(desk[1]))
    company = Hand(Person(site, open_page(), violations, found))
    me, boss, counsel = investigator.me, supervisor.me, company.me
    complainant = Person(site, open_page(width=390), violations, found).sign_in(desk[2])
    counted: dict[str, tuple[int, int, int]] = {}

    def done(step: str) -> None:
        """Keep how often the three pressed since the last step."""
        counted[step] = (investigator.presses, supervisor.presses, company.presses)
        investigator.presses = supervisor.presses = company.presses = 0

    # One act from the queue to the investigation.
    me.go(f"/clusters/{Cluster.objects.get().reference}/")
    me.page.select_option("#act", "investigate")
    investigator.press("Look at what would change")
    me.answer("investigation", "new")
    me.answer("title", "Face gates at Plum Lane")
    investigator.press(f"Do it for {NUMBER} complaints")
    queue.run_pending()
    inquiry = Investigation.objects.get()
    assert inquiry.complaints.count() == NUMBER
    done("investigation")
    page = f"/investigations/{inquiry.reference}/"

    # The plan, the request about its elements, the invitation.
    me.go(page)
    investigator.press("Open the plan")
    investigator.press("Put its elements into the plan")
    me.reads("Were you asked separately?", "Open")
    done("plan")
    me.go(page)
    investigator.press("Ask the respondent for information")
    me.answer("body", "Which system do you use at the gates, and on whose consent?")
    me.answer("due_on", ahead(14))
    me.page.locator("input[name=elements]").first.check()
    investigator.press("Ask the respondent for information")
    investigator.press("Invite the respondent to answer here")
    me.answer("recipient", "Ms Shen, counsel")
    me.answer("language", "en")
    investigator.press("Make link and code")
    link, code = (me.page.locator("main .cn-wrap[data-copy]").nth(at).get_attribute("data-copy") for at in (0, 1))
    done("request")

    # The company: link, code, more time.
    counsel.page.goto(link)
    company.show("/respond/", troubles)
    counsel.answer("code", code)
    company.press("Open what is asked of us")
    counsel.reads("Which system do you use at the gates")
    company.show("/respond/inquiry/", troubles)
    company.show(f"/respond/inquiry/requests/{InformationRequest.objects.get().pk}/time/", troubles)
    counsel.go("/respond/inquiry/")
    company.press("Ask for more time")
    counsel.answer("wanted_until", ahead(30))
    counsel.answer("reason", "Our technician is away until the holidays end.")
    company.press("Ask for more time")
    me.go(page, again=True)
    me.reads("The respondent asks for more time")
    investigator.press("Grant more time")
    investigator.press("Grant more time")
    done("time")

    # Its answer by element with a proof; a hostile name of a file changes nothing.
    counsel.go("/respond/inquiry/", again=True)
    company.press("Answer")
    number = InformationRequest.objects.get().elements.get().pk
    company.show(counsel.page.url.removeprefix(site), troubles)
    counsel.answer(f"element_{number}", "No. The gate app asked for nothing.")
    counsel.page.locator("input[type=file]").first.set_input_files(
        [{"name": "contract.pdf", "mimeType": "application/pdf", "buffer": pdf("Gate 3000")}]
    )
    company.press("Send the answer")
    counsel.reads("Your answer was sent to the authority.", "contract.pdf")
    done("answer")
    queue.run_pending()

    # The evidence stands with the element, and the finding with both.
    me.go(page, again=True)
    me.reads("No. The gate app asked for nothing.", "contract.pdf")
    investigator.press("Open the plan")
    investigator.press("Plan and evidence", exact=False)
    me.page.locator("#id_item").select_option(index=1)
    me.page.locator("#id_shows").fill("The supplier asked for no consent")
    investigator.press("Put it to the element")
    investigator.press("Record a finding")
    me.page.get_by_label("Breach found", exact=True).check()
    me.answer("reasons", "The company says itself that nobody was asked.")
    investigator.press("Save the finding")
    done("finding")

    # Notice, the company speaks, the draft begins with the record.
    investigator.press("Give notice of intent")
    me.answer("reason", "We intend to fine you: nobody was asked.")
    me.answer("due_on", ahead(20))
    investigator.press("Give notice of intent")
    counsel.go("/respond/inquiry/", again=True)
    company.press("Say something to it")
    company.show("/respond/inquiry/notice/time/", troubles)
    company.show("/respond/inquiry/notice/", troubles)
    counsel.answer("body", "We have switched the gates off.")
    company.press("Send to the authority")
    done("hearing")
    me.go(page, again=True)
    investigator.press("Draft the decision")
    assert "The company says itself" in me.page.locator("#id_reasons").input_value()
    assert "contract.pdf" in me.page.locator("#id_reasons").input_value()
    me.page.get_by_label("Fine", exact=True).first.check()
    me.answer("fine_amount", "250000")
    investigator.press("Save the draft")
    investigator.press("Add an order")
    me.page.locator("input[name=kind][value=delete_templates]").check()
    me.answer("text", "Delete every face template.")
    me.answer("due_on", ahead(30))
    investigator.press("Add the order")

    # Whoever wrote it does not approve it.
    assert me.page.locator("main").get_by_role("link", name="Approve the decision").count() == 0
    done("draft")
    boss.go(page)
    supervisor.press("Approve the decision")
    supervisor.press("Approve the decision")
    queue.run_pending()
    owed = Fine.objects.get()
    assert Complaint.objects.filter(state=ComplaintState.CLOSED, outcome="fine").count() == NUMBER
    counsel.go("/respond/inquiry/", again=True)
    counsel.reads("The decision", "Your right to go against it", owed.reference, "Delete every face template.")
    company.show("/respond/inquiry/", troubles)
    letter = counsel.page.request.get(f"{site}/respond/inquiry/decision/")
    assert letter.body().startswith(b"%PDF")
    complainant.go(f"/complaints/{Complaint.objects.get(owner=desk[2]).reference}/")
    complainant.reads("nobody was asked", "250,000", "delete")
    done("decision")

    # Appeal, a lower sum, instalments, a payment from the bank's file.
    address = f"/fines/{owed.reference}/"
    me.go(address)
    investigator.press("Record an appeal")
    me.answer("court", "Intermediate court of Ningbo")
    investigator.press("Record an appeal")
    boss.go(address)
    supervisor.press("Record: reduced")
    boss.answer("new_amount", "200000")
    supervisor.press("Record: reduced")
    supervisor.press("Set as due")
    supervisor.press("Set as due")
    supervisor.press("Agree on instalments")
    boss.answer("number", "2")
    supervisor.press("Agree on instalments")
    done("appeal")
    for part in (1, 2):
        me.go("/fines/payments/", again=True)
        rows = f"date,amount,currency,reference\n{TODAY},100000,CNY,{owed.reference} part {part}\n"
        me.page.locator("input[type=file]").set_input_files(
            [{"name": f"week-{part}.csv", "mimeType": "text/csv", "buffer": rows.encode()}]
        )
        investigator.press("Read the file")
        investigator.press("Book the matched lines")
        investigator.press("Book the matched lines")
    assert BankFile.objects.filter(state="booked").count() == 2
    owed.refresh_from_db()
    assert owed.state == "paid"
    done("payment")

    # The order is proven, the fine published, the investigation closed.
    made = ComplianceOrder.objects.get()
    me.go(f"/orders/{made.reference}/")
    investigator.press("Record a proof")
    me.answer("body", "A log of the deletion.")
    investigator.press("Record a proof")
    investigator.press("Accept the proof")
    investigator.press("Accept the proof")
    done("order")
    me.go(address, again=True)
    investigator.press("Put into the public register")
    me.answer("text", "Gates recognised faces without consent; the templates are deleted.")
    investigator.press("Have it read over")
    text = f"/register/review/{PublicText.objects.get().reference}/"
    boss.go(text)
    supervisor.press("Publish")
    supervisor.press("Publish")
    done("register")
    me.go(page, again=True)
    investigator.press("Close the investigation")
    investigator.press("Close the investigation")
    inquiry.refresh_from_db()
    assert inquiry.state == "closed"
    done("closing")
    assert found == []
    assert counted == COUNTED

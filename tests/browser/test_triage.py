"""A thousand new complaints: three hundred alike cleared in one reviewed step, an investigation opened from them.

Journey J3 of the regulator, at a real browser; every page is asked of axe, and presses are counted, so that what
`docs/regulator.md` says of them stays true. What does not hang on the number is tried with fewer than three hundred.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

import pytest
from django.utils import timezone

from caseapp.casework.models import BulkAct
from caseapp.complaints.enums import GrantScope, JoinedBy
from caseapp.complaints.models import Cluster, Complaint, Grant, Referral
from caseapp.complaints.services import propose_referral
from caseapp.complaints.services.clusters import join
from caseapp.complaints.services.counting import recount
from caseapp.core import queue
from caseapp.core.models import TimelineEntry
from caseapp.core.references import new_reference
from caseapp.enforcement.models import Investigation
from caseapp.notifications.models import Notice
from tests.browser.pages import sign_in
from tests.browser.test_path import Person
from tests.factories.accounts import AuthorityFactory, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory

OpenPage = Callable[..., Any]
Axe = Callable[[Any], list[str]]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ALIKE = 300
FEWER = 120
SAMPLED = 6
"""A twentieth of the fewer, and more than the least that is drawn."""
GATE = (
    "The management replaced our key cards by a face terminal. I asked for a card and was told there are none any more."
)
TOLD = {"en": GATE, "zh-hans": "物业把门禁卡全部停用，只能刷脸进小区。我要求提供其他方式，物业说没有例外。"}


@pytest.fixture
def inspector(request: pytest.FixtureRequest) -> Any:
    """An officer whose authority got so many complaints alike and three others; the cluster was proposed."""
    authority = AuthorityFactory(name="Market regulator of Ningbo", jurisdiction=place("CN"))
    company = RespondentFactory(name="Plum Lane Property", name_local="梅巷物业服务有限公司", country=place("CN"))
    pattern = ComplaintFactory.build(authority=authority, respondent=company, jurisdiction=place("CN"), owner=None)
    cluster = Cluster.objects.create(authority=authority, respondent=company, reasons=["respondent", "site", "text"])
    alike = Complaint.objects.bulk_create(copies(pattern, getattr(request, "param", FEWER)))
    Grant.objects.bulk_create(Grant(complaint=each, authority=authority, scopes=GrantScope.values) for each in alike)
    join(cluster, alike, by=JoinedBy.ARRIVAL, reasons=cluster.reasons)
    recount(cluster)
    for number in range(3):
        ComplaintFactory(authority=authority, narrative=f"A matter of its own: {number}.")
    return officer(authority, "investigator", display_name="Wang Hao")


def copies(pattern: Complaint, people: int) -> Iterator[Complaint]:
    """The same story from so many people, a third of them in Chinese, a tenth about children."""
    for number in range(people):
        one = copy(pattern)
        one._state = copy(pattern._state)
        one.reference = new_reference("CN", timezone.localdate())
        one.anonymous, one.venue_name = True, "North gate"
        one.language = "zh-hans" if number % 3 == 0 else "en"
        one.minors = number % 10 == 0
        one.narrative = TOLD[one.language]
        yield one


@pytest.mark.parametrize("inspector", [ALIKE], indirect=True)
def test_three_hundred_alike(inspector: Any, site: str, open_page: OpenPage, violations: Axe) -> None:
    found: list[str] = []
    me = Person(site, open_page(), violations, found).sign_in(inspector)
    cluster = Cluster.objects.get(size=ALIKE)
    presses = 0

    def press(name: str) -> None:
        nonlocal presses
        presses += 1
        with me.leaving():
            me.page.locator("main").get_by_role("button", name=name, exact=True).or_(
                me.page.locator("main").get_by_role("link", name=name, exact=True)
            ).first.click()

    # The queue opens on clusters, and the cluster is read by its differences.
    me.go("/complaints/")
    me.reads(cluster.reference, "Single complaints")
    press(cluster.reference)
    me.reads("300 complaints", "300 filed anonymously", "Where they differ", "Children concerned")
    press("Accept the cluster")
    press("Accept the cluster")

    # One reviewed step: what will change is said for all, then done for all.
    me.page.select_option("#act", "take_up")
    press("Look at what would change")
    me.reads("300 complaints were chosen. Nothing is done yet.", "Submitted", "Accepted")
    press("Do it for 300 complaints")
    me.reads("Running")
    queue.run_pending()
    me.go(f"/complaints/many/{BulkAct.objects.get().reference}/", again=True)
    me.reads("300\nDone", "It can be taken back until")
    assert set(Complaint.objects.filter(cluster=cluster).values_list("state", flat=True)) == {"accepted"}
    assert Notice.objects.count() >= ALIKE

    # The investigation is opened from the cluster, and all of them join it.
    me.go(f"/clusters/{cluster.reference}/")
    me.page.select_option("#act", "investigate")
    press("Look at what would change")
    me.answer("investigation", "new")
    me.answer("title", "Face gates without another way in")
    press("Do it for 300 complaints")
    queue.run_pending()
    opened = Investigation.objects.get()
    assert opened.complaints.count() == ALIKE
    me.go(f"/investigations/{opened.reference}/")
    me.reads("Face gates without another way in")
    assert presses == 7
    assert found == []


def test_moving_through_the_queue_by_keys(inspector: Any, site: str, open_page: OpenPage, violations: Axe) -> None:
    found: list[str] = []
    me = Person(site, open_page(), violations, found).sign_in(inspector)
    me.go("/complaints/?cluster=none")
    rows = me.page.locator("[data-look]").evaluate_all("links => links.map(link => link.getAttribute('aria-label'))")
    me.page.keyboard.press("j")
    me.page.wait_for_selector("#preview")
    with me.page.expect_navigation():
        me.page.keyboard.press("j")
    shown = me.page.locator("#preview h2").inner_text()
    assert shown in rows[1]
    with me.page.expect_navigation():
        me.page.keyboard.press("a")
    assert Complaint.objects.get(reference=shown).state == "under_review"
    assert me.page.locator("#preview h2").inner_text() in rows[2]
    me.page.keyboard.press("?")
    me.look()
    me.page.locator("#keys-on").uncheck(force=True)
    before = me.page.url
    me.page.locator("h1").click()
    me.page.keyboard.press("j")
    assert me.page.url == before
    assert found == []


def test_the_desk_on_a_phone_in_chinese_without_script(
    inspector: Any, site: str, open_page: OpenPage, violations: Axe
) -> None:
    found: list[str] = []
    page = open_page(width=390, script=False, language="zh-CN")
    me = Person(site, page, lambda _page: [], found).sign_in(inspector)
    cluster = Cluster.objects.get(size=FEWER)
    for path in ("/home/", "/complaints/", "/clusters/", f"/clusters/{cluster.reference}/", "/complaints/priority/"):
        me.go(path)
    me.go("/complaints/?look=first")
    me.reads("优先级")
    assert found == []


def test_what_is_closed_is_sampled_and_taken_back_and_what_is_anothers_is_referred(
    inspector: Any, site: str, open_page: OpenPage, violations: Axe
) -> None:
    found: list[str] = []
    me = Person(site, open_page(), violations, found).sign_in(inspector)
    cluster = Cluster.objects.get(size=FEWER)
    Cluster.objects.update(state="accepted")
    Complaint.objects.filter(cluster=cluster).update(state="under_review", acknowledged_at=timezone.now())
    presses = 0

    def press(name: str) -> None:
        nonlocal presses
        presses += 1
        with me.leaving():
            me.page.locator("main").get_by_role("button", name=name, exact=True).or_(
                me.page.locator("main").get_by_role("link", name=name, exact=True)
            ).first.click()

    # Nothing is closed blindly: a twentieth is drawn by chance and read first.
    me.go(f"/clusters/{cluster.reference}/")
    me.page.select_option("#act", "reject")
    press("Look at what would change")
    act = me.page.url.removeprefix(site)
    drawn = me.page.locator("#sample a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(drawn) == SAMPLED
    for one in drawn:
        presses += 1
        assert me.page.goto(site + one).ok
    me.go(act, again=True)

    # Each complainant reads the reason in their language, and for a day all of it goes back.
    me.answer("text_en", "The terminal belongs to the police.")
    me.answer("text_zh_hans", "该终端属于公安机关。")
    press(f"Do it for {FEWER} complaints")
    queue.run_pending()
    told = TimelineEntry.objects.filter(kind="complaints.reject").values_list("data__reason", flat=True)
    assert Counter(told) == {"The terminal belongs to the police.": 80, "该终端属于公安机关。": 40}
    me.go(act, again=True)
    press("Take it back")
    press("Take it back")
    queue.run_pending()
    assert set(Complaint.objects.filter(cluster=cluster).values_list("state", flat=True)) == {"under_review"}
    assert presses == SAMPLED + 4

    # What rules propose to refer is confirmed in one reviewed act.
    there = AuthorityFactory(name="Office for Data")
    for single in Complaint.objects.filter(cluster=None):
        propose_referral(complaint=single, authority=there, rule="Not ours")
    me.go("/complaints/?state=to_refer")
    me.page.select_option("#act", "refer_as_proposed")
    press("Go on with all of this list")
    me.answer("text_en", "It is theirs to decide.")
    press("Do it for 3 complaints")
    queue.run_pending()
    assert Referral.objects.filter(state="sent", to_authority=there).count() == 3
    me.go("/referrals/")
    me.go(f"/referrals/{Referral.objects.first()}/")
    assert presses == SAMPLED + 6
    assert found == []


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_pages_of_notes_retention_and_others_of_one_person(
    inspector: Any, site: str, open_page: OpenPage, troubles: Any, language: str
) -> None:
    found: list[str] = []
    page = open_page(language=language)
    sign_in(page, site, inspector)
    complaint = Complaint.objects.filter(cluster=None).first()
    assert complaint is not None
    for path in (
        f"/complaints/{complaint.reference}/notes/",
        f"/complaints/{complaint.reference}/same-person/",
        f"/complaints/{complaint.reference}/cluster/",
        f"/complaints/{complaint.reference}/do/refer/",
        "/retention/",
        "/retention/due/",
        "/referrals/",
        "/complaints/rules/",
    ):
        found += troubles(page, site + path)
    assert found == []

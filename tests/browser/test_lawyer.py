"""Journey J5: from a stranger's request to an award, as the lawyers and the client meet it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from caseapp.complaints import services as complaints
from caseapp.complaints.models import Contact
from caseapp.core.actors import SYSTEM
from caseapp.documents.services import load_templates
from caseapp.law.services import load_law
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement, Limitation
from tests.browser.pages import sign_in
from tests.factories import evidence as files
from tests.factories.accounts import FirmFactory, UserFactory, actor_of, lawyer, place
from tests.factories.complaints import facts
from tests.factories.respondents import RespondentFactory

OpenPage = Callable[..., Any]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def people() -> dict[str, Any]:
    load_law(actor=SYSTEM)
    load_templates(actor=SYSTEM)
    firm = FirmFactory(name="Harbour Law", slug="harbour-law")
    return {
        "client": UserFactory(display_name="Lin Mei"),
        "associate": lawyer(firm, "associate", display_name="Zhou Lan"),
        "partner": lawyer(firm, "partner", display_name="Chen Bo"),
    }


def test_from_a_request_to_an_award(people: dict[str, Any], open_page: OpenPage, site: str, troubles: Any) -> None:
    company = RespondentFactory(name="Haishu Estates", name_local="宁波海曙置业有限公司", country=place("CN"))
    told = facts(respondent=company, jurisdiction=place("CN"))
    complaint = complaints.file_complaint(
        actor=actor_of(people["client"]), facts=told, contact=Contact(name="Lin Mei")
    ).complaint
    files.add(complaint, name="sign.png")
    desk, second, home = open_page(), open_page(), open_page()
    for page, who in ((desk, "associate"), (second, "partner"), (home, "client")):
        sign_in(page, site, people[who])

    def go(page: Any, path: str) -> None:
        assert page.goto(site + path).status == 200, path

    def send(page: Any, button: str, **values: str) -> None:
        for name, value in values.items():
            box = page.locator(f"main [name='{name}']")
            if box.first.get_attribute("type") in {"radio", "checkbox"}:
                page.locator(f"main [name='{name}'][value='{value}']").check()
            elif box.first.evaluate("one => one.tagName") == "SELECT":
                box.first.select_option(value)
            else:
                box.first.fill(value)
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).first.click()
        assert page.locator(".govuk-error-summary").count() == 0, page.locator(".govuk-error-summary").inner_text()

    # Facts without names, the check, the letter, the client's name under it.
    go(home, f"/complaints/{complaint.reference}/share/")
    send(home, home.locator("main form button[type=submit]").last.inner_text(), firm="harbour-law")
    request = f"/requests/{Engagement.objects.get().reference}/"
    go(desk, request)
    assert "Haishu" not in desk.locator("body").inner_text()
    assert troubles(desk, site + request) == []
    go(desk, request)
    send(desk, "Check now")
    send(desk, "Record the decision", result="clear")
    assert "Haishu" in desk.locator("body").inner_text()
    go(desk, f"{request}do/offer/")
    send(
        desk,
        desk.locator("main form button[type=submit]").last.inner_text(),
        terms="We sue for you.",
        fee_kind="contingent",
        fee_percent="15",
    )
    go(home, request)
    assert "15 per cent" in home.locator("body").inner_text()
    assert troubles(home, site + request) == []
    go(home, f"{request}do/accept/")
    send(home, home.locator("main form button[type=submit]").last.inner_text(), name="Lin Mei")
    go(desk, request)
    send(desk, "Open the case file", title="Lin Mei and the show flat")
    file = f"/case-files/{CaseFile.objects.get().reference}/"

    # Limitation with its working, and a second person on the date.
    row = Limitation.objects.exclude(last_day=None).first()
    assert row is not None
    go(desk, f"{file}limitation/{row.pk}/")
    known = row.event_on + dt.timedelta(days=3)
    send(desk, "Work it out anew", known_on=known.isoformat())
    row.refresh_from_db()
    go(second, f"{file}limitation/{row.pk}/do/confirm/")
    send(second, second.locator("main form button[type=submit]").last.inner_text(), last_day=row.last_day.isoformat())
    assert "confirmed by Chen Bo" in second.locator("body").inner_text()

    # Facts, elements with exhibits, tasks, a party.
    go(desk, f"{file}facts/")
    send(desk, "Add the fact", text="No sign hung at the door.")
    go(desk, f"{file}elements/")
    with desk.expect_navigation():
        desk.locator("main table a").first.click()
    desk.locator("main [name='facts']").first.check()
    desk.locator("main [name='exhibits']").first.check()
    send(desk, "Save", strength="weak", gap="Photograph the door")
    go(desk, f"{file}tasks/")
    assert "Photograph the door" in desk.locator("body").inner_text()
    send(desk, "Take up these tasks", kind="civil_claim")
    go(desk, f"{file}parties/")
    send(desk, "Add the party", role="witness", name="张伟", other_names="Zhang Wei")

    # Letter before claim, bundle.
    go(desk, f"{file}documents/")
    send(desk, "Make it", kind="letter_before_claim")
    go(desk, f"{file}bundles/")
    send(desk, "Build the bundle")

    # Filing, hearing, judgment, award.
    go(desk, f"{file}suits/new/")
    send(desk, "Open the suit", court="Haishu Court", cause="Personal information", claimed_amount="20000")
    suit = f"/suits/{CivilSuit.objects.get().reference}/"
    today = timezone.localdate()
    for action, given in (
        ("file", {"docket_number": "(2026) 1", "filed_on": today.isoformat()}),
        ("serve", {}),
        ("record_answer", {}),
        ("go_to_hearing", {}),
        (
            "record_judgment",
            {"decided_on": today.isoformat(), "result": "for_claimant", "summary": "The company pays."},
        ),
    ):
        go(desk, f"{suit}do/{action}/")
        send(desk, desk.locator("main form button[type=submit]").last.inner_text(), **given)
    go(desk, f"{suit}awards/new/")
    send(desk, "Save the award", kind="non_material", amount="5,000", awarded_on=today.isoformat())
    go(home, suit)
    assert "5,000" in home.locator("body").inner_text()
    for path in ("", "limitation/", f"limitation/{row.pk}/", "facts/", "elements/", "tasks/", "parties/"):
        assert troubles(desk, site + file + path) == [], path
    for path in ("/home/", "/known/", "/requests/"):
        assert troubles(desk, site + path) == [], path

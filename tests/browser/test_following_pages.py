"""Following in a browser: every page in every state by axe, narrow and wide; the way to the end without JavaScript."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from caseapp.complaints import services
from caseapp.complaints.models import Complaint, ProgressUpdate
from caseapp.core import queue
from caseapp.litigation.services import engagements
from caseapp.notifications.models import Preference, address_digest
from caseapp.personal import services as personal
from tests.browser.pages import sign_in
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory

Troubles = Callable[..., list[str]]

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_following(site: str, browser_page: Any, troubles: Troubles) -> None:
    person, authority, firm = UserFactory(), AuthorityFactory(), FirmFactory()
    clerk = officer(authority, "supervisor")
    one = ComplaintFactory(
        owner=person,
        authority=authority,
        state="under_review",
        submitted_at=timezone.now() - dt.timedelta(days=80),
        acknowledged_at=timezone.now(),
    )
    over = ComplaintFactory(owner=person, authority=authority, state="closed", outcome="no_breach")
    services.draft_progress_updates()
    services.send_progress_update(actor=actor_of(clerk), update=ProgressUpdate.objects.get())
    waiting = ComplaintFactory(
        authority=authority, state="accepted", submitted_at=timezone.now() - dt.timedelta(days=85)
    )
    services.draft_progress_updates()
    draft = ProgressUpdate.objects.get(complaint=waiting)
    files.add(one)
    services.record_access(actor=actor_of(clerk), complaint=one, kind="read")
    services.write_message(actor=actor_of(clerk), complaint=one, body="We look into it.")
    services.request_reopening(actor=actor_of(person), complaint=over, reason="They were there.")
    asked = engagements.request_engagement(actor=actor_of(person), complaint=one, firm=firm, scopes=["evidence"])
    personal.request_take_out(actor=actor_of(person), complaint=one)
    queue.run_pending()
    Preference.objects.create(
        user=person, mode="daily", bounced_at=timezone.now(), bounced_address=address_digest(person.email)
    )
    at = f"/complaints/{one.reference}/"
    sign_in(browser_page, site, person)
    found: list[str] = []

    def look(*addresses: str) -> None:
        for address in addresses:
            found.extend(troubles(browser_page, site + address))

    look(
        at,
        f"/complaints/{over.reference}/",
        *(at + each for each in ("messages/", "contact/", "share/", "take-out/", "erase/", "?part=law")),
        f"/complaints/{over.reference}/erase/confirm/",
        f"/requests/{asked.reference}/scopes/",
        "/notices/",
        "/notices/settings/",
        f"/notices/no-more/{'x' * 8}/",
    )
    personal.erase_complaint(actor=actor_of(person), complaint=over, confirmed=over.reference)
    look(f"/erased/{over.reference}/")
    sign_in(browser_page, site, clerk)
    look("/reports/", f"/complaints/{waiting.reference}/reports/{draft.pk}/", at)
    assert not found, found


def test_from_a_letter_to_the_erasure_without_script(site: str, open_page: Callable[..., Any]) -> None:
    person = UserFactory()
    one = ComplaintFactory(owner=person)
    page = open_page(script=False, width=390)
    sign_in(page, site, person)
    page.goto(f"{site}/complaints/{one.reference}/")
    page.click("text=Take everything with you")
    page.click("button:has-text('Make the archive')")
    queue.run_pending()
    page.click("text=Look again")
    with page.expect_download() as taken:
        page.click("button:has-text('Download the archive')")
    assert taken.value.suggested_filename == f"{one.reference}.zip"
    page.goto(f"{site}/complaints/{one.reference}/")
    page.click("text=Have it erased")
    page.click("text=Go on to erase")
    page.fill("input[name=reference]", one.reference)
    page.click("button:has-text('Erase it now')")
    assert page.url.endswith(f"/erased/{one.reference}/")
    assert Complaint.objects.get().narrative == ""

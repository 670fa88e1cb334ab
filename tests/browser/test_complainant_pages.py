"""The complainant's own pages and the quieter pages of the filing, checked by axe, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.complaints import services
from tests.factories import evidence as files
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory

Axe = Callable[[Any], list[str]]
WIDTHS = (390, 1280)

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Any, site: str, user: User) -> Client:
    """Let the browser hold a signed-in session."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    return client


def test_every_page_of_a_complainant(site: str, browser_page: Any, violations: Axe) -> None:
    person, authority = UserFactory(display_name="Lin Mei"), AuthorityFactory()
    clerk = actor_of(officer(authority))
    asked, kept = ComplaintFactory(owner=person, authority=authority), ComplaintFactory(owner=person)
    services.acknowledge(actor=clerk, complaint=asked)
    services.request_information(actor=clerk, complaint=asked, message="On which day?", due_on=timezone.localdate())
    files.add(asked)
    client = sign_in(browser_page, site, person)
    intake.send(client, "where")
    addresses = [
        "/home/",
        "/complaints/",
        f"/complaints/{asked.reference}/",
        f"/complaints/{kept.reference}/",
        f"/complaints/{kept.reference}/send/",
        "/file/",
        "/file/delete/",
    ]
    found: list[str] = []
    for address in addresses:
        browser_page.goto(site + address)
        for width in WIDTHS:
            browser_page.set_viewport_size({"width": width, "height": 900})
            found.extend(violations(browser_page))
            if not browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
                found.append(f"{address} is too wide for {width}")
    intake.expire(intake.held(client))
    browser_page.goto(f"{site}/file/use/")
    found.extend(violations(browser_page))
    assert not found, found

"""The complainant's own pages and the quieter pages of the filing, checked by axe, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from caseapp.complaints import services
from tests.browser.pages import sign_in
from tests.factories import evidence as files
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory

Troubles = Callable[..., list[str]]

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_a_complainant(site: str, browser_page: Any, troubles: Troubles) -> None:
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
        found.extend(troubles(browser_page, site + address))
    intake.expire(intake.held(client))
    found.extend(troubles(browser_page, f"{site}/file/use/"))
    assert not found, found

"""Pages of fines, orders, money, dossiers and of the respondent: asked of axe, on a phone and at a desk."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.pages import scrolling_tables, sign_in
from tests.factories.accounts import AuthorityFactory, officer
from tests.factories.enforcement import fine, order

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_pages_of_fines_orders_and_money(
    site: str, open_page: Callable[..., Any], troubles: Callable[..., list[str]]
) -> None:
    authority = AuthorityFactory()
    owed = fine(authority=authority, state="overdue", paid="1000", due_in_days=-40)
    made = order(authority=authority, state="overdue", due_in_days=-3)
    page = open_page()
    sign_in(page, site, officer(authority, "supervisor"))
    paths = (
        "/complaints/?all=1",
        "/investigations/",
        "/fines/",
        f"/fines/{owed.reference}/",
        f"/fines/{owed.reference}/do/record_payment/",
        f"/fines/{owed.reference}/publish/",
        "/fines/payments/",
        "/fines/reminders/",
        "/orders/",
        f"/orders/{made.reference}/",
        f"/orders/{made.reference}/do/record_proof/",
        f"/investigations/{owed.decision.investigation.reference}/",
        f"/respondents/{owed.respondent.reference}/",
        f"/respondents/{owed.respondent.reference}/merge/",
    )
    seen: list[str] = []
    for path in paths:
        seen += troubles(page, f"{site}{path}")
        seen += [f"{path}: {table} scrolls sideways" for table in scrolling_tables(page)]
    assert seen == []

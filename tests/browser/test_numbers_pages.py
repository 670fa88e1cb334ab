"""Numbers, exports, reports, the register and its desk: axe, wide and narrow; an export asked for without script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from caseapp.core import queue
from caseapp.exports import services as exports
from caseapp.register import services as register
from caseapp.register.enums import Kind
from caseapp.statistics import services as statistics
from tests.browser.pages import sign_in
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import fine, order

Troubles = Callable[..., list[str]]

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page(site: str, browser_page: Any, troubles: Troubles) -> None:
    authority = AuthorityFactory()
    author, chief = officer(authority, "investigator"), officer(authority, "supervisor")
    fined = fine(authority=authority, paid="400")
    ordered = order(authority=authority)
    for sector in ("retail", "health"):
        for _number in range(6):
            ComplaintFactory(
                authority=authority, sector=sector, owner=None, anonymous=True, acknowledged_at=timezone.now()
            )
    statistics.count_touched()
    for kind, subject, decision in (
        (Kind.FINE, {"fine": fined}, fined.decision),
        (Kind.ORDER, {"order": ordered}, ordered.decision),
        (Kind.DECISION, {}, fined.decision),
    ):
        text = register.propose_text(
            actor=actor_of(author), kind=kind, decision=decision, text="Faces without consent.", **subject
        )
        register.approve_text(actor=actor_of(chief), text=text)
    reply = register.record_reply(actor=actor_of(author), decision=fined.decision, text="We stopped.")
    register.make_snapshot()
    exports.ask_export(actor=actor_of(chief), list_name="fines", form="csv")
    queue.run_pending()
    exports.plan_report(actor=actor_of(chief), rhythm="weekly", form="pdf")
    sign_in(browser_page, site, chief)
    investigation = fined.decision.investigation.reference
    found: list[str] = []
    for address in (
        f"/statistics/?period={timezone.now():%Y-%m}",
        "/fines/",
        "/exports/",
        "/exports/reports/",
        "/register/review/",
        f"/register/review/{reply.reference}/",
        f"/register/review/{reply.reference}/do/send_back/",
        f"/register/propose/fine/{fined.reference}/",
        f"/register/propose/reply/{investigation}/",
        "/register/",
        f"/register/fines/{fined.reference}/",
        "/register/decisions/",
        f"/register/decisions/{investigation}/",
        "/register/orders/",
        f"/register/orders/{ordered.reference}/",
        "/register/data/",
    ):
        found.extend(troubles(browser_page, site + address))
    assert not found, "\n".join(found)


def test_a_list_is_taken_away_without_script(site: str, open_page: Any) -> None:
    authority = AuthorityFactory()
    chief = officer(authority, "supervisor")
    fine(authority=authority)
    page = open_page(width=390, script=False)
    sign_in(page, site, chief)
    page.goto(f"{site}/fines/")
    page.click("text=Take this list away")
    with page.expect_navigation():
        page.click("button[value=csv]")
    queue.run_pending()
    page.reload()
    with page.expect_download() as taken:
        page.click("text=Download")
    assert taken.value.suggested_filename.startswith("fines-")

"""The pages of curating, suggesting and watching precedents, checked by axe, wide and narrow, in both languages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from caseapp.core.actors import VISITOR
from caseapp.precedents import services
from tests.browser.pages import sign_in
from tests.factories.accounts import UserFactory, actor_of
from tests.factories.precedents import record, stored

Troubles = Callable[..., list[str]]

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_a_curator(site: str, browser_page: Any, troubles: Troubles, tmp_path: Path) -> None:
    ann, bo = UserFactory(is_curator=True, display_name="Ann"), UserFactory(is_curator=True, display_name="Bo")
    (row,) = stored(tmp_path, record(id="de-hotel-2022"))
    treatment = {"kind": "reduced", "on": "2023", "url": "https://court.example/2", "title": "On appeal"}
    waits = services.record_treatment(actor=actor_of(bo), precedent=row, treatment=treatment)
    suggested = services.suggest(
        actor=VISITOR, what="A gym was fined.", url="https://court.example/3", throttle_key="here"
    )
    sign_in(browser_page, site, ann)
    found: list[str] = []
    for address in (
        "/precedents/curation/",
        f"/precedents/curation/{waits.reference}/",
        f"/precedents/curation/{waits.reference}/approve/",
        "/precedents/de-hotel-2022/correct/",
        "/precedents/de-hotel-2022/treatment/",
        f"/precedents/suggestions/{suggested.reference}/",
        "/precedents/alerts/",
        "/precedents/alerts/new/?country=DE",
    ):
        found.extend(troubles(browser_page, site + address))
    browser_page.goto(f"{site}/precedents/curation/{waits.reference}/approve/")
    browser_page.click("main form button[type=submit]")
    browser_page.goto(f"{site}/precedents/de-hotel-2022/history/")
    assert "On appeal" in browser_page.inner_text("main")
    found.extend(troubles(browser_page, f"{site}/precedents/de-hotel-2022/history/"))
    assert not found, "\n".join(found)


def test_a_visitor_suggests_a_case_without_script(site: str, open_page: Any) -> None:
    page = open_page(width=390, script=False)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "zh-hans", "url": site}])
    page.goto(f"{site}/precedents/suggest/")
    page.fill("[name=what]", "里斯本一家健身房因人脸闸机被罚。")
    page.fill("[name=url]", "https://court.example/3")
    page.click("main form button[type=submit]")
    assert "/precedents/suggestions/PS-" in page.url
    assert "里斯本一家健身房" in page.inner_text("main")

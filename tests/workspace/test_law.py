"""The administrator's pages of the law: what is recorded, the look ahead, and what editing leaves alone."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from caseapp.audit.models import Entry
from caseapp.complaints.models import Screening
from caseapp.core.actors import SYSTEM
from caseapp.intake.selectors import reading_of
from caseapp.law.models import Framework, Jurisdiction
from caseapp.law.selectors import screen, screening_facts
from caseapp.law.services import load_law
from tests.factories.accounts import AuthorityFactory, UserFactory, officer
from tests.factories.complaints import ComplaintFactory

CODE = "CN-SPC-FRT-2021"


@pytest.fixture(scope="module")
def loaded_law(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_law(actor=SYSTEM)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_law")]


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory(is_administrator=True))
    return client


def page(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def current() -> Framework:
    return Framework.objects.with_parts().current().get(code=CODE)


def address(section: str = "statements") -> str:
    return reverse("workspace:law_edit", args=[CODE, section])


def typed(client: Client, section: str = "statements", **changes: str) -> dict[str, str]:
    """What a browser would send from the page of a section, with some fields typed over."""
    response = client.get(address(section))
    forms = response.context["set"]
    data = {"base": str(response.context["framework"].version), "step": "preview"}
    fields = list(forms)
    if hasattr(forms, "management_form"):
        data |= {f"row-{name}": str(value) for name, value in forms.management_form.initial.items()}
        fields = [field for form in forms for field in form]
    for field in fields:
        value = field.field.prepare_value(field.value()) if hasattr(field.field, "prepare_value") else field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value not in (None, False):
            data[field.html_name] = str(value)
    return data | changes


def screened_complaint(**more: Any) -> Any:
    complaint = ComplaintFactory(jurisdiction=Jurisdiction.objects.get(code="CN"), **more)
    facts = screening_facts(jurisdiction="CN", as_of=dt.date(2026, 5, 1), occurred_on=complaint.occurred_on)
    found = screen(facts, {"separate_consent": "no"}, frameworks=[CODE]).framework(CODE)
    assert found is not None
    Screening.objects.create(
        complaint=complaint,
        framework=Framework.objects.get(code=CODE, version=found.version),
        answers={"separate_consent": "no"},
        result=found.as_json(),
        method_version="test",
    )
    return complaint


class TestDoors:
    def test_only_administrators_enter(self, client: Client) -> None:
        places = [
            reverse("workspace:law"),
            reverse("workspace:law_framework", args=[CODE]),
            reverse("workspace:law_compare", args=[CODE]),
            address(),
        ]
        for place in places:
            assert "/account/login/" in client.get(place).headers["Location"]
        for person in (UserFactory(), officer(AuthorityFactory(), "supervisor")):
            client.force_login(person)
            assert {client.get(place).status_code for place in places} == {403}
            assert client.post(address(), {"step": "record"}).status_code == 403
        client.force_login(UserFactory(is_administrator=True))
        assert {client.get(place).status_code for place in places} == {200}

    @pytest.mark.parametrize(
        "path",
        [
            "/law/NONE/",
            "/law/NONE/compare/",
            f"/law/{CODE}/edit/none/",
            f"/law/{CODE}/?version=99",
            f"/law/{CODE}/compare/?before=7",
        ],
    )
    def test_what_there_is_not_is_not_found(self, administrator: Client, path: str) -> None:
        assert administrator.get(path).status_code == 404


class TestReading:
    def test_the_list_as_a_tree_with_versions_and_gaps(self, administrator: Client) -> None:
        shown = page(administrator.get(reverse("workspace:law")))
        assert shown.index(">European Union<") < shown.index(">France<")
        assert "Part of European Union" in shown
        assert reverse("workspace:law_framework", args=["EU-GDPR-FR"]) + "#gaps" in shown

    def test_a_page_names_what_is_not_verified_and_leads_to_it(self, administrator: Client) -> None:
        shown = page(administrator.get(reverse("workspace:law_framework", args=["EU-GDPR-FR"])))
        assert "Length of the period limitation" in shown
        assert "Loaded from the data files" in shown

    @pytest.mark.parametrize(
        "section",
        [
            "statements",
            "dates",
            "claims",
            "elements",
            "grounds",
            "exemptions",
            "damages",
            "authorities",
            "deadlines",
            "changes",
            "sources",
        ],
    )
    def test_every_section_opens_and_changes_nothing_by_itself(self, administrator: Client, section: str) -> None:
        for code in (CODE, "US-CA-CCPA", "EU-GDPR-DE"):
            place = reverse("workspace:law_edit", args=[code, section])
            assert administrator.get(place).status_code == 200
        response = administrator.post(address(section), typed(administrator, section))
        assert (response.status_code, "You changed nothing." in page(response)) == (400, True), section

    def test_in_chinese(self, administrator: Client) -> None:
        administrator.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
        assert "人脸识别" in page(administrator.get(reverse("workspace:law_framework", args=[CODE])))


class TestLookAhead:
    def test_line_by_line_and_what_was_typed_travels_on(self, administrator: Client) -> None:
        data = typed(administrator, citation="Fa Shi [2021] No. 15", consent_standard_en="New words.")
        shown = page(administrator.post(address(), data))
        assert "Consent, in English" in shown
        assert "<ins>New words.</ins>" in shown
        assert '<input type="hidden" name="consent_standard_en" value="New words.">' in shown
        assert Framework.objects.filter(code=CODE).count() == 1

    def test_open_complaints_by_place_and_authority_without_anything_personal(self, administrator: Client) -> None:
        authority = AuthorityFactory(name="Market Office")
        open_one = screened_complaint(authority=authority, venue_name="Show flat nine")
        screened_complaint(state="closed")
        shown = page(administrator.post(address(), typed(administrator, citation="x")))
        assert "1 open complaint was screened by this version." in shown
        assert "China: 1" in shown
        assert "Market Office: 1" in shown
        assert open_one.reference in shown
        for secret in (open_one.narrative, open_one.venue_name, open_one.owner.email, open_one.respondent.name):
            assert secret not in shown

    def test_questions_that_change_and_who_answered_them(self, administrator: Client) -> None:
        screened_complaint()
        row = next(place for place, one in enumerate(current().elements.all()) if one.key == "separate_consent")
        data = typed(administrator, "elements", **{f"row-{row}-supports_claim_if": "yes"})
        shown = page(administrator.post(address("elements"), data))
        assert "The same answer now says the opposite." in shown
        assert re.search(r"separate_consent</th>.*?opposite\.</td><td[^>]*>1</td>", shown)

    def test_a_key_that_disappears_is_said(self, administrator: Client) -> None:
        row = next(place for place, one in enumerate(current().elements.all()) if one.key == "many_people")
        data = typed(administrator, "elements", **{f"row-{row}-DELETE": "on"})
        shown = page(administrator.post(address("elements"), data))
        assert "It is gone: its answers count no more." in shown

    def test_what_the_law_as_a_whole_refuses_comes_back_with_what_was_typed(self, administrator: Client) -> None:
        row = next(place for place, one in enumerate(current().elements.all()) if one.key == "separate_consent")
        data = typed(administrator, "elements", **{f"row-{row}-DELETE": "on", "row-0-article": "1 and 2"})
        response = administrator.post(address("elements"), data)
        shown = page(response)
        assert response.status_code == 400
        assert "The ground “no_separate_consent” names the element “separate_consent”, which there is not" in shown
        assert 'value="1 and 2"' in shown

    def test_a_wrong_field_is_said_beside_it(self, administrator: Client) -> None:
        response = administrator.post(address("dates"), typed(administrator, "dates", in_force_from="last year"))
        assert (response.status_code, "Enter a date as 2026, 2026-03 or 2026-03-27." in page(response)) == (400, True)

    def test_going_back_and_another_row(self, administrator: Client) -> None:
        data = typed(administrator, "sources", **{"row-0-title": "Typed title"})
        shown = page(administrator.post(address("sources"), data | {"step": "back"}))
        assert 'value="Typed title"' in shown
        more = administrator.post(address("sources"), data | {"step": "more"})
        assert more.context["set"].total_form_count() == int(data["row-TOTAL_FORMS"]) + 1


class TestRecording:
    def record(self, client: Client, section: str = "statements", **changes: str) -> Any:
        data = typed(client, section, **changes)
        return client.post(
            address(section), {"kind": "correction", "reason": "By the source.", **data, "step": "record"}
        )

    def test_needs_a_reason(self, administrator: Client) -> None:
        response = self.record(administrator, citation="x", reason="")
        assert (response.status_code, "Say why the record is changed" in page(response)) == (400, True)
        assert Framework.objects.filter(code=CODE).count() == 1

    def test_a_new_version_with_reason_and_audit(self, administrator: Client) -> None:
        response = self.record(administrator, consent_standard_en="New words.", consent_standard_zh="新的表述。")
        assert response.headers["Location"] == reverse("workspace:law_framework", args=[CODE])
        new = current()
        assert (new.version, new.consent_standard_en, new.consent_standard_zh) == (2, "New words.", "新的表述。")
        facts = json.loads(Entry.objects.get(action="law.record_framework", subject_id=str(new.pk)).payload)
        assert (facts["reason"], facts["fingerprint"]) == ("By the source.", new.fingerprint)
        shown = page(administrator.get(response.headers["Location"]))
        assert "Version 2 was recorded." in shown
        assert "By the source." in shown
        compared = page(administrator.get(reverse("workspace:law_compare", args=[CODE])))
        assert "From version 1 to version 2" in compared
        assert "<ins>New words.</ins>" in compared

    @pytest.mark.parametrize(
        ("section", "changes", "read"),
        [
            ("exemptions", {"row-0-article": "99"}, lambda law: law.exemptions.all()[0].article == "99"),
            (
                "damages",
                {"row-0-minimum": "500", "row-0-currency": "CNY"},
                lambda law: str(law.damagesrules.all()[0].minimum) == "500.00",
            ),
            (
                "authorities",
                {"row-0-name_zh": "人民法院（改）", "row-0-name_en": "Court"},
                lambda law: law.authorityroutes.all()[0].name_en == "Court",
            ),
            ("deadlines", {"row-0-amount": "48"}, lambda law: law.deadline_rules.all()[0].amount == 48),
            ("grounds", {"row-0-since": "2022-01-01"}, lambda law: law.grounds.all()[0].since == dt.date(2022, 1, 1)),
            ("claims", {"private_right_exists": ""}, lambda law: law.private_right_exists is None),
            (
                "claims",
                {"max_fine_amount": "1000", "max_fine_currency": "CNY"},
                lambda law: str(law.max_fine_amount) == "1000.00",
            ),
            ("dates", {"valid_to": "2031-01-01"}, lambda law: law.valid_to == dt.date(2031, 1, 1)),
            ("sources", {"row-0-title": "Another"}, lambda law: law.sources[0]["title"] == "Another"),
            (
                "changes",
                {"row-0-date": "2026-01", "row-0-what": "Amended"},
                lambda law: law.amendments == [{"date": "2026-01", "what": "Amended"}],
            ),
            ("elements", {"row-0-ORDER": "3"}, lambda law: law.elements.all()[2].key == "face_tech"),
        ],
    )
    def test_every_section(self, administrator: Client, section: str, changes: dict[str, str], read: Any) -> None:
        response = self.record(administrator, section, **changes)
        assert response.status_code == 302, page(response)
        assert read(current())

    def test_a_new_element_is_asked_from_then_on(self, administrator: Client) -> None:
        count = current().elements.count()
        new = {
            f"row-{count}-key": "brand_new",
            f"row-{count}-question_en": "Was it brand new?",
            f"row-{count}-article": "17",
            f"row-{count}-supports_claim_if": "no",
            f"row-{count}-role": "context",
        }
        assert self.record(administrator, "elements", **new).status_code == 302
        element = current().elements.get(key="brand_new")
        assert (element.topic, element.position, element.supports_claim_if) == (f"{CODE}/brand_new", count, "no")

    def test_an_amendment_keeps_the_old_text_for_the_days_before(self, administrator: Client) -> None:
        response = self.record(administrator, consent_standard_en="Amended.", kind="amendment", holds_from="2027-01-01")
        assert response.status_code == 302
        old, new = Framework.objects.filter(code=CODE).order_by("version")
        assert (old.is_current, old.valid_to, new.valid_from) == (True, dt.date(2027, 1, 1), dt.date(2027, 1, 1))
        shown = page(administrator.get(reverse("workspace:law_framework", args=[CODE])))
        assert "More than one version of this law holds" in shown

    @pytest.mark.parametrize("day", ["", "2001-01-01"])
    def test_an_amendment_needs_a_later_day(self, administrator: Client, day: str) -> None:
        response = self.record(administrator, citation="x", kind="amendment", holds_from=day)
        assert response.status_code == 400
        assert Framework.objects.filter(code=CODE).count() == 1

    def test_the_second_of_two_keeps_what_they_typed_and_can_go_on(self, administrator: Client) -> None:
        mine = typed(administrator, consent_standard_en="Mine.") | {"kind": "correction", "reason": "Mine."}
        assert self.record(administrator, citation="Theirs").status_code == 302
        for step in ("preview", "record"):
            response = administrator.post(address(), mine | {"step": step})
            shown = page(response)
            assert response.status_code == 400
            assert "Somebody recorded version 2 of this law while you were writing." in shown
            assert "Mine." in shown
            assert '<input type="hidden" name="base" value="2">' in shown
        assert current().version == 2
        again = administrator.post(address(), mine | {"step": "record", "base": "2", "citation": "Theirs"})
        assert again.status_code == 302
        assert (current().version, current().citation, current().consent_standard_en) == (3, "Theirs", "Mine.")

    def test_an_old_screening_still_says_what_it_said(self, administrator: Client) -> None:
        complaint = screened_complaint()
        before = reading_of(complaint)
        row = next(place for place, one in enumerate(current().elements.all()) if one.key == "separate_consent")
        changes = {f"row-{row}-question_en": "Something else?", f"row-{row}-supports_claim_if": "yes"}
        assert self.record(administrator, "elements", **changes).status_code == 302
        kept = Screening.objects.get(complaint=complaint)
        assert kept.framework.version == 1
        assert reading_of(complaint) == before
        assert current().version == 2
        client = Client()
        client.force_login(complaint.owner)
        shown = page(client.get(reverse("workspace:complaint", args=[complaint.reference])))
        assert "Something else?" not in shown


class TestApi:
    def test_versions_newest_first(self, administrator: Client) -> None:
        TestRecording().record(administrator, citation="x")
        rows = Client().get(f"/api/v1/frameworks/{CODE}/versions/").json()["results"]
        assert [one["version"] for one in rows] == [2, 1]
        assert rows[0]["superseded_at"] is None
        assert rows[1]["superseded_at"] is not None
        assert Client().get("/api/v1/frameworks/NONE/versions/").status_code == 404

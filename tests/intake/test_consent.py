"""What the law asks on the consent page, what the answers come to, and what is kept of them."""

import dataclasses
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from caseapp.complaints.models import Complaint, Screening
from caseapp.core.actors import SYSTEM, Actor
from caseapp.intake.forms.consent import ConsentForm, field_name
from caseapp.intake.selectors import Answers, Reading, consent_of, consent_questions, reading, reading_of
from caseapp.law.models import Framework
from caseapp.law.services import load_law
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, place
from tests.factories.complaints import ComplaintFactory


def answers(asked: str = "yes", withdrawn: str = "", where: dict[str, Any] | None = None, **given: str) -> Answers:
    told = {"asked": asked, "withdrawn": withdrawn, "answers": given}
    pages = {"consent": told, "where": {**WHERE, **(where or {})}, "use": USE, "effect": EFFECT}
    return Answers(pages={slug: {"values": values, "revision": 1, "page": ""} for slug, values in pages.items()})


WHERE = {
    "jurisdiction": "CN",
    "occurred_on": "2026-03-14",
    "ongoing": False,
    "venue_kind": "shop",
    "venue_address": "",
    "respondent_name": "Riverbank",
    "respondent_kind": "private",
    "sector": "retail",
}
USE = {"use": "identification", "about": "self", "minors": "no", "relation": "customer", "persons_affected": 3}
EFFECT = {"harms": ["distress"], "relief_sought": ["compensation"], "narrative": "x"}


class TestConsentOf:
    """The complaint's consent columns, read from the answers."""

    def test_nobody_asked_means_no_consent_of_any_kind(self) -> None:
        found = consent_of(answers(asked="no", bundled="yes"))
        assert (found.asked, found.separate) == ("no", "no")
        assert found.defects == ("no_consent",)

    @pytest.mark.parametrize(
        ("given", "separate"),
        [
            ({"separate_consent": "yes"}, "yes"),
            ({"separate_consent": "no"}, "no"),
            ({"express_consent": "yes", "written_release": "no"}, "no"),
            ({"separate_consent": "yes", "bundled": "yes"}, "no"),
            ({"separate_consent": "unsure"}, "unsure"),
            ({}, ""),
        ],
    )
    def test_separate(self, given: dict[str, str], separate: str) -> None:
        assert consent_of(answers(**given)).separate == separate

    @pytest.mark.parametrize(
        ("given", "alternative"),
        [
            ({"alternative": "yes"}, "yes"),
            ({"alternative": "unsure", "only_way": "yes"}, "unsure"),
            ({"only_way": "yes"}, "no"),
            ({"refused_without_face": "yes"}, "no"),
            ({"only_way": "no"}, ""),
        ],
    )
    def test_alternative(self, given: dict[str, str], alternative: str) -> None:
        assert consent_of(answers(**given)).alternative == alternative

    @pytest.mark.parametrize(
        ("key", "answer", "defect"),
        [
            ("agreed", "no", "no_consent"),
            ("guardian_agreed", "no", "no_consent"),
            ("bundled", "yes", "bundled_consent"),
            ("alternative", "no", "no_alternative"),
            ("told", "no", "no_notice"),
            ("other_use", "yes", "purpose_exceeded"),
            ("kept_long", "yes", "retention"),
            ("passed_on", "yes", "disclosure_to_third_party"),
            ("leaked", "yes", "security_breach"),
            ("assessment_done", "no", "no_impact_assessment"),
            ("deletion_refused", "yes", "refused_deletion"),
            ("wrong_match", "yes", "wrong_match"),
        ],
    )
    def test_each_defect_has_its_answer_and_not_its_opposite(self, key: str, answer: str, defect: str) -> None:
        assert consent_of(answers(**{key: answer})).defects == (defect,)
        assert consent_of(answers(**{key: "yes" if answer == "no" else "no"})).defects == ()
        assert consent_of(answers(**{key: "unsure"})).defects == ()

    def test_a_page_without_answers_says_nothing(self) -> None:
        assert consent_of(Answers()) == dataclasses.replace(consent_of(answers()), asked="")


@pytest.fixture
def law(db: None) -> None:
    load_law(actor=SYSTEM)


@pytest.mark.usefixtures("law")
class TestWithTheLaw:
    """The consent page and the reading, with every framework loaded."""

    def test_what_a_chinese_shop_is_asked(self) -> None:
        keys = [question.key for question in consent_questions(answers())]
        assert len(keys) == len(set(keys))
        assert {"separate_consent", "told", "alternative", "bundled"} <= set(keys)
        assert "face_machine" not in keys

    def test_each_question_says_which_law_asks_it(self) -> None:
        asked = {question.key: question for question in consent_questions(answers())}
        assert "29" in asked["separate_consent"].articles
        assert asked["separate_consent"].help

    def test_answering_does_not_change_the_list(self) -> None:
        before = [question.key for question in consent_questions(answers())]
        after = consent_questions(answers(asked="no", separate_consent="no", told="no"))
        assert [question.key for question in after] == before

    def test_where_no_law_is_described_the_shared_questions_stand_in(self) -> None:
        keys = [question.key for question in consent_questions(answers(where={"jurisdiction": "PE"}))]
        assert keys[:3] == ["told", "separate_consent", "alternative"]
        assert "wrong_match" in keys

    def test_police_are_asked_of_by_the_law_that_binds_them(self) -> None:
        keys = consent_questions(answers(where={"jurisdiction": "FR", "respondent_kind": "public", "sector": "police"}))
        assert "GDPR" not in " ".join(question.articles.split(" ")[0] for question in keys)
        assert keys

    def test_questions_come_in_the_readers_language(self) -> None:
        with translation.override("zh-hans"):
            assert "单独" in {one.key: one.text for one in consent_questions(answers())}["separate_consent"]

    def test_answers_to_questions_of_another_place_are_kept(self) -> None:
        there = answers(where={"jurisdiction": "US-IL"})
        name = field_name("written_release")
        form = ConsentForm({"asked": "no", name: "no"}, answers=there, slug="consent", actor=Actor())
        assert form.is_valid()
        moved = Answers(pages={**answers().pages, "consent": {"values": form.values(), "revision": 2, "page": ""}})
        back = ConsentForm({"asked": "unsure"}, answers=moved, slug="consent", actor=Actor())
        assert back.is_valid()
        assert back.values()["answers"] == {"written_release": "no"}

    def test_the_reading_names_the_breach_with_its_article(self) -> None:
        found = {one.code: one for one in reading(answers(asked="no", told="no", separate_consent="no")).frameworks}
        assert "29" in " ".join(row.article for row in found["CN-PIPL"].made_out)
        assert found["CN-PIPL"].outcome in {"supported", "exemption_possible"}
        assert found["CN-PIPL"].open

    def test_the_limitation_runs_with_its_working(self) -> None:
        clocks = reading(answers(asked="no")).clocks
        assert clocks[0].day.isoformat() == "2029-03-14"
        assert clocks[0].working

    def test_a_place_without_a_described_law_has_no_reading(self) -> None:
        assert not reading(answers(where={"jurisdiction": "PE"}))

    def test_what_is_filed_keeps_the_version_it_was_screened_by(self, client: Client) -> None:
        intake.answer_all(client, upto="use")
        intake.send(client, "consent", **{field_name("told"): "no", field_name("separate_consent"): "no"})
        shown = client.get("/file/consent/").context["form"]
        assert shown[field_name("told")].value() == "no"
        for slug in ("effect", "evidence", "contact"):
            intake.send(client, slug)
        checked = client.get("/file/check/")
        assert "Personal Information Protection Law" in checked.content.decode()
        client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
        complaint = Complaint.objects.get()
        assert complaint.consent_defect == ["no_consent", "no_notice"]
        kept = Screening.objects.select_related("framework").get(framework__code="CN-PIPL")
        assert kept.framework == Framework.objects.current().get(code="CN-PIPL")
        assert kept.method_version
        assert kept.result["fingerprint"] == kept.framework.fingerprint
        told = {one.code: one for one in reading_of(complaint).frameworks}
        assert told["CN-PIPL"].made_out

    def test_the_receipt_says_by_when_the_authority_must_answer(self, client: Client) -> None:
        authority = AuthorityFactory(jurisdiction=place("CN"))
        intake.file(client, contact={"authority": authority.code})
        shown = client.get("/file/receipt/").content.decode()
        assert "Interim Measures on Handling Complaints" in shown


def test_a_complaint_without_screenings_has_no_reading(db: None) -> None:
    assert reading_of(ComplaintFactory()) == Reading()

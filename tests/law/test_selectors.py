"""Reading the law: by place and day, its periods and sums, and screening with what is loaded."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from caseapp.law import selectors
from caseapp.law.enums import DeadlineKind
from caseapp.law.models import DeadlineRule, Framework, Jurisdiction
from caseapp.rules import clocks
from caseapp.rules.screening import ActorKind, Outcome, RouteKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_law")]

TODAY = dt.date(2026, 11, 20)
NINGBO: dict[str, Any] = {
    "jurisdiction": "CN-ZJ",
    "as_of": TODAY,
    "respondent_kind": "private",
    "sector": "property_management",
    "venue_kind": "sales_office",
    "use": "identification",
    "occurred_on": dt.date(2026, 5, 10),
    "ongoing": False,
    "minors": False,
}


class TestPlaces:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("US-IL", ("US-IL", "US")),
            ("DE-HH", ("DE-HH", "DE", "EU")),
            ("FR", ("FR", "EU")),
            ("CN-ZJ", ("CN-ZJ", "CN")),
            ("HK", ("HK",)),
            ("GB", ("GB",)),
            ("XX", ()),
            ("", ()),
        ],
    )
    def test_chain(self, code: str, expected: tuple[str, ...]) -> None:
        assert selectors.jurisdiction_chain(code) == expected

    def test_a_province_keeps_the_countrys_calendar(self) -> None:
        ningbo = Jurisdiction.objects.get(code="CN-ZJ")
        calendar = selectors.calendar_of(ningbo, dt.date(2024, 10, 1))
        assert not calendar.is_working(dt.date(2024, 10, 1))
        assert calendar.is_working(dt.date(2024, 10, 12))

    def test_the_day_of_an_instant(self) -> None:
        instant = dt.datetime(2026, 1, 1, 20, 0, tzinfo=dt.UTC)
        assert selectors.day_in(Jurisdiction.objects.get(code="CN"), instant) == dt.date(2026, 1, 2)
        assert selectors.day_in(Jurisdiction.objects.get(code="US-IL"), instant) == dt.date(2026, 1, 1)


class TestFrameworks:
    def test_national_before_general(self) -> None:
        codes = [row.code for row in selectors.frameworks_in_force("FR", TODAY)]
        assert codes == ["EU-AI-ACT", "EU-GDPR-FR", "EU-LED"]
        assert "EU-GDPR" in [row.code for row in selectors.frameworks_in_force("PL", TODAY)]

    def test_the_economic_area_takes_the_regulation(self) -> None:
        assert [row.code for row in selectors.frameworks_in_force("NO", TODAY)] == ["EU-GDPR"]

    def test_a_law_that_was_not_yet_in_force_is_left_out(self) -> None:
        codes = [row.code for row in selectors.frameworks_in_force("CN", dt.date(2021, 9, 1))]
        assert codes == ["CN-CIVIL-CODE", "CN-CRPL", "CN-SPC-FRT-2021"]

    def test_by_code(self) -> None:
        found = selectors.framework_by_code("CN-PIPL")
        assert found is not None
        assert found.version == 1
        assert selectors.framework_by_code("CN-PIPL", dt.date(2020, 1, 1)) is None
        assert selectors.framework_by_code("NO-SUCH") is None

    def test_a_superseded_version_is_not_current(self) -> None:
        Framework.objects.filter(code="CN-PIPL").update(superseded_at=timezone.now())
        assert selectors.framework_by_code("CN-PIPL") is None

    def test_statutory_damages_are_plain_values(self) -> None:
        terms = selectors.statutory_damages(["US-IL-BIPA", "CN-PIPL", "NO-SUCH"])
        statutory = [one for one in terms if one.kind == "statutory"]
        assert [(one.framework, one.maximum, one.currency, one.per) for one in statutory] == [
            ("US-IL-BIPA", Decimal("1000.00"), "USD", "person"),
            ("US-IL-BIPA", Decimal("5000.00"), "USD", "person"),
        ]
        assert terms[-1].framework == "CN-PIPL"
        assert selectors.statutory_damages(["US-IL-BIPA"], dt.date(2000, 1, 1)) == ()

    def test_rules_are_converted_once(self, django_assert_num_queries: Any) -> None:
        rows = Framework.objects.current().order_by("code")
        first = selectors.framework_rules(rows)
        with django_assert_num_queries(1):
            again = selectors.framework_rules(rows.all())
        assert [one is other for one, other in zip(first, again, strict=True)] == [True] * 37


class TestPeriods:
    def test_a_fine_in_china_is_paid_in_fifteen_days(self) -> None:
        assert selectors.fine_payment_days("CN-ZJ", TODAY) == 15
        assert selectors.fine_payment_days("FR", TODAY) is None
        assert selectors.fine_payment_days("CN", dt.date(2021, 1, 1)) is None

    def test_the_market_regulators_seven_working_days(self) -> None:
        [rule] = selectors.deadline_rules("CN-ZJ", DeadlineKind.AUTHORITY_ACKNOWLEDGEMENT, on=TODAY)
        starts = {clocks.Start.COMPLAINT_RECEIVED: dt.date(2024, 9, 29)}
        assert selectors.deadline(rule, starts).last_day == dt.date(2024, 10, 14)

    def test_an_access_request_in_france_moves_from_a_holiday(self) -> None:
        """One month from 1 April 2026 ends on Labour Day, a Friday, so on Monday 4 May."""
        rules = selectors.deadline_rules("FR", DeadlineKind.CONTROLLER_RESPONSE, on=TODAY, frameworks=["EU-GDPR-FR"])
        france = Jurisdiction.objects.get(code="FR")
        found = selectors.deadline(rules[0], {clocks.Start.REQUEST_RECEIVED: dt.date(2026, 4, 1)}, jurisdiction=france)
        assert found.last_day == dt.date(2026, 5, 4)

    def test_a_period_younger_than_its_law_counts_from_its_day(self) -> None:
        kind = DeadlineKind.CONTROLLER_ACKNOWLEDGEMENT
        assert selectors.deadline_rules("GB", kind, on=dt.date(2026, 6, 1)) == []
        assert len(selectors.deadline_rules("GB", kind, on=TODAY)) == 1

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_every_working_can_be_told(self, language: str) -> None:
        day = dt.date(2024, 1, 31)
        with translation.override(language):
            for rule in DeadlineRule.objects.select_related("framework", "jurisdiction__parent"):
                found = selectors.deadline(
                    rule,
                    dict.fromkeys(clocks.Start, day),
                    pauses=[clocks.Pause(day, day + dt.timedelta(3), "x")],
                    restarts=[clocks.Restart(day + dt.timedelta(2), "x")],
                    extended=True,
                )
                lines = selectors.working(found)
                assert lines
                assert all("%(" not in line for line in lines)
                assert lines == selectors.working(found.as_json())

    def test_the_working_names_rule_and_result(self) -> None:
        rule = DeadlineRule.objects.get(jurisdiction="CN", key="fine_payment")
        found = selectors.deadline(rule, {clocks.Start.DECISION_RECEIVED: dt.date(2026, 3, 13)})
        with translation.override("en"):
            lines = selectors.working(found)
        assert lines[0] == "It runs from the day the decision was received: 13 March 2026."
        assert lines[1] == "The period is 15 days (Administrative Penalty Law 67)."
        assert lines[-1] == "Result: 28 March 2026."

    def test_what_is_not_verified_is_said(self) -> None:
        rule = DeadlineRule.objects.get(framework__code="EU-GDPR-ES", key="limitation")
        found = selectors.deadline(rule, {clocks.Start.EVENT: TODAY})
        with translation.override("en"):
            assert selectors.working(found) == ["This period is not verified, so no date is given."]


class TestFacts:
    def test_a_complaints_words_become_facts(self) -> None:
        facts = selectors.screening_facts(
            **NINGBO,
            consent_asked="no",
            consent_separate="unsure",
            alternative_offered="yes",
            consent_defect=["no_notice"],
            harms=["money", "data_sold", "wrong_match"],
            relief_sought=["deletion"],
            vulnerable="",
            persons_affected=2,
        )
        assert facts.place == ("CN-ZJ", "CN")
        assert facts.actor is ActorKind.PRIVATE
        assert facts.relation == "customer"
        assert (facts.asked, facts.separate, facts.alternative_offered) == (False, None, True)
        assert facts.defects == {"no_notice", "wrong_match", "disclosure_to_third_party"}
        assert (facts.money_lost, facts.harmed, facts.wants_money) == (True, True, False)

    def test_police_are_told_from_other_public_bodies(self) -> None:
        given = {"jurisdiction": "DE", "as_of": TODAY, "respondent_kind": "public"}
        assert selectors.screening_facts(**given, sector="police").actor is ActorKind.POLICE
        assert selectors.screening_facts(**given, sector="government").actor is ActorKind.PUBLIC

    def test_worry_alone_is_no_harm(self) -> None:
        assert selectors.screening_facts(**NINGBO, harms=["none_yet"]).harmed is False
        assert selectors.screening_facts(**NINGBO).harmed is None


class TestScreening:
    def test_the_ningbo_sales_office(self) -> None:
        facts = selectors.screening_facts(**NINGBO, consent_asked="no")
        result = selectors.screen(facts, {"told": "no"})
        outcomes = {one.code: one.outcome for one in result.frameworks}
        assert outcomes["CN-SPC-FRT-2021"] is Outcome.SUPPORTED
        assert outcomes["CN-CRPL"] is Outcome.SUPPORTED
        assert outcomes["CN-PIPL"] is Outcome.SUPPORTED
        spc = result.framework("CN-SPC-FRT-2021")
        assert spc is not None
        assert spc.limitation is not None
        assert spc.limitation.last_day == dt.date(2029, 5, 10)

    def test_limited_to_named_frameworks(self) -> None:
        facts = selectors.screening_facts(**NINGBO)
        result = selectors.screen(facts, {"CN-PIPL/separate": "no"}, frameworks=["CN-PIPL"])
        assert [one.code for one in result.frameworks] == ["CN-PIPL"]
        assert result.frameworks[0].outcome is Outcome.SUPPORTED

    def test_a_place_whose_law_is_not_described(self) -> None:
        facts = selectors.screening_facts(**NINGBO | {"jurisdiction": "CL"})
        assert selectors.applicable_frameworks(facts) == []
        assert selectors.screen(facts).frameworks == ()
        assert selectors.questions(facts) == []

    def test_questions_are_worded_once_with_all_who_ask(self) -> None:
        facts = selectors.screening_facts(**NINGBO)
        with translation.override("zh-hans"):
            asked = selectors.questions(facts, limit=6)
        with translation.override("en"):
            english = selectors.questions(facts, limit=6)
        assert [one.key for one in asked][:3] == ["separate_consent", "agreed", "told"]
        assert len(asked) == 6
        assert asked[2].text.startswith("在采集您的人脸之前")
        assert ("CN-PIPL", "个人信息保护法", "told_why") in [one[:3] for one in asked[2].asked_by]
        assert ("CN-PIPL", "Personal Information Protection Law", "told_why", "article 30") in english[2].asked_by

    def test_a_question_of_one_law_uses_its_words(self) -> None:
        facts = selectors.screening_facts(
            jurisdiction="US-OR", as_of=TODAY, respondent_kind="private", sector="retail", use="identification"
        )
        with translation.override("en"):
            asked = {one.key: one for one in selectors.questions(facts)}
        assert asked["locality:Portland"].text == "Did it happen inside the City of Portland, Oregon?"

    def test_queries_do_not_grow_with_the_law(self, django_assert_max_num_queries: Any) -> None:
        facts = selectors.screening_facts(**NINGBO)
        selectors.screen(facts)
        with django_assert_max_num_queries(4):
            selectors.screen(facts)
        with django_assert_max_num_queries(4):
            selectors.questions(facts)


class TestExplained:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize("place", ["CN-ZJ", "US-IL", "FR", "GB", "TR", "SG", "AU", "US-NY"])
    def test_a_stored_result_reads_in_both_languages(self, place: str, language: str) -> None:
        facts = selectors.screening_facts(**NINGBO | {"jurisdiction": place}, consent_asked="no")
        result = selectors.screen(facts)
        rows = {row.code: row for row in Framework.objects.current().with_parts()}
        with translation.override(language):
            for one in result.frameworks:
                told = selectors.explained(rows[one.code], one.as_json())
                assert told.outcome_words
                assert len(told.elements) == len(one.elements)
                assert {element.key for element in told.unknowns} == set(one.unknowns)
                assert all(route.kind_words and route.reason for route in told.routes)

    def test_routes_name_the_body_and_the_step(self) -> None:
        facts = selectors.screening_facts(jurisdiction="TR", as_of=TODAY, use="attendance", sector="employer")
        result = selectors.screen(facts).framework("TR-KVKK")
        row = selectors.framework_by_code("TR-KVKK")
        assert result is not None
        assert row is not None
        with translation.override("en"):
            told = selectors.explained(row, result.as_json())
        board = next(route for route in told.routes if route.kind == RouteKind.AUTHORITY.value)
        assert board.name == "Personal Data Protection Board (KVKK)"
        assert board.steps[0] == "Have you first written to the organisation?"
        assert board.answer_time == ""

"""Screening, proved row by row against `screening_cases.csv`, which lawyers can read, and by its general promises.

Columns of the file: what happened (place, who acted, sector/venue, use, `first..last` or `first..` for still going on,
who the person was), further facts and answers as `name=value` parted by semicolons, and what must come out: the
outcome or `left out:reason`, the grounds made out, the articles of exemptions that may apply, and the suit's state and
reason; `-` is none. The day of asking is 20 November 2026 throughout.
"""

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from caseapp.rules.screening import (
    ActorKind,
    Answer,
    Basis,
    ExemptionState,
    Facts,
    Finding,
    FrameworkRule,
    Outcome,
    Role,
    RouteKind,
    RouteState,
    StepFirst,
    SuitRule,
    questions_for,
    screen,
)
from tests.factories.law import chain, element, framework

# Only for reading the law once: the rules themselves know no database.
pytestmark = pytest.mark.django_db

AS_OF = dt.date(2026, 11, 20)
CASES = list(csv.DictReader((Path(__file__).parent / "screening_cases.csv").open(encoding="utf-8")))

FLAGS = {"yes": True, "no": False}


def pairs(text: str) -> dict[str, str]:
    """`a=b; c=d` as a mapping."""
    return dict(part.strip().split("=", 1) for part in text.split(";") if part.strip())


def case_facts(case: Mapping[str, str]) -> Facts:
    """The facts that a row of the file describes."""
    sector, _, venue = case["where"].partition("/")
    first, ranged, last = case["when"].partition("..")
    more: dict[str, Any] = {}
    for name, value in pairs(case["facts"]).items():
        match name:
            case "learned":
                more["learned_on"] = dt.date.fromisoformat(value)
            case "residence":
                more["residence"] = chain(value)
            case "respondent":
                more["respondent_place"] = chain(value)
            case "alternative":
                more["alternative_offered"] = FLAGS[value]
            case "asked" | "separate" | "minor":
                more[name] = FLAGS[value]
            case "defects":
                more["defects"] = frozenset(value.split())
            case "harms":
                more |= {"harmed": True, "serious_distress": None}
            case "about" | "modality" | "locality":
                more[name] = value
            case _:
                raise AssertionError(f"{case['id']}: unknown fact {name}")
    return Facts(
        as_of=AS_OF,
        place=chain(case["place"]),
        actor=ActorKind(case["who"]) if case["who"] else None,
        sector=sector,
        venue=venue,
        use=case["use"],
        occurred_from=dt.date.fromisoformat(first),
        occurred_to=dt.date.fromisoformat(last or first) if not (ranged and not last) else None,
        ongoing=bool(ranged and not last),
        relation=case["person"],
        **more,
    )


def case_answers(case: Mapping[str, str]) -> dict[str, Answer]:
    """The answers that a row of the file gives."""
    return {key: Answer(value) for key, value in pairs(case["answers"]).items()}


def test_the_table_covers_the_law() -> None:
    assert len(CASES) >= 150
    assert len({case["framework"] for case in CASES}) == 37
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: Mapping[str, str], law: Mapping[str, FrameworkRule]) -> None:
    facts, answers = case_facts(case), case_answers(case)
    known = {one.asks for rule in law.values() for one in rule.elements}
    known |= {f"{rule.code}/{one.key}" for rule in law.values() for one in rule.elements}
    assert set(answers) <= known, "an answer to a question that no law asks"
    result = screen(law.values(), facts, answers)
    code, expected = case["framework"], case["outcome"]
    if expected.startswith("left out:"):
        reasons = {one.code: one.reason for one in result.left_out}
        assert reasons.get(code) == expected.removeprefix("left out:")
        assert result.framework(code) is None
        return
    found = result.framework(code)
    assert found is not None, [one for one in result.left_out if one.code == code]
    assert found.outcome == expected
    assert [ground.key for ground in found.made_out()] == listed(case["grounds"], " ")
    may_apply = [one.article for one in found.exemptions if one.state is ExemptionState.MAY_APPLY]
    assert may_apply == listed(case["exemptions"], " | ")
    suit = found.route(RouteKind.SUIT)
    assert suit is not None
    assert f"{suit.state}:{suit.reason}" == case["suit"]


def listed(text: str, separator: str) -> list[str]:
    """`-` as an empty list; an empty cell is one empty article."""
    return [] if text == "-" else text.split(separator)


def private(**more: Any) -> Facts:
    """A shop in the place `CN` in March 2025."""
    facts: dict[str, Any] = {
        "as_of": AS_OF,
        "place": ("CN",),
        "actor": ActorKind.PRIVATE,
        "occurred_from": dt.date(2025, 3, 1),
        "occurred_to": dt.date(2025, 3, 1),
    }
    return Facts(**facts | more)


class TestOutcome:
    def test_no_answer_leaves_it_open(self) -> None:
        result = screen([framework(element("a"))], private())
        assert result.frameworks[0].outcome is Outcome.OPEN
        assert result.frameworks[0].unknowns == ("a",)

    def test_unsure_is_as_open_as_no_answer(self) -> None:
        result = screen([framework(element("a"))], private(), {"T/a": Answer.UNSURE})
        assert result.frameworks[0].outcome is Outcome.OPEN

    def test_one_ground_is_enough(self) -> None:
        law = framework(element("a"), element("b"))
        result = screen([law], private(), {"T/b": Answer.YES})
        assert result.frameworks[0].outcome is Outcome.SUPPORTED
        assert [ground.key for ground in result.frameworks[0].made_out()] == ["b"]

    def test_a_scope_that_fails_puts_it_outside_whatever_else_was_answered(self) -> None:
        law = framework(element("s", role=Role.SCOPE), element("a"))
        result = screen([law], private(), {"T/s": Answer.NO, "T/a": Answer.YES})
        assert result.frameworks[0].outcome is Outcome.OUTSIDE

    def test_an_open_scope_keeps_it_open(self) -> None:
        law = framework(element("s", role=Role.SCOPE), element("a"))
        assert screen([law], private(), {"T/a": Answer.YES}).frameworks[0].outcome is Outcome.OPEN

    def test_every_element_names_its_article_and_what_it_rests_on(self, law: Mapping[str, FrameworkRule]) -> None:
        facts = private(sector="retail", use="identification", asked=False)
        found = screen(law.values(), facts, {"told": Answer.NO}).framework("CN-SPC-FRT-2021")
        assert found is not None
        told, consent = found.element("purpose_told"), found.element("separate_consent")
        assert (told.basis, told.rests_on, told.article) == (Basis.ANSWER, "told", "2(2)")
        assert (consent.basis, consent.rests_on, consent.finding) == (Basis.IMPLIED, "agreed", Finding.MADE_OUT)
        assert found.element("face_tech").rests_on == "use"

    def test_an_answer_against_a_fact_wins_and_is_named(self, law: Mapping[str, FrameworkRule]) -> None:
        facts = private(sector="retail", use="identification")
        result = screen(law.values(), facts, {"face_machine": Answer.NO})
        found = result.framework("CN-SPC-FRT-2021")
        assert found is not None
        assert found.outcome is Outcome.OUTSIDE
        assert [(one.asks, one.fact) for one in result.conflicts] == [("face_machine", "use")]


class TestRoutes:
    def test_a_letter_names_the_time_to_answer(self, law: Mapping[str, FrameworkRule]) -> None:
        found = screen(law.values(), private(place=("FR", "EU"), use="identification")).framework("EU-GDPR-FR")
        assert found is not None
        letter = found.route(RouteKind.LETTER)
        assert letter is not None
        assert (letter.state, letter.reason, letter.article) == (RouteState.OPEN, "answer_due", "12(3)")

    def test_an_authority_that_wants_a_step_first(self, law: Mapping[str, FrameworkRule]) -> None:
        facts = private(place=("TR",), use="attendance", sector="employer")
        first = screen(law.values(), facts).framework("TR-KVKK")
        assert first is not None
        board = first.route(RouteKind.AUTHORITY)
        assert board is not None
        assert (board.state, board.elements) == (RouteState.AFTER_STEP, ("applied", "in_time"))
        answers = {"complained_first": Answer.YES, "TR-KVKK/in_time": Answer.YES}
        then = screen(law.values(), facts, answers).framework("TR-KVKK")
        assert then is not None
        board = then.route(RouteKind.AUTHORITY)
        assert board is not None
        assert (board.state, board.reason) == (RouteState.OPEN, "step_taken")

    def test_mediation_stands_beside_the_authority(self, law: Mapping[str, FrameworkRule]) -> None:
        found = screen(law.values(), private(relation="customer")).framework("CN-CRPL")
        assert found is not None
        assert found.route(RouteKind.MEDIATION) is not None

    def test_a_step_is_not_asked_for_where_another_ground_needs_none(self) -> None:
        law = framework(
            element("a"),
            element("b"),
            element("step", role=Role.STEP),
            suit=SuitRule(exists=True, after=(StepFirst("step", unless="b"),)),
        )
        only_a = screen([law], private(), {"T/a": Answer.YES}).frameworks[0].route(RouteKind.SUIT)
        with_b = screen([law], private(), {"T/a": Answer.YES, "T/b": Answer.YES}).frameworks[0].route(RouteKind.SUIT)
        assert only_a is not None
        assert with_b is not None
        assert (only_a.state, with_b.state) == (RouteState.AFTER_STEP, RouteState.OPEN)

    @pytest.mark.parametrize(
        ("harm", "link", "finding"),
        [
            (Answer.YES, Answer.YES, Finding.MADE_OUT),
            (Answer.YES, Answer.UNSURE, Finding.UNKNOWN),
            (Answer.NO, Answer.YES, Finding.NOT_MADE_OUT),
        ],
    )
    def test_money_needs_harm_and_its_cause(
        self, law: Mapping[str, FrameworkRule], harm: Answer, link: Answer, finding: Finding
    ) -> None:
        facts = private(place=("PL", "EU"), use="identification")
        found = screen(law.values(), facts, {"harm": harm, "harm_link": link}).framework("EU-GDPR")
        assert found is not None
        assert found.harm is finding

    def test_bipa_needs_no_harm_and_unverified_is_said(self, law: Mapping[str, FrameworkRule]) -> None:
        result = screen(law.values(), private(place=("US-IL", "US"), use="attendance", sector="employer"))
        bipa, ftc = result.framework("US-IL-BIPA"), result.framework("US-FTC-ACT")
        assert bipa is not None
        assert ftc is not None
        assert (bipa.harm, ftc.harm) == (Finding.MADE_OUT, None)
        assert (bipa.start_verified, ftc.start_verified) == (True, False)


class TestQuestions:
    def test_each_thing_is_asked_once(self, law: Mapping[str, FrameworkRule]) -> None:
        facts = private(sector="retail", venue="shop", use="identification", relation="customer", minor=False)
        chosen = [law[code] for code in law if code.startswith("CN-")]
        asked = questions_for(chosen, facts)
        keys = [question.key for question in asked]
        assert len(keys) == len(set(keys))
        told = next(question for question in asked if question.key == "told")
        assert [one.framework for one in told.asked_by] == [
            "CN-CRPL",
            "CN-FRT-MEASURES-2025",
            "CN-PIPL",
            "CN-SPC-FRT-2021",
        ]

    def test_what_facts_tell_is_not_asked(self, law: Mapping[str, FrameworkRule]) -> None:
        facts = private(sector="retail", venue="shop", use="identification", asked=False, minor=False)
        keys = {question.key for question in questions_for(law.values(), facts)}
        assert keys.isdisjoint(
            {"face_machine", "own_face", "public_place", "separate_consent", "agreed", "guardian_agreed"}
        )
        assert not any(key.startswith("since:") for key in keys)

    def test_an_answer_spares_those_that_follow_but_stays_to_be_changed(self, law: Mapping[str, FrameworkRule]) -> None:
        chosen = [law["CN-PIPL"], law["CN-SPC-FRT-2021"], law["CN-CIVIL-CODE"]]
        before = {question.key for question in questions_for(chosen, private())}
        after = {question.key for question in questions_for(chosen, private(), answers={"agreed": Answer.NO})}
        assert before - after == {"separate_consent", "valid_consent"}

    def test_the_most_telling_come_first_and_the_cap_holds(self, law: Mapping[str, FrameworkRule]) -> None:
        asked = questions_for(law.values(), private(), weights={"sign": 500}, limit=3)
        assert len(asked) == 3
        assert asked[0].key == "sign"
        assert [one.weight for one in asked] == sorted((one.weight for one in asked), reverse=True)

    def test_harm_is_asked_when_wanted(self, law: Mapping[str, FrameworkRule]) -> None:
        asked = questions_for([law["CN-PIPL"]], private(), roles=[Role.HARM])
        assert [question.key for question in asked] == ["harm"]


class TestPromises:
    def test_same_input_same_bytes(self, law: Mapping[str, FrameworkRule]) -> None:
        facts = private(sector="retail", use="identification", defects=frozenset({"no_notice", "retention"}))
        answers = {"separate_consent": Answer.NO, "bundled": Answer.YES}
        one = screen(law.values(), facts, answers)
        other = screen(reversed(list(law.values())), facts, dict(reversed(answers.items())))
        assert one.digest() == screen(law.values(), facts, dict(answers)).digest()
        assert {result.code: result for result in one.frameworks} == {r.code: r for r in other.frameworks}

    def test_the_result_is_plain_and_names_its_versions(self, law: Mapping[str, FrameworkRule]) -> None:
        plain = screen(law.values(), private(use="identification")).as_json()
        assert plain["method_version"] == "screening-1"
        assert all(one["version"] == 1 and len(one["fingerprint"]) == 64 for one in plain["frameworks"])

    def test_more_answers_never_turn_a_made_out_element_round(self, law: Mapping[str, FrameworkRule]) -> None:
        facts = private(sector="retail", use="identification")
        given: dict[str, Answer] = {}
        seen: dict[tuple[str, str], Finding] = {}
        for question in questions_for(law.values(), facts):
            given[question.key] = Answer.NO
            for found in screen(law.values(), facts, given).frameworks:
                for one in found.elements:
                    before = seen.get((found.code, one.key), Finding.UNKNOWN)
                    if before is not Finding.UNKNOWN and one.basis is not Basis.ANSWER:
                        assert one.finding is before
                    seen[found.code, one.key] = one.finding

    def test_every_key_a_framework_names_is_its_own(self, law: Mapping[str, FrameworkRule]) -> None:
        for rule in law.values():
            keys = {one.key for one in rule.elements}
            named = {key for ground in rule.grounds for key in ground.elements}
            named |= {key for one in rule.exemptions for key in one.elements}
            named |= {key for group in rule.harm_groups or () for key in group}
            assert named <= keys, rule.code
            assert any(one.role is Role.BREACH for one in rule.elements), rule.code

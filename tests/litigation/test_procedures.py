"""Stages of a suit by the procedure of its court, as dated data."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from caseapp.core.errors import InvalidInput
from caseapp.litigation.models import Procedure
from caseapp.litigation.selectors.procedures import interest_rule, ladder, procedure_of
from caseapp.litigation.services import suits
from caseapp.litigation.services.procedures import DATA
from tests.factories.accounts import FirmFactory, actor_of, lawyer, place
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory
from tests.litigation.made import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def associate(firm):
    return actor_of(lawyer(firm))


@pytest.fixture
def suit(firm):
    return CivilSuitFactory(case_file__firm=firm)


class TestProcedures:
    def test_loading_is_dated_idempotent_and_dry_when_asked(self, procedures, tmp_path):
        held = set(Procedure.objects.values_list("code", flat=True))
        assert {"default", "CN-ordinary", "US-federal", "US-IL-circuit", "GB-EAW", "EU-member"} == held
        said = StringIO()
        call_command("load_procedures", stdout=said)
        assert "0 versions changed" in said.getvalue()
        records = json.loads(DATA.read_text())
        records[1]["name"]["en"] = "Another name"
        changed = tmp_path / "procedures.json"
        changed.write_text(json.dumps(records))
        said = StringIO()
        call_command("load_procedures", file=changed, dry_run=True, stdout=said)
        assert "~ CN-ordinary" in said.getvalue()
        assert not Procedure.objects.filter(name_en="Another name").exists()

    @pytest.mark.parametrize(
        ("spoil", "said"),
        [
            (lambda one: one["stages"][0].update(state="nowhere"), "belongs to no state"),
            (lambda one: one["stages"].reverse(), "not in the order"),
            (lambda one: one.update(jurisdiction="XX"), "no jurisdiction 'XX'"),
            (lambda one: one["stages"][1]["terms"][0].update(article=""), "has no article"),
            (lambda one: one["interest"][0].update(percent="much"), "is no number"),
            (lambda one: one.pop("sources"), "exactly the keys"),
        ],
    )
    def test_a_faulty_file_is_refused_whole(self, procedures, tmp_path, spoil, said):
        records = json.loads(DATA.read_text())
        spoil(records[1])
        faulty = tmp_path / "procedures.json"
        faulty.write_text(json.dumps(records))
        with pytest.raises(CommandError, match=said):
            call_command("load_procedures", file=faulty, stdout=StringIO())

    @pytest.mark.parametrize(
        ("code", "expected"),
        [("CN", "CN-ordinary"), ("US-IL", "US-IL-circuit"), ("US", "US-federal"), ("KR", "default"), ("GB", "GB-EAW")],
    )
    def test_the_smallest_described_place_counts(self, procedures, firm, code, expected):
        case_file = CaseFileFactory(firm=firm, jurisdiction=place(code))
        assert procedure_of(CivilSuitFactory(case_file=case_file)).code == expected

    def test_interest_that_is_not_known_is_null(self, procedures, firm):
        def rule(code):
            return interest_rule(CivilSuitFactory(case_file__jurisdiction=place(code)), day(0))

        assert rule("CN").percent == Decimal("6.3875")
        assert rule("US-IL").percent == 9
        assert rule("US").percent is None
        assert rule("KR") is None

    def test_stages_are_reached_by_acts_and_periods_run_from_them(self, procedures, firm, associate):
        suit = suits.open_suit(
            actor=associate,
            case_file=CaseFileFactory(firm=firm),
            court="Heping District People's Court",
            cause="Personality rights",
            claimed_amount=None,
            currency="CNY",
        )
        suits.file(actor=associate, suit=suit, docket_number="12", filed_on=day(-10))
        assert ladder(suit, procedure_of(suit))[0].reached_on == day(-10)
        suits.perform(actor=associate, suit=suit, action="serve", given={"on": day(-3)})
        suit.refresh_from_db()
        rungs = ladder(suit, procedure_of(suit))
        here = next(rung for rung in rungs if rung.here)
        assert (here.code, here.reached_on) == ("service", day(-3))
        assert [(term.last, term.article) for term in here.terms] == [(day(12), "Civil Procedure Law, art. 128")]
        suits.perform(actor=associate, suit=suit, action="record_answer", given={})
        suit.refresh_from_db()
        with pytest.raises(InvalidInput):
            suits.record_stage(actor=associate, suit=suit, stage="judgment", reached_on=day(0))
        suits.record_stage(actor=associate, suit=suit, stage="evidence", reached_on=day(0))
        assert next(rung for rung in ladder(suit, procedure_of(suit)) if rung.here).code == "evidence"
        suits.perform(actor=associate, suit=suit, action="go_to_hearing", given={})

        def judged(**more):
            given = {"decided_on": day(0), "result": "for_claimant", "summary": "Pay.", **more}
            suits.perform(actor=associate, suit=suit, action="record_judgment", given=given)
            suit.refresh_from_db()
            return [term.article for rung in ladder(suit, procedure_of(suit)) for term in rung.terms]

        suit.refresh_from_db()
        assert judged() == ["Civil Procedure Law, art. 171", "Civil Procedure Law, art. 250"]
        suits.perform(
            actor=associate, suit=suit, action="appeal", given={"lodged_on": day(0), "side": "theirs", "court": "Court"}
        )
        assert judged(final=True, appeal_outcome="upheld") == ["Civil Procedure Law, art. 250"]

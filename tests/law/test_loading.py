"""Loading the law: checked as a whole, only differences written, old versions kept."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from caseapp.audit.models import Entry
from caseapp.core.actors import SYSTEM
from caseapp.law.models import DeadlineRule, Element, Framework, Jurisdiction, Topic
from caseapp.law.services import InvalidLaw, load_law

pytestmark = pytest.mark.django_db

Change = Callable[[str, Callable[[Any], None]], None]


def framework(records: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(record for record in records if record["code"] == code)


class TestFirstLoad:
    def test_everything_arrives(self, loaded_law: None) -> None:
        assert Framework.objects.count() == 37
        assert Element.objects.count() == 394
        assert Jurisdiction.objects.get(code="US-IL").parent_id == "US"
        assert Jurisdiction.objects.get(code="FR").parent_id == "EU"
        assert Jurisdiction.objects.get(code="HK").parent is None
        bipa = Framework.objects.with_parts().get(code="US-IL-BIPA")
        assert bipa.jurisdiction_id == "US-IL"
        assert bipa.damagesrules.count() == 4
        assert bipa.max_fine_amount is None

    def test_each_new_version_is_audited(self, loaded_law: None) -> None:
        entries = Entry.objects.filter(action="law.record_framework")
        assert entries.count() == 37
        assert json.loads(entries.earliest("id").payload)["version"] == 1

    def test_unverified_stays_unverified(self, loaded_law: None) -> None:
        france = DeadlineRule.objects.get(framework__code="EU-GDPR-FR", key="limitation")
        assert (france.amount, france.unit, france.starts_from) == (None, "", "")
        ftc = Framework.objects.get(code="US-FTC-ACT")
        assert (ftc.valid_from, ftc.harm_groups) == (None, None)
        assert Framework.objects.get(code="CN-FRT-MEASURES-2025").private_right_exists is None

    def test_a_date_known_in_part_keeps_its_precision(self, loaded_law: None) -> None:
        rights = Framework.objects.get(code="US-CIVIL-RIGHTS-1983")
        assert rights.in_force_from == "1871"
        assert rights.valid_from is not None
        assert rights.valid_from.isoformat() == "1871-12-31"

    def test_penalties_for_the_state_are_no_compensation(self, loaded_law: None) -> None:
        texas = Framework.objects.with_parts().get(code="US-TX-CUBI")
        assert [rule.to_person for rule in texas.damagesrules.all()] == [False]

    def test_the_laws_own_unit_is_kept(self, loaded_law: None) -> None:
        """One month is not thirty days (GDPR, article 12(3)); ten business days stay such (CCPA)."""
        month = DeadlineRule.objects.get(framework__code="EU-GDPR", key="controller_response")
        assert (month.amount, month.unit, month.extension_amount) == (1, "months", 2)
        days = DeadlineRule.objects.get(framework__code="US-CA-CCPA", key="controller_acknowledgement")
        assert (days.amount, days.unit) == (10, "working_days")


class TestAgain:
    def test_nothing_changes_and_little_is_asked(self, loaded_law: None, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(20):
            difference = load_law(actor=SYSTEM)
        assert difference.is_empty
        assert Framework.objects.count() == 37

    def test_a_changed_record_is_a_new_version(self, loaded_law: None, folder: Path, change: Change) -> None:
        before = Framework.objects.get(code="US-IL-BIPA")

        def edit(records: list[dict[str, Any]]) -> None:
            framework(records, "US-IL-BIPA")["limitation"]["months"] = 48

        change("frameworks.json", edit)
        difference = load_law(actor=SYSTEM, directory=folder)
        assert difference.lines == ["~ legal framework US-IL-BIPA version 1 to 2: deadline_rules"]
        before.refresh_from_db()
        after = Framework.objects.current().get(code="US-IL-BIPA")
        assert (before.is_current, after.version) == (False, 2)
        assert before.deadline_rules.get(key="limitation").amount == 60
        assert after.deadline_rules.get(key="limitation").amount == 48
        assert after.elements.count() == before.elements.count()
        assert load_law(actor=SYSTEM, directory=folder).is_empty

    def test_our_reading_is_part_of_the_version(self, loaded_law: None, folder: Path, change: Change) -> None:
        def edit(readings: dict[str, Any]) -> None:
            readings["KR-PIPA"]["harm"] = [["harm"]]

        change("reading.json", edit)
        assert load_law(actor=SYSTEM, directory=folder).lines == [
            "~ legal framework KR-PIPA version 1 to 2: harm_groups"
        ]

    def test_a_better_translation_makes_no_version(self, loaded_law: None, folder: Path, change: Change) -> None:
        question = Element.objects.get(framework__code="SG-PDPA", key="agreed")

        def edit(texts: dict[str, Any]) -> None:
            texts["texts"][question.question_en] = "另一种译法"

        change("zh-hans.json", edit)
        difference = load_law(actor=SYSTEM, directory=folder)
        assert (difference.lines, difference.texts) == ([], 1)
        question.refresh_from_db()
        assert question.question_zh == "另一种译法"
        assert Framework.objects.filter(code="SG-PDPA").count() == 1

    def test_an_amended_law_ends_the_former_text_on_its_day(
        self, loaded_law: None, folder: Path, change: Change
    ) -> None:
        def edit(records: list[dict[str, Any]]) -> None:
            later = json.loads(json.dumps(framework(records, "CH-FADP")))
            later["in_force_from"] = "2027-01-01"
            later["consent_standard"] = "Amended."
            records.append(later)

        change("frameworks.json", edit)
        load_law(actor=SYSTEM, directory=folder)
        old, new = Framework.objects.filter(code="CH-FADP").order_by("version")
        assert old.is_current
        assert new.is_current
        assert str(old.valid_to) == "2027-01-01"
        assert (str(new.valid_from), new.valid_to) == ("2027-01-01", None)
        assert load_law(actor=SYSTEM, directory=folder).is_empty

    def test_a_corrected_first_day_replaces_the_version(self, loaded_law: None, folder: Path, change: Change) -> None:
        def edit(records: list[dict[str, Any]]) -> None:
            framework(records, "CH-FADP")["in_force_from"] = "2023-09-02"

        change("frameworks.json", edit)
        load_law(actor=SYSTEM, directory=folder)
        assert [row.is_current for row in Framework.objects.filter(code="CH-FADP").order_by("version")] == [
            False,
            True,
        ]

    def test_what_the_file_no_longer_holds_is_kept(self, loaded_law: None, folder: Path, change: Change) -> None:
        change("frameworks.json", lambda records: records.remove(framework(records, "JP-APPI")))
        difference = load_law(actor=SYSTEM, directory=folder)
        assert (difference.lines, difference.kept) == ([], ["= legal framework JP-APPI: not in the file, kept"])
        assert Framework.objects.current().filter(code="JP-APPI").exists()

    def test_a_changed_procedural_period_keeps_the_former(self, loaded_law: None, folder: Path, change: Change) -> None:
        def edit(records: list[dict[str, Any]]) -> None:
            next(one for one in records if one["key"] == "fine_payment")["amount"] = 20

        change("procedure.json", edit)
        assert load_law(actor=SYSTEM, directory=folder).lines == ["~ period CN fine_payment version 2"]
        rules = DeadlineRule.objects.filter(jurisdiction="CN", key="fine_payment").order_by("version")
        assert [(rule.amount, rule.superseded_at is None) for rule in rules] == [(15, False), (20, True)]

    def test_a_place_or_question_is_changed_in_place(self, loaded_law: None, folder: Path, change: Change) -> None:
        def edit(topics: list[dict[str, Any]]) -> None:
            topics[0]["weight"] = 1

        change("topics.json", edit)
        assert load_law(actor=SYSTEM, directory=folder).lines == ["~ topic separate_consent: weight"]
        assert Topic.objects.get(key="separate_consent").weight == 1


def spoil(key: str, value: Any) -> Callable[[list[dict[str, Any]]], None]:
    """Sets one value of the first framework."""

    def edit(records: list[dict[str, Any]]) -> None:
        records[0][key] = value

    return edit


class TestRefusal:
    @pytest.mark.parametrize(
        ("name", "edit", "said"),
        [
            ("frameworks.json", spoil("covered_actors", "everyone"), "CN-SPC-FRT-2021: covered_actors 'everyone'"),
            ("frameworks.json", spoil("in_force_from", "1 August 2021"), "is not a date as YYYY"),
            ("frameworks.json", spoil("sources", []), "CN-SPC-FRT-2021: has no source"),
            ("frameworks.json", spoil("sources", [{"url": "", "title": "x"}]), "source without address or title"),
            ("frameworks.json", spoil("country", "ZZ"), "jurisdiction 'ZZ' is not known"),
            ("frameworks.json", spoil("code", "CN-NEW"), "CN-NEW: has no entry in reading.json"),
            ("frameworks.json", spoil("damages", [{"kind": "gift"}]), "CN-SPC-FRT-2021: is not of the form"),
            ("frameworks.json", spoil("limitation", {"months": 36}), "CN-SPC-FRT-2021: is not of the form"),
            ("frameworks.json", lambda records: records[0].pop("burden_of_proof"), "lacks burden_of_proof"),
            ("frameworks.json", lambda records: records.append(records[0]), "is given twice for 2021-08-01"),
            (
                "frameworks.json",
                lambda records: records[0]["elements"][0].update(supports_claim_if="perhaps"),
                "CN-SPC-FRT-2021 face_tech: supports_claim_if 'perhaps'",
            ),
            (
                "frameworks.json",
                lambda records: records[0]["damages"][0].update(min=5),
                "CN-SPC-FRT-2021 damages 1: gives a sum without a currency",
            ),
            (
                "frameworks.json",
                lambda records: records[0]["elements"].pop(),
                "element 'within_time' is not both in the law and in its reading",
            ),
            (
                "reading.json",
                lambda readings: readings["CN-PIPL"]["grounds"][0]["elements"].append("gone"),
                "CN-PIPL: The ground “no_separate_consent” names the element “gone”",
            ),
            (
                "reading.json",
                lambda readings: readings["CN-PIPL"]["elements"].update(sensitive="villain face"),
                "CN-PIPL sensitive: role 'villain' is not known",
            ),
            (
                "reading.json",
                lambda readings: readings["CN-PIPL"]["exemptions"].pop(),
                "has 8 exemptions, but its reading 7",
            ),
            (
                "procedure.json",
                lambda records: records[0].update(sources=[]),
                "CN market_regulator_acceptance: has no source",
            ),
            (
                "procedure.json",
                lambda records: records[0].update(unit="moons"),
                "CN market_regulator_acceptance: unit 'moons'",
            ),
            ("jurisdictions.json", lambda rows: rows[0].update(time_zone="Mars/Base"), "time zone 'Mars/Base'"),
            ("jurisdictions.json", lambda rows: rows[5].update(parent="XX"), "parent 'XX' is not known"),
            ("topics.json", lambda topics: topics.append(topics[0]), "topic separate_consent: given twice"),
        ],
    )
    def test_names_the_record_and_loads_nothing(
        self, folder: Path, change: Change, name: str, edit: Callable[[Any], None], said: str
    ) -> None:
        change(name, edit)
        with pytest.raises(InvalidLaw) as refusal:
            load_law(actor=SYSTEM, directory=folder)
        assert any(said in problem for problem in refusal.value.problems), refusal.value.problems
        assert not Framework.objects.exists()
        assert not Jurisdiction.objects.exists()

    def test_every_problem_is_named_at_once(self, folder: Path, change: Change) -> None:
        change("frameworks.json", spoil("sources", []))
        change("frameworks.json", lambda records: records[1].update(in_force_from="soon"))
        with pytest.raises(InvalidLaw) as refusal:
            load_law(actor=SYSTEM, directory=folder)
        assert len(refusal.value.problems) == 2

    def test_a_broken_or_missing_file_is_named(self, folder: Path) -> None:
        (folder / "topics.json").write_text("[", encoding="utf-8")
        with pytest.raises(InvalidLaw, match=r"topics\.json: not valid JSON"):
            load_law(actor=SYSTEM, directory=folder)
        (folder / "topics.json").unlink()
        with pytest.raises(InvalidLaw, match=r"topics\.json: the file is missing"):
            load_law(actor=SYSTEM, directory=folder)


class TestCommand:
    def test_dry_run_prints_and_writes_nothing(self) -> None:
        out = StringIO()
        call_command("load_law", "--dry-run", stdout=out)
        assert "+ legal framework US-IL-BIPA version 1" in out.getvalue()
        assert "records would change" in out.getvalue()
        assert not Framework.objects.exists()
        assert not Entry.objects.filter(action="law.record_framework").exists()

    def test_a_refusal_is_a_command_error(self, folder: Path, change: Change) -> None:
        change("frameworks.json", spoil("sources", []))
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("load_law", "--file", str(folder / "frameworks.json"))

    def test_loads(self) -> None:
        out = StringIO()
        call_command("load_law", stdout=out)
        assert "records changed" in out.getvalue()
        assert Framework.objects.count() == 37

"""Editing the law in pages: the same checks as loading, a version beside the former, nothing old changed."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from caseapp.audit.models import Entry
from caseapp.core.actors import SYSTEM, VISITOR, Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.law.models import Framework
from caseapp.law.selectors import PlainRecord, changes, screen, screening_facts
from caseapp.law.services import InvalidLaw, Overtaken, load_law, preview_version, record_version
from caseapp.law.services.documents import checked_record
from caseapp.law.services.files import read_law

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_law")]

ADMINISTRATOR = Actor(kind="user", user_id=1, is_administrator=True)
CODE = "US-IL-BIPA"
Change = Callable[[str, Callable[[Any], None]], None]


def law(code: str = CODE, version: int | None = None) -> Framework:
    rows = Framework.objects.with_parts().filter(code=code)
    return rows.get(version=version) if version else rows.current().get()


def with_columns(code: str = CODE, **columns: Any) -> PlainRecord:
    plain = PlainRecord.of(law(code))
    return replace(plain, columns={**plain.columns, **columns})


def with_part(name: str, position: int, **columns: Any) -> PlainRecord:
    plain = PlainRecord.of(law())
    rows = [dict(row) for row in plain.parts[name]]
    rows[position] |= columns
    return replace(plain, parts={**plain.parts, name: rows})


def record(plain: PlainRecord, **more: Any) -> Framework:
    return record_version(
        **{
            "actor": ADMINISTRATOR,
            "code": CODE,
            "base": 1,
            "plain": plain,
            "reason": "Corrected by the source.",
            **more,
        }
    )


class TestSameChecks:
    def test_every_law_comes_back_from_its_rows_as_it_was_loaded(self) -> None:
        files = {one.code: one for one in read_law().frameworks}
        for row in Framework.objects.current().with_parts():
            again = checked_record(row.code, PlainRecord.of(row))
            assert (again.fingerprint, again.texts_fingerprint) == (
                files[row.code].fingerprint,
                files[row.code].texts_fingerprint,
            ), row.code

    @pytest.mark.parametrize(
        ("plain", "said"),
        [
            (lambda: with_columns(sources=[]), "has no source"),
            (lambda: with_columns(in_force_from="last year"), "is not a date"),
            (lambda: with_part("elements", 0, key="other"), "which there is not"),
            (lambda: with_part("elements", 1, key=law().elements.all()[0].key), "is given twice"),
            (lambda: with_part("elements", 0, question_en=""), "has no question"),
            (lambda: with_part("elements", 0, role="judge"), "is not known"),
            (lambda: with_part("damagesrules", 0, currency=""), "a sum without a currency"),
            (lambda: with_part("deadline_rules", 0, amount=0), "makes no sense"),
            (lambda: with_part("grounds", 0, element_keys=["nothing"]), "which there is not"),
        ],
    )
    def test_what_loading_refuses_a_page_refuses(self, plain: Callable[[], PlainRecord], said: str) -> None:
        with pytest.raises(InvalidLaw, match=said):
            preview_version(actor=ADMINISTRATOR, code=CODE, base=1, plain=plain())
        with pytest.raises(InvalidLaw, match=said):
            record(plain())
        assert Framework.objects.filter(code=CODE).count() == 1


class TestRecording:
    def test_a_correction_is_a_new_version_beside_the_former(self) -> None:
        new = record(with_columns(consent_standard_en="A written release.", consent_standard_zh="书面同意书。"))
        old = law(version=1)
        assert (old.is_current, old.consent_standard_en == new.consent_standard_en) == (False, False)
        assert (new.version, new.is_current, new.reason) == (2, True, "Corrected by the source.")
        assert new.is_from_page
        assert new.elements.count() == old.elements.count()
        assert new.deadline_rules.count() == old.deadline_rules.count()

    def test_it_is_audited_with_reason_and_fingerprint(self) -> None:
        new = record(with_columns(citation="740 ILCS 14"))
        entry = Entry.objects.filter(action="law.record_framework", subject_id=str(new.pk)).get()
        facts = json.loads(entry.payload)
        assert (facts["reason"], facts["fingerprint"]) == ("Corrected by the source.", new.fingerprint)
        assert (entry.actor_kind, entry.actor_id) == ("user", "1")

    def test_an_amendment_leaves_the_former_text_for_the_days_before(self) -> None:
        new = record(with_columns(consent_standard_en="Amended."), holds_from=dt.date(2027, 1, 1))
        old = law(version=1)
        assert (old.is_current, old.valid_to) == (True, dt.date(2027, 1, 1))
        assert (new.valid_from, new.is_current) == (dt.date(2027, 1, 1), True)
        assert Framework.objects.in_force(dt.date(2026, 12, 31)).get(code=CODE) == old
        assert Framework.objects.in_force(dt.date(2027, 1, 1)).get(code=CODE) == new

    def test_an_amendment_that_begins_before_the_text_it_amends_is_refused(self) -> None:
        with pytest.raises(InvalidInput) as refusal:
            record(with_columns(citation="x"), holds_from=dt.date(2000, 1, 1))
        assert "holds_from" in refusal.value.errors

    def test_a_better_translation_makes_no_version_but_is_audited(self) -> None:
        same = record(with_columns(consent_standard_zh="书面同意书。"))
        assert (same.version, same.consent_standard_zh) == (1, "书面同意书。")
        assert Entry.objects.filter(action="law.better_framework").count() == 1

    def test_a_last_day_ends_the_law_without_a_new_text(self) -> None:
        same = record(PlainRecord.of(law()), valid_to=dt.date(2030, 1, 1))
        assert (same.version, same.valid_to) == (1, dt.date(2030, 1, 1))

    def test_a_change_of_nothing_and_a_missing_reason_are_refused(self) -> None:
        with pytest.raises(InvalidInput, match="Nothing would change"):
            record(PlainRecord.of(law()))
        with pytest.raises(InvalidInput):
            record(with_columns(citation="x"), reason="  ")

    def test_the_second_of_two_hears_of_the_first(self) -> None:
        mine = with_columns(citation="mine")
        record(with_columns(citation="first"))
        with pytest.raises(Overtaken, match="version 2") as refusal:
            record(mine)
        assert refusal.value.newest == 2
        assert law().citation == "first"

    @pytest.mark.parametrize(
        "actor", [VISITOR, Actor(kind="user", user_id=2), Actor(kind="user", authorities={1: "supervisor"})]
    )
    def test_only_administrators_may(self, actor: Actor) -> None:
        with pytest.raises(NotAllowed):
            record(with_columns(citation="x"), actor=actor)
        with pytest.raises(NotAllowed):
            preview_version(actor=actor, code=CODE, base=1, plain=with_columns(citation="x"))

    def test_an_unknown_version_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            record(with_columns(citation="x"), base=9)

    def test_what_the_former_version_found_it_still_finds(self) -> None:
        facts = screening_facts(jurisdiction="US-IL", as_of=dt.date(2026, 5, 1), occurred_on=dt.date(2026, 4, 1))
        before = screen(facts, frameworks=[CODE]).framework(CODE)
        record(with_part("elements", 0, article="99"))
        after = screen(facts, frameworks=[CODE]).framework(CODE)
        assert before is not None
        assert after is not None
        assert (before.version, after.version) == (1, 2)
        assert before.elements[0].article != after.elements[0].article == "99"


class TestLoadingAfterwards:
    def test_an_unchanged_file_does_not_undo_a_page(self) -> None:
        record(with_columns(citation="By the page"))
        difference = load_law(actor=SYSTEM)
        assert difference.is_empty
        assert difference.kept == [
            "= legal framework US-IL-BIPA version 2: recorded in a page, kept; the file has not changed since"
        ]
        assert law().citation == "By the page"

    def test_two_edits_of_a_page_still_depart_from_the_file(self) -> None:
        record(with_columns(citation="By the page"))
        record(with_columns(citation="By the page again"), base=2)
        assert load_law(actor=SYSTEM).is_empty
        assert law().citation == "By the page again"

    def test_a_changed_file_says_that_it_replaces_the_page(self, folder: Path, change: Change) -> None:
        record(with_columns(citation="By the page"))
        change("frameworks.json", lambda records: framework(records)["limitation"].update(months=48))
        told = load_law(actor=SYSTEM, directory=folder, dry_run=True)
        assert told.lines[0].startswith(
            "! legal framework US-IL-BIPA version 2: recorded in a page and changed in the file"
        )
        assert "Corrected by the source." in told.lines[0]
        assert law().version == 2
        load_law(actor=SYSTEM, directory=folder)
        assert (law().version, law().is_from_page) == (3, False)
        assert load_law(actor=SYSTEM, directory=folder).is_empty

    def test_a_file_that_catches_up_changes_nothing(self, folder: Path, change: Change) -> None:
        record(with_columns(citation="By both"))
        change("frameworks.json", lambda records: framework(records).update(citation="By both"))
        assert load_law(actor=SYSTEM, directory=folder).lines == []
        assert (law().version, law().is_from_page) == (2, False)

    def test_a_page_that_goes_back_to_the_file_departs_from_it_no_more(self) -> None:
        original = PlainRecord.of(law())
        record(with_columns(citation="By the page"))
        assert record(original, base=2).is_from_page is False
        difference = load_law(actor=SYSTEM)
        assert (difference.is_empty, difference.kept) == (True, [])

    def test_a_translation_of_a_page_stays_until_the_files_changes(self, folder: Path, change: Change) -> None:
        record(with_columns(consent_standard_zh="书面同意书。"))
        assert load_law(actor=SYSTEM).is_empty
        assert law().consent_standard_zh == "书面同意书。"
        change("zh-hans.json", lambda texts: texts["texts"].update({law().consent_standard_en: "另一种译法"}))
        told = load_law(actor=SYSTEM, directory=folder)
        assert told.lines[0].startswith("! legal framework US-IL-BIPA version 1: translated in a page")
        assert law().consent_standard_zh == "另一种译法"
        assert load_law(actor=SYSTEM, directory=folder).is_empty

    def test_an_amendment_of_a_page_stays_beside_the_files_text(self) -> None:
        record(with_columns(consent_standard_en="Amended."), holds_from=dt.date(2027, 1, 1))
        assert load_law(actor=SYSTEM).lines == []
        assert Framework.objects.current().filter(code=CODE).count() == 2


def framework(records: list[dict[str, Any]]) -> dict[str, Any]:
    return next(one for one in records if one["code"] == CODE)


class TestDifferenceInWords:
    def told(self, plain: PlainRecord) -> list[tuple[str, str, str]]:
        return [(str(one.label), one.before, one.after) for one in changes(PlainRecord.of(law()), plain)]

    def test_nothing_says_nothing(self) -> None:
        assert self.told(PlainRecord.of(law())) == []

    def test_a_text_in_each_language(self) -> None:
        told = self.told(with_columns(consent_standard_en="New.", consent_standard_zh=""))
        assert [(label, after) for label, _before, after in told] == [
            ("Consent, in English", "New."),
            ("Consent, in Chinese", "Not verified"),
        ]

    def test_values_in_words(self) -> None:
        told = self.told(with_columns(private_right_exists=None, covered_actors="public"))
        assert ("Suing yourself", "Yes", "Not verified") in told
        assert any(after == "Public bodies" for _label, _before, after in told)

    def test_parts_that_come_go_and_change(self) -> None:
        plain = PlainRecord.of(law())
        rows = [dict(row) for row in plain.parts["elements"]]
        gone = rows.pop()
        rows[0] |= {"article": "99"}
        rows.append({**rows[1], "key": "brand_new", "position": len(rows)})
        told = self.told(replace(plain, parts={**plain.parts, "elements": rows}))
        assert any(label == f"Element {gone['key']}" and after == "Removed" for label, _before, after in told)
        assert any(label == "Element brand_new" and before == "Not there" for label, before, _after in told)
        assert (f"Element {rows[0]['key']}: article", law().elements.all()[0].article, "99") in told

    def test_one_removed_in_the_middle_does_not_change_the_rest(self) -> None:
        plain = PlainRecord.of(law())
        rows = [dict(row) | {"position": place} for place, row in enumerate(plain.parts["damagesrules"][1:])]
        told = self.told(replace(plain, parts={**plain.parts, "damagesrules": rows}))
        assert [after for _label, _before, after in told] == ["Removed"]

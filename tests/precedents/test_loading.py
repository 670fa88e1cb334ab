"""The file of decided matters is loaded whole or not at all, and a second time nothing happens."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseapp.audit.models import Entry
from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.core.errors import NotAllowed
from caseapp.precedents.models import Precedent, Source
from caseapp.precedents.services import BadRecords, load_precedents
from caseapp.precedents.services.records import RECORDS, read_records
from tests.factories.precedents import record, stored, write

pytestmark = pytest.mark.django_db


def test_the_file_that_ships_is_loaded_whole_and_the_second_run_writes_nothing():
    loaded = load_precedents(actor=SYSTEM)
    assert len(loaded.new) == Precedent.objects.count() == 425
    assert Source.objects.values("precedent").distinct().count() == 425
    assert not Precedent.objects.filter(search=None).exists()
    chinese = Precedent.objects.filter(country="CN").exclude(title_zh="").count()
    assert chinese == Precedent.objects.filter(country="CN").count()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = load_precedents(actor=SYSTEM)
    assert (again.new, again.changed, again.unchanged) == ([], [], 425)
    assert len(queries) <= 4


def test_dates_keep_the_precision_they_have(tmp_path):
    day, month, year, never = stored(
        tmp_path,
        record(decided_on="2021-03-09"),
        record(decided_on="2021-03"),
        record(decided_on="2021"),
        record(decided_on=None),
    )
    assert (day.decided_on, day.decided_precision) == (dt.date(2021, 3, 9), "day")
    assert (month.decided_on, month.decided_precision) == (dt.date(2021, 3, 1), "month")
    assert (year.decided_on, year.decided_precision) == (dt.date(2021, 1, 1), "year")
    assert (never.decided_on, never.decided_precision) == (None, "unknown")


def test_sums_are_kept_exactly_and_a_comparable_one_stands_beside(tmp_path):
    euro, unknown = stored(
        tmp_path,
        record(amount=1234.56, per_person=None, per_person_basis=None),
        record(amount=100, currency="LSL", decided_on="1999", per_person=None, per_person_basis=None),
    )
    assert euro.amount == Decimal("1234.56")
    assert Decimal(1250) < euro.sum_usd < Decimal(1400)
    assert (unknown.amount, unknown.sum_usd) == (Decimal(100), None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "fairy_tale"}, "kind"),
        ({"status": "done"}, "status"),
        ({"sector": "moon"}, "sector"),
        ({"use": ""}, "use"),
        ({"modality": "smell"}, "modality"),
        ({"consent_defect": ["no_luck"]}, "consent_defect"),
        ({"consent_defect": "no_consent"}, "consent_defect"),
        ({"remedies": ["flowers"]}, "remedies"),
        ({"confidence": "hearsay"}, "confidence"),
        ({"confidence": None}, "confidence"),
        ({"per_person_basis": "guess"}, "per_person_basis"),
        ({"persons_basis": "souls"}, "persons_basis"),
        ({"vulnerable": "rich"}, "vulnerable"),
        ({"minors": "maybe"}, "minors"),
        ({"decided_on": "2021-02-30"}, "decided_on"),
        ({"decided_on": "May 2021"}, "decided_on"),
        ({"decided_on": 2021}, "decided_on"),
        ({"country": "Germany"}, "country"),
        ({"country": None}, "country"),
        ({"subdivision": "FR-75"}, "subdivision"),
        ({"amount": "1000"}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 1.005}, "amount"),
        ({"currency": None}, "currency"),
        ({"currency": "Euro"}, "currency"),
        ({"persons": 1.5}, "persons"),
        ({"sources": []}, "source"),
        ({"sources": [{"url": "ftp://x.example/1", "title": "T"}]}, "sources_1"),
        ({"sources": [{"url": "https://x.example/1", "title": " "}]}, "sources_1"),
        ({"sources": None}, "source"),
        ({"title": ""}, "title"),
        ({"title": "t" * 301}, "title"),
        ({"summary": None}, "summary"),
        ({"id": "Not A Slug"}, "id"),
        ({"id": None}, "id"),
        ({"colour": "red"}, "colour"),
        ({"legal_basis": None}, "legal_basis"),
    ],
)
def test_a_bad_record_is_named_and_nothing_is_loaded(tmp_path, changes, words):
    bad = record(**changes)
    with pytest.raises(BadRecords) as refused:
        load_precedents(actor=SYSTEM, path=write(tmp_path, [record(), bad, record()]))
    assert all(fault.line == 2 for fault in refused.value.faults)
    assert words in str(refused.value.message)
    assert str(bad["id"] or "no id") in str(refused.value.message)
    assert not Precedent.objects.exists()


def test_lines_that_are_no_record_and_ids_that_come_twice_are_named(tmp_path):
    one = record()
    file = write(tmp_path, [one, one])
    file.write_text(file.read_text() + "{not json\n[1, 2]\n", encoding="utf-8")
    with pytest.raises(BadRecords) as refused:
        load_precedents(actor=SYSTEM, path=file)
    assert [fault.line for fault in refused.value.faults] == [2, 3, 4]
    assert "already in line 1" in refused.value.faults[0].what


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(BadRecords):
        load_precedents(actor=SYSTEM, path=write(tmp_path, []))


def test_a_changed_record_is_written_again_and_others_stay(tmp_path):
    first, second = record(), record()
    stored(tmp_path, first, second)
    changed = first | {"status": "reduced", "sources": [{"url": "https://court.example/2", "title": "Appeal"}]}
    loaded = load_precedents(actor=SYSTEM, path=write(tmp_path, [changed]))
    assert (loaded.new, loaded.changed, loaded.unchanged) == ([], [first["id"]], 0)
    assert loaded.elsewhere == [second["id"]]
    found = Precedent.objects.get(slug=first["id"])
    assert found.status == "reduced"
    assert [source.title for source in found.sources.all()] == ["Appeal"]
    assert [entry.action for entry in Entry.objects.filter(chain="precedents").order_by("sequence")] == [
        "precedents.add",
        "precedents.add",
        "precedents.change",
    ]


def test_a_dry_run_changes_nothing(tmp_path, capsys):
    one = record()
    call_command("load_precedents", file=write(tmp_path, [one]), dry_run=True)
    said = capsys.readouterr().out
    assert f"+ {one['id']}" in said
    assert "1 would be added" in said
    assert not Precedent.objects.exists()


def test_the_command_names_the_record_in_its_error(tmp_path):
    bad = record(kind="fairy_tale")
    with pytest.raises(CommandError, match=bad["id"]):
        call_command("load_precedents", file=write(tmp_path, [bad]))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_precedents", file=tmp_path / "absent.jsonl")


def test_translations_come_from_the_file_beside_it(tmp_path):
    one = record()
    (row,) = stored(tmp_path, one, translations={one["id"]: {"title": "客人诉酒店", "summary": "酒店比对了客人。"}})
    assert (row.title_zh, row.summary_zh) == ("客人诉酒店", "酒店比对了客人。")


@pytest.mark.parametrize(
    ("name", "words", "what"),
    [
        ("xx-unknown", {"title": "无"}, "no such record"),
        ("xx-one", {"title": "无", "body": "文"}, "a title and a summary"),
        ("xx-one", {}, "a title and a summary"),
        ("xx-one", {"title": "Not translated"}, "title must be in Chinese"),
        ("xx-one", {"summary": ""}, "summary must be in Chinese"),
        ("xx-one", {"summary": "一行\n两行"}, "spare blanks"),
        ("xx-one", {"title": "长" * 301}, "longer than 300"),
    ],
)
def test_a_wrong_translation_is_named_and_nothing_is_loaded(tmp_path, name, words, what):
    with pytest.raises(BadRecords, match=what) as refused:
        load_precedents(actor=SYSTEM, path=write(tmp_path, [record(id="xx-one")], {name: words}))
    assert name in str(refused.value.message)
    assert not Precedent.objects.exists()


def test_a_translation_that_stands_twice_is_named(tmp_path):
    file = write(tmp_path, [record(id="xx-one")], {})
    file.with_name("zh-hans.json").write_text('{"xx-one": {"title": "一"}, "xx-one": {"title": "二"}}')
    with pytest.raises(BadRecords, match="stands twice"):
        load_precedents(actor=SYSTEM, path=file)


def test_what_is_not_translated_yet_is_reported_and_no_fault(tmp_path, capsys):
    whole, half, bare = record(), record(), record()
    words = {whole["id"]: {"title": "一", "summary": "甲"}, half["id"]: {"title": "二"}}
    call_command("load_precedents", file=write(tmp_path, [whole, half, bare], words), dry_run=True)
    said = capsys.readouterr().out
    assert "2 lack a Chinese title or summary" in said
    assert {line[2:] for line in said.splitlines() if line.startswith("?")} == {half["id"], bare["id"]}


def test_the_translations_that_ship_fit_the_records_that_ship():
    checked, faults = read_records(RECORDS)
    assert faults == []
    natural = {one.facts.id for one in checked if one.facts.country == "CN"}
    assert natural <= {one.facts.id for one in checked if one.title_zh}


def test_strangers_may_not_load(tmp_path):
    with pytest.raises(NotAllowed):
        load_precedents(actor=VISITOR, path=write(tmp_path, [record()]))

"""Texts as dated data: loaded once, versioned, the nearest chosen, own copies before ours."""

import datetime as dt
import shutil

import pytest
from django.db import DatabaseError, transaction

from caseapp.audit.selectors import entries_about
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.documents import selectors
from caseapp.documents.enums import AUTHORITY_KINDS, FIRM_KINDS, RIGHTS_KINDS, Kind
from caseapp.documents.models import LetterTemplate, TextReview
from caseapp.documents.services import InvalidTemplates, keep_own_copy, load_templates, mark_reviewed
from caseapp.documents.services.files import DATA, read_files
from caseapp.documents.writing.sample import sample_facts
from tests.factories.accounts import AuthorityFactory, FirmFactory, actor_of, lawyer, officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

TODAY = dt.date(2026, 11, 27)
PLACES = ("", "CN", "EU", "GB", "US-IL")


def chosen(kind=Kind.ACCESS, place="CN-ZJ", language="zh-hans", **owner):
    return selectors.template_for(kind, place=place, language=language, on=TODAY, **owner)


@pytest.fixture
def folder(tmp_path):
    for path in DATA.glob("access_request.*"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


@pytest.fixture(scope="module")
def shipped():
    """The files that ship, read once, and what is wrong with them."""
    return read_files()


class TestFiles:
    def test_every_file_is_sound(self, shipped):
        assert shipped[1] == []

    @pytest.mark.parametrize("kind", RIGHTS_KINDS)
    def test_rights_letters_are_there_for_each_place_in_both_languages(self, shipped, kind):
        there = {(row.place, row.language) for row in shipped[0] if row.kind == kind}
        assert {(place, language) for place in PLACES for language in ("en", "zh-hans")} <= there

    def test_every_text_reads_whole_with_sample_facts_and_leaves_no_sign_behind(self, shipped):
        for record in shipped[0]:
            facts = sample_facts(record.language)
            row = LetterTemplate(language=record.language, title=record.title, body=record.body, layout=record.layout)
            shown = str(selectors.written(row, facts).stored())
            for sign in ("{{", "}}", "**", "[law]", "\\ue000"):
                assert sign not in shown, record.key

    def test_every_text_says_when_it_was_written_and_what_it_rests_on(self, shipped):
        for record in shipped[0]:
            assert record.dated_on, record.key
            assert record.note, record.key
            assert record.sources or not record.place, record.key

    def test_a_file_without_a_date_or_a_source_is_refused(self, folder):
        path = folder / "access_request.CN.en.md"
        text = path.read_text()
        for line in ("dated", "note", "source"):
            path.write_text("\n".join(one for one in text.split("\n") if not one.startswith(f"{line}:")))
            assert [fault.split(":")[0] for fault in read_files(folder)[1]] == [path.name], line

    def test_a_faulty_file_loads_nothing_and_is_named(self, folder):
        (folder / "objection.any.en.md").write_text(
            "---\ntitle: X\ndated: 2026-01-01\nnote: Y\n---\n{{ nobody_knows }} {{# a }}\n"
        )
        (folder / "objection.any.fr.md").write_text("---\ntitle: X\n---\nx\n")
        with pytest.raises(InvalidTemplates) as fault:
            load_templates(actor=SYSTEM, directory=folder)
        assert [line.split(":")[0] for line in fault.value.problems] == ["objection.any.en.md", "objection.any.fr.md"]


class TestLoading:
    def test_again_changes_nothing(self):
        assert load_templates(actor=SYSTEM).lines == []

    def test_a_changed_text_is_a_new_version_and_the_old_one_stays(self, folder):
        path = folder / "access_request.CN.en.md"
        path.write_text(path.read_text().replace("To whom it may concern,", "Dear Sir or Madam,"))
        assert load_templates(actor=SYSTEM, directory=folder).lines == ["~ access_request CN en v2"]
        rows = LetterTemplate.objects.filter(kind="access_request", jurisdiction="CN", language="en").order_by(
            "version"
        )
        assert [row.superseded_at is None for row in rows] == [False, True]

    def test_a_dry_run_writes_nothing(self, folder):
        path = folder / "access_request.CN.en.md"
        path.write_text(path.read_text() + "\nMore.\n")
        assert load_templates(actor=SYSTEM, directory=folder, dry_run=True).lines
        assert LetterTemplate.objects.filter(kind="access_request", jurisdiction="CN", language="en").count() == 1

    def test_a_text_for_later_waits_for_its_day(self, folder):
        path = folder / "access_request.CN.en.md"
        (folder / "access_request.CN.en.2027.md").write_text(
            path.read_text().replace("answer_days: 15", "answer_days: 10\nvalid_from: 2027-01-01")
        )
        load_templates(actor=SYSTEM, directory=folder)
        days = [
            selectors.template_for(Kind.ACCESS, place="CN", language="en", on=day).answer_days
            for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1))
        ]
        assert days == [15, 10]
        assert load_templates(actor=SYSTEM, directory=folder).lines == []


class TestChoice:
    def test_the_nearest_place_that_has_one(self):
        assert chosen().jurisdiction_id == "CN"
        assert chosen(place="FR").jurisdiction_id == "EU"
        assert chosen(place="US-IL").jurisdiction_id == "US-IL"
        assert chosen(place="US-TX").jurisdiction_id is None

    def test_english_where_the_language_has_none(self):
        LetterTemplate.objects.filter(kind=Kind.ACCESS, language="zh-hans").update(valid_to=dt.date(2026, 1, 1))
        assert chosen().language == "en"

    def test_the_own_copy_comes_first_for_its_firm_alone(self):
        firm = FirmFactory()
        mine = keep_own_copy(
            actor=actor_of(lawyer(firm)), template=chosen(), title="我方", body="{{ respondent }}", firm_id=firm.pk
        )
        assert chosen(firm_id=firm.pk) == mine
        assert chosen().is_own is False
        assert chosen(firm_id=FirmFactory().pk).is_own is False


class TestOwnCopies:
    def test_a_later_one_replaces_the_former_and_both_are_kept(self):
        firm = FirmFactory()
        actor = actor_of(lawyer(firm))
        first = keep_own_copy(actor=actor, template=chosen(), title="A", body="one", firm_id=firm.pk)
        second = keep_own_copy(actor=actor, template=first, title="A", body="two", firm_id=firm.pk)
        first.refresh_from_db()
        assert (first.version, second.version, second.based_on) == (1, 2, first)
        assert first.superseded_at is not None

    @pytest.mark.parametrize("body", ["{{ nobody }}", "{{# respondent }}", ""])
    def test_a_text_that_cannot_be_used_is_refused_in_words(self, body):
        firm = FirmFactory()
        with pytest.raises(InvalidInput) as refusal:
            keep_own_copy(actor=actor_of(lawyer(firm)), template=chosen(), title="A", body=body, firm_id=firm.pk)
        assert refusal.value.errors["body"]

    def test_only_lawyers_of_the_firm_and_supervisors_of_the_authority(self):
        firm, authority = FirmFactory(), AuthorityFactory()
        for actor, owner in (
            (actor_of(lawyer(firm, "paralegal")), {"firm_id": firm.pk}),
            (actor_of(lawyer(FirmFactory())), {"firm_id": firm.pk}),
            (actor_of(officer(authority, "investigator")), {"authority_id": authority.pk}),
            (actor_of(lawyer(firm)), {}),
        ):
            with pytest.raises(NotAllowed):
                keep_own_copy(actor=actor, template=chosen(), title="A", body="x", **owner)
        keep_own_copy(
            actor=actor_of(officer(authority, "supervisor")),
            template=chosen(),
            title="A",
            body="x",
            authority_id=authority.pk,
        )

    def test_what_is_missing_is_named_before_it_is_kept(self):
        template = chosen()
        tried = selectors.check(template, {"respondent": "X"}, title="A", body="{{ respondent }} {{ court }}")
        assert [line.split(":")[0] for line in tried.missing] == ["court"]
        assert selectors.check(template, {}, title="A", body="{{# x }}").faults

    def test_no_text_changes_or_goes_behind_anybodys_back(self):
        row = chosen()
        with pytest.raises(DatabaseError), transaction.atomic():
            LetterTemplate.objects.filter(pk=row.pk).update(body="other")
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


class TestReviews:
    @pytest.fixture
    def mine(self):
        firm = FirmFactory()
        actor = actor_of(lawyer(firm))
        return actor, keep_own_copy(actor=actor, template=chosen(), title="A", body="one", firm_id=firm.pk)

    def test_who_and_when_stand_with_the_version_and_not_with_the_next(self, mine):
        actor, text = mine
        assert selectors.review_of(text) is None
        review = mark_reviewed(actor=actor, template=text, admission="Zhejiang 1330", note="PIPL")
        assert selectors.review_of(text) == review
        assert mark_reviewed(actor=actor, template=text, admission="Zhejiang 1330") == review, "a second press"
        assert selectors.review_of(text, at=review.reviewed_at - dt.timedelta(seconds=1)) is None
        assert entries_about(text).filter(action="documents.review_template").count() == 1
        later = keep_own_copy(actor=actor, template=text, title="A", body="two", firm_id=text.firm_id)
        assert selectors.review_of(later) is None
        with pytest.raises(WrongState):
            mark_reviewed(actor=actor, template=text, admission="Zhejiang 1330")

    def test_only_lawyers_of_the_firm_and_only_its_own_copy(self, mine):
        actor, text = mine
        firm = text.firm
        for who, what in (
            (actor_of(lawyer(firm, "paralegal")), text),
            (actor_of(lawyer(FirmFactory())), text),
            (actor, chosen()),
        ):
            with pytest.raises(NotAllowed):
                mark_reviewed(actor=who, template=what, admission="Zhejiang")
        with pytest.raises(InvalidInput):
            mark_reviewed(actor=actor, template=text, admission=" ")

    def test_a_review_is_never_changed_or_taken_back(self, mine):
        actor, text = mine
        review = mark_reviewed(actor=actor, template=text, admission="Zhejiang")
        for act in (lambda: TextReview.objects.filter(pk=review.pk).update(admission="X"), review.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


def test_kinds_belong_to_somebody():
    assert set(Kind) == {*RIGHTS_KINDS, *AUTHORITY_KINDS, *FIRM_KINDS, Kind.ANSWER, Kind.NO_ANSWER}

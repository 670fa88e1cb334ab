"""Curators write versions of precedents, a second one makes them public, and nothing is lost or overwritten."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from caseapp.audit.models import Entry
from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.notifications.models import Notice
from caseapp.precedents import services
from caseapp.precedents.enums import RevisionState
from caseapp.precedents.models import Precedent, Revision
from caseapp.precedents.selectors import (
    PrecedentQuery,
    as_record,
    changes,
    estimation_index,
    history,
    precedents,
    revision_by_reference,
    revisions,
)
from caseapp.precedents.services import load_precedents
from caseapp.precedents.workflow import REVISION
from caseapp.rules.estimation.facts import PrecedentFacts
from caseapp.rules.estimation.sample import informs_range
from caseapp.rules.estimation.treatment import standing
from tests.factories.accounts import UserFactory, actor_of
from tests.factories.precedents import record, stored, write
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db

R = RevisionState
TREATMENT = {
    "kind": "reduced",
    "on": "2023-04",
    "by": "Appeal court",
    "url": "https://court.example/2",
    "title": "On appeal",
}


@pytest.fixture
def ann():
    return actor_of(UserFactory(is_curator=True))


@pytest.fixture
def bo():
    return actor_of(UserFactory(is_curator=True))


@pytest.fixture
def precedent(tmp_path):
    return stored(tmp_path, record(id="de-hotel-2022"))[0]


def corrected(author, precedent, **changes):
    return services.write_revision(
        actor=author, precedent=precedent, content=precedent.content | changes, reason="The appeal was heard."
    )


def public(author, second, precedent, **changes):
    """A correction written by one and approved by the other."""
    written = services.perform(actor=author, revision=corrected(author, precedent, **changes), action="propose")
    return services.perform(actor=second, revision=written, action="approve")


class TestFourEyes:
    def test_a_correction_becomes_public_when_a_second_curator_approves_it(self, ann, bo, precedent):
        before = precedent.content
        written = corrected(ann, precedent, amount=400, status="reduced")
        assert Precedent.objects.get().amount == 1000
        services.perform(actor=ann, revision=written, action="propose")
        assert Notice.objects.get(user_id=bo.user_id).kind == "precedents.revision_waits"
        done = services.perform(actor=bo, revision=written, action="approve", given={"note": "Read it myself."})
        now = Precedent.objects.get()
        assert (now.amount, now.status, now.version, now.curated) == (400, "reduced", 2, True)
        assert (done.number, done.before, done.content) == (2, before, now.content)
        assert Notice.objects.get(user_id=ann.user_id).kind == "precedents.revision_approved"
        said = [entry.action for entry in Entry.objects.filter(chain="precedents").order_by("sequence")]
        assert said[-4:] == [
            "precedents.revision.write",
            "precedents.revision.propose",
            "precedents.revision.approve",
            "precedents.change",
        ]

    def test_nobody_approves_their_own(self, ann, precedent):
        written = services.perform(actor=ann, revision=corrected(ann, precedent), action="propose")
        with pytest.raises(NotAllowed):
            services.perform(actor=ann, revision=written, action="approve")
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.filter(pk=written.pk).update(approver_id=ann.user_id)

    def test_what_is_sent_back_can_be_mended_and_sent_again(self, ann, bo, precedent):
        written = services.perform(actor=ann, revision=corrected(ann, precedent, amount=1), action="propose")
        services.perform(actor=bo, revision=written, action="return", given={"reason": "It says 400."})
        assert Notice.objects.get(user_id=ann.user_id).kind == "precedents.revision_returned"
        again = services.write_revision(
            actor=ann, revision=written, content=precedent.content | {"amount": 400}, reason="Mended."
        )
        services.perform(actor=ann, revision=again, action="propose")
        services.perform(actor=bo, revision=again, action="approve")
        assert Precedent.objects.get().amount == 400

    def test_a_version_that_waits_is_not_changed_under_the_second_s_eyes(self, ann, precedent):
        written = services.perform(actor=ann, revision=corrected(ann, precedent), action="propose")
        with pytest.raises(WrongState):
            services.write_revision(actor=ann, revision=written, content=precedent.content, reason="Sly.")
        services.perform(actor=ann, revision=written, action="take_back")
        services.write_revision(actor=ann, revision=written, content=precedent.content, reason="Open.")

    def test_another_s_draft_is_not_mine(self, ann, bo, precedent):
        written = corrected(ann, precedent)
        with pytest.raises(NotAllowed):
            services.write_revision(actor=bo, revision=written, content=precedent.content, reason="Mine now.")

    def test_a_version_written_on_an_older_text_must_be_saved_again(self, ann, bo, precedent):
        late = services.perform(actor=ann, revision=corrected(ann, precedent, docket="1 C 1/22"), action="propose")
        public(bo, ann, precedent, amount=400)
        with pytest.raises(WrongState):
            services.perform(actor=bo, revision=late, action="approve")
        assert Precedent.objects.get().amount == 400

    def test_only_curators_write(self, precedent):
        for actor in (VISITOR, actor_of(UserFactory())):
            with pytest.raises(NotAllowed):
                corrected(actor, precedent)


class TestSameChecks:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": ""}, "title"),
            ({"kind": None}, "kind"),
            ({"decided_on": "2021-13"}, "decided_on"),
            ({"currency": None}, "currency"),
            ({"amount": 1.005}, "amount"),
            ({"subdivision": "FR-75"}, "subdivision"),
            ({"sources": []}, "sources"),
            ({"sources": [{"url": "ftp://x", "title": "T"}]}, "sources_1_url"),
            ({"title_zh": "not Chinese"}, "title_zh"),
            ({"treatments": [TREATMENT | {"url": ""}]}, "treatments_1_url"),
            ({"treatments": [TREATMENT | {"on": ""}]}, "treatments_1_on"),
            ({"treatments": [TREATMENT | {"kind": "forgotten"}]}, ""),
        ],
    )
    def test_what_loading_refuses_is_refused_by_field(self, ann, precedent, changes, field):
        written = corrected(ann, precedent, **changes)
        with pytest.raises(InvalidInput) as refused:
            services.perform(actor=ann, revision=written, action="propose")
        assert field in refused.value.errors
        written.refresh_from_db()
        assert written.state == R.DRAFT

    def test_a_reason_is_needed(self, ann, precedent):
        written = services.write_revision(actor=ann, precedent=precedent, content=precedent.content, reason=" ")
        with pytest.raises(InvalidInput) as refused:
            services.perform(actor=ann, revision=written, action="propose")
        assert set(refused.value.errors) == {"reason"}

    def test_a_new_one_gets_a_free_short_name(self, ann, bo, precedent):
        content = record(id="", country="DE", respondent="Hotel", decided_on="2022")
        names = []
        for _time in range(2):
            written = services.write_revision(actor=ann, content=content, reason="Reported today.")
            services.perform(actor=ann, revision=written, action="propose")
            names.append(services.perform(actor=bo, revision=written, action="approve").precedent.slug)
        assert names == ["de-hotel-2022-2", "de-hotel-2022-3"]
        assert Precedent.objects.get(slug=names[0]).version == 1
        taken = services.write_revision(actor=ann, content=content | {"id": "de-hotel-2022"}, reason="Twice.")
        with pytest.raises(InvalidInput, match="what you entered"):
            services.perform(actor=ann, revision=taken, action="propose")


class TestHistory:
    def test_it_says_in_words_what_changed_and_why(self, ann, bo, precedent):
        public(ann, bo, precedent, amount=400, status="reduced", consent_defect=["no_notice"])
        (version,) = history(VISITOR, precedent)
        assert version.revision.reason == "The appeal was heard."
        told = {str(one.label): (one.before, one.after) for one in version.changes}
        assert told["Sum in the decision"] == ("1,000", "400")
        assert told["Standing as first recorded"] == ("Final", "Reduced")
        assert told["How consent failed"] == ("Nobody was asked", "Nobody was told")

    def test_of_sources_only_those_that_differ_are_named(self):
        one, two = {"url": "https://a.example", "title": "A"}, {"url": "https://b.example", "title": "B"}
        (change,) = changes({"sources": [one]}, {"sources": [one, two]})
        assert (change.before, change.after) == ("", "B – https://b.example")

    def test_a_change_by_the_file_is_part_of_it(self, tmp_path, precedent):
        load_precedents(actor=SYSTEM, path=write(tmp_path, [precedent.record | {"docket": "1 C 2/22"}]))
        (version,) = history(VISITOR, precedent)
        assert (version.revision.author, version.revision.number) == (None, 2)
        assert [one.after for one in version.changes] == ["1 C 2/22"]

    def test_drafts_are_seen_by_curators_alone(self, ann, bo, precedent):
        draft = corrected(ann, precedent)
        done = public(ann, bo, precedent, amount=400)
        people = cast()
        for role in ROLES:
            seen = set(revisions(people.actors[role]).values_list("reference", flat=True))
            assert seen == ({draft.reference, done.reference} if role == "administrator" else {done.reference}), role
        with pytest.raises(NotFound):
            revision_by_reference(people.actors["supervisor"], draft.reference)
        assert revision_by_reference(bo, draft.reference) == draft


class TestLoadingAgain:
    def test_a_curated_record_is_kept_and_what_the_file_says_anew_is_proposed(
        self, tmp_path, ann, bo, precedent, capsys
    ):
        public(ann, bo, precedent, amount=400)
        same = load_precedents(actor=SYSTEM, path=write(tmp_path, [precedent.record]))
        assert (same.changed, same.kept, same.differing) == ([], [precedent.slug], {})
        file = write(tmp_path, [precedent.record | {"docket": "1 C 2/22"}], {precedent.slug: {"title": "客人诉酒店"}})
        dry = load_precedents(actor=SYSTEM, path=file, dry_run=True)
        assert dry.differing == {precedent.slug: ["docket", "title_zh"]}
        assert not Revision.objects.filter(state=R.PROPOSED).exists()
        for _time in range(2):
            load_precedents(actor=SYSTEM, path=file)
        assert Precedent.objects.get().amount == 400
        proposed = Revision.objects.get(state=R.PROPOSED)
        assert (proposed.content["amount"], proposed.content["docket"]) == (400, "1 C 2/22")
        services.perform(actor=ann, revision=proposed, action="approve")
        now = Precedent.objects.get()
        assert (now.amount, now.docket, now.title_zh) == (400, "1 C 2/22", "客人诉酒店")

    def test_the_dry_run_says_so(self, tmp_path, ann, bo, precedent, capsys):
        public(ann, bo, precedent, amount=400)
        call_command("load_precedents", file=write(tmp_path, [precedent.record | {"docket": "2 C 1/22"}]), dry_run=True)
        said = capsys.readouterr().out
        assert f"= {precedent.slug} (the file has changed: docket)" in said
        assert "1 stay as curators wrote them" in said


class TestTreatment:
    @pytest.mark.parametrize(
        ("status", "kinds", "stands"),
        [
            ("final", [], "final"),
            ("final", ["followed", "distinguished"], "final"),
            ("final", ["unpaid"], "pending_payment"),
            ("under_appeal", ["reduced"], "reduced"),
            ("unknown", ["unpaid", "overturned", "reduced"], "overturned"),
            ("overturned", ["reduced"], "overturned"),
        ],
    )
    def test_the_gravest_of_what_was_recorded_holds(self, status, kinds, stands):
        assert standing(status, kinds) == stands

    def test_it_is_recorded_by_one_and_approved_by_another(self, ann, bo, precedent):
        written = services.record_treatment(actor=ann, precedent=precedent, treatment=TREATMENT)
        assert written.state == R.PROPOSED
        assert not Precedent.objects.get().treated
        services.perform(actor=bo, revision=written, action="approve")
        now = Precedent.objects.get()
        assert (now.treated, now.status, now.record["status"]) == (["reduced"], "reduced", "final")
        (row,) = now.treatments.all()
        assert (row.kind, row.precision, row.by, row.url) == ("reduced", "month", "Appeal court", TREATMENT["url"])
        assert [one.pk for one in precedents(VISITOR, PrecedentQuery(treatment="reduced"))] == [now.pk]
        assert not precedents(VISITOR, PrecedentQuery(treatment="followed"))
        told = as_record(now)
        assert (told["status"], told["treatments"]) == ("reduced", [TREATMENT])

    def test_estimates_drop_it_by_the_rule_they_have_and_say_that_the_data_changed(self, ann, bo, precedent):
        before = estimation_index().data_version
        assert informs_range(PrecedentFacts.from_record(precedent.record), "compensation")
        written = services.record_treatment(actor=ann, precedent=precedent, treatment=TREATMENT)
        assert estimation_index().data_version == before
        services.perform(actor=bo, revision=written, action="approve")
        index = estimation_index()
        assert index.data_version != before
        assert not informs_range(index.precedents[0], "compensation")
        # What anybody downloads gives the same facts, so the same data version.
        assert PrecedentFacts.from_record(as_record(Precedent.objects.get())) == index.precedents[0]

    def test_a_treatment_without_a_source_is_refused_beside_its_own_field(self, ann, precedent):
        with pytest.raises(InvalidInput) as refused:
            services.record_treatment(actor=ann, precedent=precedent, treatment=TREATMENT | {"url": "somewhere"})
        assert set(refused.value.errors) == {"url"}
        assert not Revision.objects.exists()


MATRIX = {
    "propose": ({"author"}, {R.DRAFT, R.RETURNED}, R.PROPOSED),
    "approve": ({"second", "administrator"}, {R.PROPOSED}, R.APPROVED),
    "return": ({"second", "administrator"}, {R.PROPOSED}, R.RETURNED),
    "take_back": ({"author"}, {R.PROPOSED}, R.DRAFT),
    "withdraw": ({"author"}, {R.DRAFT, R.PROPOSED, R.RETURNED}, R.WITHDRAWN),
}


def test_the_table_names_every_action_and_state():
    assert set(MATRIX) == {row.action for row in REVISION.transitions}
    assert REVISION.states == set(R.values)


def test_every_role_in_every_state(ann, bo, precedent):
    subject = corrected(ann, precedent)
    actors = {**cast().actors, "author": ann, "second": bo}
    for role, actor in actors.items():
        for state in R.values:
            for action, (may, sources, target) in MATRIX.items():
                Revision.objects.filter(pk=subject.pk).update(state=state)
                here = Revision.objects.get(pk=subject.pk)
                offered = action in {row.action for row in REVISION.allowed(actor, here)}
                assert offered == (role in may and state in sources), cell
                with cell(role, action, state, may=role in may, legal=state in sources):
                    with transaction.atomic():
                        after = REVISION.apply(actor, here, action, given={"reason": "Because."})
                    assert after.state == target


def test_the_right_is_given_and_taken_by_command_and_recorded(capsys):
    person = UserFactory(email="new.curator@example.org")
    for option, holds in (([], True), (["--take-away"], False)):
        call_command("set_curator", "New.Curator@example.org", *option)
        person.refresh_from_db()
        assert person.is_curator is holds
        assert actor_of(person).is_curator is holds
    assert Entry.objects.filter(action="accounts.set_curator").count() == 2
    with pytest.raises(CommandError, match="no account"):
        call_command("set_curator", "nobody@example.org")

"""Acts upon many: frozen, looked at, done by a task once each, by whom the table of states allows."""

import pytest
from django.utils import timezone

from caseapp.casework import services
from caseapp.casework.enums import BulkState, ItemState
from caseapp.casework.models import BulkAct, Look
from caseapp.casework.selectors.bulk import outcomes, preview
from caseapp.casework.services import bulk as bulk_services
from caseapp.casework.workflow import BULK
from caseapp.complaints import services as complaint_services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Message
from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput
from caseapp.enforcement.models import Investigation
from caseapp.notifications.models import Notice
from tests.casework.many import chosen, done, made, states
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db


class TestFrozen:
    def test_what_was_chosen_does_not_change_with_the_list(self, me, authority):
        complaints = made(authority, 3)
        bulk = services.freeze(actor=me, action="acknowledge", complaints=Complaint.objects.filter(state="submitted"))
        made(authority, 2)
        assert bulk.total == 3
        assert set(bulk.items.values_list("complaint", flat=True)) == {each.pk for each in complaints}
        assert states(complaints) == ["submitted"] * 3

    def test_only_what_the_authority_has(self, me, authority):
        made(AuthorityFactory(), 2)
        with pytest.raises(InvalidInput):
            services.freeze(actor=me, action="acknowledge", complaints=Complaint.objects.all())
        own = made(authority, 1)
        assert services.freeze(actor=me, action="acknowledge", complaints=Complaint.objects.all()).total == len(own)

    def test_an_unknown_act_is_refused(self, me, authority):
        with pytest.raises(InvalidInput):
            services.freeze(actor=me, action="burn", complaints=chosen(made(authority)))

    def test_there_is_no_cap(self, me, authority, monkeypatch):
        monkeypatch.setattr(bulk_services, "BATCH", 2)
        monkeypatch.setattr(bulk_services, "PORTION", 2)
        complaints = made(authority, 7)
        bulk = done(me, "acknowledge", complaints)
        assert (bulk.total, bulk.job.total, bulk.job.done) == (7, 7, 7)
        assert states(complaints) == ["under_review"] * 7


class TestLookedAt:
    def test_it_says_what_changes_and_who_is_left_out_and_why(self, me, authority):
        complaints = made(authority, 2) + made(authority, 1, state=ComplaintState.ACCEPTED)
        own = ComplaintFactory(authority=authority, owner_id=me.user_id)
        bulk = services.freeze(actor=me, action="acknowledge", complaints=chosen([*complaints, own]))
        found = preview(me, bulk)
        assert found.changes == {("Submitted", "Under review"): 2}
        assert {why: each.references for why, each in found.refused.items()} == {
            "Its state does not allow it: Accepted.": [complaints[2].reference],
            "It is your own complaint.": [own.reference],
        }

    def test_its_cost_does_not_grow_with_the_number(self, me, authority, django_assert_num_queries):
        for number in (1, 4):
            waiting = made(authority, number, state="under_review")
            bulk = services.freeze(actor=me, action="reject", complaints=chosen(waiting))
            with django_assert_num_queries(2):
                found = preview(me, bulk)
            assert (found.ready, found.left_out) == (0, number)

    def test_an_intake_officer_cannot_reject(self, authority):
        actor = actor_of(officer(authority, "intake_officer"))
        bulk = services.freeze(
            actor=actor, action="reject", complaints=chosen(made(authority, 1, state="under_review"))
        )
        Look.objects.create(
            complaint=bulk.items.get().complaint,
            user_id=actor.user_id,
            authority=authority,
            first_at=timezone.now(),
            last_at=timezone.now(),
        )
        assert preview(actor, bulk).ready == 0


class TestDone:
    def test_each_complainant_is_told_in_their_language(self, me, authority):
        english, chinese = (
            made(authority, 1, state="under_review"),
            made(authority, 1, state="under_review", language="zh-hans"),
        )
        texts = {"en": "Which gate was it?", "zh-hans": "是哪一个门？"}
        done(me, "request_information", [*english, *chinese], texts=texts)
        assert Message.objects.get(complaint=english[0]).body == "Which gate was it?"
        assert Message.objects.get(complaint=chinese[0]).body == "是哪一个门？"
        assert Notice.objects.filter(kind="complaints.request").count() == 2

    def test_one_refusal_does_not_stop_the_others(self, me, authority):
        complaints = made(authority, 3)
        bulk = services.freeze(actor=me, action="acknowledge", complaints=chosen(complaints))
        complaint_services.withdraw(actor=actor_of(complaints[1].owner), complaint=complaints[1])
        services.start(actor=me, bulk=bulk, given={})
        queue.run_pending()
        assert outcomes(bulk) == {"done": 2, "refused": 1}
        assert "Withdrawn" in bulk.items.get(state=ItemState.REFUSED).why

    def test_running_again_does_nothing_twice(self, me, authority):
        complaints = made(authority, 2)
        bulk = done(me, "acknowledge", complaints)
        told = Notice.objects.count()
        BulkAct.objects.filter(pk=bulk.pk).update(state=BulkState.RUNNING)
        bulk_services.run(bulk.pk)
        bulk_services.run(bulk.pk)
        assert Notice.objects.count() == told

    def test_what_is_needed_is_asked_for(self, me, authority):
        bulk = services.freeze(actor=me, action="tag", complaints=chosen(made(authority)))
        with pytest.raises(InvalidInput) as refused:
            services.start(actor=me, bulk=bulk, given={})
        assert set(refused.value.errors) == {"word"}

    def test_acknowledging_and_accepting_then_one_investigation_from_all(self, me, authority):
        company = RespondentFactory(name="Haishu Estates")
        complaints = made(authority, 3, respondent=company)
        done(me, "take_up", complaints)
        assert states(complaints) == ["accepted"] * 3
        other = made(authority, 1, state="accepted")
        bulk = done(me, "investigate", [*complaints, *other], investigation="new", title="Faces at the gate")
        assert states(complaints) == ["in_investigation"] * 3
        opened = Investigation.objects.get()
        assert (opened.title, opened.respondent) == ("Faces at the gate", company)
        assert bulk.items.get(complaint=other[0]).why.startswith("It is about another respondent")

    def test_many_join_the_investigation_that_the_first_portion_opened(self, me, authority, monkeypatch):
        monkeypatch.setattr(bulk_services, "PORTION", 2)
        complaints = made(authority, 5, respondent=RespondentFactory(), state="accepted")
        done(me, "investigate", complaints, investigation="new")
        assert Investigation.objects.get().complaints.count() == 5


OFFICERS = {"intake_officer", "investigator", "supervisor"}
TABLE = {
    "start": ({"investigator"}, BulkState.PREPARED),
    "discard": ({"investigator"}, BulkState.PREPARED),
    "take_back": ({"investigator", "supervisor"}, BulkState.DONE),
    "finish": (set(), BulkState.RUNNING),
    "finish_taking_back": (set(), BulkState.TAKING_BACK),
}


def test_every_role_in_every_state():
    people = cast()
    owner = people.actors["investigator"]
    bulk = BulkAct.objects.create(authority=people.authority, owner_id=owner.user_id, action="tag")
    assert set(TABLE) == {row.action for row in BULK.transitions}
    assert BULK.states == set(BulkState.values)
    for role in ROLES:
        actor = people.actors[role]
        assert BulkAct.objects.visible_to(actor).exists() == (role in OFFICERS), role
        for action, (may, source) in TABLE.items():
            for state in BulkState.values:
                BulkAct.objects.filter(pk=bulk.pk).update(state=state)
                with cell(role, action, state, may=role in may, legal=state == source):
                    BULK.apply(actor, bulk, action)


def test_the_system_finishes(me, authority):
    bulk = BulkAct.objects.create(authority=authority, owner_id=me.user_id, action="tag", state="running")
    assert BULK.apply(SYSTEM, bulk, "finish").state == "done"

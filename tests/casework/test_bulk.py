"""Acts upon many: frozen, looked at, done by a task once each, taken back within a day, and never a blind closing."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.casework import services
from caseapp.casework.enums import BulkState, ItemState
from caseapp.casework.models import BulkAct, BulkItem, ComplaintTag, Look
from caseapp.casework.selectors.bulk import outcomes, preview, to_read
from caseapp.casework.services import bulk as bulk_services
from caseapp.casework.services.bulk_verbs import verbs
from caseapp.casework.workflow import BULK
from caseapp.complaints import services as complaint_services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Cluster, Complaint, Message
from caseapp.complaints.services import clusters
from caseapp.core import queue, timeline
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.enforcement.models import Investigation
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def user(authority):
    return officer(authority, "investigator", display_name="Wang Hao")


@pytest.fixture
def me(user):
    return actor_of(user)


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


def made(authority, number=3, **fields):
    return [ComplaintFactory(authority=authority, **fields) for _ in range(number)]


def chosen(complaints):
    return Complaint.objects.filter(pk__in=[each.pk for each in complaints])


def done(me, action, complaints, **given):
    bulk = services.freeze(actor=me, action=action, complaints=chosen(complaints))
    services.start(actor=me, bulk=bulk, given=given)
    queue.run_pending()
    bulk.refresh_from_db()
    return bulk


def states(complaints):
    return sorted(chosen(complaints).values_list("state", flat=True))


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


class TestTakenBack:
    def test_a_rejection_goes_back_and_the_complainant_is_told(self, me, authority):
        complaints = made(authority, 2, state="under_review")
        for each in complaints:
            services.looked(actor=me, complaint=each)
        bulk = done(me, "reject", complaints, texts={"en": "No camera."})
        assert states(complaints) == ["rejected"] * 2
        told = Notice.objects.count()
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        bulk.refresh_from_db()
        assert (bulk.state, states(complaints)) == ("taken_back", ["under_review"] * 2)
        assert Notice.objects.count() == told + 2

    def test_what_went_on_since_stays(self, me, authority):
        complaints = made(authority, 2)
        bulk = done(me, "take_up", complaints)
        complaint_services.withdraw(actor=actor_of(complaints[0].owner), complaint=complaints[0])
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert outcomes(bulk) == {"kept": 1, "taken_back": 1}
        assert states(complaints) == ["under_review", "withdrawn"]

    def test_assignment_goes_back_to_who_had_it(self, me, authority, user):
        had = officer(authority)
        complaints = made(authority, 2, assigned_to=had)
        bulk = done(me, "assign", complaints, assignee=user.pk)
        assert set(chosen(complaints).values_list("assigned_to", flat=True)) == {user.pk}
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert set(chosen(complaints).values_list("assigned_to", flat=True)) == {had.pk}

    def test_tags_come_off_again(self, me, authority):
        bulk = done(me, "tag", made(authority, 2), word="gate  north")
        assert set(ComplaintTag.objects.values_list("word", flat=True)) == {"gate north"}
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert outcomes(bulk) == {"taken_back": 2}

    def test_a_closing_with_a_letter_goes_back(self, me, authority):
        complaints = made(authority, 1, state="in_investigation")
        services.looked(actor=me, complaint=complaints[0])
        bulk = done(me, "close", complaints, outcome="remedied", texts={"en": "They took it down."})
        assert states(complaints) == ["closed"]
        assert not Message.objects.exists()
        told = timeline.sentence(timeline.entries(complaints[0]).get(kind="complaints.conclude"))
        assert told == "The authority closed the complaint: They took it down."
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert states(complaints) == ["in_investigation"]

    def test_an_acknowledgement_goes_back_where_nothing_followed(self, me, authority):
        complaints = made(authority, 3)
        bulk = done(me, "acknowledge", complaints)
        complaint_services.write_message(actor=me, complaint=complaints[0], body="When was it?")
        complaint_services.accept(actor=me, complaint=complaints[1])
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert outcomes(bulk) == {"kept": 2, "taken_back": 1}
        assert states(complaints) == ["accepted", "submitted", "under_review"]
        assert Complaint.objects.get(pk=complaints[2].pk).acknowledged_at is None

    def test_an_investigation_that_did_nothing_yet_lets_them_go(self, me, authority):
        respondent = RespondentFactory()
        complaints = made(authority, 2, state="accepted", respondent=respondent)
        bulk = done(me, "investigate", complaints, investigation="new", title="Gates")
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert states(complaints) == ["accepted"] * 2
        assert Investigation.objects.get().complaints.count() == 0
        again = done(me, "investigate", complaints, investigation=Investigation.objects.get().reference)
        Investigation.objects.update(state="information_requested")
        services.take_back(actor=me, bulk=again)
        queue.run_pending()
        assert states(complaints) == ["in_investigation"] * 2

    def test_what_was_put_into_a_cluster_comes_out_again(self, me, authority):
        complaints = made(authority, 3)
        cluster = Cluster.objects.create(authority=authority, respondent=complaints[0].respondent, state="accepted")
        clusters.add(actor=me, cluster=cluster, complaints=complaints[:2])
        bulk = done(me, "add_to_cluster", complaints[2:], cluster=cluster.pk)
        assert set(chosen(complaints).values_list("cluster", flat=True)) == {cluster.pk}
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert Complaint.objects.get(pk=complaints[2].pk).cluster is None

    def test_one_complaint_is_put_into_a_cluster_from_its_page(self, desk, me, authority):
        complaints = made(authority, 3)
        cluster = Cluster.objects.create(authority=authority, respondent=complaints[0].respondent)
        clusters.add(actor=me, cluster=cluster, complaints=complaints[:2])
        path = reverse("casework:put_into_cluster", args=[complaints[2].reference])
        assert cluster.reference in desk.get(path).content.decode()
        assert desk.post(path, {"cluster": ""}).status_code == 400
        assert desk.post(path, {"cluster": cluster.pk}).status_code == 302
        cluster.refresh_from_db()
        assert cluster.size == 3

    def test_not_after_a_day(self, me, authority):
        bulk = done(me, "take_up", made(authority, 1))
        BulkAct.objects.filter(pk=bulk.pk).update(finished_at=timezone.now() - datetime.timedelta(hours=25))
        bulk.refresh_from_db()
        with pytest.raises(WrongState):
            services.take_back(actor=me, bulk=bulk)


class TestNothingIsClosedBlindly:
    def clustered(self, authority, me, number):
        company = RespondentFactory()
        complaints = made(authority, number, respondent=company, state="under_review")
        cluster = Cluster.objects.create(authority=authority, respondent=company)
        clusters.join(cluster, complaints, by="arrival", reasons=["text"])
        return complaints, clusters.accept(actor=me, cluster=cluster)

    def test_what_nobody_opened_is_left_out(self, me, authority):
        read, unread = made(authority, 2, state="under_review")
        services.looked(actor=me, complaint=read)
        bulk = done(me, "reject", [read, unread], texts={"en": "No camera."})
        assert outcomes(bulk) == {"done": 1, "refused": 1}
        unread.refresh_from_db()
        assert unread.state == "under_review"

    def test_of_an_accepted_cluster_a_sample_is_drawn_and_must_be_read(self, me, authority):
        complaints, _cluster = self.clustered(authority, me, 8)
        bulk = services.freeze(actor=me, action="reject", complaints=chosen(complaints))
        drawn = list(to_read(me, bulk))
        assert len(drawn) == bulk_services.SAMPLE_LEAST
        with pytest.raises(WrongState):
            services.start(actor=me, bulk=bulk, given={"texts": {"en": "No camera."}})
        for item in drawn:
            services.looked(actor=me, complaint=item.complaint)
        services.start(actor=me, bulk=bulk, given={"texts": {"en": "No camera."}})
        queue.run_pending()
        assert states(complaints) == ["rejected"] * 8

    def test_a_colleague_who_read_does_not_read_the_sample_for_me(self, me, authority):
        complaints, _cluster = self.clustered(authority, me, 6)
        bulk = services.freeze(actor=me, action="reject", complaints=chosen(complaints))
        colleague = actor_of(officer(authority))
        for item in to_read(me, bulk):
            services.looked(actor=colleague, complaint=item.complaint)
        assert to_read(me, bulk).exists()

    def test_a_lawyers_or_strangers_look_is_none(self, me, authority):
        complaint = made(authority, 1)[0]
        services.looked(actor=actor_of(complaint.owner), complaint=complaint)
        services.looked(actor=actor_of(officer(AuthorityFactory())), complaint=complaint)
        assert not Look.objects.exists()


class TestPages:
    def choose(self, desk, **data):
        return desk.post(reverse("casework:bulk_freeze"), data)

    def test_from_the_ticks_of_the_queue_to_the_result(self, desk, authority):
        complaints = made(authority, 2)
        answer = self.choose(desk, act="tag", complaint=[each.reference for each in complaints])
        page = desk.get(answer.url)
        assert "2 complaints were chosen. Nothing is done yet." in page.content.decode()
        after = desk.post(answer.url, {"word": "north gate"})
        assert after.url == answer.url
        assert 'hx-trigger="every 2s"' in desk.get(answer.url).content.decode()
        queue.run_pending()
        assert ComplaintTag.objects.count() == 2
        body = desk.get(answer.url).content.decode()
        assert "Take it back" in body
        assert desk.post(reverse("casework:bulk_act", args=[BulkAct.objects.get().reference, "take_back"])).url
        queue.run_pending()
        assert not ComplaintTag.objects.exists()

    def test_all_of_a_list_is_what_its_address_holds(self, desk, authority):
        wanted = made(authority, 3, use="verification")
        made(authority, 2, use="analytics")
        self.choose(desk, act="acknowledge", everything="yes", origin="use=verification")
        assert set(BulkItem.objects.values_list("complaint", flat=True)) == {each.pk for each in wanted}

    def test_texts_are_asked_for_in_the_languages_of_those_chosen(self, desk, me, authority):
        complaints = made(authority, 1, state="under_review") + made(
            authority, 1, state="under_review", language="zh-hans"
        )
        answer = self.choose(desk, act="request_information", complaint=[each.reference for each in complaints])
        names = re.findall(r'name="(text_[^"]+)"', desk.get(answer.url).content.decode())
        assert names == ["text_en", "text_zh_hans"]
        refused = desk.post(answer.url, {"text_en": "Which gate?"})
        assert refused.status_code == 400

    def test_an_empty_choice_leads_back_with_words(self, desk):
        answer = self.choose(desk, act="tag", origin="state=submitted")
        assert answer.url == "/complaints/?state=submitted"
        assert "Choose at least one complaint." in desk.get(answer.url).content.decode()

    def test_a_prepared_act_can_be_discarded(self, desk, authority):
        answer = self.choose(desk, act="tag", complaint=[made(authority, 1)[0].reference])
        bulk = BulkAct.objects.get()
        desk.post(reverse("casework:bulk_act", args=[bulk.reference, "discard"]))
        bulk.refresh_from_db()
        assert bulk.state == "discarded"
        assert desk.get(answer.url).status_code == 200

    def test_every_verb_has_a_page(self, desk, authority):
        complaint = made(authority, 1, state="under_review")[0]
        for name in verbs():
            answer = self.choose(desk, act=name, complaint=complaint.reference)
            assert desk.get(answer.url).status_code == 200, name
        assert desk.get(reverse("casework:bulk_list")).status_code == 200


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

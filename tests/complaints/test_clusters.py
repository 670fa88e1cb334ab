"""Clusters: proposed by likeness, ordered by officers, every coming and going kept."""

import pytest

from caseapp.complaints.enums import ClusterState, ComplaintState, JoinedBy, WhyAlike
from caseapp.complaints.models import Cluster, ClusterMembership, Complaint, Contact, Identity
from caseapp.complaints.selectors import differences, in_cluster, wordings
from caseapp.complaints.services import clusters as services
from caseapp.complaints.services import file_complaint, say_same
from caseapp.complaints.services.counting import recount
from caseapp.complaints.services.proposing import propose, propose_all
from caseapp.complaints.workflow import CLUSTERS
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory, facts, receipt_holder
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db

GATE = (
    "The management replaced our key cards by a face terminal. I asked for a card and was told there are none any more."
)


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def company():
    return RespondentFactory()


@pytest.fixture
def me(authority):
    return actor_of(officer(authority))


def made(authority, company, number=3, **fields):
    values = {"narrative": GATE, "venue_name": "North gate", **fields}
    return [ComplaintFactory(authority=authority, respondent=company, **values) for _ in range(number)]


def cluster_of(complaints):
    for each in complaints:
        propose(each.pk)
    return Cluster.objects.get(memberships__complaint=complaints[0], memberships__left_at=None)


def held(cluster):
    return set(in_cluster(Complaint.objects.all(), cluster).values_list("pk", flat=True))


class TestProposing:
    def test_alike_are_found_on_arrival_and_become_one_cluster(self, authority, company):
        first, second, third = made(authority, company)
        cluster = cluster_of([first, second, third])
        assert held(cluster) == {first.pk, second.pk, third.pk}
        assert (cluster.state, cluster.size, cluster.people) == ("proposed", 3, 3)
        assert cluster.reasons == ["respondent", "site", "practice", "text"]

    def test_filing_promises_the_look(self, authority, company):
        one, two = (
            file_complaint(
                actor=actor_of(UserFactory()),
                facts=facts(authority=authority, respondent=company, narrative=GATE, venue_name="North gate"),
            ).complaint
            for _ in range(2)
        )
        assert Cluster.objects.count() == 0
        queue.run_pending()
        assert held(Cluster.objects.get()) == {one.pk, two.pk}

    def test_what_differs_stays_apart(self, authority, company):
        one = made(authority, company, 1)[0]
        other = made(authority, company, 1, narrative="The shop sent me a coupon.", venue_name="Shop", use="analytics")[
            0
        ]
        elsewhere = made(AuthorityFactory(), company, 1)[0]
        draft = made(authority, company, 1, state=ComplaintState.DRAFT)[0]
        assert [propose(each.pk) for each in (one, other, elsewhere, draft)] == [None] * 4

    def test_running_twice_changes_nothing(self, authority, company):
        complaints = made(authority, company, 2)
        cluster = cluster_of(complaints)
        assert propose(complaints[0].pk) is None
        assert ClusterMembership.objects.count() == 2
        assert Cluster.objects.get() == cluster

    def test_the_nightly_look_finds_what_stands_alone_in_portions(self, authority, company):
        complaints = made(authority, company, 3)
        step = propose_all(portion=2)
        assert step is not None
        propose_all(step, portion=2)
        assert held(Cluster.objects.get()) == {each.pk for each in complaints}
        assert set(ClusterMembership.objects.values_list("joined_by", flat=True)) == {JoinedBy.NIGHTLY}

    def test_who_was_taken_out_is_not_proposed_for_the_same_again(self, authority, company, me):
        complaints = made(authority, company, 3)
        cluster = cluster_of(complaints)
        services.remove(actor=me, cluster=cluster, complaints=complaints[:1], reason="Another door.")
        assert propose(complaints[0].pk) is None
        assert held(cluster) == {each.pk for each in complaints[1:]}

    def test_a_company_of_the_group_is_looked_at_too(self, authority, company):
        daughter = RespondentFactory(parent=company)
        one, two = made(authority, company, 1)[0], made(authority, daughter, 1, venue_name="South gate")[0]
        cluster = cluster_of([one, two])
        assert held(cluster) == {one.pk, two.pk}
        assert "group" in cluster.reasons


class TestSaidByTheComplainant:
    def test_it_is_proposed_and_an_officer_decides(self, authority, company):
        theirs = made(authority, company, 1)[0]
        mine = made(authority, company, 1, narrative="Mine.", owner=None, anonymous=True)[0]
        cluster = say_same(actor=receipt_holder(mine), complaint=mine, like=theirs)
        assert held(cluster) == {theirs.pk, mine.pk}
        assert cluster.reasons == [WhyAlike.SAID]
        assert cluster.unconfirmed == 2

    def test_a_living_cluster_takes_it_in(self, authority, company):
        cluster = cluster_of(made(authority, company, 2))
        mine = made(authority, company, 1, narrative="Mine.", venue_name="")[0]
        assert say_same(actor=actor_of(mine.owner), complaint=mine, like=cluster).size == 3

    def test_nobody_says_it_for_somebody_else_or_across_authorities(self, authority, company):
        theirs, mine = made(authority, company, 2)
        with pytest.raises(NotAllowed):
            say_same(actor=actor_of(theirs.owner), complaint=mine, like=theirs)
        elsewhere = made(AuthorityFactory(), company, 1)[0]
        assert say_same(actor=actor_of(mine.owner), complaint=mine, like=elsewhere) is None
        assert say_same(actor=actor_of(mine.owner), complaint=mine, like=mine) is None


def test_people_are_counted_and_not_rows(authority, company):
    person = UserFactory()
    complaints = made(authority, company, 2, owner=person)
    complaints += made(authority, company, 2, owner=None, anonymous=True)
    given = made(authority, company, 2, owner=None)
    for each in given:
        Identity.of(each, Contact(name="Wang", email="Wang@example.org ")).save()
    cluster = cluster_of([*complaints, *given])
    assert (cluster.size, cluster.people, cluster.anonymous) == (6, 4, 2)


class TestOrderedByOfficers:
    @pytest.fixture
    def complaints(self, authority, company):
        return made(authority, company, 4)

    @pytest.fixture
    def cluster(self, complaints):
        return cluster_of(complaints)

    def test_accepting_confirms_those_in_it_and_later_ones_wait(self, cluster, me, authority, company):
        cluster = services.accept(actor=me, cluster=cluster)
        assert (cluster.state, cluster.unconfirmed) == ("accepted", 0)
        propose(made(authority, company, 1)[0].pk)
        cluster.refresh_from_db()
        assert (cluster.size, cluster.unconfirmed) == (5, 1)
        assert services.confirm(actor=me, cluster=cluster).unconfirmed == 0

    def test_splitting_moves_the_chosen_into_one_of_their_own(self, cluster, complaints, me):
        new = services.split(actor=me, cluster=cluster, complaints=complaints[:2], reason="Another gate.")
        assert held(new) == {each.pk for each in complaints[:2]}
        assert (new.state, new.split_from, new.size) == ("accepted", cluster, 2)
        assert held(cluster) == {each.pk for each in complaints[2:]}
        ended = ClusterMembership.objects.filter(cluster=cluster).exclude(left_at=None)
        assert {each.left_reason for each in ended} == {"Another gate."}

    @pytest.mark.parametrize("number", [0, 1, 4])
    def test_a_split_leaves_clusters_on_both_sides(self, cluster, complaints, me, number):
        with pytest.raises(InvalidInput):
            services.split(actor=me, cluster=cluster, complaints=complaints[:number], reason="Why.")

    def test_merging_moves_everybody_and_says_where(self, cluster, complaints, me, authority, company):
        others = made(authority, company, 2, narrative="They photograph visitors.", venue_name="Lift", use="analytics")
        target = services.accept(actor=me, cluster=cluster_of(others))
        after = services.merge(actor=me, cluster=cluster, into=target, reason="The same system.")
        cluster.refresh_from_db()
        assert (cluster.state, cluster.merged_into, cluster.size) == ("merged", target, 0)
        assert after.size == 6
        with pytest.raises(WrongState):
            services.accept(actor=me, cluster=cluster)

    def test_one_left_alone_is_dissolved(self, cluster, complaints, me):
        after = services.remove(actor=me, cluster=cluster, complaints=complaints[:3], reason="Others.")
        assert after.state == ClusterState.DISSOLVED
        assert not held(after)

    def test_adding_takes_out_of_the_present_one(self, cluster, complaints, me, authority, company):
        others = made(authority, company, 3, narrative="They photograph visitors.", venue_name="Lift", use="analytics")
        second = cluster_of(others)
        services.add(actor=me, cluster=second, complaints=complaints[:1])
        cluster.refresh_from_db()
        assert cluster.size == 3
        assert complaints[0].pk in held(second)

    def test_members_of_another_cluster_are_not_found(self, cluster, me, authority, company):
        stranger = made(authority, company, 1)[0]
        with pytest.raises(NotFound):
            services.remove(actor=me, cluster=cluster, complaints=[stranger], reason="Why.")


class TestReading:
    def test_field_by_field_what_differs_stands_first(self, authority, company, me):
        complaints = made(authority, company, 2) + made(authority, company, 1, minors=True, language="zh-hans")
        cluster = cluster_of(complaints)
        found = {one.name: one for one in differences(me, cluster)}
        assert found["site"].alike
        assert found["consent_defect"].alike
        assert [(one.value, one.count) for one in found["minors"].answers] == [("false", 2), ("true", 1)]
        assert [one.alike for one in differences(me, cluster)] == sorted(one.alike for one in found.values())

    def test_the_same_words_once_and_the_passages_that_differ(self, authority, company, me):
        other = GATE.replace("a card", "a key")
        cluster = cluster_of(made(authority, company, 2) + made(authority, company, 1, narrative=other))
        read = wordings(me, cluster)
        assert (read.typical.count, len(read.others), read.read) == (2, 1, 3)
        assert [each.text for each in read.others[0].passages if each.kind == "new"] == ["key"]

    def test_reading_costs_the_same_with_more_members(self, authority, company, me, django_assert_num_queries):
        for added, members in ((2, 2), (5, 7)):
            cluster = cluster_of(made(authority, company, added))
            with django_assert_num_queries(1):
                found = differences(me, cluster)
            with django_assert_num_queries(1):
                read = wordings(me, cluster)
            assert all(one.alike for one in found)
            assert (read.typical.count, read.read) == (members, members)


OFFICERS = {"intake_officer", "investigator", "supervisor"}
LIVE = {ClusterState.PROPOSED, ClusterState.ACCEPTED}
TABLE = {
    "accept": {ClusterState.PROPOSED},
    "confirm": {ClusterState.ACCEPTED},
    "add": LIVE,
    "split": LIVE,
    "remove": LIVE,
    "merge": LIVE,
    "dissolve": LIVE,
}


def test_every_role_in_every_state():
    people = cast()
    cluster = Cluster.objects.create(authority=people.authority, respondent=people.complaint.respondent)
    given = {"complaints": [people.complaint], "reason": "Because.", "into": "CL"}
    assert set(TABLE) == {row.action for row in CLUSTERS.transitions}
    assert CLUSTERS.states == set(ClusterState.values)
    for role in ROLES:
        actor = people.actors[role]
        assert Cluster.objects.visible_to(actor).exists() == (role in OFFICERS), role
        for action, sources in TABLE.items():
            for state in ClusterState.values:
                Cluster.objects.filter(pk=cluster.pk).update(state=state, merged_into=cluster.pk)
                with cell(role, action, state, may=role in OFFICERS, legal=state in sources):
                    CLUSTERS.apply(actor, cluster, action, given=given)


def test_counting_a_cluster_is_one_statement(authority, company, django_assert_num_queries):
    cluster = cluster_of(made(authority, company, 3))
    with django_assert_num_queries(2):
        counted = recount(cluster)
    assert (counted.pk, counted.size) == (cluster.pk, 3)

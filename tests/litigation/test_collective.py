"""A collective action from sixty strangers to sixty shares, and what inviting and the roster refuse."""

import datetime
import hashlib
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import ClusterState
from caseapp.complaints.models import Cluster
from caseapp.complaints.services.contacts import change_contact
from caseapp.complaints.services.filing import Contact
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.queue import run_pending
from caseapp.litigation.enums import ActionState, Doubt, EngagementState, MemberState, SuitState
from caseapp.litigation.models import CivilSuit, CollectiveInvitation, CollectiveMember
from caseapp.litigation.selectors import collective as selectors
from caseapp.litigation.selectors.roster import plain_claims, roster
from caseapp.litigation.selectors.share_statements import statement_pdf, statements_of
from caseapp.litigation.selectors.suits import suits, suits_for_complainant
from caseapp.litigation.services import collecting
from caseapp.litigation.services import collective as services
from caseapp.litigation.services import suits as suit_services
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer
from tests.factories.collective import CollectiveActionFactory, agree, joined, proposal
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory, EngagementFactory
from tests.factories.respondents import RespondentFactory
from tests.litigation.made import day, do, join, on_roster, owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def associate(firm):
    return actor_of(lawyer(firm))


@pytest.fixture
def partner(firm):
    return actor_of(lawyer(firm, "partner"))


@pytest.fixture
def respondent():
    return RespondentFactory()


@pytest.fixture
def case_file(firm, respondent):
    return CaseFileFactory(firm=firm, respondent=respondent)


def test_sixty_people_from_cluster_to_distribution(firm, associate, partner, respondent, case_file):
    authority = AuthorityFactory()
    cluster = Cluster.objects.create(authority=authority, respondent=respondent, state=ClusterState.ACCEPTED)
    words = [hashlib.sha256(bytes([number])).hexdigest() for number in range(64)]
    everybody = [ComplaintFactory(respondent=respondent, cluster=cluster, narrative=own) for own in words]
    client, asked, silent = everybody[0], everybody[1:62], everybody[62:]
    asked[7].owner = asked[6].owner
    asked[7].save()
    EngagementFactory(complaint=client, firm=firm, case_file=case_file, state=EngagementState.ACCEPTED)
    elsewhere = agree(ComplaintFactory(respondent=respondent))
    for complaint in (client, *asked):
        services.set_contact_consent(actor=owner(complaint), complaint=complaint, agreed=True)

    action = services.propose_action(actor=associate, case_file=case_file, facts=proposal(cluster=cluster))
    assert selectors.matching_complaints(action).count() == 62
    do(associate, action, "invite", join_by=day(30))
    assert run_pending() > 0
    told = Notice.objects.filter(kind="litigation.invitation")
    assert set(told.values_list("user_id", flat=True)) == {one.owner_id for one in (client, *asked)}
    for complaint in (*silent, elsewhere):
        assert not CollectiveInvitation.objects.filter(complaint=complaint).exists()

    # Before they opt in the firm finds neither people nor complaints, by no door.
    assert not CollectiveInvitation.objects.visible_to(associate).exists()
    with pytest.raises(NotFound):
        complaints.complaint_by_reference(associate, asked[0].reference)

    action.refresh_from_db()
    members = [join(complaint, action) for complaint in (client, *asked[:60])]
    assert complaints.complaint_by_reference(associate, asked[0].reference) == asked[0]
    with pytest.raises(NotFound):
        complaints.complaint_by_reference(associate, asked[60].reference)
    assert {place.name for place in roster(associate, action)} == {"Li Hua"}
    twice = {place.member.complaint_id for place in roster(associate, action) if Doubt.SAME_PERSON in place.doubts}
    assert twice == {asked[6].pk, asked[7].pk}

    # One is asked for something and answers, one never answers, one leaves: sixty are on the roster at last... 59.
    late = on_roster(associate, members[1], "ask", message="Which day was it?", cure_by=day(14))
    cured = on_roster(associate, members[2], "ask", message="Which door?", cure_by=day(20))
    on_roster(owner(cured.complaint), cured, "cure", message="The north door.")
    on_roster(owner(members[3].complaint), members[3], "leave")
    with pytest.raises(NotFound):
        complaints.complaint_by_reference(associate, members[3].complaint.reference)
    with pytest.raises(WrongState, match="still has time"):
        on_roster(associate, late, "exclude", reason="No answer.")
    CollectiveMember.objects.filter(pk=late.pk).update(cure_by=day(-1))
    with pytest.raises(WrongState, match="is over"):
        on_roster(owner(late.complaint), late, "cure", message="On Monday.")
    on_roster(associate, late, "exclude", reason="No answer.")
    with pytest.raises(WrongState, match="59 claims wait"):
        do(associate, action, "form")
    plain = [place.member.pk for place in plain_claims(associate, action)]
    looked_at = [place.member for place in roster(associate, action) if place.member.state == MemberState.JOINED]
    looked_at = [member for member in looked_at if member.pk not in plain]
    assert (len(plain), len(looked_at)) == (56, 3)
    with pytest.raises(InvalidInput):
        services.admit_chosen(actor=associate, action=action, numbers=[*plain, looked_at[0].pk])
    assert services.admit_chosen(actor=associate, action=action, numbers=plain) == 56
    for member in looked_at:
        on_roster(associate, member, "admit")
    do(associate, action, "form")
    action.refresh_from_db()
    assert action.state == ActionState.FORMED

    suit = suit_services.open_suit(
        actor=associate,
        case_file=case_file,
        court="Heping District People's Court",
        cause="Personality rights",
        claimed_amount=Decimal(60_000),
        currency="CNY",
    )
    do(associate, action, "link", suit=suit.reference)
    assert suits(owner(asked[10])).filter(pk=suit.pk).exists()
    assert list(suits_for_complainant(owner(asked[10]), asked[10])) == [suit]
    assert not suits(owner(asked[60])).filter(pk=suit.pk).exists()
    suit_services.perform(
        actor=associate, suit=suit, action="settle", given={"amount": Decimal("100000.01"), "awarded_on": day(0)}
    )
    assert Notice.objects.filter(kind="litigation.suit_news", user_id=asked[10].owner_id).exists()

    services.weigh(actor=associate, member=members[4], harm_weight=5, days=10)
    action.refresh_from_db()
    made = services.prepare_distribution(
        actor=associate,
        action=action,
        rule="harm",
        gross=Decimal("100000.01"),
        costs=Decimal("1000.00"),
        fee=Decimal("20000.00"),
        basis="Children were filmed for longer.",
    )
    assert made.shares.count() == 59
    assert sum(share.amount for share in made.shares.all()) == made.net_amount == Decimal("79000.01")
    assert statements_of(members[4]) == []
    with pytest.raises(NotAllowed):
        services.perform_on_distribution(actor=associate, distribution=made, name="approve", given={})
    with pytest.raises(WrongState, match="came in, less than is divided"):
        services.perform_on_distribution(actor=partner, distribution=made, name="approve", given={})
    collecting.record_receipt(actor=associate, suit=suit, amount=Decimal("100000.01"), on=day(0))
    services.perform_on_distribution(actor=partner, distribution=made, name="approve", given={})
    statement = statements_of(members[4])[0]
    assert statement.weight == 5
    assert statement.weights == 63
    assert abs(statement.amount - Decimal("79000.01") * 5 / 63) < Decimal("0.01")
    paper = PdfReader(io.BytesIO(statement_pdf(members[4], statement)))
    assert "CNY 6,269.84" in paper.pages[0].extract_text().replace("\xa0", " ")
    with pytest.raises(WrongState, match="approved already"):
        on_roster(owner(members[4].complaint), members[4], "leave")
    action.refresh_from_db()
    assert do(partner, action, "conclude").state == ActionState.CONCLUDED


class TestInviting:
    def test_few_are_never_singled_out_and_everybody_has_two_weeks(self, associate, case_file, respondent):
        action = services.propose_action(actor=associate, case_file=case_file, facts=proposal())
        for _ in range(4):
            agree(ComplaintFactory(respondent=respondent))
        with pytest.raises(WrongState, match="Fewer than five"):
            do(associate, action, "invite", join_by=day(30))
        fifth = agree(ComplaintFactory(respondent=respondent))
        with pytest.raises(InvalidInput) as refused:
            do(associate, action, "invite", join_by=day(13))
        assert "join_by" in refused.value.errors
        do(associate, action, "invite", join_by=day(15))
        assert action.invitations.count() == 5
        # A second round finds only who is new, and never shortens the time.
        later = agree(ComplaintFactory(respondent=respondent))
        action.refresh_from_db()
        with pytest.raises(InvalidInput):
            do(associate, action, "invite", join_by=day(14))
        do(associate, action, "invite", join_by=day(20))
        assert action.invitations.filter(complaint__in=[fifth, later]).count() == 2

    def test_who_is_not_asked(self, associate, case_file, respondent):
        action = services.propose_action(
            actor=associate,
            case_file=case_file,
            facts=proposal(use="identification", happened_from=datetime.date(2026, 1, 1)),
        )
        wanted = agree(ComplaintFactory(respondent=respondent))
        ongoing = agree(ComplaintFactory(respondent=respondent, occurred_on=datetime.date(2025, 1, 1), ongoing=True))
        agree(ComplaintFactory(respondent=respondent, occurred_on=datetime.date(2025, 1, 1)))
        agree(ComplaintFactory(respondent=respondent, use="analytics"))
        agree(ComplaintFactory(respondent=respondent, state="withdrawn"))
        agree(ComplaintFactory())
        ComplaintFactory(respondent=respondent)
        no_more = agree(ComplaintFactory(respondent=respondent))
        services.set_contact_consent(actor=owner(no_more), complaint=no_more, agreed=False)
        assert set(selectors.matching_complaints(action)) == {wanted, ongoing}

    def test_a_cluster_of_strangers_is_none_of_the_firms(self, associate, case_file, respondent):
        stranger = Cluster.objects.create(authority=AuthorityFactory(), respondent=respondent)
        with pytest.raises(InvalidInput) as refused:
            services.propose_action(actor=associate, case_file=case_file, facts=proposal(cluster=stranger))
        assert "cluster" in refused.value.errors

    def test_words_are_fixed_once_people_were_invited(self, associate, case_file):
        action = CollectiveActionFactory(case_file=case_file)
        changed = services.change_action(actor=associate, action=action, facts=proposal(title="Better"))
        assert changed.title == "Better"
        type(action).objects.filter(pk=action.pk).update(state=ActionState.INVITING)
        with pytest.raises(WrongState):
            services.change_action(actor=associate, action=action, facts=proposal(title="Worse"))

    def test_a_proposal_says_everything(self, associate, case_file):
        with pytest.raises(InvalidInput) as refused:
            services.propose_action(
                actor=associate,
                case_file=case_file,
                facts=proposal(title=" ", questions=(), costs="", currency="XXZ", hoped_amount=Decimal(-1)),
            )
        assert set(refused.value.errors) == {"title", "questions", "costs", "currency", "hoped_amount"}


class TestRoster:
    @pytest.fixture
    def action(self, case_file):
        return CollectiveActionFactory(
            case_file=case_file, state=ActionState.INVITING, happened_from=datetime.date(2026, 1, 1)
        )

    def test_doubts_point_and_members_do_not_see_them(self, action, associate, respondent):
        person = UserFactory()
        twice = [joined(action, ComplaintFactory(respondent=respondent, owner=person)) for _ in range(2)]
        early = joined(action, ComplaintFactory(respondent=respondent, occurred_on=datetime.date(2020, 1, 1)))
        rejected = joined(action, ComplaintFactory(respondent=respondent, state="rejected"))
        other = joined(action, ComplaintFactory())
        plain = joined(action, ComplaintFactory(respondent=respondent))
        same = [ComplaintFactory(respondent=respondent) for _ in range(2)]
        for complaint in same:
            change_contact(
                actor=owner(complaint), complaint=complaint, contact=Contact(name="A", email="same@example.org")
            )
            joined(action, complaint)
        found = {place.member.complaint_id: set(place.doubts) for place in roster(associate, action)}
        assert all(found[one.complaint_id] == {Doubt.SAME_PERSON} for one in twice)
        assert all(found[one.pk] == {Doubt.SAME_PERSON} for one in same)
        assert found[early.complaint_id] == {Doubt.OUTSIDE}
        assert found[rejected.complaint_id] == {Doubt.CLOSED_WITHOUT_BREACH}
        assert found[other.complaint_id] == {Doubt.OTHER_RESPONDENT}
        assert found[plain.complaint_id] == set()
        admitted = on_roster(associate, early, "admit", note="The camera was there in 2020.")
        places = {place.member.pk: place for place in roster(associate, action)}
        assert not places[admitted.pk].to_look_at

    def test_the_roster_takes_no_more_statements_when_it_grows(self, action, associate, respondent):
        def statements():
            with CaptureQueriesContext(
                connection,
            ) as seen:
                roster(associate, action)
            return len(seen)

        joined(action, ComplaintFactory(respondent=respondent))
        before = statements()
        for _ in range(3):
            joined(action, ComplaintFactory(respondent=respondent))
        assert statements() == before <= 5

    def test_a_suit_of_another_case_file_is_not_linked(self, action, associate, case_file):
        type(action).objects.filter(pk=action.pk).update(state=ActionState.FORMED)
        stranger = CivilSuitFactory()
        with pytest.raises(InvalidInput):
            do(associate, action, "link", suit=stranger.reference)
        own = CivilSuitFactory(case_file=case_file, state=SuitState.PREPARING)
        assert do(associate, action, "link", suit=own.reference).suit == CivilSuit.objects.get(pk=own.pk)

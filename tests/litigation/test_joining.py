"""Joining a collective action and leaving it: who may, what is signed, and what the firm sees of whom."""

import pytest

from caseapp.audit.models import Entry
from caseapp.complaints.models import Complaint, Grant
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.litigation.enums import ActionState, Doubt, EngagementState, MemberState
from caseapp.litigation.models import CollectiveMember, ContactConsent
from caseapp.litigation.selectors.roster import roster
from caseapp.litigation.services import collective as services
from caseapp.notifications.models import Notice
from caseapp.personal.selectors.erasures import erasure_plan
from tests.factories.accounts import FirmFactory, UserFactory, actor_of, lawyer
from tests.factories.collective import CollectiveActionFactory, agree, invited
from tests.factories.complaints import ComplaintFactory, receipt_holder
from tests.factories.litigation import CaseFileFactory, EngagementFactory
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


class TestJoining:
    @pytest.fixture
    def action(self, case_file):
        return CollectiveActionFactory(case_file=case_file, state=ActionState.INVITING)

    def test_the_signed_text_is_kept_and_only_what_was_chosen_opens(self, action, associate, firm, respondent):
        complaint = ComplaintFactory(respondent=respondent)
        invited(action, complaint)
        member = join(complaint, action, name="李华", scopes=[])
        grant = Grant.objects.get(complaint=complaint, firm=firm, revoked_at=None)
        assert grant.scopes == ["facts"]
        assert "one thousand Chinese yuan" in member.agreed_text
        assert member.open_name() == "李华"
        assert "李华".encode() not in bytes(member.sealed_name)
        entry = Entry.objects.filter(action="collective_actions.join").latest("pk")
        assert member.agreed_sha256 in entry.payload

    def test_nobody_joins_late_for_another_or_without_a_name(self, action, respondent):
        complaint = ComplaintFactory(respondent=respondent)
        invitation = invited(action, complaint)
        with pytest.raises(NotAllowed):
            services.perform_on_invitation(
                actor=actor_of(UserFactory()), invitation=invitation, name="join", given={"name": "X"}
            )
        with pytest.raises(InvalidInput) as refused:
            join(complaint, action, name=" ")
        assert "name" in refused.value.errors
        type(action).objects.filter(pk=action.pk).update(join_by=day(-1))
        with pytest.raises(WrongState, match="over"):
            join(complaint, action)

    def test_who_said_no_may_still_come_and_an_anonymous_one_too(self, action, respondent):
        complaint = ComplaintFactory(respondent=respondent, owner=None, anonymous=True)
        invitation = invited(action, complaint)
        holder = receipt_holder(complaint)
        services.perform_on_invitation(actor=holder, invitation=invitation, name="decline", given={})
        invitation.refresh_from_db()
        member = services.perform_on_invitation(
            actor=holder, invitation=invitation, name="join", given={"name": "Wang Fang"}
        )
        assert CollectiveMember.objects.visible_to(holder).get() == member

    def test_who_agreed_to_a_share_of_what_is_recovered_agrees_on_another_fee_first(self, action, firm, respondent):
        complaint = ComplaintFactory(respondent=respondent)
        invited(action, complaint)
        made = EngagementFactory(complaint=complaint, firm=firm, state="accepted", fee_kind="contingent")
        with pytest.raises(WrongState, match="Agree on another fee"):
            join(complaint, action)
        type(made).objects.update(fee_kind="pro_bono")
        assert join(complaint, action).state == MemberState.JOINED

    def test_the_same_words_are_pointed_out_though_no_authority_has_them(self, action, associate, respondent):
        words = "The gate scanned my face without asking me, and the desk laughed when I complained in the ninth month."
        members = []
        for narrative in (words, words, "I bought shoes, and a screen over the shelf greeted me by my name and age."):
            complaint = ComplaintFactory(respondent=respondent, narrative=narrative)
            invited(action, complaint)
            members.append(join(complaint, action).pk)
        alike = {place.member.pk for place in roster(associate, action) if Doubt.SAME_TEXT in place.doubts}
        assert alike == set(members[:2])

    def test_leaving_does_not_take_what_an_engagement_gave(self, action, firm, respondent):
        complaint = ComplaintFactory(respondent=respondent)
        EngagementFactory(complaint=complaint, firm=firm, state=EngagementState.ACCEPTED)
        Grant.objects.create(complaint=complaint, firm=firm, scopes=["facts", "evidence", "identity"])
        invited(action, complaint)
        member = join(complaint, action, scopes=[])
        on_roster(owner(complaint), member, "leave")
        grant = Grant.objects.get(complaint=complaint, firm=firm, revoked_at=None)
        assert sorted(grant.scopes) == ["evidence", "facts", "identity"]

    def test_giving_up_closes_what_joining_opened(self, action, partner, associate, respondent):
        complaint = ComplaintFactory(respondent=respondent)
        invited(action, complaint)
        join(complaint, action)
        do(partner, action, "abandon", reason="Too few.")
        assert not Complaint.objects.visible_to(associate).filter(pk=complaint.pk).exists()
        assert Notice.objects.filter(kind="litigation.action_news", user_id=complaint.owner_id).exists()

    def test_who_takes_part_is_not_erased_and_who_left_is_forgotten(self, action, respondent):
        complaint = ComplaintFactory(respondent=respondent)
        invited(action, complaint)
        member = join(complaint, action)
        assert "collective action" in str(erasure_plan(complaint).refusal)
        on_roster(owner(complaint), member, "leave")
        agree(complaint)
        services.forget_member(complaint)
        member.refresh_from_db()
        assert member.sealed_name is None
        assert not ContactConsent.objects.exists()

"""Referrals: role × action × state, what each act moves, and what everybody is told."""

import pytest

from caseapp.complaints import selectors, services
from caseapp.complaints.enums import ComplaintState, ReferralState
from caseapp.complaints.models import Complaint, Referral
from caseapp.complaints.workflow import REFERRALS
from caseapp.core import timeline
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db

R = ReferralState
SENDERS, RECEIVERS = {"intake_officer", "investigator", "supervisor"}, {"officer_elsewhere"}
TABLE = {
    "confirm": (SENDERS, {R.PROPOSED}, R.SENT),
    "dismiss": (SENDERS, {R.PROPOSED}, R.DISMISSED),
    "accept": (RECEIVERS, {R.SENT}, R.ACCEPTED),
    "return": (RECEIVERS, {R.SENT}, R.RETURNED),
    "recall": (SENDERS, {R.SENT}, R.RECALLED),
}


def staged():
    people = cast(state="under_review")
    elsewhere = min(people.actors["officer_elsewhere"].authority_ids())
    referral = Referral.objects.create(
        complaint=people.complaint, from_authority=people.authority, to_authority_id=elsewhere
    )
    return people, referral


def test_the_table_names_every_action_and_state():
    assert set(TABLE) == {row.action for row in REFERRALS.transitions}
    assert REFERRALS.states == set(R.values)


@pytest.mark.parametrize("action", TABLE)
def test_every_role_in_every_state(action):
    may, sources, target = TABLE[action]
    people, referral = staged()
    for role in ROLES:
        for state in R.values:
            Referral.objects.filter(pk=referral.pk).update(state=state)
            fresh = Referral.objects.get(pk=referral.pk)
            with cell(role, action, state, may=role in may, legal=state in sources):
                after = REFERRALS.apply(people.actors[role], fresh, action, given={"reason": "Because."})
                assert after.state == target


@pytest.mark.parametrize("state", R.values)
def test_who_sees_it(state):
    people, referral = staged()
    Referral.objects.filter(pk=referral.pk).update(state=state)
    seen = {role for role in ROLES if Referral.objects.visible_to(people.actors[role]).exists()}
    assert seen == (SENDERS if state in {R.PROPOSED, R.DISMISSED} else SENDERS | RECEIVERS)


@pytest.fixture
def sent():
    """A complaint on its way from one authority to another: (referral, sender, receiver)."""
    here, there = AuthorityFactory(), AuthorityFactory(name="Office for Data", name_local="数据办公室")
    complaint = ComplaintFactory(authority=here, state=ComplaintState.UNDER_REVIEW)
    sender, receiver = actor_of(officer(here)), actor_of(officer(there))
    services.refer(actor=sender, complaint=complaint, authority=there, reason="It is theirs.")
    return Referral.objects.select_related("complaint", "from_authority", "to_authority").get(), sender, receiver


def told(complaint):
    return [timeline.sentence(entry) for entry in timeline.entries(complaint)]


def act(actor, referral, action, **given):
    return services.perform_on_referral(actor=actor, referral=referral, action=action, given=given)


def test_taking_it_on_is_the_receipt_and_both_sides_read_of_it(sent):
    referral, sender, receiver = sent
    act(receiver, referral, "accept")
    referral.refresh_from_db()
    referral.complaint.refresh_from_db()
    assert (referral.state, referral.answered_by_id) == (R.ACCEPTED, receiver.user_id)
    assert referral.complaint.state == ComplaintState.UNDER_REVIEW
    assert told(referral.complaint)[0] == f"Office for Data took the complaint on and gave a receipt ({referral})."
    notice = Notice.objects.get(user_id=sender.user_id)
    assert (notice.kind, notice.path) == ("referrals.accepted", f"/referrals/{referral}/")
    assert Notice.objects.filter(user=referral.complaint.owner).count() == 2
    with pytest.raises(WrongState):
        act(receiver, referral, "return", reason="Too late.")


def test_the_usual_acknowledgement_gives_the_same_receipt(sent):
    referral, _sender, receiver = sent
    services.acknowledge(actor=receiver, complaint=referral.complaint)
    referral.refresh_from_db()
    assert referral.state == R.ACCEPTED


def test_a_return_gives_it_back_with_the_reason_and_lets_the_other_out(sent):
    referral, sender, receiver = sent
    with pytest.raises(InvalidInput):
        act(receiver, referral, "return", reason=" ")
    act(receiver, referral, "return", reason="The shop is in your town.")
    complaint = Complaint.objects.get(pk=referral.complaint_id)
    assert (complaint.state, complaint.authority_id) == (ComplaintState.UNDER_REVIEW, referral.from_authority_id)
    assert "did not take the complaint on" in told(complaint)[0]
    assert "The shop is in your town." in told(complaint)[0]
    assert not Complaint.objects.visible_to(receiver).exists()
    assert Notice.objects.get(user_id=sender.user_id).kind == "referrals.returned"
    services.refer(actor=sender, complaint=complaint, authority=AuthorityFactory(), reason="Theirs, then.")
    assert Referral.objects.filter(complaint=complaint).count() == 2


def test_the_sender_takes_it_back_while_nobody_answered(sent):
    referral, sender, receiver = sent
    with pytest.raises(NotAllowed):
        act(receiver, referral, "recall", reason="No.")
    act(sender, referral, "recall", reason="Sent in error.")
    complaint = Complaint.objects.get(pk=referral.complaint_id)
    assert (complaint.state, complaint.authority_id) == (ComplaintState.UNDER_REVIEW, referral.from_authority_id)
    assert not Complaint.objects.visible_to(receiver).exists()


def test_a_proposal_moves_nothing_until_a_person_confirms():
    here, there = AuthorityFactory(), AuthorityFactory()
    complaint = ComplaintFactory(authority=here)
    proposal = services.propose_referral(complaint=complaint, authority=there, rule="Banks")
    assert services.propose_referral(complaint=complaint, authority=there, rule="Banks") is None
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.SUBMITTED
    assert not [line for line in timeline.entries(complaint) if line.shared]
    me = actor_of(officer(here))
    done = act(me, proposal, "confirm", reason="Banks are theirs.")
    complaint.refresh_from_db()
    assert (done.state, complaint.state, complaint.authority_id) == (R.SENT, ComplaintState.REFERRED, there.pk)
    assert complaint.acknowledged_at is not None
    assert Referral.objects.count() == 1


def test_a_dismissed_proposal_leaves_it_here():
    here = AuthorityFactory()
    complaint = ComplaintFactory(authority=here)
    proposal = services.propose_referral(complaint=complaint, authority=AuthorityFactory(), rule="Banks")
    me = actor_of(officer(here))
    assert act(me, proposal, "dismiss", reason="Not a bank.").state == R.DISMISSED
    assert selectors.referrals_of(me, complaint)[0].answer == "Not a bank."


def test_it_leaves_the_senders_cluster(sent):
    assert sent[0].complaint.cluster_id is None

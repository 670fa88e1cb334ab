"""What filing and handling a complaint writes, whom it tells and what it refuses."""

import datetime
import uuid

import pytest
from django.utils import timezone
from time_machine import travel

from caseapp.audit.selectors import chain_faults, entries_of_chain
from caseapp.complaints import selectors, services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Screening
from caseapp.complaints.workflow import chain
from caseapp.core import queue, timeline
from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, TooManyRequests, WrongState
from caseapp.law.services import load_law
from caseapp.notifications import services as notifications
from caseapp.notifications.models import Delivery, Notice
from caseapp.notifications.selectors import unread_notices
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer, place
from tests.factories.complaints import ComplaintFactory, facts, receipt_holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def intake(authority):
    return actor_of(officer(authority))


def test_filing_with_an_account_stores_submits_and_lets_the_authority_in(authority, intake):
    owner = actor_of(UserFactory())
    filed = services.file_complaint(
        actor=owner, facts=facts(authority=authority), contact=services.Contact(name="李华", email="li@example.org")
    )
    complaint = filed.complaint
    assert complaint.state == ComplaintState.SUBMITTED
    assert filed.receipt_code is None
    assert complaint.reference.startswith("CN-")
    assert selectors.complaint_by_reference(intake, complaint.reference) == complaint
    assert [entry.action for entry in entries_of_chain(chain(complaint))] == ["complaints.submit", "complaints.grant"]
    assert chain_faults(chain(complaint)) == []


def test_what_comes_without_a_screening_is_screened_by_its_facts(authority):
    load_law(actor=SYSTEM)
    said = facts(authority=authority, consent_asked="no", consent_separate="no")
    filed = services.file_complaint(actor=actor_of(UserFactory()), facts=said)
    kept = {one.framework.code: one for one in Screening.objects.filter(complaint=filed.complaint)}
    assert kept["CN-PIPL"].result["outcome"] == "supported"
    assert kept["CN-PIPL"].framework.version == kept["CN-PIPL"].result["version"]


def test_today_is_the_day_of_the_place(authority, intake):
    china = place()
    china.time_zone = "Asia/Shanghai"
    china.save()
    owner = actor_of(UserFactory())
    with travel(datetime.datetime(2026, 11, 22, 20, 0, tzinfo=datetime.UTC)):
        filed = services.file_complaint(
            actor=owner, facts=facts(jurisdiction=china, authority=authority, occurred_on=datetime.date(2026, 11, 23))
        )
        with pytest.raises(InvalidInput) as refusal:
            services.file_complaint(
                actor=owner, facts=facts(jurisdiction=china, occurred_on=datetime.date(2026, 11, 24))
            )
        assert "occurred_on" in refusal.value.errors
        complaint = services.acknowledge(actor=intake, complaint=filed.complaint)
        with pytest.raises(InvalidInput) as refusal:
            services.request_information(
                actor=intake, complaint=complaint, message="Which door?", due_on=datetime.date(2026, 11, 22)
            )
        assert "due_on" in refusal.value.errors


def test_identity_is_sealed_and_opening_it_is_told_to_the_complainant(authority, intake):
    owner = actor_of(UserFactory())
    complaint = services.file_complaint(
        actor=owner, facts=facts(authority=authority), contact=services.Contact(name="李华")
    ).complaint
    assert "李华".encode() not in bytes(complaint.identity.sealed)
    assert selectors.identity(intake, complaint).name == "李华"
    assert "complaints.identity_opened" in [entry.kind for entry in timeline.entries(complaint)]
    outsider = actor_of(officer(AuthorityFactory()))
    assert selectors.identity(outsider, complaint) is None


def test_an_anonymous_complaint_has_no_owner_no_identity_and_a_code_that_opens_it(authority):
    filed = services.file_complaint(
        actor=VISITOR, facts=facts(authority=authority, anonymous=True), contact=services.Contact(name="Hidden")
    )
    assert filed.complaint.owner is None
    assert not hasattr(filed.complaint, "identity")
    assert len(filed.receipt_code) == 24
    typed = " ".join(filed.receipt_code[start : start + 4] for start in range(0, 24, 4)).lower()
    assert services.open_by_receipt(code=typed, throttle_key="here") == filed.complaint
    row = filed.complaint.receipt_code
    assert filed.receipt_code not in (row.lookup + row.verifier)


def test_a_wrong_code_is_refused_beside_the_field_and_guessing_is_stopped():
    for _attempt in range(10):
        with pytest.raises(InvalidInput) as refused:
            services.open_by_receipt(code="0000 0000 0000 0000 0000 0000", throttle_key="guesser")
        assert "code" in refused.value.errors
    with pytest.raises(TooManyRequests):
        services.open_by_receipt(code="0000", throttle_key="guesser")


def test_the_same_key_files_one_complaint():
    key, owner, same = uuid.uuid4(), actor_of(UserFactory()), facts()
    first = services.file_complaint(actor=owner, facts=same, key=key)
    second = services.file_complaint(actor=owner, facts=same, key=key)
    assert first.complaint == second.complaint
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"occurred_on": timezone.localdate() + datetime.timedelta(days=2)}, "occurred_on"),
        ({"occurred_on": datetime.date(1980, 1, 1)}, "occurred_on"),
        ({"narrative": "   "}, "narrative"),
        ({"narrative": "x" * 20_001}, "narrative"),
        ({"persons_affected": 0}, "persons_affected"),
        ({"use": "teleportation"}, "use"),
        ({"harms": ("sadness",)}, "harms"),
    ],
)
def test_facts_that_make_no_sense_are_refused_by_field(change, field):
    with pytest.raises(InvalidInput) as refused:
        services.file_complaint(actor=actor_of(UserFactory()), facts=facts(**change))
    assert field in refused.value.errors
    assert not Complaint.objects.exists()


def test_a_visitor_files_anonymously_or_gives_a_contact():
    for contact in (None, services.Contact()):
        with pytest.raises(InvalidInput) as refused:
            services.file_complaint(actor=VISITOR, facts=facts(), contact=contact)
        assert "anonymous" in refused.value.errors


def test_a_contact_without_an_account_is_sealed_and_reached_by_a_mail_that_says_nothing(authority, intake, mailoutbox):
    contact = services.Contact(name="李华", email="li@example.org")
    filed = services.file_complaint(
        actor=VISITOR, facts=facts(authority=authority, language="zh-hans"), contact=contact
    )
    complaint = filed.complaint
    assert (complaint.anonymous, complaint.owner) == (False, None)
    assert services.open_by_receipt(code=filed.receipt_code, throttle_key="me") == complaint
    assert selectors.identity(intake, complaint) == contact
    services.acknowledge(actor=intake, complaint=complaint)
    delivery = Delivery.objects.get()
    assert b"li@example.org" not in bytes(delivery.sealed_address)
    queue.run_pending()
    (mail,) = mailoutbox
    assert mail.to == ["li@example.org"]
    assert complaint.reference not in mail.subject + mail.body
    assert "/follow/" in mail.body
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sealed_address) == ("sent", None)
    queue.run_pending()
    assert len(mailoutbox) == 1


def test_an_account_that_asked_for_mails_gets_one(authority, intake, mailoutbox):
    owner = UserFactory()
    notifications.choose_email(actor=actor_of(owner), wanted=True)
    complaint = ComplaintFactory(owner=owner, authority=authority)
    services.acknowledge(actor=intake, complaint=complaint)
    queue.run_pending()
    assert [mail.to for mail in mailoutbox] == [[owner.email]]
    assert complaint.reference not in mailoutbox[0].body


def test_an_anonymous_complainant_gets_no_mail(authority, intake):
    filed = services.file_complaint(actor=VISITOR, facts=facts(authority=authority, anonymous=True))
    services.acknowledge(actor=intake, complaint=filed.complaint)
    assert not Delivery.objects.exists()


def test_an_authority_of_another_place_is_refused():
    from tests.factories.accounts import place

    elsewhere = AuthorityFactory(jurisdiction=place("FR"))
    with pytest.raises(InvalidInput) as refused:
        services.file_complaint(actor=actor_of(UserFactory()), facts=facts(authority=elsewhere))
    assert "authority" in refused.value.errors


def test_question_and_answer(authority, intake):
    complaint = ComplaintFactory(authority=authority, state=ComplaintState.UNDER_REVIEW)
    owner = actor_of(complaint.owner)
    services.request_information(actor=intake, complaint=complaint, message="Which entrance was it?")
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.AWAITING_COMPLAINANT
    assert unread_notices(owner).get().kind == "complaints.request"
    with pytest.raises(InvalidInput):
        services.reply(actor=owner, complaint=complaint, message="")
    services.reply(actor=owner, complaint=complaint, message="The north one 🚪")
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.UNDER_REVIEW
    assert [message.side for message in selectors.messages(intake, complaint)] == ["authority", "complainant"]


def test_an_action_out_of_its_state_is_refused_and_changes_nothing(authority, intake):
    complaint = ComplaintFactory(authority=authority, state=ComplaintState.SUBMITTED)
    with pytest.raises(WrongState):
        services.accept(actor=intake, complaint=complaint)
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.SUBMITTED
    assert not entries_of_chain(chain(complaint)).exists()


@pytest.mark.parametrize("state", ["awaiting_complainant", "rejected", "withdrawn"])
def test_the_next_step_speaks_to_the_complainant_and_of_them_to_others(authority, intake, state):
    complaint = ComplaintFactory(authority=authority, state=state)
    own, theirs = selectors.next_step(actor_of(complaint.owner), complaint), selectors.next_step(intake, complaint)
    assert "you" in f"{own.now} {own.next}".lower()
    assert "complainant" not in f"{own.now} {own.next}"
    assert "your" not in f"{theirs.now} {theirs.next}".lower()
    assert own.side == theirs.side


def test_referral_hands_over_and_the_receiving_authority_takes_it_up(authority, intake):
    complaint = ComplaintFactory(authority=authority, state=ComplaintState.UNDER_REVIEW)
    other = AuthorityFactory()
    services.perform(
        actor=intake, complaint=complaint, action="refer", given={"authority": other, "reason": "It is theirs."}
    )
    complaint.refresh_from_db()
    assert (complaint.state, complaint.authority) == (ComplaintState.REFERRED, other)
    assert selectors.complaint_by_reference(intake, complaint.reference) == complaint
    with pytest.raises(NotAllowed):
        services.acknowledge(actor=intake, complaint=complaint)
    services.acknowledge(actor=actor_of(officer(other)), complaint=complaint)
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.UNDER_REVIEW


def test_rejection_needs_a_reason_and_can_be_contested(authority):
    investigator = actor_of(officer(authority, "investigator"))
    complaint = ComplaintFactory(authority=authority, state=ComplaintState.UNDER_REVIEW)
    with pytest.raises(InvalidInput) as refused:
        services.perform(actor=investigator, complaint=complaint, action="reject", given={})
    assert "reason" in refused.value.errors
    services.perform(actor=investigator, complaint=complaint, action="reject", given={"reason": "No face was used."})
    complaint.refresh_from_db()
    services.request_reconsideration(
        actor=actor_of(complaint.owner), complaint=complaint, reason="The sign at the door says otherwise."
    )
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.UNDER_REVIEW


def test_an_indirect_action_is_not_done_by_name(authority):
    investigator = actor_of(officer(authority, "investigator"))
    complaint = ComplaintFactory(authority=authority, state=ComplaintState.ACCEPTED)
    with pytest.raises(WrongState):
        services.perform(actor=investigator, complaint=complaint, action="start_investigation", given={})


def test_work_is_given_to_colleagues_alone(authority, intake):
    complaint = ComplaintFactory(authority=authority)
    colleague = officer(authority, "investigator")
    services.assign(actor=intake, complaint=complaint, assignee=colleague)
    assert Notice.objects.get(user=colleague).kind == "complaints.assigned"
    with pytest.raises(InvalidInput):
        services.assign(actor=intake, complaint=complaint, assignee=officer(AuthorityFactory()))
    complaint.refresh_from_db()
    assert complaint.assigned_to == colleague


def test_a_complaint_kept_as_a_record_can_be_sent_later(authority, intake):
    owner = actor_of(UserFactory())
    complaint = services.file_complaint(actor=owner, facts=facts()).complaint
    with pytest.raises(NotFound):
        selectors.complaint_by_reference(intake, complaint.reference)
    services.address_complaint(actor=owner, complaint=complaint, authority=authority)
    assert selectors.complaint_by_reference(intake, complaint.reference) == complaint
    with pytest.raises(WrongState):
        services.address_complaint(actor=owner, complaint=complaint, authority=authority)


def test_anonymous_complainants_find_their_notices_behind_the_code(authority, intake):
    complaint = ComplaintFactory(authority=authority, owner=None, anonymous=True)
    services.acknowledge(actor=intake, complaint=complaint)
    assert unread_notices(receipt_holder(complaint)).count() == 1

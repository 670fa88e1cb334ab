"""The pages of a collective action, as the firm and the invited meet them, without script."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.core.errors import InvalidInput
from caseapp.litigation.enums import ActionState, MemberState
from caseapp.litigation.models import CollectiveAction, CollectiveMember, Distribution
from caseapp.litigation.services.collective import admit_chosen
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.collective import CollectiveActionFactory, agree, distribution_of, invited, joined
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


def browser(user, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(pk=user.pk), backend="caseapp.accounts.backends.Backend")
    return client


def page(name, *args):
    return reverse(f"litigation:{name}", args=args)


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def case_file(firm):
    return CaseFileFactory(firm=firm, respondent=RespondentFactory())


def test_a_firm_proposes_invites_and_sees_numbers_alone(firm, case_file):
    desk = browser(lawyer(firm))
    people = [agree(ComplaintFactory(respondent=case_file.respondent)) for _ in range(6)]
    address = page("propose_action", case_file.reference)
    assert "Propose a collective action" in desk.get(address).content.decode()
    given = {
        "title": "Shoppers",
        "about": "A camera.",
        "questions": "Was consent asked?\n\nIs a sum owed?",
        "hoped_amount": "1,000",
        "currency": "CNY",
        "costs": "None.",
        "given_up": "Nothing.",
    }
    wrong = desk.post(address, {**given, "title": "", "happened_from": "2026-02-30"})
    assert wrong.status_code == 400
    assert desk.post(address, given).status_code == 302
    action = CollectiveAction.objects.get()
    assert action.questions == ["Was consent asked?", "Is a sum owed?"]
    shown = desk.get(page("action", action.reference)).content.decode()
    assert "one thousand Chinese yuan" in shown
    changed = desk.post(page("change_action", action.reference), {**given, "title": "Visitors"})
    assert changed.status_code == 302
    soon = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
    assert "two weeks" in desk.post(page("action_act", action.reference, "invite"), {"join_by": soon}).content.decode()
    later = (timezone.localdate() + datetime.timedelta(days=30)).isoformat()
    assert desk.post(page("action_act", action.reference, "invite"), {"join_by": later}).status_code == 302
    shown = desk.get(page("action", action.reference)).content.decode()
    for complaint in people:
        assert complaint.reference not in shown
    assert "Visitors" in desk.get(page("actions")).content.decode()


def test_claims_with_nothing_to_look_at_are_admitted_many_at_once(firm, case_file, monkeypatch):
    desk, action = browser(lawyer(firm)), CollectiveActionFactory(case_file=case_file, state="inviting")
    people = [joined(action, ComplaintFactory(respondent=case_file.respondent), name=f"Member {n}") for n in range(4)]
    asked = joined(action, ComplaintFactory(respondent=case_file.respondent), name="Asked before", deficiency="When?")
    at = page("admit_chosen", action.reference)
    assert at in desk.get(page("action", action.reference)).content.decode()
    shown = desk.get(at).content.decode()
    assert "Member 3" in shown
    assert "Asked before" not in shown
    assert desk.post(at, {"numbers": [asked.pk]}).status_code == 400
    assert desk.post(at, {"none": "1"}).status_code == 400
    assert desk.post(at, {"numbers": [one.pk for one in people[:3]]}).status_code == 302
    monkeypatch.setattr("caseapp.litigation.services.collective.admitting.MOST_AT_ONCE", 0)
    with pytest.raises(InvalidInput, match="at most 0 at once"):
        admit_chosen(actor=actor_of(lawyer(firm)), action=action, numbers=[people[3].pk])
    monkeypatch.undo()
    assert action.members.filter(state="admitted").count() == 3
    assert 'aria-label="Roster in numbers"' in desk.get(page("action", action.reference)).content.decode()
    over_http = f"/api/v1/collective-actions/{action.reference}/members/admissions/"
    assert desk.post(over_http, {"numbers": list(range(201))}, content_type="application/json").status_code == 400
    answer = desk.post(over_http, {"numbers": [people[3].pk]}, content_type="application/json")
    assert [row["status"] for row in answer.json()["results"]].count("admitted") == 4
    assert desk.post(over_http, {"numbers": [asked.pk]}, content_type="application/json").status_code == 400
    assert desk.get(at).status_code == 409
    assert browser(lawyer(firm, "paralegal")).get(at).status_code == 404
    listed = f"/api/v1/collective-actions/{action.reference}/members/"
    with CaptureQueriesContext(connection) as five:
        desk.get(listed)
    joined(action, ComplaintFactory(respondent=case_file.respondent), name="One more")
    with CaptureQueriesContext(connection) as six:
        desk.get(listed)
    assert len(six) == len(five)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_invited_agrees_reads_signs_answers_and_leaves(firm, case_file, language):
    complaint = ComplaintFactory(respondent=case_file.respondent)
    action = CollectiveActionFactory(case_file=case_file, state=ActionState.INVITING)
    mine = browser(complaint.owner, language)
    together = page("together", complaint.reference)
    assert mine.post(together, {"agreed": "on"}).status_code == 302
    invitation = invited(action, complaint)
    assert action.title in mine.get(together).content.decode()
    address = page("invitation", invitation.reference)
    words = mine.get(address).content.decode()
    assert ("人民币壹仟元整" if language == "zh-hans" else "one thousand Chinese yuan") in words
    join = page("join", invitation.reference)
    assert mine.post(join, {"name": "李华"}).status_code == 400
    assert mine.post(join, {"name": "李华", "understood": "on", "scopes": "evidence"}).status_code == 302
    member = CollectiveMember.objects.get()
    assert member.open_name() == "李华"
    desk = browser(lawyer(firm), language)
    place = page("member", action.reference, member.pk)
    assert "李华" in desk.get(place).content.decode()
    until = (timezone.localdate() + datetime.timedelta(days=20)).isoformat()
    asked = desk.post(page("member_act", action.reference, member.pk, "ask"), {"message": "哪一天?", "cure_by": until})
    assert asked.status_code == 302
    assert "哪一天?" in mine.get(address).content.decode()
    cure = page("own_place_act", invitation.reference, "cure")
    assert mine.post(cure, {"message": ""}).status_code == 400
    assert mine.post(cure, {"message": "三月十四日。"}).status_code == 302
    assert "三月十四日。" in desk.get(place).content.decode()
    weighed = desk.post(page("weigh", action.reference, member.pk), {"harm_weight": "101", "days": "1"})
    assert weighed.status_code == 400
    assert mine.post(page("own_place_act", invitation.reference, "leave")).status_code == 302
    member.refresh_from_db()
    assert member.state == MemberState.WITHDRAWN
    assert mine.get(join).status_code == 302


def test_saying_no_and_being_late(case_file):
    complaint = ComplaintFactory(respondent=case_file.respondent)
    action = CollectiveActionFactory(case_file=case_file, state=ActionState.INVITING)
    invitation = invited(action, complaint)
    mine = browser(complaint.owner)
    assert mine.post(page("decline_invitation", invitation.reference)).status_code == 302
    assert "Join the action" in mine.get(page("invitation", invitation.reference)).content.decode()
    CollectiveAction.objects.update(join_by=timezone.localdate() - datetime.timedelta(days=2))
    assert "The time to join is over." in mine.get(page("invitation", invitation.reference)).content.decode()
    assert mine.get(page("join", invitation.reference)).status_code == 302


def test_a_sum_is_divided_approved_and_stated(firm, case_file):
    associate, partner = lawyer(firm), lawyer(firm, "partner")
    suit = CivilSuitFactory(case_file=case_file, state="collecting")
    suit.collection.create(kind="awarded", amount=500, currency="CNY", on=timezone.localdate())
    suit.collection.create(kind="received", amount=-99, currency="CNY", on=timezone.localdate())
    action = CollectiveActionFactory(case_file=case_file, state=ActionState.IN_SUIT, suit=suit)
    members = [
        joined(action, ComplaintFactory(respondent=case_file.respondent), state=MemberState.ADMITTED) for _ in range(3)
    ]
    desk = browser(associate)
    address = page("divide", action.reference)
    told = "By the collection ledger of the suit, CNY\xa099 came in so far."
    assert told in desk.get(address).content.decode()
    assert desk.post(address, {"gross": "100", "fee": "200", "rule": "equal", "basis": "Alike."}).status_code == 400
    assert desk.post(address, {"gross": "100", "rule": "equal", "basis": "Alike."}).status_code == 302
    made = Distribution.objects.get()
    shown = desk.get(page("distribution", action.reference, made.reference)).content.decode()
    assert "33.34" in shown
    assert shown.count("Li Hua") == 3
    assert "Together" in shown
    assert desk.get(page("distribution_act", action.reference, made.reference, "approve")).status_code == 404
    approve = page("distribution_act", action.reference, made.reference, "approve")
    assert told in browser(partner).get(approve).content.decode()
    assert "less than is divided" in browser(partner).post(approve).content.decode()
    suit.collection.create(kind="received", amount=-1, currency="CNY", on=timezone.localdate())
    assert browser(partner).post(approve).status_code == 302
    mine = browser(members[0].complaint.owner)
    reference = members[0].invitation.reference
    assert "33.34" in mine.get(page("invitation", reference)).content.decode()
    paper = mine.get(page("share_statement", reference, made.reference))
    assert paper.content.startswith(b"%PDF")
    other = distribution_of(action, members[1])
    assert mine.get(page("share_statement", reference, other.reference)).status_code == 404
    assert actor_of(partner).user_id == Distribution.objects.get(pk=made.pk).approved_by_id


def test_pages_take_no_more_statements_with_more_rows(firm, case_file):
    action = CollectiveActionFactory(case_file=case_file)
    desk = browser(lawyer(firm))

    def statements():
        taken = []
        for address in (page("action", action.reference), page("actions")):
            with CaptureQueriesContext(connection) as counted:
                assert desk.get(address).status_code == 200
            taken.append(len(counted))
        return taken

    joined(action, ComplaintFactory(respondent=case_file.respondent))
    statements()
    of_one = statements()
    for _ in range(4):
        joined(action, ComplaintFactory(respondent=case_file.respondent))
        joined(CollectiveActionFactory(case_file=case_file), ComplaintFactory(respondent=case_file.respondent))
    assert statements() == of_one

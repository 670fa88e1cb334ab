"""Dividing what came in: of the roster as it is approved, of money that is there, and what happens when that goes."""

import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from caseapp.accounts.models import User
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.litigation.enums import ActionState, DistributionState, MemberState
from caseapp.litigation.models import CollectionEntry, Distribution
from caseapp.litigation.selectors.share_statements import statement_pdf, statements_of
from caseapp.litigation.services import collecting
from caseapp.litigation.services import collective as services
from caseapp.notifications.models import Notice
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.collective import CollectiveActionFactory, joined
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory

pytestmark = pytest.mark.django_db

SUMS = {"rule": "equal", "costs": Decimal(0), "fee": Decimal(0), "basis": "Alike."}


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
def action(firm):
    case_file = CaseFileFactory(firm=firm)
    return CollectiveActionFactory(
        case_file=case_file, state=ActionState.IN_SUIT, suit=CivilSuitFactory(case_file=case_file, state="collecting")
    )


@pytest.fixture
def members(action):
    respondent = action.case_file.respondent
    return [joined(action, ComplaintFactory(respondent=respondent), state=MemberState.ADMITTED) for _ in range(3)]


def browser(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend="caseapp.accounts.backends.Backend")
    return client


def act(actor, made, name, **given):
    return services.perform_on_distribution(actor=actor, distribution=made, name=name, given=given)


def prepared(associate, action, gross):
    return services.prepare_distribution(actor=associate, action=action, gross=Decimal(gross), **SUMS)


def received(associate, suit, *sums):
    """Awarded and come in, sum by sum."""
    today = timezone.localdate()
    CollectionEntry.objects.create(suit=suit, kind="awarded", amount=sum(sums), currency=suit.currency, on=today)
    return [collecting.record_receipt(actor=associate, suit=suit, amount=Decimal(each), on=today) for each in sums]


def test_a_distribution_is_of_the_roster_as_it_is_approved(action, associate, partner, members):
    type(action).objects.filter(pk=action.pk).update(state=ActionState.INVITING, suit=None)
    with pytest.raises(WrongState, match="Close the roster"):
        prepared(associate, action, 100)
    services.perform_on_action(actor=associate, action=action, name="form", given={})
    action.refresh_from_db()
    with pytest.raises(InvalidInput) as refused:
        services.prepare_distribution(
            actor=associate, action=action, gross=Decimal(100), **{**SUMS, "fee": Decimal(101), "basis": ""}
        )
    assert "basis" in refused.value.errors
    made = prepared(associate, action, 100)
    leaving = members[0]
    services.perform_on_member(actor=actor_of(leaving.complaint.owner), member=leaving, name="leave", given={})
    with pytest.raises(WrongState, match="roster changed"):
        act(partner, made, "approve")
    act(associate, made, "discard")
    again = prepared(associate, action, 100)
    assert [share.amount for share in again.shares.all()] == [Decimal(50), Decimal(50)]


class TestMoneyThatGoesBack:
    @pytest.fixture
    def divided(self, action, associate, partner, members):
        """Two distributions, of 600 and 300, and the receipts they rest on."""
        receipts = received(associate, action.suit, 600, 300)
        made = [prepared(associate, action, gross) for gross in (600, 300)]
        for each in made:
            act(partner, each, "approve")
        return receipts, made

    def states(self):
        return list(Distribution.objects.order_by("pk").values_list("state", flat=True))

    def reverse(self, associate, action, receipt):
        return collecting.reverse_receipt(actor=associate, suit=action.suit, number=receipt.pk, reason="Bounced.")

    def test_what_was_approved_last_is_on_hold_first_and_everybody_is_told(
        self, divided, action, associate, partner, members
    ):
        receipts, (first, last) = divided
        member = members[0]
        Notice.objects.all().delete()
        self.reverse(associate, action, receipts[1])
        assert self.states() == [DistributionState.APPROVED, DistributionState.HELD]
        told = Notice.objects.values_list("kind", "user_id")
        assert ("litigation.distribution_held", partner.user_id) in told
        assert ("litigation.action_news", member.complaint.owner_id) in told
        held, standing = statements_of(member)
        assert (standing.caution, held.distribution) == ("", last)
        assert "On hold" in PdfReader(io.BytesIO(statement_pdf(member, held))).pages[0].extract_text()
        place = browser(actor_of(member.complaint.owner)).get(f"/invitations/{member.invitation.reference}/")
        assert "On hold" in place.content.decode()
        assert "do/leave/" not in place.content.decode()
        at = f"/collective-actions/{action.reference}/distributions/{last.reference}/"
        assert "less came in for the suit than is divided" in browser(partner).get(at).content.decode()
        # Nobody leaves with a promise open, nothing more is promised, and the action does not end so.
        with pytest.raises(WrongState, match="approved already"):
            services.perform_on_member(actor=actor_of(member.complaint.owner), member=member, name="leave", given={})
        with pytest.raises(WrongState, match="less than is divided"):
            act(partner, prepared(associate, action, 1), "approve")
        with pytest.raises(WrongState, match="on hold"):
            services.perform_on_action(actor=partner, action=action, name="conclude", given={})
        self.reverse(associate, action, receipts[0])
        assert self.states()[:2] == [DistributionState.HELD, DistributionState.HELD]
        assert first.shares.count() == 3

    def test_a_partner_lets_it_stand_again_once_it_is_covered(self, divided, action, associate, partner, firm):
        receipts, (_first, last) = divided
        self.reverse(associate, action, receipts[1])
        with pytest.raises(WrongState, match="less than is divided"):
            act(partner, last, "release")
        collecting.record_receipt(
            actor=associate, suit=action.suit, amount=Decimal(300), on=timezone.localdate(), note="Paid again."
        )
        with pytest.raises(NotAllowed):
            act(associate, last, "release")
        assert act(partner, last, "release").state == DistributionState.APPROVED

    def test_one_taken_back_makes_room_for_another(self, divided, action, associate, partner, members):
        receipts, (_first, last) = divided
        self.reverse(associate, action, receipts[1])
        desk = browser(partner)
        at = f"/collective-actions/{action.reference}/distributions/{last.reference}/"
        assert desk.post(f"{at}do/withdraw/", {"reason": ""}).status_code == 400
        sent = {"action": "withdraw", "reason": "The payer is insolvent."}
        answer = desk.post(f"/api/v1{at}transitions/", sent, content_type="application/json")
        assert (answer.status_code, answer.json()["status"], answer.json()["allowed_actions"]) == (200, "withdrawn", [])
        assert "The payer is insolvent." in desk.get(at).content.decode()
        assert "Taken back" in statements_of(members[0])[0].caution
        member = browser(actor_of(members[0].complaint.owner))
        shares = member.get(f"/api/v1/invitations/{members[0].invitation.reference}/").json()["membership"]["shares"]
        assert [one["status"] for one in shares] == ["withdrawn", "approved"]
        concluded = services.perform_on_action(actor=partner, action=action, name="conclude", given={})
        again = services.perform_on_action(
            actor=partner, action=concluded, name="reopen", given={"reason": "Part of it came in after all."}
        )
        collecting.record_receipt(actor=associate, suit=action.suit, amount=Decimal(90), on=timezone.localdate())
        assert act(partner, prepared(associate, again, 90), "approve").state == DistributionState.APPROVED


def test_the_page_begins_with_what_is_not_divided_yet(action, members, associate, partner):
    address = reverse("litigation:divide", args=[action.reference])
    received(associate, action.suit, 900)
    assert browser(associate).get(address).context["form"].initial["gross"] == 900
    act(partner, prepared(associate, action, 600), "approve")
    assert browser(associate).get(address).context["form"].initial["gross"] == 300

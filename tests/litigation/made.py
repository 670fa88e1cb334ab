"""Suits and collective actions as several tests need them."""

import datetime
from decimal import Decimal

from django.utils import timezone

from caseapp.litigation.enums import (
    SuitState,
)
from caseapp.litigation.models import (
    CivilSuit,
    CollectiveInvitation,
)
from caseapp.litigation.services import collective as services
from caseapp.litigation.services import suits
from tests.factories.accounts import actor_of


def day(ahead):
    return timezone.localdate() + datetime.timedelta(days=ahead)


def won(suit, associate, amount="10000.00", on=None):
    CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.HEARING)
    suit.refresh_from_db()
    given = {"decided_on": on or day(-100), "result": "for_claimant", "summary": "Pay.", "pay_by": on or day(-90)}
    suits.perform(actor=associate, suit=suit, action="record_judgment", given=given)
    suits.record_award(
        actor=associate, suit=suit, kind="non_material", amount=Decimal(amount), awarded_on=on or day(-100)
    )
    suit.refresh_from_db()
    return suit


def owner(complaint):
    return actor_of(complaint.owner)


def do(actor, action, name, **given):
    return services.perform_on_action(actor=actor, action=action, name=name, given=given)


def on_roster(actor, member, name, **given):
    return services.perform_on_member(actor=actor, member=member, name=name, given=given)


def join(complaint, action, **given):
    invitation = CollectiveInvitation.objects.get(complaint=complaint, action=action)
    given = {"name": "Li Hua", "scopes": ["identity"], **given}
    return services.perform_on_invitation(actor=owner(complaint), invitation=invitation, name="join", given=given)

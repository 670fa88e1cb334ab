"""A distribution whose money went back: on hold by itself, until it is covered again or a partner takes it back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import WrongState
from caseapp.core.policies import can
from caseapp.core.wording import written_sum
from caseapp.litigation.enums import DistributionState
from caseapp.litigation.models import CivilSuit, CollectiveAction, Distribution
from caseapp.litigation.selectors.collecting import standing_of
from caseapp.litigation.selectors.coverage import covers, uncovered
from caseapp.litigation.services.collective.actions import tell_members
from caseapp.litigation.services.collective.telling import tell_lawyers
from caseapp.litigation.workflow import DISTRIBUTION
from caseapp.notifications import services as notifications

ON_HOLD = "litigation.distribution_held"

notifications.tell(
    ON_HOLD, _("In %(action)s less came in than is divided: a distribution is on hold. A partner decides about it.")
)


def hold_uncovered(*, actor: Actor, suit: CivilSuit) -> None:
    """Put on hold what was approved and is no longer covered by what came in, the one approved last first. Members and
    lawyers are told. In the transaction that takes money out of the ledger, with the suit locked.
    """
    for made in uncovered(suit):
        if made.state == DistributionState.APPROVED:
            DISTRIBUTION.apply(actor, made, "hold")
            tell_members(made.action)
            tell_lawyers(made.action, ON_HOLD)


@transaction.atomic
def release(*, actor: Actor, distribution: Distribution) -> Distribution:
    """Let a distribution on hold stand again, by a partner who did not prepare it, once what came in covers it."""
    found = with_action(distribution)
    if can(actor, "distributions.release", found) and found.state == DistributionState.HELD:
        refuse_uncovered(found)
    done = DISTRIBUTION.apply(actor, found, "release")
    tell_members(found.action)
    return done


@transaction.atomic
def withdraw(*, actor: Actor, distribution: Distribution, reason: str) -> Distribution:
    """Take a distribution on hold back, so that another can be prepared: its shares count no more, members are told."""
    found = with_action(distribution)
    done = DISTRIBUTION.apply(actor, found, "withdraw", given={"reason": reason.strip()})
    tell_members(found.action)
    return done


def with_action(distribution: Distribution) -> Distribution:
    """The distribution, its action and the action's suit, locked, so that no receipt is taken back meanwhile."""
    action = (
        CollectiveAction.objects.select_for_update(of=("self",))
        .select_related("case_file")
        .get(pk=distribution.action_id)
    )
    if action.suit_id is not None:
        action.suit = CivilSuit.objects.select_for_update(of=("self",)).get(pk=action.suit_id)
    found = Distribution.objects.get(pk=distribution.pk)
    found.action = action
    return found


def refuse_uncovered(distribution: Distribution) -> None:
    """Nobody is promised a part of money that is not there. A settlement without a suit has no ledger to ask."""
    suit = distribution.action.suit
    if suit is None or covers(suit, distribution):
        return
    received = standing_of(suit).received if suit.currency == distribution.currency else 0
    raise WrongState(
        _("By the collection ledger of the suit %(sum)s came in, less than is divided. Enter what came in first.")
        % {"sum": written_sum(received, distribution.currency)}
    )

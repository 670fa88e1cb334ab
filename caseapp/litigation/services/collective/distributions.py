"""Dividing a settlement: prepared by one lawyer, approved by a partner who is another; then all have a statement."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from moneyed import CURRENCIES

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import ActionState, DistributionState, MemberState, ShareRule
from caseapp.litigation.models import CollectiveAction, CollectiveMember, Distribution, DistributionShare
from caseapp.litigation.services.collective.actions import tell_members
from caseapp.litigation.services.collective.covering import refuse_uncovered, release, with_action, withdraw
from caseapp.litigation.workflow import DISTRIBUTION, action_chain
from caseapp.rules.shares import divide, smallest_unit

MOST = Decimal(10) ** 15

timeline.tell("collective_actions.distribution", _("A distribution of %(sum)s was prepared."))


@transaction.atomic
def prepare_distribution(
    *,
    actor: Actor,
    action: CollectiveAction,
    rule: str,
    gross: Decimal,
    costs: Decimal,
    fee: Decimal,
    basis: str,
    currency: str = "",
) -> Distribution:
    """Work out what everybody on the roster gets: the sum less costs and fee, divided by the rule to the last unit.

    In the suit's currency where there is one, else the action's. Refused before the roster is closed and while claims
    on it wait. Nobody is told before it is approved. Raises InvalidInput by field, WrongState.
    """
    locked = (
        CollectiveAction.objects.select_for_update(of=("self",)).select_related("case_file", "suit").get(pk=action.pk)
    )
    if not can(actor, "collective_actions.prepare_distribution", locked):
        raise NotAllowed()
    if locked.state not in {ActionState.FORMED, ActionState.IN_SUIT}:
        raise WrongState(_("Close the roster first."))
    if locked.members.filter(state__in=[MemberState.JOINED, MemberState.DEFICIENT]).exists():
        raise WrongState(_("Decide about every claim on the roster first."))
    currency = currency or (locked.suit.currency if locked.suit is not None else locked.currency)
    _check(rule, gross, costs, fee, basis, currency)
    members = list(locked.members.filter(state=MemberState.ADMITTED).order_by("pk"))
    weights = [weight_by(rule, member) for member in members]
    if not sum(weights):
        raise WrongState(_("By this rule nobody has any weight. Weigh the claims on the roster first."))
    made = Distribution.objects.create(
        action=locked,
        rule=rule,
        currency=currency,
        gross_amount=gross,
        costs_amount=costs,
        fee_amount=fee,
        basis=basis.strip(),
        prepared_by_id=actor.user_id,
    )
    DistributionShare.objects.bulk_create(
        DistributionShare(distribution=made, member=member, weight=weight, amount=amount)
        for member, weight, amount in zip(members, weights, divide(made.net_amount, weights, currency), strict=True)
    )
    timeline.write(
        actor=actor,
        subject=locked,
        kind="collective_actions.distribution",
        data={"amount": f"{gross:.2f}", "currency": currency},
        shared=False,
    )
    audit.record(
        actor=actor,
        action="collective_actions.prepare_distribution",
        subject=made,
        chain=action_chain(locked),
        facts={"rule": rule, "gross": f"{gross:.2f}", "currency": currency, "members": len(members)},
    )
    return made


@transaction.atomic
def approve(*, actor: Actor, distribution: Distribution) -> Distribution:
    """Approve: by a partner who did not prepare it. Every member is told and has a statement.

    Refused when the roster or its weights changed since it was prepared, and while less came in by the ledger of its
    suit than it and those approved before divide.
    """

    def sign(row: Distribution) -> None:
        row.approved_by_id, row.approved_at = actor.user_id, timezone.now()

    found = with_action(distribution)
    now = {
        member.pk: weight_by(found.rule, member) for member in found.action.members.filter(state=MemberState.ADMITTED)
    }
    if can(actor, "distributions.approve", found):
        if now != dict(found.shares.values_list("member_id", "weight")):
            raise WrongState(_("The roster changed since this was prepared. Discard it and prepare it anew."))
        if found.state == DistributionState.PREPARED:
            refuse_uncovered(found)
    done = DISTRIBUTION.apply(actor, found, "approve", change=sign, save=["approved_by", "approved_at"])
    tell_members(found.action)
    return done


@transaction.atomic
def discard(*, actor: Actor, distribution: Distribution) -> Distribution:
    """Put a prepared distribution aside; it stays readable for the firm."""
    return DISTRIBUTION.apply(actor, with_action(distribution), "discard")


def weight_by(rule: str, member: CollectiveMember) -> int:
    """What a member counts by a rule."""
    if rule == ShareRule.HARM:
        return member.harm_weight
    return member.days if rule == ShareRule.DAYS else 1


def perform(*, actor: Actor, distribution: Distribution, name: str, given: Mapping[str, Any]) -> Distribution:
    """Do an offered action by its name, for the act page and the API."""
    verb = _VERBS.get(name)
    if verb is None:
        raise InvalidInput.field("action", _("There is no such action."))
    known = {need for row in DISTRIBUTION.named(name) for need in row.needs}
    return verb(actor=actor, distribution=distribution, **{key: given.get(key) or "" for key in known})


_VERBS: dict[str, Callable[..., Distribution]] = {
    "approve": approve,
    "release": release,
    "withdraw": withdraw,
    "discard": discard,
}


def _check(rule: str, gross: Decimal, costs: Decimal, fee: Decimal, basis: str, currency: str) -> None:
    faults: dict[str, Any] = {}
    if rule not in ShareRule.values:
        faults["rule"] = _("This is not one of the choices.")
    if not basis.strip():
        faults["basis"] = _("Say why it is divided so; every member reads it.")
    if currency not in CURRENCIES:
        raise InvalidInput.field("currency", _("Use a three-letter currency code, such as CNY."))
    unit = smallest_unit(currency)
    for name, amount in (("gross", gross), ("costs", costs), ("fee", fee)):
        if amount < 0 or (name == "gross" and amount == 0):
            faults[name] = _("Enter a sum above zero.") if name == "gross" else _("A sum cannot be negative.")
        elif amount >= MOST:
            faults[name] = _("This sum is too large.")
        elif amount % unit:
            faults[name] = _("The smallest sum in this currency is %(unit)s.") % {"unit": unit}
    if not faults and costs + fee > gross:
        faults["fee"] = _("Costs and fee are more than what came in.")
    if faults:
        raise InvalidInput(errors=faults)

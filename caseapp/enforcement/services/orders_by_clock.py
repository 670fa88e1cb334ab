"""What time does to orders: those not proven in time, those to be checked again; the people on the case are told."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import supervisors, today_at
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import WrongState
from caseapp.enforcement.enums import WAITING_ORDER_STATES, OrderState
from caseapp.enforcement.models import ComplianceOrder
from caseapp.enforcement.services.orders import tell_complainants
from caseapp.enforcement.workflow import ORDER
from caseapp.notifications import services as notifications
from caseapp.rules.dates import farthest_day

notifications.tell("enforcement.order_overdue", _("Order %(reference)s was not proven in time."))
notifications.tell("enforcement.order_recheck", _("Order %(reference)s is to be checked again."))


@transaction.atomic
def mark_order_overdue(*, actor: Actor, order: ComplianceOrder) -> ComplianceOrder:
    """Mark an order whose day has passed without a proof. The lead, the author and the approver of the decision and,
    as an escalation, every supervisor of the authority are told; so are the complainants.
    """
    locked = _locked(order)
    if locked.due_on >= today_at(locked.authority):
        raise WrongState(_("The day by which it is to be done has not passed."))
    late = ORDER.apply(actor, locked, "become_overdue", facts={"due_on": locked.due_on.isoformat()})
    above = supervisors(late.authority_id).values_list("pk", flat=True)
    _tell(locked, "enforcement.order_overdue", [*_people_of(locked), *above])
    tell_complainants(actor=actor, order=late)
    return late


@transaction.atomic
def mark_recheck_due(*, actor: Actor, order: ComplianceOrder) -> ComplianceOrder:
    """Mark a fulfilled order whose day to be checked again has come; the people of the investigation are told."""
    locked = _locked(order)
    if locked.recheck_on is None or locked.recheck_on > today_at(locked.authority):
        raise WrongState(_("The day to check it again has not come."))
    due = ORDER.apply(actor, locked, "fall_due_again")
    _tell(locked, "enforcement.order_recheck", _people_of(locked))
    return due


def mark_orders_by_clock() -> int:
    """Mark every order that is late or to be checked again, each in its own transaction; returns how many. Safe to run
    again.
    """
    latest = farthest_day(timezone.now())
    late = ComplianceOrder.objects.filter(state__in=WAITING_ORDER_STATES, due_on__lt=latest)
    again = ComplianceOrder.objects.filter(state=OrderState.FULFILLED, recheck_on__lte=latest)
    return _each(late, mark_order_overdue) + _each(again, mark_recheck_due)


def _each(found: QuerySet[ComplianceOrder], mark: Callable[..., Any]) -> int:
    marked = 0
    for pk in list(found.values_list("pk", flat=True)):
        try:
            mark(actor=SYSTEM, order=ComplianceOrder(pk=pk))
        except WrongState:
            continue  # Proven, lifted or given more time since the list was made, or not yet late where it is due.
        marked += 1
    return marked


def _locked(order: ComplianceOrder) -> ComplianceOrder:
    locked: ComplianceOrder = (
        ComplianceOrder.objects.select_for_update(of=("self",))
        .select_related("authority__jurisdiction", "decision__investigation")
        .get(pk=order.pk)
    )
    return locked


def _people_of(order: ComplianceOrder) -> list[int]:
    decision = order.decision
    people = (decision.investigation.lead_id, decision.drafted_by_id, decision.approved_by_id)
    return [one for one in people if one is not None]


def _tell(order: ComplianceOrder, kind: str, people: Iterable[int]) -> None:
    notifications.notify_users(
        user_ids=people, kind=kind, data={"reference": order.reference}, path=f"/orders/{order.reference}/"
    )

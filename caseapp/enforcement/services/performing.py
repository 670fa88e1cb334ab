"""One door by the name of an action, for act pages and the API."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.core.workflow import Workflow
from caseapp.enforcement.models import ComplianceOrder, Fine, Investigation, TimeWish
from caseapp.enforcement.services import (
    appeals,
    decisions,
    fines,
    instalments,
    investigations,
    orders,
    surcharges,
    time_wishes,
)
from caseapp.enforcement.workflow import FINE, INVESTIGATION, ORDER, TIME_WISH

_ON_INVESTIGATION: dict[str, Callable[..., Any]] = {
    "request_information": investigations.request_information,
    "give_notice": investigations.give_notice,
    "record_representations": investigations.record_representations,
    "decide": decisions.approve_decision,
    "close": investigations.close,
}

_ON_FINE: dict[str, Callable[..., Any]] = {
    "fall_due": fines.fall_due,
    "record_payment": fines.record_payment,
    "add_surcharge": surcharges.add_surcharge,
    "agree_instalments": instalments.agree_instalments,
    "lodge_appeal": appeals.lodge_appeal,
    "uphold": appeals.uphold,
    "reduce": appeals.reduce,
    "annul": appeals.annul,
    "write_off": fines.write_off,
}

_ON_ORDER: dict[str, Callable[..., Any]] = {
    "drop": orders.drop,
    "record_proof": orders.record_proof,
    "accept_proof": orders.accept_proof,
    "refuse_proof": orders.refuse_proof,
    "confirm_kept": orders.confirm_kept,
    "find_broken": orders.find_broken,
    "extend": orders.extend,
    "lift": orders.lift,
}

_ON_TIME_WISH: dict[str, Callable[..., Any]] = {"grant": time_wishes.grant, "refuse": time_wishes.refuse}

_ALSO = {"decide": {"seen"}, "record_payment": {"currency", "key"}, "request_information": {"elements"}}
"""Names beyond the table that an action takes: the draft read, currency, key of a form, elements asked about."""


def perform_on_investigation(
    *, actor: Actor, investigation: Investigation, action: str, given: Mapping[str, Any]
) -> Investigation:
    """Do an offered action of an investigation by its name, with already cleaned values; returns it as it now stands.

    Raises InvalidInput for an unknown action or a missing value, WrongState for one that follows from another act.
    """
    values = _values(INVESTIGATION, _ON_INVESTIGATION, actor, investigation, action, given)
    _ON_INVESTIGATION[action](actor=actor, investigation=investigation, **values)
    investigation.refresh_from_db()
    return investigation


def perform_on_fine(*, actor: Actor, fine: Fine, action: str, given: Mapping[str, Any]) -> Fine:
    """Do an offered action of a fine by its name, with already cleaned values; returns it as it now stands."""
    values = _values(FINE, _ON_FINE, actor, fine, action, given)
    _ON_FINE[action](actor=actor, fine=fine, **values)
    fine.refresh_from_db()
    return fine


def perform_on_order(*, actor: Actor, order: ComplianceOrder, action: str, given: Mapping[str, Any]) -> ComplianceOrder:
    """Do an offered action of an order by its name, with already cleaned values; returns it as it now stands."""
    values = _values(ORDER, _ON_ORDER, actor, order, action, given)
    _ON_ORDER[action](actor=actor, order=order, **values)
    order.refresh_from_db()
    return order


def perform_on_time_wish(*, actor: Actor, wish: TimeWish, action: str, given: Mapping[str, Any]) -> TimeWish:
    """Grant or refuse a wish for more time, with already cleaned values; returns it as it now stands."""
    values = _values(TIME_WISH, _ON_TIME_WISH, actor, wish, action, given)
    _ON_TIME_WISH[action](actor=actor, wish=wish, **values)
    wish.refresh_from_db()
    return wish


def _values(
    workflow: Workflow,
    verbs: Mapping[str, Callable[..., Any]],
    actor: Actor,
    subject: Any,
    action: str,
    given: Mapping[str, Any],
) -> dict[str, Any]:
    rows = workflow.named(action)
    if not rows:
        raise InvalidInput.field("action", _("There is no such action."))
    if not can(actor, f"{workflow.name}.{action}", subject):
        raise NotAllowed()
    if action not in verbs:
        raise WrongState(_("This follows from another act and is not done by itself."))
    if not any(subject.state in row.sources for row in rows):
        raise WrongState(
            _("“%(action)s” is not possible while this is “%(state)s”.")
            % {"action": rows[0].label, "state": subject.get_state_display()}
        )
    missing = {name: _("Enter this to go on.") for name in rows[0].needs if given.get(name) in (None, "")}
    if missing:
        raise InvalidInput(errors=missing)
    known = {*rows[0].needs, *rows[0].may_give, *_ALSO.get(action, ())}
    return {name: value for name, value in given.items() if name in known and value not in (None, "")}

"""The firm's prices and its rule of rounding: dated, so that what was billed stays explained."""

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.enums import FirmRole
from caseapp.accounts.models import Firm, Membership, User
from caseapp.audit import services as audit
from caseapp.billing.enums import RoundingWay
from caseapp.billing.models import Rate, TimeRule
from caseapp.billing.services.sums import check_sum
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.rules.billing import STEPS


@transaction.atomic
def set_rate(
    *,
    actor: Actor,
    firm: Firm,
    hourly: Decimal,
    currency: str,
    valid_from: dt.date,
    user: User | None = None,
    role: str = "",
) -> Rate:
    """Set an hour's price from a day on, of one person of the firm or of a role; a partner's act. Writes audit.

    Invoices that were issued stay as they are. Refuses a second price for the same day.
    """
    if not can(actor, "rates.set", firm):
        raise NotAllowed()
    check_sum(hourly, currency, field="hourly")
    if (user is None) == (not role):
        raise InvalidInput.field("who", _("Choose a person or a role."))
    if role and role not in FirmRole.values:
        raise InvalidInput.field("who", _("This is not one of the choices."))
    if user is not None and not Membership.objects.filter(firm=firm, user=user).exists():
        raise InvalidInput.field("who", _("This person does not work in your firm."))
    try:
        with transaction.atomic():
            made = Rate.objects.create(
                firm=firm, user=user, role=role, hourly=hourly, currency=currency, valid_from=valid_from
            )
    except IntegrityError:
        raise WrongState(_("There is a price from this day already. Choose another day.")) from None
    audit.record(
        actor=actor,
        action="rates.set",
        subject=made,
        chain=f"firm-prices:{firm.pk}",
        facts={"hourly": f"{hourly:.2f}", "currency": currency, "from": str(valid_from), "role": role},
    )
    return made


@transaction.atomic
def set_rounding(*, actor: Actor, firm: Firm, step: int, way: str, valid_from: dt.date) -> TimeRule:
    """Set how time is rounded from a day on; a partner's act. Writes audit. Refuses a second rule for the same day."""
    if not can(actor, "rates.set", firm):
        raise NotAllowed()
    if step not in STEPS:
        raise InvalidInput.field("step", _("This is not one of the choices."))
    if way not in RoundingWay.values:
        raise InvalidInput.field("way", _("This is not one of the choices."))
    try:
        with transaction.atomic():
            made = TimeRule.objects.create(firm=firm, step=step, way=way, valid_from=valid_from)
    except IntegrityError:
        raise WrongState(_("There is a rule from this day already. Choose another day.")) from None
    audit.record(
        actor=actor,
        action="rates.set_rounding",
        subject=made,
        chain=f"firm-prices:{firm.pk}",
        facts={"step": step, "way": way, "from": str(valid_from)},
    )
    return made

"""Adding to a fine what accrued because it was not paid in time."""

from django.db import transaction
from django.utils.translation import gettext as _

from caseapp.core.actors import Actor
from caseapp.core.errors import WrongState
from caseapp.core.wording import written_day, written_sum
from caseapp.enforcement.models import Fine, LedgerEntry
from caseapp.enforcement.selectors.fines import standing_of
from caseapp.enforcement.selectors.surcharges import Late, late_payment_of
from caseapp.enforcement.services.fines import NOTE_MAX, enter, locked_fine
from caseapp.enforcement.workflow import FINE
from caseapp.rules.fines import Line, LineKind


@transaction.atomic
def add_surcharge(*, actor: Actor, fine: Fine) -> LedgerEntry:
    """Add what accrued until today, by the rule of the place, with its working in the ledger.

    An authority may add it and need not, so it is an act and not the clock's. What was late before a plan, a part that
    came late and days before an appeal can be added once the fine runs again. Twice on a day adds nothing twice, and
    all that is added stays within the cap. Refuses where no rule is verified, and where nothing accrued.
    """
    locked = locked_fine(actor, fine, "fines.add_surcharge")
    late = late_payment_of(locked)
    if late is None:
        raise WrongState(_("No rule on late payment is recorded for this place, so nothing is added."))
    facts = {"amount": str(late.to_add), "currency": locked.currency, "until": late.until.isoformat()}
    updated = FINE.apply(actor, locked, "add_surcharge", facts=facts)
    if late.to_add <= 0:
        raise WrongState(_("Nothing has accrued since."))
    line = Line(LineKind.INTEREST, late.to_add, updated.currency)
    return enter(actor, updated, line, on=late.until, note=working(late, updated.currency)[:NOTE_MAX])


def let_go_beyond_cap(actor: Actor, fine: Fine) -> None:
    """After the fine went down: what was added beyond the cap of the new sum is written off, as far as it is owed."""
    late, now = late_payment_of(fine), standing_of(fine)
    if late is None:
        return
    beyond = min(now.interest - now.fine * late.rule.cap_percent / 100, now.owed)
    if beyond > 0:
        note = _("Beyond the cap of the reduced fine, %(article)s") % {"article": late.rule.article}
        enter(actor, fine, Line(LineKind.WRITE_OFF, -beyond, fine.currency), note=note)


def working(late: Late, currency: str) -> str:
    """How the sum came about, in one line: days, sum and rate of each stretch, and the article."""
    stretches = late.accrued.stretches if late.accrued is not None else ()
    told = [
        _("%(first)s to %(last)s, %(days)s × %(percent)s%% of %(unpaid)s")
        % {
            "first": written_day(each.first),
            "last": written_day(each.last),
            "days": each.days,
            "percent": f"{late.rule.percent_a_day.normalize():f}",
            "unpaid": written_sum(each.unpaid, currency),
        }
        for each in stretches
    ]
    if late.accrued is not None and late.accrued.capped:
        cap = f"{late.rule.cap_percent.normalize():f}"
        told.append(_("up to the cap of %(percent)s%% of the fine") % {"percent": cap})
    return "; ".join([*told, str(late.rule.article)])

"""Time and disbursements of a case file, the firm's prices and rounding, and what an entry comes to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from caseapp.accounts.models import Firm, Membership
from caseapp.billing.enums import RoundingWay
from caseapp.billing.models import Disbursement, Rate, TimeEntry, TimeRule
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.law.selectors import day_in
from caseapp.litigation.models import CaseFile
from caseapp.rules.billing import DatedRate, Rounding, billed_minutes, rate_on, time_amount
from caseapp.rules.fines import places_of


@dataclass(frozen=True)
class Valued:
    """An entry of time with what it comes to: minutes by the rule of its day, the hour's price, the sum."""

    entry: TimeEntry
    minutes: int
    hourly: Decimal | None
    amount: Decimal | None


def time_entries(actor: Actor) -> QuerySet[TimeEntry]:
    """Finished entries, newest day first, with what a list names."""
    return TimeEntry.objects.visible_to(actor).finished().select_related("case_file__firm", "user", "invoice")


def time_entry(actor: Actor, number: int) -> TimeEntry:
    """One finished entry, or NotFound."""
    found: TimeEntry | None = time_entries(actor).filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def running_clock(actor: Actor) -> TimeEntry | None:
    """The actor's clock, wherever it runs."""
    if actor.user_id is None:
        return None
    running = TimeEntry.objects.visible_to(actor).filter(user_id=actor.user_id, minutes=None)
    found: TimeEntry | None = running.select_related("case_file").first()
    return found


def disbursements(actor: Actor) -> QuerySet[Disbursement]:
    """Disbursements, newest day first."""
    return Disbursement.objects.visible_to(actor).select_related("case_file__firm", "entered_by", "invoice")


def disbursement(actor: Actor, number: int) -> Disbursement:
    """One disbursement, or NotFound."""
    found: Disbursement | None = disbursements(actor).filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def today_in(case_file: CaseFile) -> dt.date:
    """The day it is now in the place of the case file."""
    return day_in(case_file.jurisdiction, timezone.now())


def rates_of(actor: Actor, firm: Firm) -> QuerySet[Rate]:
    """The firm's prices, newest first."""
    found: QuerySet[Rate] = Rate.objects.visible_to(actor).filter(firm=firm).select_related("user")
    return found


def rules_of(actor: Actor, firm: Firm) -> QuerySet[TimeRule]:
    """The firm's rules of rounding, newest first."""
    found: QuerySet[TimeRule] = TimeRule.objects.visible_to(actor).filter(firm=firm)
    return found


def rounding_on(rules: Iterable[TimeRule], day: dt.date) -> Rounding:
    """The rule of a day; every minute as it is, where there is none yet."""
    valid = [rule for rule in rules if rule.valid_from <= day]
    if not valid:
        return Rounding()
    newest = max(valid, key=lambda rule: rule.valid_from)
    return Rounding(newest.step, up=newest.way == RoundingWay.UP)


def valued(entries: Iterable[TimeEntry], *, firm_id: int, currency: str, agreed: Decimal | None = None) -> list[Valued]:
    """Entries of one firm with what each comes to in a currency; without a price the sum is not known.

    `agreed` is the price of an hour that a client agreed to, which comes before the firm's own.
    """
    rules = list(TimeRule.objects.filter(firm_id=firm_id))
    rates = [
        DatedRate(one.valid_from, one.hourly, one.user_id, one.role)
        for one in Rate.objects.filter(firm_id=firm_id, currency=currency)
    ]
    roles = dict(Membership.objects.filter(firm_id=firm_id).values_list("user_id", "role"))
    places = places_of(currency)
    told = []
    for entry in entries:
        minutes = billed_minutes(entry.minutes or 0, rounding_on(rules, entry.on))
        hourly = agreed or rate_on(rates, entry.on, person=entry.user_id, role=roles.get(entry.user_id, ""))
        amount = None if hourly is None else time_amount(minutes, hourly, places=places)
        told.append(Valued(entry, minutes, hourly, amount))
    return told

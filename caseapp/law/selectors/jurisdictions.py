"""Places of law: their chain upwards, their calendars and their zones."""

import datetime as dt

from caseapp.law import gateways
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors.reference import reference
from caseapp.rules.clocks import Calendar
from caseapp.rules.dates import local_day

CALENDAR_YEARS_AHEAD = 4


def jurisdiction_chain(code: str) -> tuple[str, ...]:
    """The jurisdiction and those whose law applies in it as well, the smallest first: `("US-IL", "US")`.

    An empty tuple for an empty or unknown code.
    """
    places = reference().places
    chain: list[str] = []
    step: str | None = code
    while step and step in places and step not in chain:
        chain.append(step)
        step = places[step].parent_id
    return tuple(chain)


def parts_of(code: str) -> tuple[str, ...]:
    """The jurisdictions that lie within this one, by their codes: provinces and states of a country."""
    return tuple(sorted(place.code for place in reference().places.values() if code and place.parent_id == code))


def calendar_of(jurisdiction: Jurisdiction, *days: dt.date) -> Calendar:
    """Working days of a jurisdiction for the years of the days given and the next four.

    A part without holidays of its own takes those of its country.
    """
    place = jurisdiction
    while not place.calendar_country and place.parent is not None:
        place = place.parent
    years = [day.year for day in days] or [dt.date.today().year]
    return gateways.calendar(
        place.calendar_country,
        place.calendar_subdivision,
        place.make_up_days,
        min(years),
        max(years) + CALENDAR_YEARS_AHEAD,
    )


def day_in(jurisdiction: Jurisdiction, instant: dt.datetime) -> dt.date:
    """The day that an instant falls on in the jurisdiction; in UTC where its time zone is not known."""
    return local_day(instant, jurisdiction.time_zone or "UTC")

"""Days and periods as people write them in the language active now."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseapp.core.wording import written_day
from caseapp.rules.clocks import Unit
from caseapp.rules.dates import last_possible_day


def period(amount: int, unit: str) -> str:
    """A period in the law's own unit: `15 days`, `7 working days`, `3 months`; whole years as such: `3 years`."""
    if unit == Unit.WORKING_DAYS.value:
        return ngettext("%(count)s working day", "%(count)s working days", amount) % {"count": amount}
    if unit == Unit.MONTHS.value and amount % 12 == 0:
        return ngettext("%(count)s year", "%(count)s years", amount // 12) % {"count": amount // 12}
    if unit == Unit.MONTHS.value:
        return ngettext("%(count)s month", "%(count)s months", amount) % {"count": amount}
    return ngettext("%(count)s day", "%(count)s days", amount) % {"count": amount}


def written_partial(text: str) -> str:
    """A date known as year, year and month, or day, as far as it is known; empty for an unknown one."""
    if not text:
        return ""
    day = last_possible_day(text)
    if len(text) == 4:
        return _("the year %(year)s") % {"year": day.year}
    if len(text) == 7:
        return _("%(year)s, month %(month)s") % {"year": day.year, "month": day.month}
    return written_day(day)

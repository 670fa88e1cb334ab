"""The working of a date, line by line, in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseapp.law.enums import StartEvent
from caseapp.law.selectors.citations import article_words
from caseapp.law.selectors.written import period, written_day
from caseapp.rules.clocks import Deadline, State, StepCode, Unit


def working(deadline: Deadline | Mapping[str, Any]) -> list[str]:
    """Sentences that show how a date came about, from a computed deadline or from its stored form."""
    plain = deadline.as_json() if isinstance(deadline, Deadline) else deadline
    if plain["state"] == State.NOT_VERIFIED.value:
        return [_("This period is not verified, so no date is given.")]
    if plain["state"] == State.START_UNKNOWN.value:
        return [_("The day from which it runs is not known, so no date is given.")]
    lines = [_line(StepCode(step["code"]), step["day"], step["values"]) for step in plain["steps"]]
    return [line for line in lines if line]


def _because(sentence: str, values: Mapping[str, Any]) -> str:
    """The sentence with the reason that a person gave, in their words."""
    return f"{sentence} ({values['reason']})" if values.get("reason") else sentence


def _line(code: StepCode, iso: str | None, values: Mapping[str, Any]) -> str:
    day = written_day(dt.date.fromisoformat(iso)) if iso else ""
    match code:
        case StepCode.START:
            return _("It runs from %(event)s: %(day)s.") % {"event": StartEvent(values["event"]).label, "day": day}
        case StepCode.START_ASSUMED:
            return _(
                "It runs from the day you learned of it, which is not known. It is counted from the day it happened, "
                "%(day)s, the earliest that can be."
            ) % {"day": day}
        case StepCode.YEAR_END:
            return _("This law counts from the end of that year: %(day)s.") % {"day": day}
        case StepCode.RULE:
            told = period(values["amount"], values["unit"])
            if values["article"]:
                return _("The period is %(period)s (%(article)s).") % {
                    "period": told,
                    "article": article_words(values["article"]),
                }
            return _("The period is %(period)s.") % {"period": told}
        case StepCode.RESTARTED:
            return _because(_("It began anew on %(day)s.") % {"day": day}, values)
        case StepCode.FIRST_DAY_LEFT_OUT:
            return _("The first day is not counted, so counting begins on %(day)s.") % {"day": day}
        case StepCode.COUNTED:
            return _("That leads to %(day)s.") % {"day": day}
        case StepCode.END_OF_MONTH:
            return _("That month has no day %(number)s, so its last day counts.") % {"number": values["day"]}
        case StepCode.REST_DAYS:
            return ngettext(
                "%(count)s weekend day was left out.", "%(count)s weekend days were left out.", values["days"]
            ) % {"count": values["days"]}
        case StepCode.HOLIDAY:
            return _("%(day)s was left out: it is a public holiday (%(name)s).") % {"day": day, "name": values["name"]}
        case StepCode.MAKE_UP_DAY:
            return _("%(day)s was counted: it is a weekend day that is worked.") % {"day": day}
        case StepCode.PAUSED:
            first, last = (written_day(dt.date.fromisoformat(values[name])) for name in ("first", "last"))
            told = ngettext(
                "The period did not run from %(first)s to %(last)s, which adds %(count)s day.",
                "The period did not run from %(first)s to %(last)s, which adds %(count)s days.",
                values["days"],
            ) % {"first": first, "last": last, "count": values["days"]}
            return _because(told, values)
        case StepCode.LONGSTOP:
            return _("It ends on %(day)s at the latest, %(period)s after it happened.") % {
                "day": day,
                "period": period(values["months"], Unit.MONTHS.value),
            }
        case StepCode.LONGSTOP_DECIDES:
            return _("That day comes first, so it decides.")
        case StepCode.MOVED:
            if values["article"]:
                return _("The last day is not a working day, so it moves to %(day)s (%(article)s).") % {
                    "day": day,
                    "article": article_words(values["article"]),
                }
            return _("The last day is not a working day, so it moves to %(day)s.") % {"day": day}
        case StepCode.NOT_MOVED:
            return _("A last day that falls on a weekend or holiday is not moved here: act before it.")
        case StepCode.CALENDAR_UNKNOWN:
            return _("The working days of all those months are not published yet; check the date when they are.")
        case StepCode.RESULT:
            return _("Result: %(day)s.") % {"day": day}

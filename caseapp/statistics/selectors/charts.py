"""The dashboard of an authority: every chart of a period beside the period before it, from rollups alone."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from caseapp.complaints.enums import Outcome
from caseapp.core.actors import Actor
from caseapp.core.counts import SMALLEST
from caseapp.core.enums import Sector, Use
from caseapp.core.errors import NotAllowed
from caseapp.core.policies import can
from caseapp.core.wording import figure, written_sum
from caseapp.law.models import Jurisdiction
from caseapp.respondents.models import Respondent
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.models import DailySum
from caseapp.statistics.periods import Period, month_name, months_later
from caseapp.statistics.selectors.months import Counts, Told, open_now, period_and_before, quantile, totals_by_month
from caseapp.statistics.selectors.rising import rising_clusters
from caseapp.statistics.selectors.shapes import Chart, Row

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

YEAR = 12
AGES = (30, 90, 180, 365)
MOST_ROWS = 50
_NOTHING = (0, Decimal(0), Decimal(0))

_ENDINGS: "dict[str, _StrOrPromise]" = {
    **dict(Outcome.choices),
    "rejected": gettext_lazy("Rejected"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
_TITLES: "dict[str, tuple[_StrOrPromise, _StrOrPromise]]" = {
    Dimension.JURISDICTION: (gettext_lazy("By country or region"), gettext_lazy("Country or region")),
    Dimension.SECTOR: (gettext_lazy("By sector"), gettext_lazy("Sector")),
    Dimension.USE: (gettext_lazy("By use"), gettext_lazy("What the system did")),
    Dimension.RESPONDENT: (gettext_lazy("By respondent"), gettext_lazy("Respondent")),
}


def dashboard(actor: Actor, period: Period) -> list[Chart]:
    """All charts of the actor's authorities, in a fixed number of statements. Raises NotAllowed.

    No identities: complaints are counted, organisations named. How small counts are withheld: see `telling`.
    """
    if not can(actor, "statistics.view"):
        raise NotAllowed()
    year = [months_later(period.after, number - YEAR) for number in range(YEAR)]
    now, before = period_and_before(actor, period)
    standing, ages = open_now(actor)
    return [
        _inflow(now, before, period, totals_by_month(actor, year)),
        _backlog(ages),
        _waiting(now, before, period),
        _outcomes(now, before, period),
        *_money(actor, period),
        *(_by(Dimension(dimension), now, before, standing) for dimension in _TITLES),
        rising_clusters(actor),
    ]


def _inflow(now: Counts, before: Counts, period: Period, year: Mapping[dt.date, Counts]) -> Chart:
    rows = []
    for month, counts in year.items():
        parts = [counts.told(measure, Dimension.ALL) for measure in (Measure.RECEIVED, Measure.ENDED)]
        rows.append(Row(month_name(month, short=True), tuple(_total(part) for part in parts), f"{month:%Y-%m}"))
    sentence = _("%(period)s: %(received)s received and %(ended)s ended. The period before: %(before)s received.") % {
        "period": period.label,
        "received": _said(now.told(Measure.RECEIVED, Dimension.ALL)),
        "ended": _said(now.told(Measure.ENDED, Dimension.ALL)),
        "before": _said(before.told(Measure.RECEIVED, Dimension.ALL)),
    }
    series = (_("Received"), pgettext("complaints", "Ended"))
    left_out = any(None in row.figures for row in rows)
    notes = (_("Months with fewer than five are not shown, and not part of any sum."),) if left_out else ()
    return Chart(
        "inflow",
        _("Received and ended, month by month"),
        sentence,
        _("Month"),
        series,
        tuple(rows),
        "columns",
        notes=notes,
    )


def _backlog(ages: Counter[dt.date]) -> Chart:
    today = timezone.now().date()
    bounds = [0, *AGES]
    counts = [0] * len(bounds)
    for day, number in ages.items():
        age = (today - day).days
        counts[max(place for place, bound in enumerate(bounds) if age >= bound or place == 0)] += number
    labels = [
        _("Up to %(days)s days") % {"days": AGES[0]},
        *(_("%(from)s to %(until)s days") % {"from": start, "until": end} for start, end in pairwise(AGES)),
        _("More than %(days)s days") % {"days": AGES[-1]},
    ]
    total = sum(counts)
    shown = _without_small_groups(counts)
    rows = tuple(Row(label, (number,), str(bound)) for label, number, bound in zip(labels, shown, bounds, strict=True))
    if 0 < total < SMALLEST:
        sentence = _("Fewer than five complaints are open.")
    else:
        sentence = ngettext("%(number)s complaint is open now.", "%(number)s complaints are open now.", total) % {
            "number": figure(total)
        }
    notes = (_withheld(),) if None in shown else ()
    return Chart(
        "backlog", _("Open complaints by age"), sentence, _("Waiting for"), (_("Open now"),), rows, notes=notes
    )


def _waiting(now: Counts, before: Counts, period: Period) -> Chart:
    rows, medians = [], []
    for measure, median, ninth in (
        (Measure.ACKNOWLEDGED, _("Acknowledgement, median"), _("Acknowledgement, nine in ten")),
        (Measure.DECIDED, _("Decision, median"), _("Decision, nine in ten")),
    ):
        days = [counts.days(measure) for counts in (now, before)]
        rows += [
            Row(label, tuple(quantile(one, share) for one in days), f"{measure}-{name}")
            for label, share, name in ((median, 0.5, "p50"), (ninth, 0.9, "p90"))
        ]
        medians.append(quantile(days[0], 0.5))
    acknowledged, decided = medians
    told = (
        _("Too few were acknowledged to tell how long it took.")
        if acknowledged is None
        else _("Half of the acknowledgements came within %(days)s days.") % {"days": acknowledged},
        _("Too few were decided to tell how long it took.")
        if decided is None
        else _("Half of the decisions came within %(days)s days.") % {"days": decided},
    )
    return Chart(
        "waiting",
        _("Days until acknowledgement and decision"),
        _("%(now)s %(next)s") % {"now": told[0], "next": told[1]},
        _("Days from receipt"),
        (period.label, period.before.label),
        tuple(rows),
        unit="days",
    )


def _outcomes(now: Counts, before: Counts, period: Period) -> Chart:
    told, told_before = (counts.told(Measure.ENDED, Dimension.OUTCOME) for counts in (now, before))
    rows = _rows([told, told_before], lambda _values: _ENDINGS)
    first = told.values.most_common(1)
    if first:
        sentence = _("Most often: %(outcome)s, %(number)s of %(total)s that ended.") % {
            "outcome": _ENDINGS.get(first[0][0], first[0][0]),
            "number": figure(first[0][1]),
            "total": figure(told.total),
        }
    else:
        sentence = _("Too few complaints ended to tell how.")
    series = (period.label, period.before.label)
    return Chart(
        "outcomes", _("How complaints ended"), sentence, _("Outcome"), series, rows, notes=_notes([told, told_before])
    )


def _money(actor: Actor, period: Period) -> Iterable[Chart]:
    """One chart a currency: sums of different currencies are never added."""
    rows = DailySum.objects.visible_to(actor).filter(day__gte=period.before.first, day__lt=period.after).order_by()
    counted = (
        rows.annotate(now=ExpressionWrapper(Q(day__gte=period.first), BooleanField()))
        .values_list("currency", "now")
        .annotate(Sum("fines"), Sum("imposed"), Sum("collected"))
    )
    sums: dict[str, dict[bool, tuple[int, Decimal, Decimal]]] = {}
    for currency, now, *figures in counted:
        sums.setdefault(currency, {})[now] = tuple(figures)
    for currency in sorted(sums):
        (fines, imposed, collected), before = (sums[currency].get(now, _NOTHING) for now in (True, False))
        sentence = ngettext(
            "%(number)s fine was imposed, %(imposed)s together; %(collected)s was collected.",
            "%(number)s fines were imposed, %(imposed)s together; %(collected)s was collected.",
            fines,
        ) % {
            "number": figure(fines),
            "imposed": written_sum(imposed, currency),
            "collected": written_sum(collected, currency),
        }
        yield Chart(
            f"money-{currency.lower()}",
            _("Fines in %(currency)s: imposed and collected") % {"currency": currency},
            sentence,
            _("Sum"),
            (period.label, period.before.label),
            (
                Row(pgettext("fine", "Imposed"), (imposed, before[1]), "imposed"),
                Row(_("Collected"), (collected, before[2]), "collected"),
            ),
            unit=currency,
        )


def _by(dimension: Dimension, now: Counts, before: Counts, standing: Counts) -> Chart:
    received = now.told(Measure.RECEIVED, dimension)
    columns = [
        received,
        before.told(Measure.RECEIVED, dimension),
        now.told(Measure.ENDED, dimension),
        standing.told(Measure.OPEN, dimension),
    ]
    title, head = _TITLES[dimension]
    rows = _rows(columns, lambda values: _words(dimension, values))
    if rows and received.values:
        sentence = _("Most complaints of the period: %(label)s, %(number)s of %(total)s.") % {
            "label": rows[0].label,
            "number": figure(rows[0].figures[0]),
            "total": figure(received.total),
        }
    else:
        sentence = _("Too few complaints in the period to tell them apart.")
    series = (_("Received"), _("Received the period before"), pgettext("complaints", "Ended"), _("Open now"))
    return Chart(dimension, str(title), sentence, str(head), series, rows, notes=_notes(columns))


def _words(by: Dimension, values: Iterable[str]) -> "Mapping[str, _StrOrPromise]":
    if by == Dimension.SECTOR:
        return dict(Sector.choices)
    if by == Dimension.USE:
        return dict(Use.choices)
    if by == Dimension.JURISDICTION:
        return {place.code: str(place.name) for place in Jurisdiction.objects.filter(code__in=values)}
    named = Respondent.objects.filter(pk__in=[int(value) for value in values])
    return {str(one.pk): one.shown_name for one in named.only("name", "name_local")}


def _rows(columns: list[Told], words: "Callable[[list[str]], Mapping[str, _StrOrPromise]]") -> tuple[Row, ...]:
    """A row for every value told in any column, most of the first column first; what is withheld is None."""
    values = {value for column in columns for value in column.values}
    ordered = sorted(values, key=lambda value: (*(-column.values[value] for column in columns), value))
    shown, further = ordered[:MOST_ROWS], ordered[MOST_ROWS:]
    named = words(shown)
    rows = [
        Row(str(named.get(value, value)), tuple(column.values[value] or None for column in columns), value)
        for value in shown
    ]
    rest = [column.rest + sum(column.values[value] for value in further) for column in columns]
    if any(rest):
        rows.append(Row(_("All others together"), tuple(number or None for number in rest)))
    return tuple(rows)


def _withheld() -> str:
    return _("Fewer than five are never shown, nor what would give them away: they are put together or left out.")


def _notes(columns: list[Told]) -> tuple[str, ...]:
    return (_withheld(),) if any(column.rest or column.left_out for column in columns) else ()


def _without_small_groups(counts: list[int]) -> list[int | None]:
    """Counts in a fixed order; small ones withheld, and with them the smallest others until five are hidden."""
    shown: list[int | None] = [number if number == 0 or number >= SMALLEST else None for number in counts]
    hidden = sum(number for number, told in zip(counts, shown, strict=True) if told is None)
    while None in shown and hidden < SMALLEST and any(shown):
        place = min((number, place) for place, number in enumerate(shown) if number)[1]
        hidden += counts[place]
        shown[place] = None
    return shown


def _total(told: Told) -> int | None:
    return None if told.left_out else told.total


def _said(told: Told) -> str:
    if told.left_out and not told.total:
        return _("fewer than five")
    return figure(told.total)

"""Keeps the rollups true: days that a change touched are counted anew from the cases, whole."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from caseapp.complaints.enums import OPEN_STATES, ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.enforcement.models import LedgerEntry
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.models import DailyCount, DailySum, PeriodTold, Touched
from caseapp.statistics.services.alone import alone
from caseapp.statistics.services.rising import count_rising
from caseapp.statistics.services.telling import tell_periods

BATCH = 2_000
"""So many touched days are counted by one transaction."""
RUN = 366
"""So many days of one authority are counted by one statement, at most."""

Day = tuple[int, dt.date]

_PLACES = "jurisdiction_id, sector, use, respondent_id"
_NO_PLACES = "NULL, NULL, NULL, NULL::bigint"


def _facts(
    measure: Measure, column: str, rule: str, *, parts: str = _PLACES, outcome: str = "NULL", days: str = "NULL"
) -> str:
    """An authority's complaints whose `column` lies within the days (of UTC), as facts of one measure."""
    return f"""
    SELECT ({column} AT TIME ZONE 'UTC')::date AS day, '{measure}' AS measure, {parts},
        {outcome} AS outcome, {days}::int AS days
    FROM complaints_complaint
    WHERE authority_id = %(authority)s AND {rule}
        AND {column} >= %(first)s::timestamp AT TIME ZONE 'UTC'
        AND {column} < %(after)s::timestamp AT TIME ZONE 'UTC'"""  # noqa: S608 - only words of our own


_DAYS = "({} AT TIME ZONE 'UTC')::date - (submitted_at AT TIME ZONE 'UTC')::date"
_OUTCOME = f"CASE state WHEN '{ComplaintState.CLOSED}' THEN outcome ELSE state END"
_FACTS = " UNION ALL ".join(
    (
        _facts(Measure.RECEIVED, "submitted_at", f"state <> '{ComplaintState.DRAFT}'"),
        _facts(Measure.OPEN, "submitted_at", "state = ANY(%(open)s)"),
        _facts(Measure.ENDED, "closed_at", "state = ANY(%(ended)s)", outcome=_OUTCOME),
        _facts(
            Measure.ACKNOWLEDGED,
            "acknowledged_at",
            "TRUE",
            parts=_NO_PLACES,
            days=f"({_DAYS.format('acknowledged_at')})",
        ),
        _facts(
            Measure.DECIDED,
            "closed_at",
            "state = ANY(%(decided)s)",
            parts=_NO_PLACES,
            days=f"({_DAYS.format('closed_at')})",
        ),
    )
)
_KEYS = "jurisdiction_id, sector, use, respondent_id, outcome, days"
_VALUE = "coalesce(jurisdiction_id, sector, use, respondent_id::text, outcome, days::text)"
_COUNTS = f"""
WITH facts (day, measure, {_PLACES}, outcome, days) AS ({_FACTS})
INSERT INTO statistics_dailycount (authority_id, day, measure, dimension, value, number)
SELECT %(authority)s, day, measure,
    CASE GROUPING({_KEYS})
        WHEN 63 THEN '{Dimension.ALL}' WHEN 31 THEN '{Dimension.JURISDICTION}' WHEN 47 THEN '{Dimension.SECTOR}'
        WHEN 55 THEN '{Dimension.USE}' WHEN 59 THEN '{Dimension.RESPONDENT}' WHEN 61 THEN '{Dimension.OUTCOME}'
        ELSE '{Dimension.DAYS}' END,
    coalesce({_VALUE}, ''), count(*)
FROM facts
GROUP BY day, measure, GROUPING SETS ((), (jurisdiction_id), (sector), (use), (respondent_id), (outcome), (days))
HAVING GROUPING({_KEYS}) = 63 OR {_VALUE} IS NOT NULL
"""  # noqa: S608 - only words of our own enumerations

_SUMS = """
INSERT INTO statistics_dailysum (authority_id, day, currency, fines, imposed, collected)
SELECT fine.authority_id, line."on", line.currency, count(*) FILTER (WHERE line.kind = 'imposed'),
    coalesce(sum(line.amount) FILTER (WHERE line.kind IN ('imposed', 'adjustment')), 0),
    coalesce(-sum(line.amount) FILTER (WHERE line.kind = 'payment'), 0)
FROM enforcement_fine fine JOIN enforcement_ledgerentry line ON line.fine_id = fine.id
WHERE fine.authority_id = %(authority)s AND line."on" >= %(first)s AND line."on" < %(after)s
GROUP BY fine.authority_id, line."on", line.currency
"""

ENDED = [ComplaintState.CLOSED, ComplaintState.REJECTED, ComplaintState.WITHDRAWN]
DECIDED = [ComplaintState.CLOSED, ComplaintState.REJECTED]


def count_touched(*, wait: bool = True) -> int:
    """Count every touched day anew; answers how many there were. Safe with other counters and with changes meanwhile.
    Without `wait` it leaves the work to another counter that is at it.

    What was touched is taken away first and counted after, so a change that comes between is either counted now or
    touches its day again.
    """
    done = 0
    while True:
        with transaction.atomic():
            if not alone(wait=wait):
                return done
            days = _take_touched()
            if not days:
                return done
            done += count_days(days)
            count_rising({authority for authority, _day in days})


def _take_touched() -> set[Day]:
    """Take some touched days away, with everything that says so: a great change writes each of them many times."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM statistics_touched WHERE (authority_id, day) IN (SELECT DISTINCT authority_id, day"
            " FROM statistics_touched ORDER BY authority_id, day LIMIT %s) RETURNING authority_id, day",
            [BATCH],
        )
        return set(cursor.fetchall())


def recount() -> int:
    """Count everything anew, from nothing; answers how many days of authorities there are."""
    with transaction.atomic():
        alone()
        Touched.objects.all().delete()
        DailyCount.objects.all().delete()
        DailySum.objects.all().delete()
        PeriodTold.objects.all().delete()
        counted = count_days(every_day())
        count_rising()
        return counted


def rising_now() -> None:
    """Count anew which clusters grow, everywhere: time passes also where nothing is touched."""
    with transaction.atomic():
        alone()
        count_rising()


def differences() -> int:
    """How many rollup rows a full recount would change, with everything touched counted first. Changes nothing else."""
    count_touched()
    with transaction.atomic():
        alone()
        before = _rows()
        recount()
        found = len(before ^ _rows())
        transaction.set_rollback(True)
    return found


def count_days(days: Iterable[Day]) -> int:
    """Replace the rollups of these days of these authorities; in the caller's transaction."""
    ordered = sorted(days)
    given: dict[str, Any] = {"open": sorted(OPEN_STATES), "ended": ENDED, "decided": DECIDED}
    with connection.cursor() as cursor:
        # Every way of grouping is then hashed in one pass, and none is sorted on disk.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        for authority, first, after in _runs(ordered):
            for model in (DailyCount, DailySum):
                model.objects.filter(authority_id=authority, day__gte=first, day__lt=after).delete()
            given |= {"authority": authority, "first": first, "after": after}
            cursor.execute(_COUNTS, given)
            cursor.execute(_SUMS, given)
    tell_periods(ordered)
    return len(ordered)


def _runs(ordered: list[Day]) -> Iterator[tuple[int, dt.date, dt.date]]:
    """Days that follow each other put together: the authority, the first day, and the one after the last."""
    run: list[Day] = []
    for day in ordered:
        if run and (len(run) == RUN or day != (run[-1][0], run[-1][1] + dt.timedelta(days=1))):
            yield *run[0], run[-1][1] + dt.timedelta(days=1)
            run = []
        run.append(day)
    if run:
        yield *run[0], run[-1][1] + dt.timedelta(days=1)


def every_day() -> set[Day]:
    """Every day of every authority on which something to count happened."""
    found: set[Day] = set()
    filed = Complaint.objects.exclude(authority=None).exclude(state=ComplaintState.DRAFT).order_by()
    for name in ("submitted_at", "acknowledged_at", "closed_at"):
        happened = filed.exclude(**{name: None})
        found |= set(happened.values_list("authority_id", f"{name}__date").distinct())
    lines = LedgerEntry.objects.order_by().values_list("fine__authority_id", "on").distinct()
    return found | set(lines)


def _rows() -> set[tuple[object, ...]]:
    counts = DailyCount.objects.values_list("authority_id", "day", "measure", "dimension", "value", "number")
    sums = DailySum.objects.values_list("authority_id", "day", "currency", "fines", "imposed", "collected")
    told = PeriodTold.objects.values_list(
        *("authority_id", "months", "first", "measure", "dimension", "value", "number", "left_out")
    )
    return {*counts.iterator(), *sums.iterator(), *told.iterator()}

"""Keeps the rollups true: days that a change touched are counted anew from the cases, whole."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from caseapp.complaints.enums import OPEN_STATES, ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.enforcement.models import LedgerEntry
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.models import DailyCount, DailySum, Touched

BATCH = 2_000
LOCK = 7_206_431
"""Names the advisory lock by which only one process counts at a time."""

Day = tuple[int, dt.date]

_PLACES = "complaint.jurisdiction_id, complaint.sector, complaint.use, complaint.respondent_id"
_NO_PLACES = "NULL, NULL, NULL, NULL::bigint"


def _facts(
    measure: Measure, column: str, rule: str, *, parts: str = _PLACES, outcome: str = "NULL", days: str = "NULL"
) -> str:
    """Complaints whose `column` lies on a touched day (of UTC), as facts of one measure."""
    return f"""
    SELECT touched.authority_id, touched.day, '{measure}' AS measure, {parts}, {outcome} AS outcome, {days}::int AS days
    FROM touched JOIN complaints_complaint complaint ON complaint.authority_id = touched.authority_id
        AND complaint.{column} >= touched.day::timestamp AT TIME ZONE 'UTC'
        AND complaint.{column} < (touched.day + 1)::timestamp AT TIME ZONE 'UTC'
    WHERE {rule}"""  # noqa: S608 - only words of our own


_DAYS = "(complaint.{} AT TIME ZONE 'UTC')::date - (complaint.submitted_at AT TIME ZONE 'UTC')::date"
_OUTCOME = f"CASE complaint.state WHEN '{ComplaintState.CLOSED}' THEN complaint.outcome ELSE complaint.state END"
_FACTS = " UNION ALL ".join(
    (
        _facts(Measure.RECEIVED, "submitted_at", f"complaint.state <> '{ComplaintState.DRAFT}'"),
        _facts(Measure.OPEN, "submitted_at", "complaint.state = ANY(%(open)s)"),
        _facts(Measure.ENDED, "closed_at", "complaint.state = ANY(%(ended)s)", outcome=_OUTCOME),
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
            "complaint.state = ANY(%(decided)s)",
            parts=_NO_PLACES,
            days=f"({_DAYS.format('closed_at')})",
        ),
    )
)
_KEYS = "jurisdiction_id, sector, use, respondent_id, outcome, days"
_VALUE = "coalesce(jurisdiction_id, sector, use, respondent_id::text, outcome, days::text)"
_COUNTS = f"""
WITH touched AS (SELECT * FROM unnest(%(authorities)s::bigint[], %(days)s::date[]) AS touched (authority_id, day)),
facts AS ({_FACTS})
INSERT INTO statistics_dailycount (authority_id, day, measure, dimension, value, number)
SELECT authority_id, day, measure,
    CASE GROUPING({_KEYS})
        WHEN 63 THEN '{Dimension.ALL}' WHEN 31 THEN '{Dimension.JURISDICTION}' WHEN 47 THEN '{Dimension.SECTOR}'
        WHEN 55 THEN '{Dimension.USE}' WHEN 59 THEN '{Dimension.RESPONDENT}' WHEN 61 THEN '{Dimension.OUTCOME}'
        ELSE '{Dimension.DAYS}' END,
    coalesce({_VALUE}, ''), count(*)
FROM facts
GROUP BY authority_id, day, measure,
    GROUPING SETS ((), (jurisdiction_id), (sector), (use), (respondent_id), (outcome), (days))
HAVING GROUPING({_KEYS}) = 63 OR {_VALUE} IS NOT NULL
"""  # noqa: S608 - only words of our own enumerations

_SUMS = """
INSERT INTO statistics_dailysum (authority_id, day, currency, fines, imposed, collected)
SELECT authority_id, touched.day, line.currency, count(*) FILTER (WHERE line.kind = 'imposed'),
    coalesce(sum(line.amount) FILTER (WHERE line.kind IN ('imposed', 'adjustment')), 0),
    coalesce(-sum(line.amount) FILTER (WHERE line.kind = 'payment'), 0)
FROM unnest(%(authorities)s::bigint[], %(days)s::date[]) AS touched (authority_id, day)
JOIN enforcement_fine fine USING (authority_id)
JOIN enforcement_ledgerentry line ON line.fine_id = fine.id AND line."on" = touched.day
GROUP BY authority_id, touched.day, line.currency
"""

ENDED = [ComplaintState.CLOSED, ComplaintState.REJECTED, ComplaintState.WITHDRAWN]
DECIDED = [ComplaintState.CLOSED, ComplaintState.REJECTED]


def count_touched() -> int:
    """Count every touched day anew; answers how many there were. Safe with other counters and with changes meanwhile.

    What was touched is taken away first and counted after, so a change that comes between is either counted now or
    touches its day again.
    """
    done = 0
    while True:
        with transaction.atomic():
            _alone()
            rows = list(Touched.objects.order_by("pk")[:BATCH].values_list("pk", "authority_id", "day"))
            if not rows:
                return done
            Touched.objects.filter(pk__in=[row[0] for row in rows]).delete()
            done += count_days({(authority, day) for _pk, authority, day in rows})


def recount() -> int:
    """Count everything anew, from nothing; answers how many days of authorities there are."""
    with transaction.atomic():
        _alone()
        Touched.objects.all().delete()
        DailyCount.objects.all().delete()
        DailySum.objects.all().delete()
        return count_days(every_day())


def differences() -> int:
    """How many rollup rows a full recount would change, with everything touched counted first. Changes nothing else."""
    count_touched()
    with transaction.atomic():
        _alone()
        before = _rows()
        recount()
        found = len(before ^ _rows())
        transaction.set_rollback(True)
    return found


def count_days(days: Iterable[Day]) -> int:
    """Replace the rollups of these days of these authorities; in the caller's transaction."""
    ordered = sorted(days)
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        given: dict[str, Any] = {
            "authorities": [authority for authority, _day in part],
            "days": [day for _authority, day in part],
            "open": sorted(OPEN_STATES),
            "ended": ENDED,
            "decided": DECIDED,
        }
        with connection.cursor() as cursor:
            for table in (DailyCount, DailySum):
                cursor.execute(
                    f"DELETE FROM {table._meta.db_table} USING unnest(%(authorities)s::bigint[], %(days)s::date[])"  # noqa: S608
                    " AS touched (authority_id, day)"
                    f" WHERE {table._meta.db_table}.authority_id = touched.authority_id"
                    f" AND {table._meta.db_table}.day = touched.day",
                    given,
                )
            cursor.execute(_COUNTS, given)
            cursor.execute(_SUMS, given)
    return len(ordered)


def every_day() -> set[Day]:
    """Every day of every authority on which something to count happened."""
    found: set[Day] = set()
    filed = Complaint.objects.exclude(authority=None).exclude(state=ComplaintState.DRAFT).order_by()
    for name in ("submitted_at", "acknowledged_at", "closed_at"):
        happened = filed.exclude(**{name: None})
        found |= set(happened.values_list("authority_id", f"{name}__date").distinct())
    lines = LedgerEntry.objects.order_by().values_list("fine__authority_id", "on").distinct()
    return found | set(lines)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _rows() -> set[tuple[object, ...]]:
    counts = DailyCount.objects.values_list("authority_id", "day", "measure", "dimension", "value", "number")
    sums = DailySum.objects.values_list("authority_id", "day", "currency", "fines", "imposed", "collected")
    return {*counts.iterator(), *sums.iterator()}

"""One process counts at a time."""

from django.db import connection

LOCK = 7_206_431
"""Names the advisory lock."""


def alone(*, wait: bool = True) -> bool:
    """Whether nobody else counts until the end of this transaction; without `wait` it may say no."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])

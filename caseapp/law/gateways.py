"""Outside systems of the law: the `holidays` package, and the shared cache's word on whether the law changed."""

import datetime as dt
import secrets
from functools import lru_cache
from typing import Any

import holidays
from asgiref.local import Local
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.dispatch import receiver

from caseapp.rules.clocks import Calendar


@lru_cache(maxsize=256)
def calendar(country: str, subdivision: str, make_up_days: bool, first_year: int, last_year: int) -> Calendar:
    """Holidays and make-up working days of the years given, both included.

    Where weekends are made working days, the arrangement is published year by year: `known_to` is the end of the last
    year for which the package has one. An unknown country gives weekends only, known for no day.
    """
    years = range(first_year, last_year + 1)
    if not country:
        return Calendar(known_to=dt.date(first_year, 1, 1) - dt.timedelta(days=1))
    # One language for every server; and each year by itself, because the package adds years it was not asked for.
    known = [
        holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=_language(country))
        for year in years
    ]
    days = {day: name for year, one in zip(years, known, strict=True) for day, name in one.items() if day.year == year}
    weekend = known[0].weekend
    code = f"{country}-{subdivision}" if subdivision else country
    if not make_up_days:
        return Calendar(code, frozenset(weekend), days)
    worked = {day for year, one in zip(years, known, strict=True) for day in one.weekend_workdays if day.year == year}
    last_known = max((day.year for day in worked), default=first_year - 1)
    return Calendar(code, frozenset(weekend), days, frozenset(worked), known_to=dt.date(last_known, 12, 31))


@lru_cache(maxsize=256)
def _language(country: str) -> str | None:
    """English where the package has it, else the country's own default."""
    supported = holidays.country_holidays(country, years=2020).supported_languages
    return next((language for language in ("en_US", "en_GB") if language in supported), None)


STAMP = "law.reference"
STAMP_SECONDS = 60
"""How long a process trusts what it read, where the processes share no cache."""


_request = Local()
"""What the request that is answered here was told; nothing outside of requests."""


@receiver(request_started)
def _ask_once(**_sender: Any) -> None:
    _request.stamp = None


@receiver(request_finished)
def _ask_always(**_sender: Any) -> None:
    if hasattr(_request, "stamp"):
        del _request.stamp


def reference_stamp() -> str:
    """The same text for as long as no place, shared question or law was changed; no statement.

    A request asks the cache once: a page of the filing needs it a dozen times, and reads one state of the law then.
    """
    told: str | None = getattr(_request, "stamp", None)
    if told is None:
        told = _shared_stamp()
        if hasattr(_request, "stamp"):
            _request.stamp = told
    return told


def _shared_stamp() -> str:
    held = cache.get(STAMP)
    if held is None:
        cache.add(STAMP, secrets.token_hex(8), timeout=STAMP_SECONDS)
        held = cache.get(STAMP)
    return str(held)


def reference_changed() -> None:
    """Let every process read the law anew: now for this one, and once more when the change is committed."""
    cache.set(STAMP, secrets.token_hex(8), timeout=STAMP_SECONDS)
    if hasattr(_request, "stamp"):
        _request.stamp = None
    transaction.on_commit(lambda: cache.set(STAMP, secrets.token_hex(8), timeout=STAMP_SECONDS))

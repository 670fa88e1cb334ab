"""The day it is where the story of the demonstration plays."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

NINGBO = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day it is in Ningbo: until eight in the morning there, the day before is still on the clock in UTC."""
    return timezone.localdate(timezone=NINGBO)

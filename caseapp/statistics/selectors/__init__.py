"""Reads of the numbers, each as its reader may see them."""

from caseapp.statistics.periods import Period, last_month, offered, period_of
from caseapp.statistics.selectors.charts import dashboard
from caseapp.statistics.selectors.months import open_now, quantile
from caseapp.statistics.selectors.rising import rising_clusters
from caseapp.statistics.selectors.shapes import Chart, Row

__all__ = [
    "Chart",
    "Period",
    "Row",
    "dashboard",
    "last_month",
    "offered",
    "open_now",
    "period_of",
    "quantile",
    "rising_clusters",
]

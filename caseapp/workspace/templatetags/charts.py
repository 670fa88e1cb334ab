"""Geometry of the server-made charts: numbers in, SVG attributes out, so that no style and no script is needed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from caseapp.core.wording import figure

register = template.Library()

WIDTH, LEFT, RIGHT = 640.0, 16.0, 624.0


def _nice_steps(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers between two values: one, two or five times a power of ten."""
    span = max(high - low, 1e-9)
    raw = span / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    first = math.ceil(low / step)
    return [round(i * step, 6) for i in range(first, math.floor(high / step) + 1)]


def _decades(low: float, high: float) -> list[float]:
    """Powers of ten (and their halves when few) between two positive values."""
    tens = [10.0**e for e in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    inside = [t for t in tens if low <= t <= high]
    if len(inside) < 3:
        inside = sorted(t * f for t in tens for f in (1, 2, 5) if low <= t * f <= high)
    return inside


@register.simple_tag
def range_geometry(low: Any, median: Any, high: Any, cases: Iterable[Any] = ()) -> dict[str, Any]:
    """Places a range (P10, median, P90) and single cases on one axis of 640 units.

    The axis is logarithmic when the greatest value is more than fifty times the least, because sums of money
    spread over orders of magnitude; `logarithmic` says so, for the description under the chart.
    """
    low_, median_, high_ = float(low), float(median), float(high)
    values = [float(case) for case in cases or ()]
    everything = [*values, low_, median_, high_]
    least, most = min(everything), max(everything)
    logarithmic = least > 0 and most / least > 50
    if logarithmic:
        start, end = math.log10(least * 0.8), math.log10(most * 1.25)
        ticks = _decades(least * 0.8, most * 1.25)
    else:
        margin = (most - least) * 0.06 or most * 0.1 or 1.0
        start = 0.0 if 0 <= least < (most - least) * 0.5 else least - margin
        end = most + margin
        ticks = _nice_steps(start, end)

    def x(value: float) -> float:
        position = math.log10(value) if logarithmic else value
        return round(LEFT + (position - start) / (end - start) * (RIGHT - LEFT), 1)

    middle = x(median_)
    anchor = "start" if middle < 110 else "end" if middle > WIDTH - 110 else "middle"
    return {
        "median_anchor": anchor,
        "median_label_x": {"start": LEFT, "end": RIGHT, "middle": middle}[anchor],
        "low_x": x(low_),
        "median_x": middle,
        "high_x": x(high_),
        "width": round(max(x(high_) - x(low_), 2.0), 1),
        "cases": [x(value) for value in values],
        "ticks": [
            {"x": x(t), "value": int(t) if t == int(t) else t, "minor": len(ticks) > 4 and i % 2 == 1}
            for i, t in enumerate(ticks)
        ],
        "logarithmic": logarithmic,
    }


@register.simple_tag
def calibration_geometry(rows: Iterable[Any]) -> dict[str, Any]:
    """Places claimed against observed shares (0 to 1) in a square of 248 units; percent for the words beside it.

    `worst` is the point farthest from the diagonal, where what is claimed is what is observed.
    """
    left, bottom, side = 52.0, 256.0, 248.0
    points = [
        {
            "x": round(left + side * row["nominal"], 1),
            "y": round(bottom - side * row["observed"], 1),
            "claimed": round(row["nominal"] * 100),
            "observed": round(row["observed"] * 100),
        }
        for row in rows
    ]
    ticks = [
        {
            "percent": percent,
            "x": left + side * percent / 100,
            "y": bottom - side * percent / 100,
            "label_y": bottom - side * percent / 100 + 5,
        }
        for percent in (0, 25, 50, 75, 100)
    ]
    worst = max(points, key=lambda point: abs(point["observed"] - point["claimed"]), default=None)
    return {"points": points, "ticks": ticks, "worst": worst}


SHOWN_ROWS = 10
BAR, GAP, LABEL = 22.0, 6.0, 32.0
COLUMNS_TOP, COLUMNS_BOTTOM, COLUMNS_LEFT = 16.0, 216.0, 72.0


@register.simple_tag
def chart_geometry(chart: Any) -> dict[str, Any]:
    """Places a `Chart` of counts: lying bars with their names above them, or standing columns along an axis.

    Bars show the first ten rows that have any; the others are in the table alone. A figure that is withheld has no bar.
    """
    drawn = min(chart.drawn, len(chart.series))
    rows = chart.rows
    if chart.shape == "bars":
        rows = [row for row in rows if any(row.figures[:drawn])][:SHOWN_ROWS]
    most = max((float(one) for row in rows for one in row.figures[:drawn] if one is not None), default=0.0)
    found: dict[str, Any] = {"groups": [], "lines": [], "ticks": [], "keys": chart.series[:drawn], "height": 0}
    if most <= 0:
        return found
    return found | (_columns(rows, drawn, most) if chart.shape == "columns" else _bars(rows, drawn, most))


def _bars(rows: Any, drawn: int, most: float) -> dict[str, Any]:
    groups, y = [], 0.0
    for row in rows:
        bars = []
        for series, number in enumerate(row.figures[:drawn], start=1):
            top = y + LABEL + (series - 1) * (BAR + GAP)
            if number is not None:
                width = round(max(float(number) / most * 500, 1.0), 1)
                bars.append(
                    {
                        "series": series,
                        "x": 0,
                        "y": top,
                        "width": width,
                        "height": BAR,
                        "text": figure(number),
                        "text_x": width + 8,
                        "text_y": top + BAR - 5,
                    }
                )
        groups.append({"label": row.label, "x": 0, "y": y + LABEL - 9, "bars": bars, "anchor": "start"})
        y += LABEL + drawn * (BAR + GAP) + GAP
    return {"groups": groups, "height": y}


def _columns(rows: Any, drawn: int, most: float) -> dict[str, Any]:
    steps = _nice_steps(0, most)
    top = max(most, steps[-1])
    tall = COLUMNS_BOTTOM - COLUMNS_TOP
    slot = (WIDTH - COLUMNS_LEFT) / max(len(rows), 1)
    wide = slot * 0.7 / drawn
    groups = []
    for place, row in enumerate(rows):
        left = COLUMNS_LEFT + place * slot + slot * 0.15
        bars = [
            {
                "series": series,
                "x": round(left + (series - 1) * wide, 1),
                "y": round(COLUMNS_BOTTOM - float(number) / top * tall, 1),
                "width": round(wide - 1, 1),
                "height": round(float(number) / top * tall, 1),
            }
            for series, number in enumerate(row.figures[:drawn], start=1)
            if number is not None
        ]
        minor = (len(rows) - 1 - place) % 3 != 0
        last = place == len(rows) - 1
        groups.append(
            {
                "label": row.label,
                "x": WIDTH if last else round(left + slot * 0.35, 1),
                "y": COLUMNS_BOTTOM + 28,
                "bars": bars,
                "minor": minor,
                "half": not minor and (len(rows) - 1 - place) % 6 != 0,
                "anchor": "end" if last else "middle",
            }
        )
    heights = [round(COLUMNS_BOTTOM - step / top * tall, 1) for step in steps]
    return {
        "groups": groups,
        "lines": [{"x1": COLUMNS_LEFT, "x2": WIDTH, "y1": y, "y2": y} for y in heights],
        "ticks": [
            {"x": COLUMNS_LEFT - 8, "y": y + 5, "value": int(step) if step == int(step) else step}
            for step, y in zip(steps, heights, strict=True)
        ],
        "height": COLUMNS_BOTTOM + 44,
    }


@register.simple_tag
def chart_bars(groups: Iterable[dict[str, Any]]) -> SafeString:
    """The bars of a chart with their figures, and the name of each group, as `chart_geometry` places them."""
    return SafeString("".join(_group(group) for group in groups))


def _group(group: dict[str, Any]) -> str:
    tick = " cn-chart__tick--minor" if group.get("minor") else " cn-chart__tick--half" if group.get("half") else ""
    name = (
        f'<text class="cn-chart__name{tick}" x="{group["x"]}" y="{group["y"]}" text-anchor="{group["anchor"]}">'
        f"{escape(group['label'])}</text>"
    )
    return "".join(_bar(bar) for bar in group["bars"]) + name


def _bar(bar: dict[str, Any]) -> str:
    drawn = (
        f'<rect class="cn-chart__bar cn-chart__bar--{bar["series"]}" x="{bar["x"]}" y="{bar["y"]}" '
        f'width="{bar["width"]}" height="{bar["height"]}" />'
    )
    if not bar.get("text"):
        return drawn
    return f'{drawn}<text class="cn-chart__value" x="{bar["text_x"]}" y="{bar["text_y"]}">{escape(bar["text"])}</text>'


@register.simple_tag
def chart_rows(rows: Iterable[Any]) -> SafeString:
    """The rows of a chart's table: what is counted, and its figures; one that is withheld says so."""
    withheld = f'<span class="cn-muted">{escape(_("not shown"))}</span>'
    return SafeString(
        "".join(
            f'<tr><th class="govuk-table__header" scope="row">{escape(row.label)}</th>'
            + "".join(
                f'<td class="govuk-table__cell--numeric">{withheld if number is None else escape(figure(number))}</td>'
                for number in row.figures
            )
            + "</tr>"
            for row in rows
        )
    )

"""What stands in many cells of a long table, written once and quickly: the components of these names use them too.

A component costs a fraction of a millisecond; a page of fifty rows has hundreds of them.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from caseapp.workspace.templatetags import frame

register = template.Library()

EMPTY = SafeString("")

Cell = tuple[str, Callable[[Any], Any]]
"""How a cell begins, and what stands in it."""


def cell(label: Any, told: Callable[..., Any], *fields: str, numeric: bool = False) -> Cell:
    """A cell of every row; `label` are the words of its column, which narrow screens show beside it.

    `told` is given the row; or the `fields` of it, and is asked once then for all rows in which they are the same.
    """
    kind = ' class="govuk-table__cell--numeric"' if numeric else ""
    return f'<td{kind} data-label="{escape(label)}">', _once(told, attrgetter(*fields)) if fields else told


def row(one: Any, cells: list[Cell]) -> str:
    """The cells of one row; what is not marked as safe is escaped."""
    return "".join(f"{begun}{as_html(told(one))}</td>" for begun, told in cells)


def as_html(value: Any) -> str:
    """Django's `conditional_escape` for what is no lazy text, in a third of the time."""
    return value if isinstance(value, SafeString) else html.escape(str(value))


def _once(told: Callable[..., Any], read: attrgetter[Any]) -> Callable[[Any], str]:
    said: dict[Any, str] = {}

    def once(one: Any) -> str:
        values = read(one)
        if values not in said:
            said[values] = SafeString(as_html(told(*values) if isinstance(values, tuple) else told(values)))
        return said[values]

    return once


_SAMPLE = "CN-2000-AAAA-AAAA"


def address(name: str, reference: str) -> str:
    """The address of a page by reference. They differ by that alone, so the way there is worked out once."""
    before, after = _around(name)
    return f"{before}{reference}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _sample, after = reverse(name, args=[_SAMPLE]).partition(_SAMPLE)
    return before, after


@register.simple_tag
def select_options(widget: dict[str, Any]) -> SafeString:
    """The options of a select, in their groups: a list of countries has four hundred of them."""
    return SafeString("".join(_group(name, options) for name, options, _index in widget["optgroups"]))


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    told = "".join(
        f'<option value="{as_html(one["value"])}"{_attributes(one["attrs"])}>{as_html(one["label"])}</option>'
        for one in options
    )
    return f'<optgroup label="{as_html(name)}">{told}</optgroup>' if name else told


def _attributes(given: dict[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{as_html(value)}"'
        for name, value in given.items()
        if value is not False
    )


_PERSON = '<circle cx="10" cy="6.5" r="3.2" /><path d="M3.5 17c.6-4 3-6 6.5-6s5.9 2 6.5 6" />'
_ORGANISATION = (
    '<path d="M4 17V4.500h7V17M11 8.500h5V17M2.5 17h15M6.5 8h2M6.5 11h2M6.5 14h2M13 11.500h1.200M13 14h1.2" />'
)


@register.simple_tag
def state_tag(state: Any, word: Any, tone: str = "") -> SafeString:
    """A state as word, sign and colour together."""
    shade = frame.tag_tone(state, tone)
    return format_html(
        '<span class="cn-tag cn-tag--{}"><span class="cn-tag__sign" aria-hidden="true">{}</span>{}</span>',
        shade,
        frame.tone_sign(shade),
        word,
    )


def state_words(states: Any) -> Callable[[str], SafeString]:
    """What stands in a column of states: each as its tag, with the word of its choice."""
    words = dict(states.choices)
    return lambda state: state_tag(state, words[state])


@register.simple_tag
def written_time(value: dt.date | None) -> SafeString:
    """A date or a moment, written out; a moment is shown in the reader's own zone by script."""
    if not value:
        return SafeString("")
    if isinstance(value, dt.datetime):
        return format_html(
            '<time datetime="{}" data-local>{}</time>', frame.machine_time(value), frame.written_moment(value)
        )
    return SafeString(f'<time datetime="{value.isoformat()}">{as_html(frame.written_date(value))}</time>')


@register.simple_tag
def case_reference(value: Any, href: Any = "") -> SafeString:
    """A case reference, never broken over two lines."""
    if href:
        return SafeString(f'<a class="cn-reference" href="{as_html(href)}">{as_html(value)}</a>')
    return SafeString(f'<span class="cn-reference">{as_html(value)}</span>')


@register.simple_tag
def party_chip(name: Any, detail: Any = "", kind: str = "organisation", href: Any = "", lang: str = "") -> SafeString:
    """A person or an organisation, with a sign that says which."""
    spoken = format_html(' lang="{}"', lang) if lang else ""
    named = (
        format_html('<a href="{}"{}>{}</a>', href, spoken, name)
        if href
        else format_html('<span class="cn-party__name"{}>{}</span>', spoken, name)
    )
    more = format_html(' <span class="cn-party__detail">{}</span>', detail) if detail else ""
    sign = mark_safe(_PERSON if kind == "person" else _ORGANISATION)  # noqa: S308 - both are written above
    return format_html(
        '<span class="cn-party"><svg class="cn-party__sign" viewBox="0 0 20 20" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="1.5" aria-hidden="true" focusable="false">{}</svg>'
        '<span class="cn-party__words">{}{}</span></span>',
        sign,
        named,
        more,
    )


@register.simple_tag
def stat(count: Any = 0, label: Any = "", href: Any = "", tone: str = "", note: Any = "") -> SafeString:
    """One count of a strip, a link to what it counts where it has an address."""
    kind = f"cn-stat cn-stat--{as_html(tone)}" if tone else "cn-stat"
    told = (
        f'<span class="cn-stat__count">{as_html(frame.figure_or_words(count))}</span> '
        f'<span class="cn-stat__label">{as_html(label)}</span>'
    )
    linked = (
        f'<a class="cn-stat__link" href="{as_html(href)}">{told}</a>'
        if href
        else f'<div class="cn-stat__link">{told}</div>'
    )
    beside = f'<span class="cn-stat__note">{as_html(note)}</span>' if note else ""
    return SafeString(f'<li class="{kind}">{linked}{beside}</li>')


@register.simple_tag
def choose_box(reference: str) -> SafeString:
    """A box to tick a row with, named for screen readers."""
    return SafeString(_box(reference, _("Choose %(reference)s")))


def box_cell(reference: str, label: str) -> str:
    """The cell of such a box; `label` with `%(reference)s` is translated once for all rows."""
    return f"<td>{_box(reference, label)}</td>"


def _box(reference: str, label: str) -> str:
    named, label = as_html(reference), as_html(label % {"reference": reference})
    return (
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        f'<input class="govuk-checkboxes__input" type="checkbox" name="complaint" value="{named}" id="choose-{named}" '
        f'aria-label="{label}"><label class="govuk-label govuk-checkboxes__label" for="choose-{named}"></label>'
        "</div></div>"
    )

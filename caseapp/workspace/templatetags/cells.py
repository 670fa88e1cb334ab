"""What stands in many cells of a long table, written once and quickly: the components of these names use them too.

A component costs a fraction of a millisecond; a page of fifty rows has hundreds of them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from caseapp.workspace.templatetags import frame

register = template.Library()

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


@register.simple_tag
def written_time(value: dt.date | None) -> SafeString:
    """A date or a moment, written out; a moment is shown in the reader's own zone by script."""
    if not value:
        return SafeString("")
    if isinstance(value, dt.datetime):
        return format_html(
            '<time datetime="{}" data-local>{}</time>', frame.machine_time(value), frame.written_moment(value)
        )
    return format_html('<time datetime="{}">{}</time>', frame.machine_time(value), frame.written_date(value))


@register.simple_tag
def case_reference(value: Any, href: Any = "") -> SafeString:
    """A case reference, never broken over two lines."""
    if href:
        return format_html('<a class="cn-reference" href="{}">{}</a>', href, value)
    return format_html('<span class="cn-reference">{}</span>', value)


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

"""Small questions that components ask of a value: how a date is written, how a sum reads, which tone a state has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils import dateformat, timezone

from caseapp.core import wording
from caseapp.core.wording import NO_BREAK
from caseapp.workspace.navigation import address

register = template.Library()

MOMENT_FORMATS = {"en": "j F Y, H:i", "zh": "Y年n月j日 H:i"}

# Tone: the states of every workflow that look like it. A state that is not here is plain.
TONES: dict[str, str] = {
    "new": "submitted opened requested proposed preparing received imposed upheld reduced ordered",
    "active": (
        "under_review accepted acknowledged in_investigation information_requested representations running open"
        " conflict_check filed served answered hearing mediation inviting collecting scanning proposing making in_use"
    ),
    "waiting": (
        "awaiting_complainant notice_of_intent offered due part_paid appealed under_appeal pending waiting"
        " pending_payment exemption_possible may_apply doubtful proof_given recheck_due deficient unconfirmed"
        " held"
    ),
    "good": (
        "paid fulfilled made_out supported remedied done verified formed settled clean sent published final"
        " admitted confirmed met"
    ),
    "bad": "overdue rejected failed infected declined dismissed breach overturned dead proof_refused broken",
    "closed": (
        "closed withdrawn referred ended concluded annulled written_off draft drafted dropped lifted decided judgment"
        " excluded not_made_out not_supported"
    ),
}
TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}

SIGNS = {"new": "●", "active": "▸", "waiting": "◷", "good": "✓", "bad": "!", "closed": "■", "plain": "○"}


@register.filter
def state_tone(state: Any) -> str:
    """The tone of a state tag: new, active, waiting, good, bad, closed or plain."""
    return TONE_OF.get(str(state), "plain")


@register.filter
def tone_sign(tone: str) -> str:
    """The sign that stands before the word of a tag, so that colour is never the only mark."""
    return SIGNS.get(tone, SIGNS["plain"])


@register.filter
def written_date(value: dt.date | None) -> str:
    """A date written out in the reader's language: 20 November 2026, 2026年11月20日."""
    if not value:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return wording.written_day(value)


@register.filter
def written_moment(value: dt.datetime | None) -> str:
    """A date with its time in the server's zone, named: 20 November 2026, 14:05 UTC."""
    if not value:
        return ""
    if not isinstance(value, dt.datetime):
        return written_date(value)
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    zone = value.tzname() or "UTC"
    return f"{dateformat.format(value, MOMENT_FORMATS[wording.reader()])}{NO_BREAK}{zone}"


@register.filter
def machine_time(value: dt.date | None) -> str:
    """The `datetime` attribute of a `<time>` element."""
    return value.isoformat() if value else ""


@register.filter
def has_time(value: Any) -> bool:
    """Whether a value carries a time of day."""
    return isinstance(value, dt.datetime)


@register.simple_tag(takes_context=True)
def days_left(context: template.Context, date: dt.date | None, today: dt.date | None = None) -> int | None:
    """Whole days to a date, negative once it has passed; from `today`, else from the day where the reader works."""
    if not date:
        return None
    return (date - (today or context["request"].actor.today())).days


@register.filter
def magnitude(value: int | None) -> int:
    """A number without its sign."""
    return abs(value or 0)


@register.filter
def clock_tone(days_left: int | None) -> str:
    """How pressing a clock is: late, soon (30 days or fewer) or calm."""
    if days_left is None:
        return "calm"
    if days_left < 0:
        return "late"
    return "soon" if days_left <= 30 else "calm"


@register.filter
def figure(value: Any) -> str:
    """A number with its thousands separated as the reader's language does, decimals only when there are some."""
    return wording.figure(value)


@register.simple_tag
def money_text(money: Any = None, amount: Any = None, currency: str = "") -> str:
    """A sum as code and figure, never broken over two lines: CNY 250,000. Takes a money value or amount and code."""
    if money not in (None, ""):
        amount, currency = money.amount, str(money.currency)
    return wording.written_sum(amount, currency)


@register.filter
def file_size(value: int | None) -> str:
    """Bytes as a person says them: 640 B, 18 kB, 2.4 MB (powers of 1,000, as browsers and file managers show)."""
    size = float(value or 0)
    for unit in ("B", "kB"):
        if size < 1000:
            return f"{size:.0f}{NO_BREAK}{unit}"
        size /= 1000
    unit, size = ("MB", size) if size < 1000 else ("GB", size / 1000)
    return f"{size:.1f}".removesuffix(".0") + f"{NO_BREAK}{unit}"


@register.filter
def fours(value: str) -> list[str]:
    """A code or digest cut in groups of four, to be read aloud and compared by eye."""
    text = str(value or "").replace("-", "").replace(" ", "")
    return [text[i : i + 4] for i in range(0, len(text), 4)]


@register.filter
def error_anchor(field: BoundField) -> str:
    """The id of the control that an error message should lead to: the first of a group, else the control itself."""
    if field.use_fieldset:
        return field.id_for_label or f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def all_errors(form: BaseForm) -> list[dict[str, str]]:
    """Every error of a form in the order of its fields, each with the id it leads to (none for the whole form)."""
    return list(_errors_of(form))


def _errors_of(form: BaseForm) -> Iterator[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"message": str(message), "anchor": ""}
    for field in form:
        for message in field.errors:
            yield {"message": str(message), "anchor": "" if field.is_hidden else error_anchor(field)}


@register.simple_tag
def place(url_name: str) -> str:
    """The path of a URL name without arguments, or nothing where this installation has no such page."""
    return address(url_name)


@register.simple_tag(takes_context=True)
def sort_state(context: template.Context, name: str, parameter: str = "sort") -> dict[str, str]:
    """For a sortable column: the `aria-sort` word and the query string that a click leads to."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return {"aria": "none", "href": f"?{parameter}={name}"}
    now = query.get(parameter, "")
    query.pop("after", None)
    query.pop("before", None)
    query[parameter] = f"-{name}" if now == name else name
    aria = {name: "ascending", f"-{name}": "descending"}.get(now, "none")
    return {"aria": aria, "href": f"?{query.urlencode()}"}


@register.filter
def invalid(attrs: dict[str, Any]) -> bool:
    """Whether Django marked a control as wrong."""
    return bool(attrs.get("aria-invalid"))


@register.filter
def describedby(attrs: dict[str, Any]) -> str:
    """The ids that already describe a control."""
    return attrs.get("aria-describedby") or ""


@register.filter
def option_kind(input_type: str) -> str:
    """The pattern's name of an input type."""
    return "radios" if input_type == "radio" else "checkboxes"


@register.filter
def choice_kind(optgroups: list[Any]) -> str:
    """The pattern's name of a group of options."""
    types = [option["type"] for _group, options, _index in optgroups for option in options]
    return option_kind(types[0]) if types else "radios"


@register.filter
def label_and_hint(label: Any) -> dict[str, str]:
    """The words of an option, and the hint after its first line break if it has one."""
    first, _line, rest = str(label).partition("\n")
    return {"label": first, "hint": rest.strip()}


@register.filter
def date_part(name: str) -> str:
    """Which part of a date a control holds, by the end of its name."""
    return name.rpartition("_")[2]


@register.filter
def tag_tone(state: Any, tone: str = "") -> str:
    """The tone of a tag: the one asked for, else the one of the state."""
    return tone or state_tone(state)


@register.filter
def unlocal(value: Any) -> str:
    """A number as machines read it, whatever the reader's language."""
    return str(value)


@register.filter
def counting(total: int) -> range:
    """The numbers from one to a total."""
    return range(1, int(total or 0) + 1)


@register.filter
def figure_or_words(value: Any) -> str:
    """A number with its thousands separated; anything else as it is."""
    return figure(value) if isinstance(value, int | float | Decimal) else str(value)


@register.filter
def drop_xml_head(svg: str) -> str:
    """An SVG file as it may stand inside a page: without the XML declaration."""
    return svg.partition("?>")[2].strip() if svg.startswith("<?xml") else svg

"""The cells of the queue, column by column: fifty rows of them in a few milliseconds."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caseapp.casework.columns import Column
from caseapp.casework.levels import level_of
from caseapp.complaints.enums import ComplaintState, WhyAlike
from caseapp.core.enums import Sector, Use
from caseapp.workspace.templatetags import cells, frame

register = template.Library()

EMPTY = SafeString("")
NUMERIC = ' class="govuk-table__cell--numeric"'
CURRENT = ' aria-current="true"'

MOST_FIELDS = 512
_FIELDS: dict[Any, SafeString] = {}


def _priority(complaint: Any) -> SafeString:
    return format_html(
        '<span class="cn-priority cn-priority--{}">{}</span>', level_of(complaint.priority), complaint.priority
    )


def _people(complaint: Any) -> SafeString:
    children = format_html(' <span class="cn-muted">{}</span>', _("with children")) if complaint.minors else EMPTY
    return format_html("{}{}", frame.figure(complaint.persons_affected), children)


def _cluster(complaint: Any) -> SafeString:
    if complaint.cluster_id is None:
        return EMPTY
    reference = complaint.cluster.reference
    return cells.case_reference(reference, _address("casework:cluster", reference))


_SAMPLE = "CN-2000-AAAA-AAAA"


def _address(name: str, reference: str) -> str:
    """The address of a page by reference. They differ by that alone, so the way there is worked out once."""
    before, after = _around(name)
    return f"{before}{reference}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _sample, after = reverse(name, args=[_SAMPLE]).partition(_SAMPLE)
    return before, after


def _worded(choices: Any, name: str) -> Callable[[Any], Any]:
    """The word for what stands in a field; `get_…_display` goes through all choices for each row."""
    words = dict(choices)
    return lambda one: words.get(getattr(one, name), "")


_STATES = dict(ComplaintState.choices)


_CELLS: dict[str, Callable[[Any], Any]] = {
    "respondent": lambda one: cells.party_chip(one.respondent.shown_name, one.venue_name),
    "state": lambda one: cells.state_tag(one.state, _STATES[one.state]),
    "priority": _priority,
    "received": lambda one: cells.written_time(one.submitted_at.date() if one.submitted_at else None),
    "happened": lambda one: cells.written_time(one.occurred_on),
    "people": _people,
    "assigned": lambda one: one.assigned_to or "",
    "cluster": _cluster,
    "place": lambda one: one.jurisdiction,
    "use": _worded(Use.choices, "use"),
    "sector": _worded(Sector.choices, "sector"),
    "language": _worded(settings.LANGUAGES, "language"),
}


Cells = list[tuple[str, Callable[[Any], Any]]]


@register.simple_tag
def queue_cells(complaint: Any, columns: list[Column]) -> SafeString:
    """The cells of one row, in the order of the columns."""
    return SafeString(_row(complaint, _cells(columns)))


def _cells(columns: list[Column]) -> Cells:
    """How the cell of each column begins, with the column's words for narrow screens, and what stands in it."""
    return [
        (
            f'<td{NUMERIC if column.numeric else EMPTY} data-label="{escape(column.label)}">',
            _CELLS[column.name],
        )
        for column in columns
    ]


def _row(complaint: Any, row: Cells) -> str:
    return "".join(f"{begun}{conditional_escape(told(complaint))}</td>" for begun, told in row)


@register.simple_tag
def queue_rows(rows: Iterable[Any], columns: list[Column], *, look: Any, look_address: str, choose: bool) -> SafeString:
    """The rows of the queue: a box to choose by, the reference, the way to see it beside the list, and its cells."""
    show, beside, chosen = _("Show"), _("beside the list"), _("Choose %(reference)s")
    shown = look.pk if look else None
    before, told = escape(look_address), _cells(columns)
    return SafeString(
        "".join(
            f"<tr{CURRENT if row.pk == shown else EMPTY}>"
            f"{_box(row.reference, chosen) if choose else EMPTY}"
            f"<td>{cells.case_reference(row.reference, _address('workspace:complaint', row.reference))}"
            f' <a href="{before}{row.reference}#preview" hx-get="{before}{row.reference}" hx-target=".cn-desk__pane"'
            f' hx-push-url="true" data-look aria-label="{show} {row.reference} {beside}">{show}</a></td>'
            f"{_row(row, told)}</tr>"
            for row in rows
        )
    )


@register.simple_tag(takes_context=True)
def queue_heads(context: template.Context, columns: list[Column]) -> SafeString:
    """The heads of the columns, each with its way to sort by, as `c-th` has them."""
    return SafeString("".join(_head(context, column) for column in columns))


def _head(context: template.Context, column: Column) -> str:
    kind = "govuk-table__header govuk-table__header--numeric" if column.numeric else "govuk-table__header"
    label = escape(column.label)
    if not column.sort:
        return f'<th class="{kind}" scope="col">{label}</th>'
    now = frame.sort_state(context, column.sort)
    return (
        f'<th class="{kind}" scope="col" aria-sort="{now["aria"]}">'
        f'<a class="cn-sort cn-sort--{now["aria"]}" href="{escape(now["href"])}">{label}</a></th>'
    )


@register.simple_tag(takes_context=True)
def kept(context: template.Context, name: str, *said_by: Any) -> SafeString:
    """Include a template that says the same to everybody for the reader's language and what else it is `said_by`:
    rendered once for each. Nothing of a case or of a person may stand in it.
    """
    key = (name, get_language(), said_by)
    if key not in _FIELDS:
        if len(_FIELDS) >= MOST_FIELDS:
            _FIELDS.clear()
        _FIELDS[key] = context.template.engine.get_template(name).render(context)  # type: ignore[union-attr]
    return _FIELDS[key]


def _box(reference: str, label: str) -> str:
    return f"<td>{_choose_box(reference, label)}</td>"


@register.simple_tag
def filter_field(field: BoundField) -> SafeString:
    """A filter as a form group, rendered once for its language, choices and choice: a fifth of the page's work.

    What somebody typed is not kept, nor a field with an error. Words of the software follow from language and value;
    only words from the database, such as a colleague's name, are looked at again.
    """
    value, choices = field.value() or "", getattr(field.field, "choices", ())
    if field.errors or (value and not choices):
        return field.as_field_group()
    key = (
        get_language(),
        field.html_name,
        value,
        tuple((each, label if isinstance(label, str) else "") for each, label in choices),
    )
    if key not in _FIELDS:
        if len(_FIELDS) >= MOST_FIELDS:
            _FIELDS.clear()
        _FIELDS[key] = field.as_field_group()
    return _FIELDS[key]


@register.simple_tag
def choose_box(reference: str) -> SafeString:
    """A box to tick a row with, named for screen readers."""
    return SafeString(_choose_box(reference, _("Choose %(reference)s")))


def _choose_box(reference: str, label: str) -> str:
    named, label = escape(reference), escape(label % {"reference": reference})
    return (
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        f'<input class="govuk-checkboxes__input" type="checkbox" name="complaint" value="{named}" id="choose-{named}" '
        f'aria-label="{label}"><label class="govuk-label govuk-checkboxes__label" for="choose-{named}"></label>'
        "</div></div>"
    )


@register.simple_tag
def why_alike(cluster: Any) -> str:
    """The reasons of a cluster in words."""
    return _("; ").join(str(WhyAlike(reason).label) for reason in cluster.reasons)

"""The cells of the queue, column by column: fifty rows of them in a few milliseconds."""

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caseapp.casework.columns import Column
from caseapp.casework.levels import level_of
from caseapp.complaints.enums import ComplaintState
from caseapp.core.enums import Sector, Use
from caseapp.workspace.templatetags import cells, frame
from caseapp.workspace.templatetags.cluster_cells import cluster_reference

register = template.Library()

CURRENT = ' aria-current="true"'

MOST_FIELDS = 512
_FIELDS: dict[Any, SafeString] = {}


def _priority(score: int) -> SafeString:
    return format_html('<span class="cn-priority cn-priority--{}">{}</span>', level_of(score), score)


def _people(affected: int, minors: bool) -> SafeString:
    children = format_html(' <span class="cn-muted">{}</span>', _("with children")) if minors else cells.EMPTY
    return format_html("{}{}", frame.figure(affected), children)


def _cluster(complaint: Any) -> SafeString:
    return cells.EMPTY if complaint.cluster_id is None else cluster_reference(complaint.cluster)


def _worded(choices: Any) -> Callable[[Any], Any]:
    """The word for what stands in a field; `get_…_display` goes through all choices for each row."""
    words = dict(choices)
    return lambda value: words.get(value, "")


_CELLS: dict[str, tuple[Callable[..., Any], *tuple[str, ...]]] = {
    "respondent": (cells.party_chip, "respondent.shown_name", "venue_name"),
    "state": (cells.state_words(ComplaintState), "state"),
    "priority": (_priority, "priority"),
    "received": (lambda one: cells.written_time(one.submitted_at.date() if one.submitted_at else None),),
    "happened": (cells.written_time, "occurred_on"),
    "people": (_people, "persons_affected", "minors"),
    "assigned": (lambda one: one.assigned_to or "",),
    "cluster": (_cluster,),
    "place": (str, "jurisdiction"),
    "use": (_worded(Use.choices), "use"),
    "sector": (_worded(Sector.choices), "sector"),
    "language": (_worded(settings.LANGUAGES), "language"),
}
"""What stands in a column, and of which fields where it depends on nothing else."""


@register.simple_tag
def queue_cells(complaint: Any, columns: list[Column]) -> SafeString:
    """The cells of one row, in the order of the columns."""
    return SafeString(cells.row(complaint, _cells(columns)))


def _cells(columns: list[Column]) -> list[cells.Cell]:
    return [cells.cell(column.label, *_CELLS[column.name], numeric=column.numeric) for column in columns]


@register.simple_tag
def queue_rows(rows: Iterable[Any], columns: list[Column], *, look: Any, look_address: str, choose: bool) -> SafeString:
    """The rows of the queue: a box to choose by, the reference, the way to see it beside the list, and its cells."""
    show, beside, chosen = _("Show"), escape(_("Show %(reference)s beside the list")), _("Choose %(reference)s")
    shown = look.pk if look else None
    before, told = escape(look_address), _cells(columns)
    return SafeString(
        "".join(
            f"<tr{CURRENT if row.pk == shown else cells.EMPTY}>"
            f"{cells.box_cell(row.reference, chosen) if choose else cells.EMPTY}"
            f"<td>{cells.case_reference(row.reference, cells.address('workspace:complaint', row.reference))}"
            f' <a href="{before}{row.reference}#preview" hx-get="{before}{row.reference}" hx-target=".cn-desk__pane"'
            f' hx-push-url="true" data-look aria-label="{beside % {"reference": row.reference}}">{show}</a></td>'
            f"{cells.row(row, told)}</tr>"
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

"""The cells of the queue, column by column: fifty rows of them in a few milliseconds."""

from collections.abc import Callable
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caseapp.casework.columns import Column
from caseapp.casework.levels import level_of
from caseapp.complaints.enums import WhyAlike
from caseapp.workspace.templatetags import cells, frame

register = template.Library()

EMPTY = SafeString("")

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
    cluster = complaint.cluster
    return cells.case_reference(cluster.reference, reverse("casework:cluster", args=[cluster.reference]))


_CELLS: dict[str, Callable[[Any], Any]] = {
    "respondent": lambda one: cells.party_chip(one.respondent.shown_name, one.venue_name),
    "state": lambda one: cells.state_tag(one.state, one.get_state_display()),
    "priority": _priority,
    "received": lambda one: cells.written_time(one.submitted_at.date() if one.submitted_at else None),
    "happened": lambda one: cells.written_time(one.occurred_on),
    "people": _people,
    "assigned": lambda one: one.assigned_to or "",
    "cluster": _cluster,
    "place": lambda one: one.jurisdiction,
    "use": lambda one: one.get_use_display(),
    "sector": lambda one: one.get_sector_display(),
    "language": lambda one: one.get_language_display(),
}


@register.simple_tag
def queue_cells(complaint: Any, columns: list[Column]) -> SafeString:
    """The cells of one row, in the order of the columns."""
    return format_html_join(
        "",
        '<td{} data-label="{}">{}</td>',
        (
            (
                SafeString(' class="govuk-table__cell--numeric"') if column.numeric else EMPTY,
                column.label,
                _CELLS[column.name](complaint),
            )
            for column in columns
        ),
    )


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
    return format_html(
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        '<input class="govuk-checkboxes__input" type="checkbox" name="complaint" value="{0}" id="choose-{0}" '
        'aria-label="{1}"><label class="govuk-label govuk-checkboxes__label" for="choose-{0}"></label></div></div>',
        reference,
        _("Choose %(reference)s") % {"reference": reference},
    )


@register.simple_tag
def why_alike(cluster: Any) -> str:
    """The reasons of a cluster in words."""
    return _("; ").join(str(WhyAlike(reason).label) for reason in cluster.reasons)

"""The cells of a list of clusters."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseapp.complaints.enums import ClusterState, ComplaintState, WhyAlike
from caseapp.workspace.templatetags import cells, frame

register = template.Library()

_STATES = dict(ClusterState.choices)


def cluster_reference(cluster: Any) -> SafeString:
    """Its reference, which leads to its page."""
    return cells.case_reference(cluster.reference, cells.address("casework:cluster", cluster.reference))


@register.simple_tag
def why_alike(cluster: Any) -> str:
    """The reasons of a cluster in words."""
    return _("; ").join(str(WhyAlike(reason).label) for reason in cluster.reasons)


@register.simple_tag
def cluster_rows(rows: Iterable[Any]) -> SafeString:
    """Rows of clusters below the heads that `casework/cluster_rows.html` writes."""
    told = [
        cells.cell(_("Respondent"), cells.party_chip, "respondent.shown_name"),
        cells.cell(_("Why they are alike"), why_alike),
        cells.cell(_("State"), _state),
        cells.cell(_("Priority"), lambda one: one.priority, numeric=True),
        cells.cell(_("Complaints"), lambda one: frame.figure(one.size), numeric=True),
        cells.cell(_("People"), lambda one: frame.figure(one.people), numeric=True),
        cells.cell(_("Newest"), lambda one: cells.written_time(one.newest_at.date() if one.newest_at else None)),
    ]
    return SafeString("".join(f"<tr><td>{cluster_reference(one)}</td>{cells.row(one, told)}</tr>" for one in rows))


@register.simple_tag
def member_rows(rows: Iterable[Any]) -> SafeString:
    """Rows of a cluster's complaints, each with a box to tick, below the heads that the cluster's page writes."""
    box = _("Choose %(reference)s")
    told = [
        cells.cell(_("Place"), lambda one: one.venue_name or one.get_venue_kind_display()),
        cells.cell(_("State"), cells.state_words(ComplaintState), "state"),
        cells.cell(_("Priority"), lambda one: one.priority, numeric=True),
        cells.cell(_("Received"), lambda one: cells.written_time(one.submitted_at.date())),
    ]
    return SafeString(
        "".join(
            f"<tr>{cells.box_cell(one.reference, box)}<td>{_complaint_reference(one)}</td>{cells.row(one, told)}</tr>"
            for one in rows
        )
    )


def _complaint_reference(complaint: Any) -> SafeString:
    return cells.case_reference(complaint.reference, cells.address("workspace:complaint", complaint.reference))


def _state(cluster: Any) -> SafeString:
    state = cells.state_tag(cluster.state, _STATES[cluster.state])
    if cluster.state != ClusterState.ACCEPTED or not cluster.unconfirmed:
        return state
    number = ngettext("%(n)s new", "%(n)s new", cluster.unconfirmed) % {"n": cluster.unconfirmed}
    return format_html('{} <span class="cn-muted">{}</span>', state, number)

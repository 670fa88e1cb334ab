"""The cells of the lists of investigations, fines and orders."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from caseapp.enforcement.enums import FineState, InvestigationState, OrderKind, OrderState
from caseapp.workspace.templatetags import cells, frame

register = template.Library()

RESPONDENT = (cells.party_chip, "respondent.shown_name", "respondent.other_name")


@register.simple_tag
def investigation_rows(rows: Iterable[Any]) -> SafeString:
    """Rows of investigations below the heads that `enforcement/investigations.html` writes."""
    told = [
        cells.cell(_("Title"), lambda one: one.title),
        cells.cell(_("Respondent"), *RESPONDENT),
        cells.cell(_("State"), cells.state_words(InvestigationState), "state"),
        cells.cell(_("Complaints"), frame.figure, "complaint_count", numeric=True),
        cells.cell(_("Lead"), lambda one: one.lead or ""),
        cells.cell(_("Opened"), lambda one: cells.written_time(one.created_at.date())),
    ]
    return _rows(rows, "enforcement:investigation", told)


@register.simple_tag
def fine_rows(rows: Iterable[Any]) -> SafeString:
    """Rows of fines below the heads that `enforcement/fines.html` writes."""
    told = [
        cells.cell(_("Respondent"), *RESPONDENT),
        cells.cell(_("State"), cells.state_words(FineState), "state"),
        cells.cell(_("To be paid by"), cells.written_time, "due_on"),
        cells.cell(_("Fine"), _sum, "amount", "currency", numeric=True),
        cells.cell(_("Paid"), _sum, "paid", "currency", numeric=True),
        cells.cell(_("Balance"), _sum, "balance", "currency", numeric=True),
        cells.cell(_("Public"), lambda one: _("Yes") if one.published_at else _("No")),
    ]
    return _rows(rows, "enforcement:fine", told)


@register.simple_tag
def order_rows(rows: Iterable[Any], *, with_respondent: bool) -> SafeString:
    """Rows of orders below the heads that `enforcement/order_rows.html` writes."""
    told = [
        *([cells.cell(_("Respondent"), *RESPONDENT)] if with_respondent else []),
        cells.cell(_("What is ordered"), dict(OrderKind.choices).__getitem__, "kind"),
        cells.cell(_("State"), cells.state_words(OrderState), "state"),
        cells.cell(_("To be done by"), cells.written_time, "due_on"),
        cells.cell(_("Check again on"), cells.written_time, "recheck_on"),
    ]
    return _rows(rows, "enforcement:order", told)


def _rows(rows: Iterable[Any], page: str, told: list[cells.Cell]) -> SafeString:
    return SafeString(
        "".join(
            f"<tr><td>{cells.case_reference(one.reference, cells.address(page, one.reference))}</td>"
            f"{cells.row(one, told)}</tr>"
            for one in rows
        )
    )


def _sum(amount: Decimal, currency: str) -> SafeString:
    return SafeString(f'<span class="cn-figure">{cells.as_html(frame.money_text(None, amount, currency))}</span>')

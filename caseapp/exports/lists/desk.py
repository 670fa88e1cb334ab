"""The lists of a desk: complaints, investigations, fines, orders, the registry of organisations."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caseapp.casework.filters import narrowed
from caseapp.complaints.enums import ComplaintState, Outcome
from caseapp.core.actors import Actor
from caseapp.core.enums import Sector, Use
from caseapp.enforcement.enums import DecisionOutcome, FineState, InvestigationState, OrderKind, OrderState
from caseapp.enforcement.filters import narrowed_fines, narrowed_investigations, narrowed_orders
from caseapp.exports.lists.shapes import Column, from_queryset
from caseapp.respondents import selectors as respondents

RESPONDENT = (
    Column("respondent", _("Respondent"), "respondent__name"),
    Column("respondent_local", _("Respondent (local script)"), "respondent__name_local"),
    Column("respondent_reference", _("Reference of the respondent"), "respondent__reference"),
)


def _officer(actor: Actor) -> bool:
    return actor.is_officer


COMPLAINTS = from_queryset(
    "complaints",
    _("Complaints"),
    may=lambda actor: actor.is_officer or actor.is_lawyer,
    found=narrowed,
    columns=(
        Column("reference", _("Reference")),
        Column("state", _("State"), words=dict(ComplaintState.choices)),
        Column("outcome", _("Outcome"), words=dict(Outcome.choices)),
        *RESPONDENT,
        Column("jurisdiction", _("Country or region"), "jurisdiction_id"),
        Column("sector", _("Sector"), words=dict(Sector.choices)),
        Column("use", _("What the system did"), words=dict(Use.choices)),
        Column("place", _("Name of the place"), "venue_name"),
        Column("occurred_on", _("Happened")),
        Column("ongoing", _("Still going on")),
        Column("received_at", _("Received"), "submitted_at"),
        Column("acknowledged_at", _("Acknowledged")),
        Column("ended_at", _("Ended"), "closed_at"),
        Column("persons_affected", _("People affected")),
        Column("minors", _("Children concerned")),
        Column("language", _("Language")),
        Column("priority", _("Priority"), desk=True),
        Column("assigned_to", _("Assigned to"), "assigned_to__display_name", desk=True),
        Column("cluster", _("Cluster"), "cluster__reference", desk=True),
    ),
)

INVESTIGATIONS = from_queryset(
    "investigations",
    _("Investigations"),
    may=_officer,
    found=narrowed_investigations,
    columns=(
        Column("reference", _("Reference")),
        Column("title", _("Title")),
        Column("state", _("State"), words=dict(InvestigationState.choices)),
        *RESPONDENT,
        Column("complaints", _("Complaints"), "complaint_count"),
        Column("lead", _("Lead"), "lead__display_name"),
        Column("opened_at", _("Opened"), "created_at"),
        Column("decided_at", _("Day of the decision")),
        Column("outcome", _("Outcome"), "decision__outcome", words=dict(DecisionOutcome.choices)),
        Column("closed_at", _("Closed")),
    ),
)

FINES = from_queryset(
    "fines",
    _("Fines"),
    may=_officer,
    found=narrowed_fines,
    columns=(
        Column("reference", _("Reference")),
        Column("state", _("State"), words=dict(FineState.choices)),
        *RESPONDENT,
        Column("investigation", _("Investigation"), "decision__investigation__reference"),
        Column("currency", _("Currency")),
        Column("amount", _("Fine")),
        Column("paid", _("Paid")),
        Column("balance", _("Still owed")),
        Column("imposed_on", _("Imposed")),
        Column("due_on", _("To be paid by")),
        Column("published_at", _("Published")),
    ),
)

ORDERS = from_queryset(
    "orders",
    _("Orders"),
    may=_officer,
    found=narrowed_orders,
    columns=(
        Column("reference", _("Reference")),
        Column("kind", _("What is ordered"), words=dict(OrderKind.choices)),
        Column("state", _("State"), words=dict(OrderState.choices)),
        *RESPONDENT,
        Column("investigation", _("Investigation"), "decision__investigation__reference"),
        Column("ordered_on", _("Ordered")),
        Column("due_on", _("To be done by")),
        Column("fulfilled_on", _("Fulfilled")),
        Column("recheck_on", _("To be checked again")),
        Column("published_at", _("Published")),
    ),
)


def _registry(actor: Actor, query: QueryDict) -> QuerySet[Any]:
    given = {name: query.get(name, "") for name in ("q", "country", "sector")}
    return respondents.respondents(actor, **given, verified=False if query.get("verified") == "no" else None)


RESPONDENTS = from_queryset(
    "respondents",
    _("Organisations"),
    may=lambda actor: actor.is_signed_in,
    found=_registry,
    columns=(
        Column("reference", _("Reference")),
        Column("name", _("Name")),
        Column("name_local", _("Name in the local script")),
        Column("country", _("Country"), "country_id"),
        Column("sector", _("Sector"), words=dict(Sector.choices)),
        Column("verified", _("Verified")),
        Column("parent", _("Part of"), "parent__name"),
        Column("address", _("Address")),
    ),
)

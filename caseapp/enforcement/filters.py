"""What the lists of investigations, fines and orders can be narrowed to; each choice stands in the address."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from caseapp.core.actors import Actor
from caseapp.enforcement import selectors
from caseapp.enforcement.enums import (
    UNDECIDED_STATES,
    UNPAID_STATES,
    WAITING_ORDER_STATES,
    FineState,
    InvestigationState,
    OrderState,
)
from caseapp.enforcement.forms import FineFilter, InvestigationFilter, RespondentFilter
from caseapp.enforcement.forms_orders import OrderFilter
from caseapp.enforcement.models import Decision, InformationRequest
from caseapp.enforcement.selectors.work import SOON

PAYABLE = [FineState.DUE, FineState.PART_PAID]
RESPONDENT_ROW = ("respondent__name", "respondent__name_local")
"""What every row of these lists tells of the organisation."""


def narrowed_investigations(actor: Actor, query: Mapping[str, Any]) -> QuerySet[Any]:
    """The authority's investigations that a list of this address holds."""
    form = InvestigationFilter(query)
    found: QuerySet[Any] = selectors.investigations(actor)
    return _investigations(actor, _about(found, form), form.cleaned_data) if form.is_valid() else found


def narrowed_fines(actor: Actor, query: Mapping[str, Any]) -> QuerySet[Any]:
    """The authority's own fines that a list of this address holds."""
    form = FineFilter(query)
    found: QuerySet[Any] = selectors.fines(actor).filter(authority_id__in=actor.authority_ids())
    return _fines(actor, _about(found, form), form.cleaned_data) if form.is_valid() else found


def narrowed_orders(actor: Actor, query: Mapping[str, Any]) -> QuerySet[Any]:
    """The authority's own orders that a list of this address holds."""
    form = OrderFilter(query)
    found: QuerySet[Any] = selectors.orders(actor).filter(authority_id__in=actor.authority_ids())
    return _orders(actor, _about(found, form), form.cleaned_data) if form.is_valid() else found


def _about(found: QuerySet[Any], form: RespondentFilter) -> QuerySet[Any]:
    """Those about the organisation of this reference, or of a name with these words in either script."""
    words = form.cleaned_data["respondent"].strip()
    if not words:
        return found
    named = Q(respondent__name__icontains=words) | Q(respondent__name_local__icontains=words)
    return found.filter(named | Q(respondent__reference__iexact=words))


def _investigations(actor: Actor, found: QuerySet[Any], wanted: dict[str, str]) -> QuerySet[Any]:
    if wanted["state"] == "open":
        found = found.filter(state__in=UNDECIDED_STATES)
    elif wanted["state"]:
        found = found.filter(state=wanted["state"])
    if wanted["lead"]:
        found = found.filter(lead=actor.user_id if wanted["lead"] == "me" else None)
    today = actor.today()
    open_requests = InformationRequest.objects.filter(investigation=OuterRef("pk"), answered_on=None)
    match wanted["waiting"]:
        case "soon":
            within = open_requests.filter(due_on__gte=today, due_on__lte=today + SOON)
            found = found.filter(Exists(within), state__in=UNDECIDED_STATES)
        case "late":
            found = found.filter(Exists(open_requests.filter(due_on__lt=today)), state__in=UNDECIDED_STATES)
        case "approval":
            drafts = Decision.objects.filter(investigation=OuterRef("pk"), approved_at=None)
            found = found.filter(
                Exists(drafts.exclude(authors=actor.user_id)), state=InvestigationState.REPRESENTATIONS
            )
    return found


def _fines(actor: Actor, found: QuerySet[Any], wanted: dict[str, str]) -> QuerySet[Any]:
    today = actor.today()
    if wanted["state"] == "unpaid":
        found = found.filter(state__in=UNPAID_STATES)
    elif wanted["state"]:
        found = found.filter(state=wanted["state"])
    if wanted["due"] == "soon":
        found = found.filter(state__in=PAYABLE, due_on__gte=today, due_on__lte=today + SOON)
    elif wanted["due"] == "late":
        found = found.filter(Q(state=FineState.OVERDUE) | Q(state__in=PAYABLE, due_on__lt=today))
    return found


def _orders(actor: Actor, found: QuerySet[Any], wanted: dict[str, str]) -> QuerySet[Any]:
    today = actor.today()
    for name in ("state", "kind"):
        if wanted[name]:
            found = found.filter(**{name: wanted[name]})
    match wanted["waiting"]:
        case "soon":
            found = found.filter(state__in=WAITING_ORDER_STATES, due_on__gte=today, due_on__lte=today + SOON)
        case "late":
            late = Q(state__in=WAITING_ORDER_STATES, due_on__lt=today)
            found = found.filter(Q(state=OrderState.OVERDUE) | late)
        case "check":
            found = found.filter(state__in=[OrderState.PROOF_GIVEN, OrderState.RECHECK_DUE])
    return found

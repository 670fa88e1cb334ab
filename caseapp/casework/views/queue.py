"""The list of complaints: a queue for those who work on them, “my complaints” for those who filed them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caseapp.accounts.access import known, officers_only
from caseapp.casework import columns, services
from caseapp.casework.filters import QueueFilter, colleagues_of, counts_by_state, narrowed, queue_of
from caseapp.casework.models import SavedView
from caseapp.casework.selectors.priority import explained
from caseapp.casework.services.bulk_verbs import verbs
from caseapp.complaints import selectors
from caseapp.complaints import services as complaint_services
from caseapp.complaints.enums import LIVE_CLUSTERS, AccessKind, ComplaintState
from caseapp.complaints.models import Cluster, Complaint
from caseapp.complaints.views.acts import list_address
from caseapp.complaints.views.mine import my_complaints
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import Actor
from caseapp.core.counts import said
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.paging import Page, keyset_page, read_only
from caseapp.core.policies import can
from caseapp.core.views.acts import offered
from caseapp.core.views.requests import ActorRequest

CLUSTERS_SHOWN = 8
VIEWS_SHOWN = 12
BY_PRIORITY, NEWEST = "-priority", "-id"
FIRST, LAST = "first", "last"
"""What `look` says instead of a reference: the first or last row of a page that one came to by next or previous."""

KEYS = {
    "acknowledge": "a",
    "accept": "y",
    "request_information": "i",
    "refer": "f",
    "reject": "x",
    "conclude": "c",
    "reopen": "o",
}
"""One key an outcome; the page lists them."""

AT_ONCE = frozenset({"acknowledge", "accept"})
"""Outcomes that need nothing given: one key, or one button, and the next complaint is shown."""


@known
@require_safe
def complaint_list(request: ActorRequest) -> HttpResponse:
    """The queue of an authority, what was shared with a firm, or the reader's own complaints."""
    if request.actor.is_officer or request.actor.is_lawyer:
        return queue(request)
    answer: HttpResponse = my_complaints(request)
    return answer


def queue(request: ActorRequest) -> HttpResponse:
    """Complaints the actor works on: narrowed, sorted and paged by the address, one shown beside the list."""
    actor = request.actor
    filters = QueueFilter(request.GET, actor=actor, colleagues=colleagues_of(actor))
    first_look = actor.is_officer and not filters.active and not request.GET.get("all")
    found = narrowed(actor, request.GET, filters)
    order = columns.order_of(request.GET, BY_PRIORITY if actor.is_officer else NEWEST)
    chosen = _columns(request.GET, actor, first_look=first_look)
    page = keyset_page(read_only(found, *columns.fields_of(chosen, order)), request.GET, order=order)
    shown = _shown(actor, page, request.GET.get("look", ""))
    context: dict[str, Any] = {"look": shown}
    address = reverse("complaints:list")
    if shown is not None:
        complaint_services.record_access(actor=actor, complaint=shown, kind=AccessKind.READ)
        context |= {**_preview(actor, shown), **_neighbours(request.GET, page, shown)}
        context["onward"] = context["look_next"] or _without_look(request.GET)
    if request.htmx and request.GET.get("look"):
        return render(request, "casework/preview.html", context)
    return render(
        request,
        "casework/queue.html",
        {
            **context,
            "page": page,
            "look_address": _without_look(request.GET),
            "filters": filters,
            "columns": chosen,
            "columns_said": ",".join(column.name for column in chosen),
            "every_column": [each for each in columns.COLUMNS.values() if actor.is_officer or not each.desk],
            "saved": list(SavedView.objects.visible_to(actor)[:VIEWS_SHOWN]) if actor.is_officer else [],
            "clusters": _clusters(actor) if first_look and not _paged(request.GET) else [],
            "first_look": first_look,
            "counts": [
                {"address": f"{address}?state={state}", "label": ComplaintState(state).label, "count": said(number)}
                for state, number in counts_by_state(queue_of(actor), actor).items()
            ],
            "for_authority": actor.is_officer,
            "may_investigate": bool(actor.authority_ids("investigator", "supervisor")),
            "open_address": reverse("enforcement:open"),
            "keys": [{"key": key, "label": WORKFLOW.named(action)[0].label} for action, key in KEYS.items()],
            "verbs": list(verbs().values()) if actor.is_officer else [],
        },
    )


@officers_only
@require_POST
def at_once(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Do an outcome that needs nothing given, and go on to the next complaint of the list."""
    complaint = selectors.complaint_by_reference(request.actor, reference)
    if action not in AT_ONCE:
        raise NotFound()
    try:
        done = complaint_services.perform(actor=request.actor, complaint=complaint, action=action, given={})
    except DomainError as refusal:
        messages.error(request, f"{reference}: {refusal.message}")
    else:
        told = {"reference": reference, "state": done.get_state_display()}
        messages.success(request, _("%(reference)s now stands as “%(state)s”.") % told)
    return redirect(list_address(request.POST.get("onward", "")))


def _columns(query: QueryDict, actor: Actor, *, first_look: bool) -> list[columns.Column]:
    """The columns of the list; what is in no cluster needs none for it."""
    found = columns.chosen(query, for_authority=actor.is_officer)
    return [column for column in found if not (first_look and column.name == "cluster")]


def _clusters(actor: Actor) -> list[Cluster]:
    """The most pressing clusters, shown before the single complaints."""
    living = selectors.clusters(actor).filter(state__in=LIVE_CLUSTERS)
    return list(living.order_by("-priority", "-id")[:CLUSTERS_SHOWN])


def _paged(query: QueryDict) -> bool:
    return bool(query.get("after") or query.get("before"))


def _shown(actor: Actor, page: Page[Complaint], wanted: str) -> Complaint | None:
    """The complaint beside the list, with all that is told of it."""
    if wanted in {FIRST, LAST}:
        wanted = page.rows[0 if wanted == FIRST else -1].reference if page.rows else ""
    return selectors.complaints(actor).filter(reference=wanted).first() if wanted else None


def _without_look(query: QueryDict) -> str:
    """The address of this list up to the reference of the complaint to be shown beside it."""
    kept = query.copy()
    kept.pop("look", None)
    return f"?{kept.urlencode()}&look=" if kept else "?look="


def _neighbours(query: QueryDict, page: Page[Complaint], shown: Complaint) -> dict[str, str]:
    """Where next and previous lead, by the keys of the page: over its end to the first row of the one that follows."""
    place = next((index for index, row in enumerate(page.rows) if row.pk == shown.pk), None)
    if place is None:
        return {"look_next": "", "look_previous": ""}

    def address(**changes: str | None) -> str:
        wanted = query.copy()
        for name, value in changes.items():
            wanted.pop(name, None)
            if value is not None:
                wanted[name] = value
        return f"?{wanted.urlencode()}"

    onward = back = ""
    if place + 1 < len(page.rows):
        onward = address(look=page.rows[place + 1].reference)
    elif page.next:
        onward = address(look=FIRST, after=page.next, before=None)
    if place > 0:
        back = address(look=page.rows[place - 1].reference)
    elif page.previous:
        back = address(look=LAST, before=page.previous, after=None)
    return {"look_next": onward, "look_previous": back}


def _preview(actor: Actor, complaint: Complaint) -> dict[str, Any]:
    services.looked(actor=actor, complaint=complaint)
    there = offered(
        WORKFLOW, actor, complaint, lambda action: reverse("complaints:act", args=[complaint.reference, action])
    )
    acts = [*([there.main] if there.main else []), *there.others, *there.grave]
    return {
        "step": selectors.next_step(actor, complaint),
        "acts": [
            {
                "act": act,
                "key": KEYS.get(act.action, ""),
                "at_once": reverse("casework:at_once", args=[complaint.reference, act.action])
                if act.action in AT_ONCE
                else "",
            }
            for act in acts
        ],
        "parts": explained(complaint) if actor.is_officer else [],
        "may_assign": can(actor, "complaints.assign", complaint),
    }

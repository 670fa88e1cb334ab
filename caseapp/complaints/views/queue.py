"""The list of complaints: a queue for those who work on them, “my complaints” for those who filed them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from caseapp.accounts.access import known
from caseapp.accounts.models import Authority, User
from caseapp.accounts.selectors import colleagues
from caseapp.complaints import selectors
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.filters import REFERRED_IN, QueueFilter, counts_by_state, order_of
from caseapp.complaints.models import Complaint
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.complaints.views.mine import my_complaints
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import Actor
from caseapp.core.counts import said
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.acts import offered
from caseapp.core.views.requests import ActorRequest


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
    found = queue_of(actor)
    if actor.is_officer and request.GET.get("state") == REFERRED_IN:
        found = selectors.complaints(actor).exclude(authority_id__in=actor.authority_ids())
    filters = QueueFilter(request.GET, actor=actor, colleagues=_colleagues(actor))
    page = keyset_page(filters.narrow(found), request.GET, order=order_of(request.GET))
    shown = _shown(found, page.rows, request.GET.get("look", ""))
    context: dict[str, Any] = {"look": shown, **(_preview(actor, shown) if shown is not None else {})}
    if request.htmx and request.GET.get("look"):
        return render(request, "complaints/preview.html", context)
    return render(
        request,
        "complaints/queue.html",
        {
            **context,
            "page": page,
            "filters": filters,
            "counts": [
                {"state": state, "label": ComplaintState(state).label, "count": said(number)}
                for state, number in counts_by_state(queue_of(actor), actor).items()
            ],
            "for_authority": actor.is_officer,
            "may_investigate": bool(actor.authority_ids("investigator", "supervisor")),
            "open_address": reverse("enforcement:open"),
        },
    )


def queue_of(actor: Actor) -> ComplaintQuerySet:
    """What an officer's authority has, or what a lawyer's firm was let in to; the actor's own filings are not work."""
    found = selectors.complaints(actor).exclude(owner_id=actor.user_id)
    if actor.is_officer:
        return found.filter(authority_id__in=actor.authority_ids()).exclude(state=ComplaintState.DRAFT)
    return found


def _shown(found: ComplaintQuerySet, rows: Any, reference: str) -> Complaint | None:
    """The complaint beside the list: from the page itself where it is there, so that looking costs no statement."""
    if not reference:
        return None
    for row in rows:
        if row.reference == reference:
            return row  # type: ignore[no-any-return]
    return found.filter(reference=reference).first()


def _preview(actor: Actor, complaint: Complaint) -> dict[str, Any]:
    return {
        "step": selectors.next_step(actor, complaint),
        "offered": offered(
            WORKFLOW,
            actor,
            complaint,
            lambda action: reverse("complaints:act", args=[complaint.reference, action]),
        ),
        "may_assign": can(actor, "complaints.assign", complaint),
    }


def _colleagues(actor: Actor) -> list[User]:
    """People of the actor's authorities who can have a complaint."""
    authorities = actor.authority_ids()
    if not authorities:
        return []
    if len(authorities) == 1:
        return list(colleagues(actor, Authority(pk=min(authorities))))
    return [user for pk in sorted(authorities) for user in colleagues(actor, Authority(pk=pk))]

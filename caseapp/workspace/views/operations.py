"""The administrator's pages: who did what, and work that could not be done. Nothing of a case stands in either."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caseapp.accounts.access import administrators_only
from caseapp.audit import services as audit_services
from caseapp.audit.models import Entry
from caseapp.audit.selectors import facts
from caseapp.core import queue
from caseapp.core.errors import NotFound
from caseapp.core.paging import keyset_page
from caseapp.core.views.requests import ActorRequest

FILTERS = {"chain": "chain", "action": "action", "actor": "actor_id", "subject": "subject_id"}


@administrators_only
@require_safe
def audit(request: ActorRequest) -> HttpResponse:
    """The record of acts, newest first: ids, states and fingerprints, no names and no texts."""
    found = Entry.objects.all()
    given = {name: request.GET.get(name, "").strip()[:80] for name in FILTERS}
    for name, column in FILTERS.items():
        if given[name]:
            found = found.filter(**{column: given[name]})
    page = keyset_page(found, request.GET)
    rows = [{"entry": entry, "facts": facts(entry)} for entry in page]
    return render(request, "workspace/audit.html", {"page": page, "rows": rows, "given": given})


@administrators_only
@require_safe
def jobs(request: ActorRequest) -> HttpResponse:
    """Background work that was given up, with its fault, and how much is still to be done."""
    page = keyset_page(queue.dead_messages(), request.GET)
    return render(request, "workspace/jobs.html", {"page": page, "waiting": queue.waiting_messages().count()})


@administrators_only
@require_POST
def replay(request: ActorRequest, message_id: int) -> HttpResponse:
    """Try a piece of given-up work again."""
    message = queue.dead_messages().filter(pk=message_id).first()
    if message is None:
        raise NotFound()
    with transaction.atomic():
        queue.replay(message_id)
        audit_services.record(
            actor=request.actor,
            action="jobs.replay",
            subject=message,
            facts={"task": message.task},
        )
    messages.success(request, _("It will be tried again."))
    return redirect("workspace:jobs")

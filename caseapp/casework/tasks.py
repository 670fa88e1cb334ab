"""What an authority's order of work does in the background."""

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from caseapp.accounts.selectors import actor_for
from caseapp.casework.enums import Digest
from caseapp.casework.filters import narrowed
from caseapp.casework.models import SavedView
from caseapp.casework.services import bulk, packets, priority, routing
from caseapp.casework.services.views import tell_of
from caseapp.complaints.tasks import when_acted, when_arrived
from caseapp.core import queue
from caseapp.core.counts import capped_counts, said
from caseapp.core.queue import task

when_arrived(priority.arrived, first=True)
when_arrived(routing.route)
when_acted(packets.pack)


@task("casework.run_bulk")
def run_bulk(bulk_id: int) -> None:
    """Work through a portion of an act upon many, or of taking it back."""
    bulk.run(bulk_id)


@task("casework.score_open")
def score_open(authority_id: int, after: int = 0) -> None:
    """Score an authority's open complaints anew, portion by portion, once other weights hold."""
    further = priority.score_open(authority_id, after)
    if further is not None:
        with transaction.atomic():
            queue.enqueue("casework.score_open", authority_id=authority_id, after=further)


@task("casework.watch_views")
def watch_views() -> None:
    """Tell owners of kept lists what these hold, where they asked for it; run every hour by the schedule."""
    watched = SavedView.objects.filter(Q(threshold__isnull=False) | ~Q(digest=Digest.NEVER), owner__is_active=True)
    for view in watched.select_related("owner").iterator():
        found = narrowed(actor_for(view.owner), QueryDict(view.query))
        number = capped_counts({"view": found})["view"]
        tell_of(view=view, number=number, shown=str(said(number)))

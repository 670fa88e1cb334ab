"""What an authority's order of work does in the background."""

from django.db import transaction

from caseapp.casework.services import bulk, priority
from caseapp.complaints.tasks import when_arrived
from caseapp.core import queue
from caseapp.core.queue import task

when_arrived(priority.arrived, first=True)


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

"""What an authority's order of work does in the background."""

from caseapp.casework.services import bulk
from caseapp.core.queue import task


@task("casework.run_bulk")
def run_bulk(bulk_id: int) -> None:
    """Work through a portion of an act upon many, or of taking it back."""
    bulk.run(bulk_id)

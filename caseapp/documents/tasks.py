"""Letters that follow from acts, written after the act is done; and the building of bundles."""

from caseapp.complaints.tasks import when_acted
from caseapp.core.queue import task
from caseapp.documents.services import building
from caseapp.documents.services.acts import letter_for_act

when_acted(letter_for_act)


@task("documents.build_bundle", lease_seconds=180, time_limit=570)
def build_bundle(bundle_id: int, job_id: str) -> None:
    building.build(bundle_id=bundle_id, job_id=job_id)

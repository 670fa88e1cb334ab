"""Letters that follow from acts, written after the act is done; and the building of bundles."""

from caseapp.complaints.tasks import when_acted
from caseapp.core.queue import task
from caseapp.documents.services import bundles
from caseapp.documents.services.acts import letter_for_act

when_acted(letter_for_act)


@task("documents.build_bundle")
def build_bundle(bundle_id: int, job_id: str) -> None:
    bundles.build(bundle_id=bundle_id, job_id=job_id)

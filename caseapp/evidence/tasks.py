"""Work on stored files that nobody waits for."""

from caseapp.core.queue import task
from caseapp.evidence import services


@task("evidence.delete_file")
def delete_file(storage_name: str) -> None:
    services.delete_file(storage_name=storage_name)


@task("evidence.remove_orphan_files")
def remove_orphan_files() -> None:
    services.remove_orphan_files()


@task("evidence.remove_expired_uploads")
def remove_expired_uploads() -> None:
    services.remove_expired_uploads()

"""Work on stored files, done in the background."""

from uuid import UUID

from caseapp.core.queue import task
from caseapp.evidence import services

LONG_SECONDS = 1500
"""For films and long documents on a busy machine. The broker hands a message out again after ten minutes; whoever takes
that one finds the row held."""


@task("evidence.delete_file")
def delete_file(storage_name: str) -> None:
    services.delete_file(storage_name=storage_name)


@task("evidence.remove_orphan_files")
def remove_orphan_files() -> None:
    services.remove_orphan_files()


@task("evidence.remove_expired_uploads")
def remove_expired_uploads() -> None:
    services.remove_expired_uploads()


@task("evidence.examine_item", lease_seconds=20)
def examine_item(item_id: str) -> None:
    services.examine_item(item_id=UUID(item_id))


@task("evidence.resume_examinations")
def resume_examinations() -> None:
    services.resume_examinations()


@task("evidence.fetch_anchor")
def fetch_anchor(anchor_id: int) -> None:
    services.fetch_anchor(anchor_id=anchor_id)


@task("evidence.anchor_heads")
def anchor_heads() -> None:
    services.anchor_heads()


@task("evidence.build_export")
def build_export(export_id: str) -> None:
    services.build_export(export_id=export_id)


@task("evidence.remove_what_expired")
def remove_what_expired() -> None:
    services.remove_expired_exports()
    services.remove_old_links()


@task("evidence.propose_boxes", lease_seconds=20, time_limit=LONG_SECONDS)
def propose_boxes(redaction_id: str, millisecond: int | None = None) -> None:
    services.propose_boxes(redaction_id=UUID(redaction_id), millisecond=millisecond)


@task("evidence.make_redacted_copy", lease_seconds=20, time_limit=LONG_SECONDS)
def make_redacted_copy(redaction_id: str) -> None:
    services.make_redacted_copy(redaction_id=UUID(redaction_id))

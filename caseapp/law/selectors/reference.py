"""The places, the shared questions and the current laws, read once a process for as long as nothing of them changes."""

from functools import cached_property

from caseapp.law import gateways
from caseapp.law.models import Framework, Jurisdiction, Topic


class Reference:
    """Rows that every page of the filing needs. Shared by all requests of the process: to read, never to change."""

    def __init__(self, stamp: str) -> None:
        self.stamp = stamp

    @cached_property
    def places(self) -> dict[str, Jurisdiction]:
        """Every jurisdiction by its code, each with its parent at hand; one statement."""
        found = {row.pk: row for row in Jurisdiction.objects.all()}
        for row in found.values():
            if row.parent_id is not None:
                row.parent = found[row.parent_id]
        return found

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Every shared question by its key; one statement."""
        return {row.pk: row for row in Topic.objects.all()}

    @cached_property
    def frameworks(self) -> dict[tuple[str, int], Framework]:
        """Current laws with all their parts by code and version, in that order; one statement for each kind of part."""
        rows = Framework.objects.current().with_parts().order_by("code", "version")
        return {(row.code, row.version): row for row in rows}


_held: Reference | None = None


def reference() -> Reference:
    """What is known now; no statement where it was read since the last change."""
    global _held
    stamp = gateways.reference_stamp()
    if _held is None or _held.stamp != stamp:
        _held = Reference(stamp)
    return _held

"""Case files as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.litigation import policies

if TYPE_CHECKING:
    from caseapp.litigation.models import CaseFile  # noqa: F401


class CaseFileQuerySet(QuerySet["CaseFile"]):
    def visible_to(self, actor: Actor) -> "CaseFileQuerySet":
        return self.filter(policies.visible_case_files(actor))

"""An authority's working material as a given actor may see it."""

from typing import Any

from django.db.models import QuerySet

from caseapp.casework import policies
from caseapp.core.actors import Actor


class OfAuthority(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "OfAuthority":
        return self.filter(policies.visible(actor))

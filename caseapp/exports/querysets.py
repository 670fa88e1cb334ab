"""Exports as a given actor may see them."""

from typing import Any

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.exports import policies


class OwnQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "OwnQuerySet":
        return self.filter(policies.visible(actor))

"""Suits as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.litigation import policies

if TYPE_CHECKING:
    from caseapp.litigation.models import CivilSuit  # noqa: F401


class CivilSuitQuerySet(QuerySet["CivilSuit"]):
    def visible_to(self, actor: Actor) -> "CivilSuitQuerySet":
        return self.filter(policies.visible_suits(actor))

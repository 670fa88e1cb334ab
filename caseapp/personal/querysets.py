"""Take-outs as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.personal import policies

if TYPE_CHECKING:
    from caseapp.personal.models import TakeOut  # noqa: F401


class TakeOutQuerySet(QuerySet["TakeOut"]):
    def visible_to(self, actor: Actor) -> "TakeOutQuerySet":
        return self.filter(policies.visible_take_outs(actor))

"""Take-outs and disposals as a given actor may see them."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.personal import policies

if TYPE_CHECKING:
    from caseapp.personal.models import TakeOut  # noqa: F401


class TakeOutQuerySet(QuerySet["TakeOut"]):
    def visible_to(self, actor: Actor) -> "TakeOutQuerySet":
        return self.filter(policies.visible_take_outs(actor))


class OfAuthority(QuerySet[Any]):
    """Retention rules and disposals: an authority's own."""

    def visible_to(self, actor: Actor) -> "OfAuthority":
        return self.filter(policies.visible_to_authority(actor))

"""An authority's working material as a given actor may see it."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from caseapp.casework import policies
from caseapp.core.actors import Actor

if TYPE_CHECKING:
    from caseapp.casework.models import SavedView  # noqa: F401


class SavedViews(QuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> "SavedViews":
        return self.filter(policies.visible_views(actor))


class AuthorityWork(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "AuthorityWork":
        return self.filter(policies.visible(actor))

"""Public texts as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.register import policies

if TYPE_CHECKING:
    from caseapp.register.models import PublicText  # noqa: F401


class PublicTextQuerySet(QuerySet["PublicText"]):
    def visible_to(self, actor: Actor) -> "PublicTextQuerySet":
        return self.filter(policies.visible(actor))

"""Organisations as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.respondents import policies

if TYPE_CHECKING:
    from caseapp.respondents.models import Respondent  # noqa: F401


class RespondentQuerySet(QuerySet["Respondent"]):
    def visible_to(self, actor: Actor) -> "RespondentQuerySet":
        return self.filter(policies.visible(actor))

"""A firm's matters as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.litigation import policies

if TYPE_CHECKING:
    from caseapp.litigation.models import CaseFile, CivilSuit, Engagement  # noqa: F401


class EngagementQuerySet(QuerySet["Engagement"]):
    def visible_to(self, actor: Actor) -> "EngagementQuerySet":
        return self.filter(policies.visible_engagements(actor))


class CaseFileQuerySet(QuerySet["CaseFile"]):
    def visible_to(self, actor: Actor) -> "CaseFileQuerySet":
        return self.filter(policies.visible_case_files(actor))


class CivilSuitQuerySet(QuerySet["CivilSuit"]):
    def visible_to(self, actor: Actor) -> "CivilSuitQuerySet":
        return self.filter(policies.visible_suits(actor))

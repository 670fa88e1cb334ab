"""Precedents as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.precedents import policies

if TYPE_CHECKING:
    from caseapp.precedents.models import Alert, Precedent, Revision, Suggestion  # noqa: F401


class PrecedentQuerySet(QuerySet["Precedent"]):
    def visible_to(self, actor: Actor) -> "PrecedentQuerySet":
        return self.filter(policies.visible(actor))


class RevisionQuerySet(QuerySet["Revision"]):
    def visible_to(self, actor: Actor) -> "RevisionQuerySet":
        return self.filter(policies.visible_revisions(actor))


class SuggestionQuerySet(QuerySet["Suggestion"]):
    def visible_to(self, actor: Actor) -> "SuggestionQuerySet":
        return self.filter(policies.visible_suggestions(actor))


class AlertQuerySet(QuerySet["Alert"]):
    def visible_to(self, actor: Actor) -> "AlertQuerySet":
        return self.filter(policies.visible_alerts(actor))

"""A firm's working material: for its own people alone."""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.litigation.policies.engagements import visible_engagements
from caseapp.litigation.policies.firms import owned_by_firm


class OfFirmQuerySet(QuerySet[Any]):
    """Rows with a `firm`."""

    def visible_to(self, actor: Actor) -> "OfFirmQuerySet":
        return self.filter(owned_by_firm(actor))


class OfCaseFileQuerySet(QuerySet[Any]):
    """Rows of a `case_file`."""

    def visible_to(self, actor: Actor) -> "OfCaseFileQuerySet":
        return self.filter(owned_by_firm(actor, "case_file__"))


class ConflictCheckQuerySet(QuerySet[Any]):
    """Reports on an `engagement`: the client does not read them."""

    def visible_to(self, actor: Actor) -> "ConflictCheckQuerySet":
        return self.filter(owned_by_firm(actor, "engagement__"))


class EngagementMessageQuerySet(QuerySet[Any]):
    """The correspondence of the engagements that the actor may see."""

    def visible_to(self, actor: Actor) -> "EngagementMessageQuerySet":
        engagements = apps.get_model("litigation", "Engagement").objects.filter(visible_engagements(actor))
        return self.filter(engagement__in=engagements.values("pk"))

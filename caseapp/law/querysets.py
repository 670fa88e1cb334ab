"""Which versions of a law count: the current ones, and those in force on a day."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q


class FrameworkQuerySet(models.QuerySet[Any]):
    """Everyone may read the law; what differs is the version and the day."""

    def current(self) -> "FrameworkQuerySet":
        """Versions that no later one has corrected."""
        return self.filter(superseded_at__isnull=True)

    def in_force(self, on: dt.date) -> "FrameworkQuerySet":
        """Current versions that hold on the day; a start that is not verified counts as held."""
        return self.current().filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )

    def with_parts(self) -> "FrameworkQuerySet":
        """Everything a screening or a rights page needs, in one query for each kind of part."""
        return self.select_related("jurisdiction").prefetch_related(
            "elements", "grounds", "exemptions", "damagesrules", "authorityroutes", "deadline_rules"
        )

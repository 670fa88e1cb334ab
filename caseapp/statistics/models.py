"""Counts by day, made from the cases by a task; nothing here leads back to a complaint or to a person."""

from typing import ClassVar

from django.db import models

from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.querysets import RollupQuerySet


class DailyCount(models.Model):
    """How many of an authority's complaints had one thing happen on one day (UTC), by one dimension at a time.

    `value` is the stored word of the dimension: a code, a respondent's id, an outcome, a number of whole days.
    """

    authority = models.ForeignKey("accounts.Authority", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    measure = models.CharField(max_length=12, choices=Measure)
    dimension = models.CharField(max_length=12, choices=Dimension)
    value = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField()

    objects: ClassVar = RollupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "day", "measure", "dimension", "value"], name="statistics_count_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["authority", "measure", "dimension", "day"],
                include=["value", "number"],
                name="statistics_count_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.dimension} {self.value}: {self.number}"


class DailySum(models.Model):
    """What an authority imposed and collected in fines on one day, in one currency."""

    authority = models.ForeignKey("accounts.Authority", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    currency = models.CharField(max_length=3)
    fines = models.PositiveIntegerField()
    imposed = models.DecimalField(max_digits=20, decimal_places=2)
    collected = models.DecimalField(max_digits=20, decimal_places=2)

    objects: ClassVar = RollupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "day", "currency"], name="statistics_sum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.currency}: {self.imposed} imposed, {self.collected} collected"


class PeriodTold(models.Model):
    """What may be told of an authority's month, quarter or year, by one dimension at a time: sums of days from which
    small numbers are withheld already, month by month (see `telling`). Pages read these alone.

    `months` is the length of the period, none for what is open now. A value left empty is the total under the
    dimension “all”, and everything withheld together under the others. `left_out` counts months of one to four.
    """

    authority = models.ForeignKey("accounts.Authority", on_delete=models.CASCADE, related_name="+", db_index=False)
    months = models.PositiveSmallIntegerField()
    first = models.DateField()
    measure = models.CharField(max_length=12, choices=Measure)
    dimension = models.CharField(max_length=12, choices=Dimension)
    value = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField()
    left_out = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = RollupQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "told periods"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "months", "first", "measure", "dimension", "value"],
                include=["number", "left_out"],
                name="statistics_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months} months from {self.first}, {self.measure} {self.dimension} {self.value}: {self.number}"


class RisingCluster(models.Model):
    """A cluster that grew: members received in the last seven days, and in the seven before."""

    authority = models.ForeignKey("accounts.Authority", on_delete=models.CASCADE, related_name="+")
    cluster = models.ForeignKey("complaints.Cluster", on_delete=models.CASCADE, related_name="+")
    lately = models.PositiveIntegerField()
    earlier = models.PositiveIntegerField()

    objects: ClassVar = RollupQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.lately} after {self.earlier}"


class Touched(models.Model):
    """A day of an authority whose counts are to be made anew: written by triggers on the counted tables, in the
    transaction of the change. Rows are only added and taken away, so that nobody who files waits for anybody.
    """

    authority = models.ForeignKey(
        "accounts.Authority", on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField()

    class Meta:
        verbose_name_plural = "touched days"

    def __str__(self) -> str:
        return f"{self.authority_id} {self.day}"

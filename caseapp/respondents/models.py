"""Organisations complained about: their names in several scripts, where their systems stand, and who supplied them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import ActorSector, Sector
from caseapp.core.models import Referenced, Stamped
from caseapp.core.wording import NamedInTwoScripts
from caseapp.respondents.querysets import RespondentQuerySet


class Respondent(NamedInTwoScripts, Referenced, Stamped):
    """An organisation complained about. One that a complainant described is not `verified` until an officer says so.

    A duplicate is `merged_into` the entry that is kept: nothing names it any more, and its page leads there.
    """

    name = models.CharField(_("name"), max_length=200)
    name_local = models.CharField(_("name in the local script"), max_length=200, blank=True)
    country = models.ForeignKey(
        "law.Jurisdiction", on_delete=models.PROTECT, related_name="respondents", verbose_name=_("country")
    )
    sector = models.CharField(_("sector"), max_length=24, choices=Sector, default=Sector.OTHER)
    kind = models.CharField(_("kind of body"), max_length=8, choices=ActorSector, default=ActorSector.PRIVATE)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries")
    verified = models.BooleanField(_("verified"), default=False)
    address = models.CharField(_("address"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")

    REFERENCE_PREFIX = "ORG"

    objects: ClassVar = RespondentQuerySet.as_manager()

    class Meta:
        verbose_name = _("respondent")
        verbose_name_plural = _("respondents")
        ordering = ["name"]
        indexes = [
            GinIndex(fields=["name"], name="respondents_name_trgm", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["name_local"], name="respondents_local_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.shown_name


class Alias(models.Model):
    """Another name the organisation goes by, in any script."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["respondent", "name"], name="respondents_alias_once")]
        indexes = [GinIndex(fields=["name"], name="respondents_alias_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where a respondent's system stands."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("name of the place"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["respondent", "name"], name="respondents_site_once")]

    def __str__(self) -> str:
        return self.name


class Supply(models.Model):
    """Which supplier's system stands at a site, and where that is known from."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="supplies")
    supplier = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="supplies")
    product = models.CharField(_("product"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "supplies"
        constraints = [models.UniqueConstraint(fields=["site", "supplier"], name="respondents_supply_once")]

    def __str__(self) -> str:
        return f"{self.supplier} → {self.site}"


class Merge(Stamped):
    """That two entries were found to be one organisation, by whom and why; and that it was undone."""

    kept = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    aliases_made = ArrayField(models.BigIntegerField(), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="respondents_merge_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"


class MergeMove(models.Model):
    """Rows of one table that named the merged entry and name the kept one since; what an undo moves back."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves")
    model = models.CharField(max_length=80)
    field = models.CharField(max_length=80)
    keys = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{len(self.keys)} of {self.model}"

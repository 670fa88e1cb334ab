"""Where a law, a court, a currency and a calendar belong: a tree from a union of states down to a province."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.law import gateways
from caseapp.law.enums import JurisdictionKind
from caseapp.law.models.wording import Bilingual


class Jurisdiction(models.Model):
    """One place of law, by its code: `CN`, `EU`, `FR`, `US-IL` (ISO 3166, and EU for the Union).

    `parent` is the place whose law applies here as well. `calendar_country` and `calendar_subdivision` name the
    public holidays; `make_up_days` says that some weekends are made working days. `time_zone` is the one that the
    capital keeps, or empty where not known.
    """

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=JurisdictionKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name_en = models.CharField(_("name in English"), max_length=120)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    calendar_country = models.CharField(_("holidays of"), max_length=8, blank=True)
    calendar_subdivision = models.CharField(_("holidays of its part"), max_length=8, blank=True)
    make_up_days = models.BooleanField(_("has make-up working days"), default=False)

    name = Bilingual()

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=JurisdictionKind.values), name="law_jurisdiction_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("code")), name="law_jurisdiction_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        gateways.reference_changed()

"""Decided matters that anyone may cite, where they can be read, and what became of them."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.core.models import Stamped
from caseapp.law.models.wording import wording
from caseapp.precedents.enums import (
    Confidence,
    DatePrecision,
    PerPersonBasis,
    PersonsBasis,
    PrecedentKind,
    PrecedentStatus,
    Remedy,
    TreatmentKind,
)
from caseapp.precedents.querysets import PrecedentQuerySet


class Translated:
    """`row.heading` for the columns `title` and `title_zh`: the words in the reader’s language where there are any."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        return self if row is None else wording(getattr(row, self.column), getattr(row, f"{self.column}_zh"))


UNDATED = dt.date(1, 1, 1)
"""Where a decision without a date stands in an order by date."""


class Precedent(Stamped):
    """A fine, judgment, settlement, order or dismissal. Sums are in the decision's own currency, never converted here.

    `decided_on` with `decided_precision` keeps what is known: the first day of a month or year stands for it, and a
    date nobody reported is null. `sum_usd` is the headline sum (else the sum for one person) in US dollars at the
    rate of the decision's date: to sort and to group by, never to show as the sum; null without sum or rate.
    `title_zh` and `summary_zh` are translations, marked as such where they are shown. `status` is how the matter stands
    after its treatments, whose kinds are in `treated`; `record["status"]` is what was recorded first. `curated` rows
    are never written by loading: `loaded` keeps what the file last said of them (null where it never did).
    """

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=PrecedentKind)
    authority = models.CharField(_("court or authority"), max_length=300)
    docket = models.CharField(_("docket number"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2)
    subdivision = models.CharField(_("state or province"), max_length=10, blank=True)
    legal_basis = ArrayField(models.CharField(max_length=60), verbose_name=_("legal basis"), default=list)
    respondent = models.CharField(_("respondent"), max_length=300)
    sector = models.CharField(_("sector"), max_length=24, choices=Sector)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    decided_precision = models.CharField(max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN)
    status = models.CharField(_("status"), max_length=16, choices=PrecedentStatus)
    amount = models.DecimalField(_("sum"), max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    persons = models.BigIntegerField(_("people"), null=True, blank=True)
    persons_basis = models.CharField(max_length=16, choices=PersonsBasis, blank=True)
    per_person = models.DecimalField(_("sum for one person"), max_digits=20, decimal_places=2, null=True, blank=True)
    per_person_basis = models.CharField(max_length=20, choices=PerPersonBasis, blank=True)
    costs_awarded = models.DecimalField(_("costs"), max_digits=20, decimal_places=2, null=True, blank=True)
    sum_usd = models.DecimalField(max_digits=20, decimal_places=2, null=True, editable=False)
    modality = models.CharField(_("what was captured"), max_length=24, choices=Modality)
    use = models.CharField(_("use"), max_length=24, choices=Use)
    consent_defect = ArrayField(
        models.CharField(max_length=32, choices=ConsentDefect),
        verbose_name=_("how consent failed"),
        default=list,
    )
    minors = models.BooleanField(_("children"), null=True, blank=True)
    vulnerable = models.CharField(_("dependent as"), max_length=16, choices=Vulnerability, blank=True)
    remedies = ArrayField(models.CharField(max_length=20, choices=Remedy), verbose_name=_("remedies"), default=list)
    treated = ArrayField(
        models.CharField(max_length=16, choices=TreatmentKind),
        verbose_name=_("treatment"),
        default=list,
        editable=False,
    )
    summary = models.TextField(_("summary"))
    summary_zh = models.TextField(_("summary in Chinese"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=16, choices=Confidence)
    record = models.JSONField(_("the record as loaded"), editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    curated = models.BooleanField(default=False, editable=False)
    loaded = models.JSONField(null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects: ClassVar = PrecedentQuerySet.as_manager()

    heading = Translated("title")
    account = Translated("summary")

    class Meta:
        verbose_name = _("precedent")
        verbose_name_plural = _("precedents")
        ordering = [models.F("decided_on").desc(nulls_last=True), "slug"]
        indexes = [
            GinIndex(fields=["search"], name="precedents_search"),
            GinIndex(fields=["title"], name="precedents_title_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["country", "kind"], name="precedents_country_kind"),
            models.Index(
                Coalesce("decided_on", Value(UNDATED)).desc(), models.F("id").desc(), name="precedents_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> dict[str, Any]:
        """Record and translations in one, as a version is kept."""
        return {**self.record, "title_zh": self.title_zh, "summary_zh": self.summary_zh}


class Source(models.Model):
    """Where a precedent can be read, and which fact it supports."""

    precedent = models.ForeignKey(Precedent, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    url = models.URLField(_("address"), max_length=1000)
    title = models.CharField(_("title"), max_length=500)
    read = models.TextField(_("what it supports"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["precedent", "position"], name="precedents_source_position")]

    def __str__(self) -> str:
        return self.title


class Treatment(models.Model):
    """What later became of a decision (followed, reduced, not paid …), when, by whom, and where that can be read."""

    precedent = models.ForeignKey(Precedent, on_delete=models.CASCADE, related_name="treatments")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("what became of it"), max_length=16, choices=TreatmentKind)
    on = models.DateField(_("when"), null=True)
    precision = models.CharField(max_length=8, choices=DatePrecision)
    by = models.CharField(_("by whom"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=1000)
    title = models.CharField(_("title"), max_length=500)
    note = models.TextField(_("what it supports"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["precedent", "position"], name="precedents_treatment_position"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"

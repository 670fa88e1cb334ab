"""The text of a kind of letter for a place and a language: dated, versioned, never overwritten; and who reviewed it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseapp.documents.enums import Kind, Layout
from caseapp.documents.querysets import LetterTemplateQuerySet


class LetterTemplate(models.Model):
    """One version of one text. Without `jurisdiction` it serves every place that has none of its own.

    `firm` or `authority` is set on a copy that belongs to them; `based_on` is the version it was made from.
    `dated_on` is the day on which the text was written, `reviewed_on` the day on which it was last held against the law
    it cites; null means never. What a firm's lawyer says of its copy is a `TextReview`. `answer_days` is the time that
    the letter itself asks for an answer in, where the law of the place sets none. Only `superseded_at` and `valid_to`
    may change.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    jurisdiction = models.ForeignKey(
        "law.Jurisdiction", null=True, blank=True, on_delete=models.PROTECT, related_name="letter_templates"
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    fingerprint = models.CharField(max_length=64)
    layout = models.CharField(max_length=8, choices=Layout, default=Layout.LETTER)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"))
    answer_days = models.PositiveSmallIntegerField(_("days asked for an answer"), null=True, blank=True)
    note = models.TextField(_("what it rests on"), blank=True)
    sources = models.JSONField(default=list, blank=True)
    dated_on = models.DateField(_("written on"), null=True, blank=True)
    reviewed_on = models.DateField(_("held against the law on"), null=True, blank=True)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)
    valid_to = models.DateField(_("in use until"), null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    firm = models.ForeignKey(
        "accounts.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="letter_templates"
    )
    authority = models.ForeignKey(
        "accounts.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="letter_templates"
    )
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ["kind", "jurisdiction", "language", "version"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="documents_template_kind_known"),
            models.CheckConstraint(
                condition=Q(firm__isnull=True) | Q(authority__isnull=True), name="documents_template_one_owner"
            ),
            models.UniqueConstraint(
                fields=["kind", "jurisdiction", "language", "valid_from", "firm", "authority"],
                condition=Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="documents_template_one_current",
            ),
            models.UniqueConstraint(
                fields=["kind", "jurisdiction", "language", "firm", "authority", "version"],
                nulls_distinct=False,
                name="documents_template_version",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="template_is_fixed", exclude=["superseded_at", "valid_to"]),
            pgtrigger.Protect(name="template_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.jurisdiction_id or '*'} {self.language} v{self.version}"

    @property
    def is_checked(self) -> bool:
        """Whether it came with the day on which it was held against the law; a copy is no longer that text."""
        return self.reviewed_on is not None and not self.is_own

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody stands for this version: a lawyer by a review, or those whose text it is."""
        return self.is_checked or bool(self.reviews.all())

    @property
    def is_own(self) -> bool:
        """Whether a firm or an authority wrote it for itself."""
        return self.firm_id is not None or self.authority_id is not None


class TextReview(models.Model):
    """That a lawyer, or an authority's supervisor, read one version of an own copy and stands for it.

    It says nothing of a later version, which is another row of `LetterTemplate`, and is never changed or taken back: a
    text that turns out wrong is written anew. `admission` is where the reviewer may practise, as they give it.
    """

    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="reviews")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    admission = models.CharField(_("admitted where"), max_length=200)
    note = models.CharField(_("what was looked at"), max_length=500, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed"), auto_now_add=True)

    class Meta:
        verbose_name = _("review of a text")
        verbose_name_plural = _("reviews of texts")
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(name="review_is_kept", operation=pgtrigger.Delete | pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.reviewed_at:%Y-%m-%d}"

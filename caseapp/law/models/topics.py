"""Questions that several laws share, in our words."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.law import gateways
from caseapp.law.models.wording import Bilingual


class Topic(models.Model):
    """A question that several laws ask in the same sense, so that nobody answers it twice. Our words, not law."""

    key = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField(_("how telling"), default=0)
    question_en = models.TextField()
    question_zh = models.TextField(blank=True)
    help_en = models.TextField(blank=True)
    help_zh = models.TextField(blank=True)
    evidence_en = models.TextField(blank=True)
    evidence_zh = models.TextField(blank=True)

    question = Bilingual()
    help = Bilingual()
    evidence = Bilingual()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        gateways.reference_changed()

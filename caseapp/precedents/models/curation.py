"""Versions of precedents with their second pair of eyes, and what anybody suggests."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.law.models.wording import wording
from caseapp.precedents.enums import RevisionState, SuggestionState
from caseapp.precedents.models.precedents import Precedent
from caseapp.precedents.querysets import RevisionQuerySet, SuggestionQuerySet


class Revision(Referenced, Stamped):
    """One version of a precedent: as a curator writes it, as a second one approves it, and afterwards its history.

    `content` is record and translations in one; `base` is the version of the precedent that it was written on (0: a new
    one), `before` the content that it replaced and `number` the version that it made, both set when it became public.
    A version without an author came from the file that ships.
    """

    REFERENCE_PREFIX = "PR"

    precedent = models.ForeignKey(Precedent, null=True, on_delete=models.CASCADE, related_name="revisions")
    state = models.CharField(max_length=12, choices=RevisionState, default=RevisionState.DRAFT)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    before = models.JSONField(null=True)
    base = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("what the second curator says"), blank=True)

    objects: ClassVar = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a precedent")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"], name="precedents_revision_state")]
        constraints = [
            models.UniqueConstraint(fields=["precedent", "number"], name="precedents_revision_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=RevisionState.values), name="precedents_revision_state_known"
            ),
            models.CheckConstraint(
                name="precedents_revision_four_eyes",
                condition=models.Q(author=None) | models.Q(approver=None) | ~models.Q(author=models.F("approver")),
            ),
        ]

    @property
    def why(self) -> str:
        """The reason; the file's own is said in the reader's language."""
        return gettext(self.reason) if self.reason and self.author_id is None else self.reason

    @property
    def name(self) -> str:
        """The title written in it, in the reader's language where there is one, else its reference."""
        return wording(str(self.content.get("title") or self.reference), str(self.content.get("title_zh") or ""))


class Suggestion(Referenced, Stamped):
    """A decided matter that somebody says is missing or wrong here, with where it can be read. Nothing says who it was.

    `doubtful` ones look as if a program had filled in the form: they wait last, and are never thrown away.
    """

    REFERENCE_PREFIX = "PS"

    state = models.CharField(max_length=10, choices=SuggestionState, default=SuggestionState.WAITING)
    precedent = models.ForeignKey(Precedent, null=True, on_delete=models.SET_NULL, related_name="suggestions")
    what = models.TextField(_("what was decided"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    url = models.URLField(_("web address of the source"), max_length=1000)
    title = models.CharField(_("title of the source"), max_length=500, blank=True)
    language = models.CharField(max_length=10)
    facts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    """What a final outcome of a suit says of itself, without any person; empty for a reader's suggestion."""
    doubtful = models.BooleanField(default=False)
    revision = models.OneToOneField(Revision, null=True, on_delete=models.SET_NULL, related_name="suggestion")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("why it was not taken up"), blank=True)

    objects: ClassVar = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "doubtful", "id"], name="precedents_suggestion_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SuggestionState.values), name="precedents_suggestion_state_known"
            ),
        ]

"""The tables every app leans on: sealed texts, progress of jobs, the outbox, and the timeline that people read."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import JobState, MessageState
from caseapp.core.references import new_reference
from caseapp.core.sealing import seal, unseal


class Stamped(models.Model):
    """When a row was made and last changed."""

    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Referenced(models.Model):
    """A row with a public reference, given when it is first saved; `reference_prefix` says how it begins."""

    REFERENCE_PREFIX: ClassVar[str] = ""

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        while not self.reference:
            candidate = new_reference(self.reference_prefix(), timezone.now().date())
            if not type(self)._base_manager.filter(reference=candidate).exists():
                self.reference = candidate
        super().save(*args, **kwargs)

    def reference_prefix(self) -> str:
        return self.REFERENCE_PREFIX


class SealedTexts(models.Model):
    """A row with texts that are sealed at rest, each so that it opens in this row and column alone."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row has no key yet that its texts could be bound to: they are sealed as soon as it has one."""
        waiting = self.__dict__.pop("_waiting", {})
        super().save(*args, **kwargs)
        for column, text in waiting.items():
            self.put_text(column, text)
        if waiting:
            super().save(update_fields=list(waiting))

    def put_text(self, column: str, text: str) -> None:
        """Seal a text into its column."""
        if self.pk is None:
            self.__dict__.setdefault("_waiting", {})[column] = text
        else:
            setattr(self, column, seal(text.encode(), context=self.sealing_context(column)) if text else None)

    def open_text(self, column: str) -> str:
        """A text in the clear, for those who may see the row."""
        if column in (waiting := self.__dict__.get("_waiting", {})):
            return str(waiting[column])
        held = getattr(self, column)
        return unseal(bytes(held), context=self.sealing_context(column)).decode() if held else ""

    def sealing_context(self, column: str) -> str:
        """What a sealed text is bound to."""
        return f"{self._meta.label_lower}.{column}:{self.pk}"


def text_sealed_in(column: str) -> Any:
    """An attribute of `SealedTexts` that reads and sets the text of a sealed column like any other."""

    def opened(row: SealedTexts) -> str:
        return row.open_text(column)

    return property(opened, lambda row, text: row.put_text(column, text))


class Job(Stamped):
    """Progress of long work, for the page that waits for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="core_job_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def under_way(self) -> bool:
        """Neither done nor failed."""
        return self.state in {JobState.WAITING, JobState.RUNNING}


class OutboxMessage(models.Model):
    """One piece of work promised in a transaction; the broker may lose everything and this row still stands.

    It is the idempotency record of its task as well: `attempts`, `leased_until` and `leased_by` belong to the worker,
    and a task runs only while the row is not done. `cut_off` counts the attempts whose process ended before they did.
    """

    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.PENDING)
    available_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=120, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    cut_off = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["available_at"],
                name="core_outbox_open",
                condition=models.Q(state__in=[MessageState.PENDING, MessageState.PUBLISHED]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MessageState.values), name="core_outboxmessage_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"


class TimelineEntry(models.Model):
    """What happened to a case, in order, for people; its words are looked up by `kind` in the reader's language.

    `side` says who acted without naming anyone. Entries that are not `shared` are for those who work on the case.
    """

    subject_model = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=80)
    side = models.CharField(max_length=16)
    data: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    shared = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "timeline entries"
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_model", "subject_id", "-id"], name="core_timeline_subject")]

    def __str__(self) -> str:
        return f"{self.subject_model} {self.subject_id} {self.kind}"

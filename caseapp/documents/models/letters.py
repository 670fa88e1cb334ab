"""A complainant's own letter to the organisation: what was sent, by when an answer is due, and what came."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.core.workflow import state_constraint
from caseapp.documents.enums import Channel, Kind, LetterState, Reply
from caseapp.documents.models.documents import Document
from caseapp.documents.querysets import RightsLetterQuerySet


class RightsLetter(Stamped):
    """One letter under the complainant's rights.

    `document` is what is sent; `reading_copy` the same in the complainant's language, where that is another one.
    `clock` is the worked period as it was on the day of sending (`rules.clocks`, with law and article), empty where no
    verified law sets one: then `due_on` is the time that the letter itself asks for.
    """

    state = models.CharField(_("state"), max_length=12, choices=LetterState, default=LetterState.READY)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="rights_letters")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="letter")
    reading_copy = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="letter_read")
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    sent_by = models.CharField(_("how it was sent"), max_length=8, choices=Channel, blank=True)
    received_on = models.DateField(_("arrived"), null=True, blank=True)
    due_on = models.DateField(_("answer due"), null=True, blank=True)
    clock: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("what the answer came to"), max_length=8, choices=Reply, blank=True)
    record = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="letter_recorded")

    objects: ClassVar = RightsLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to the organisation")
        verbose_name_plural = _("letters to the organisation")
        ordering = ["-id"]
        indexes = [models.Index(fields=["complaint", "-id"], name="documents_letters")]
        constraints = [
            state_constraint(LetterState.values, "documents_rightsletter_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[LetterState.READY, LetterState.DISCARDED])
                | Q(sent_on__isnull=False, due_on__isnull=False),
                name="documents_letter_sent_has_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.document.reference

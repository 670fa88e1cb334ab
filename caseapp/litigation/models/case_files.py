"""The case file: what a firm does for its clients against one respondent."""

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import CaseFileState
from caseapp.litigation.querysets import CaseFileQuerySet

VERSION_LENGTH = 16


class CaseFile(Referenced, Stamped):
    """What lawyers call the matter: everything a firm does for its clients against one respondent."""

    state = models.CharField(_("state"), max_length=8, choices=CaseFileState, default=CaseFileState.OPEN)
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="case_files")
    title = models.CharField(_("title"), max_length=200)
    respondent = models.ForeignKey("respondents.Respondent", on_delete=models.PROTECT, related_name="case_files")
    jurisdiction = models.ForeignKey("law.Jurisdiction", on_delete=models.PROTECT, related_name="case_files")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="case_files"
    )
    team = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="team_case_files", verbose_name=_("team")
    )
    sealed_notes = models.BinaryField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    REFERENCE_PREFIX = "CASE"

    objects: ClassVar = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("case file")
        verbose_name_plural = _("case files")
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "state", "-id"], name="litigation_case_files")]
        constraints = [state_constraint(CaseFileState.values, "litigation_casefile_state_known")]

    def seal_notes(self, text: str) -> None:
        """Set the privileged notes, sealed so that they open in this row alone."""
        self.sealed_notes = seal(text.encode(), context=self._notes_context)

    def open_notes(self) -> str:
        """The privileged notes in the clear. Ask `selectors.suits.notes`, which checks the policy."""
        return (
            "" if self.sealed_notes is None else unseal(bytes(self.sealed_notes), context=self._notes_context).decode()
        )

    @property
    def notes_version(self) -> str:
        """What tells these notes from others, for whoever may read them; empty where none were written."""
        notes = self.open_notes()
        return hashlib.sha256(notes.encode()).hexdigest()[:VERSION_LENGTH] if notes else ""

    @property
    def _notes_context(self) -> str:
        return f"litigation.casefile.sealed_notes:{self.pk}"


sealed_column(CaseFile, "sealed_notes", context=lambda row: row._notes_context)

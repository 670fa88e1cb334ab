"""A complaint on its way: what was answered so far, kept at every step, and readable with its draft code alone."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.code_sealing import lookup_of, seal_json_with, unseal_json_with
from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal

KEPT_FOR = dt.timedelta(days=30)
"""How long a draft waits after its last change; its page says so."""

RECEIPT_SHOWN_FOR = dt.timedelta(minutes=10)
"""How long the page of an anonymous receipt may be loaded again, so that a double click does not lose the code."""


class Draft(Stamped):
    """The answers of one filing, sealed under its draft code: `{"pages": {slug: {…}}, "contact": {…}}`.

    The code travels in the writer's cookie and on their paper; here stands a keyed hash that finds the row (`lookup`)
    and, for a draft of an account, the code sealed under a key from the environment (`sealed_code`). Each page is
    `{"values": …, "revision": n, "page": token}`; `revision` grows with every save, a page's own is that of its last.
    `complaint` is set once, under lock: a second click finds the complaint that the first one made, and the answers
    are gone from here by then. `sealed_receipt` holds the receipt code until `receipt_until`, under the draft code.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    lookup = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - none, not ""
    sealed = models.BinaryField(null=True, editable=False)
    sealed_code = models.BinaryField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    vault = models.OneToOneField("evidence.Vault", null=True, on_delete=models.SET_NULL, related_name="draft")
    complaint = models.OneToOneField("complaints.Complaint", null=True, on_delete=models.CASCADE, related_name="draft")
    sealed_receipt = models.BinaryField(null=True, editable=False)
    receipt_until = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["expires_at"], name="intake_draft_expiry")]

    code: str = ""
    """The draft code, on instances that were found by it; never a column."""

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @staticmethod
    def lookup_of(code: str) -> str:
        """What `lookup` holds for a code."""
        return lookup_of(code, purpose="intake.draft")

    def contents(self) -> dict[str, Any]:
        """Pages and contact, opened with the code; empty where nothing is held."""
        if not self.sealed:
            return {"pages": {}, "contact": {}}
        opened: dict[str, Any] = unseal_json_with(self.code, bytes(self.sealed), context=self._context("sealed"))
        return opened

    def keep(self, contents: dict[str, Any]) -> None:
        """Seal pages and contact into the row, which is not saved yet."""
        self.sealed = seal_json_with(self.code, contents, context=self._context("sealed"))

    def keep_code(self) -> None:
        """Let the owner's account, and it alone, come back to the code: on another device, without typing it."""
        self.sealed_code = seal(self.code.encode(), context=self._context(f"sealed_code:{self.owner_id}"))

    def kept_code(self) -> str:
        """The code that the owner's account holds; empty without one."""
        if not self.sealed_code:
            return ""
        return unseal(bytes(self.sealed_code), context=self._context(f"sealed_code:{self.owner_id}")).decode()

    def keep_receipt(self, code: str) -> None:
        """Seal the receipt code of the filed complaint under the draft code."""
        self.sealed_receipt = seal_json_with(self.code, code, context=self._context("sealed_receipt"))

    def kept_receipt(self) -> str:
        """The receipt code; empty where none is held."""
        if not self.sealed_receipt:
            return ""
        opened: str = unseal_json_with(self.code, bytes(self.sealed_receipt), context=self._context("sealed_receipt"))
        return opened

    @property
    def organisation(self) -> str:
        """The name of the organisation it is about, to tell one's drafts apart."""
        where = self.contents()["pages"].get("where", {})
        return str(where.get("values", {}).get("respondent_name", ""))

    def _context(self, field: str) -> str:
        return f"intake.draft.{field}:{self.pk}"


sealed_column(Draft, "sealed_code", context=lambda row: row._context(f"sealed_code:{row.owner_id}"))

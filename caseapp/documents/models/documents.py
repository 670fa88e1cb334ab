"""What was made from a template and facts: frozen, sealed and fingerprinted."""

import hashlib
from collections.abc import Callable
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal, seal_json, sealed_column, unseal, unseal_json
from caseapp.documents.enums import Kind, Side
from caseapp.documents.querysets import DocumentQuerySet


class Document(Referenced, Stamped):
    """One frozen version of a letter or a paper.

    `sha256` is the fingerprint of its PDF, which is kept sealed with the content and the facts it was made from; HTML
    and Word are made from that content. It belongs to a `complaint`, to a `matter` (the reference of an investigation
    or a case file, which this app does not know), or to both. `shared_at` is since when the other sides that were given
    the complaint's evidence and identity may read it; `for_complainant` lets the complainant read what others made.
    `occasion` names the act it follows from, so that the act makes it once.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    side = models.CharField(_("made by"), max_length=12, choices=Side)
    complaint = models.ForeignKey(
        "complaints.Complaint", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    matter = models.CharField(max_length=24, blank=True, db_index=True)
    authority = models.ForeignKey(
        "accounts.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    firm = models.ForeignKey("accounts.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    for_complainant = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    occasion = models.CharField(max_length=80, blank=True)
    template = models.ForeignKey(
        "documents.LetterTemplate", null=True, on_delete=models.PROTECT, related_name="documents"
    )
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    sealed_content = models.BinaryField()
    sealed_facts = models.BinaryField()
    sealed_pdf = models.BinaryField()

    REFERENCE_PREFIX = "DOC"

    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["complaint", "-id"], name="documents_of_complaint"),
            models.Index(fields=["matter", "-id"], name="documents_of_matter"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="documents_document_kind_known"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="documents_document_side_known"),
            models.CheckConstraint(
                condition=Q(complaint__isnull=False) | ~Q(matter=""), name="documents_document_belongs"
            ),
            models.UniqueConstraint(
                fields=["complaint", "matter", "kind", "occasion"],
                condition=~Q(occasion=""),
                nulls_distinct=False,
                name="documents_document_once",
            ),
        ]
        # What is sealed may be sealed anew under another key; its fingerprint stays, and `pdf` holds it to that.
        triggers = [
            pgtrigger.ReadOnly(
                name="document_is_frozen",
                exclude=["shared_at", "updated_at", "sealed_content", "sealed_facts", "sealed_pdf"],
            )
        ]

    def freeze(self, *, content: dict[str, Any], facts: dict[str, Any], pdf: bytes) -> None:
        """Seal content, facts and PDF so that they open in this document alone; its reference must be set."""
        self.sealed_content = seal_json(content, context=self._context("content"))
        self.sealed_facts = seal_json(facts, context=self._context("facts"))
        self.sealed_pdf = seal(pdf, context=self._context("pdf"))

    def content(self) -> dict[str, Any]:
        """The frozen content. Ask `services.opened`, which checks the policy and records the opening."""
        opened: dict[str, Any] = unseal_json(bytes(self.sealed_content), context=self._context("content"))
        return opened

    def facts(self) -> dict[str, Any]:
        """The facts it was made from."""
        opened: dict[str, Any] = unseal_json(bytes(self.sealed_facts), context=self._context("facts"))
        return opened

    def pdf(self) -> bytes:
        """The frozen PDF, whose SHA-256 is `sha256`. Raises ValueError where it is not what was frozen."""
        opened = unseal(bytes(self.sealed_pdf), context=self._context("pdf"))
        if hashlib.sha256(opened).hexdigest() != self.sha256:
            raise ValueError(f"document {self.reference} is not what was frozen")
        return opened

    def _context(self, field: str) -> str:
        return f"documents.document.sealed_{field}:{self.reference}"


def _context_of(part: str) -> Callable[[Document], str]:
    return lambda document: document._context(part)


for _part in ("content", "facts", "pdf"):
    sealed_column(Document, f"sealed_{_part}", context=_context_of(_part))

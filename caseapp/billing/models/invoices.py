"""Invoices: a draft from what is not billed yet, a frozen paper numbered without gaps, a ledger of what is open."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.audit.models import append_only
from caseapp.billing.enums import InvoiceLine, InvoiceState
from caseapp.billing.models.triggers import never_below_zero
from caseapp.billing.querysets import InvoiceQuerySet
from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import FeeKind

FROZEN = (
    "reference",
    "firm",
    "engagement",
    "case_file",
    "currency",
    "fee_kind",
    "fee_amount",
    "recovered",
    "fee_percent",
    "tax_name",
    "tax_percent",
    "due_days",
    "note",
    "number",
    "issued_on",
    "due_on",
    "sha256",
)
"""What never changes once an invoice has its number."""


def _any_changed(fields: Iterable[str]) -> pgtrigger.Q:
    return reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields))


class NumberSeries(models.Model):
    """The newest number of a firm's invoices, or of its credit notes; its lock keeps the series without gaps."""

    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "kind"], name="billing_series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last} of {self.firm_id}"


class Invoice(Referenced, Stamped):
    """What a client is billed in one currency.

    While it is a draft it holds the entries it will bill. Once issued its content is frozen: sealed, since it names the
    client, with `sha256` as its fingerprint; the PDF in either language is made from it alone. What is open is the sum
    of its ledger.
    """

    state = models.CharField(_("state"), max_length=12, choices=InvoiceState, default=InvoiceState.DRAFT)
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="invoices")
    engagement = models.ForeignKey("litigation.Engagement", on_delete=models.PROTECT, related_name="invoices")
    case_file = models.ForeignKey("litigation.CaseFile", on_delete=models.PROTECT, related_name="invoices")
    currency = models.CharField(_("currency"), max_length=3)
    fee_kind = models.CharField(_("fee"), max_length=10, choices=FeeKind)
    fee_amount = models.DecimalField(_("agreed sum"), max_digits=18, decimal_places=2, null=True, blank=True)
    recovered = models.DecimalField(_("what was recovered"), max_digits=18, decimal_places=2, null=True, blank=True)
    fee_percent = models.DecimalField(
        _("agreed part in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    tax_name = models.CharField(_("tax"), max_length=40, blank=True)
    tax_percent = models.DecimalField(_("tax in percent"), max_digits=5, decimal_places=2, default=0)
    due_days = models.PositiveSmallIntegerField(_("days to pay"), default=30)
    note = models.CharField(_("note"), max_length=500, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    due_on = models.DateField(_("to be paid by"), null=True, blank=True)
    sealed_content = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    # Set by `with_open()` alone: the ledger added up.
    open_sum: Decimal

    REFERENCE_PREFIX = "INV"

    objects: ClassVar = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "state", "-id"], name="billing_invoices_of_firm")]
        constraints = [
            state_constraint(InvoiceState.values, "billing_invoice_state_known"),
            models.UniqueConstraint(fields=["firm", "number"], name="billing_invoice_number_once"),
            models.CheckConstraint(
                name="billing_invoice_frozen_when_issued",
                condition=models.Q(state__in=[InvoiceState.DRAFT, InvoiceState.DISCARDED], number=None, sha256="")
                | (
                    ~models.Q(state__in=[InvoiceState.DRAFT, InvoiceState.DISCARDED])
                    & models.Q(number__isnull=False, issued_on__isnull=False, due_on__isnull=False)
                    & ~models.Q(sha256="")
                ),
            ),
        ]
        # What is sealed may be sealed anew under another key; its fingerprint stays.
        triggers = [
            pgtrigger.Protect(
                name="issued_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__number__isnull=False) & _any_changed(FROZEN),
            ),
        ]

    def freeze(self, content: dict[str, Any]) -> None:
        """Seal what the invoice says so that it opens in this row alone, and keep its fingerprint."""
        told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        self.sha256 = hashlib.sha256(told).hexdigest()
        self.sealed_content = seal(told, context=self._context())

    def content(self) -> dict[str, Any]:
        """What was frozen. Raises ValueError where it is not what was frozen."""
        told = unseal(bytes(self.sealed_content or b""), context=self._context())
        if hashlib.sha256(told).hexdigest() != self.sha256:
            raise ValueError(f"invoice {self.reference} is not what was frozen")
        found: dict[str, Any] = json.loads(told)
        return found

    def _context(self) -> str:
        return f"billing.invoice.sealed_content:{self.reference}"


sealed_column(Invoice, "sealed_content", context=Invoice._context)


class InvoiceEntry(models.Model):
    """One line of an invoice's ledger: what was billed is positive, what was paid or given up negative."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=InvoiceLine)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    on = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    key = models.CharField(max_length=80, blank=True)
    trust_payment = models.OneToOneField(
        "billing.TrustPayment", null=True, blank=True, on_delete=models.PROTECT, related_name="invoice_entry"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "invoice entries"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "key"], condition=~models.Q(key=""), name="billing_invoice_entry_key_once"
            ),
            models.CheckConstraint(
                name="billing_invoice_entry_sign",
                condition=(
                    models.Q(kind=InvoiceLine.ISSUED, amount__gt=0)
                    | models.Q(kind__in=[InvoiceLine.PAYMENT, InvoiceLine.CREDIT, InvoiceLine.WRITE_OFF], amount__lt=0)
                    | models.Q(kind=InvoiceLine.TRUST, amount__lt=0, trust_payment__isnull=False)
                ),
            ),
        ]
        triggers = [
            *append_only(),
            never_below_zero(
                ledger="billing_invoice",
                lines="billing_invoiceentry",
                column="invoice_id",
                constraint="billing_invoice_never_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} in {self.invoice_id}"


class CreditNote(Stamped):
    """What cancels an invoice: a paper of its own, numbered without gaps, for the whole of it."""

    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="credit_notes")
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="credit_note")
    number = models.PositiveIntegerField(_("number"))
    issued_on = models.DateField(_("issued"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        constraints = [models.UniqueConstraint(fields=["firm", "number"], name="billing_credit_note_number_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"credit note {self.number} of {self.firm_id}"

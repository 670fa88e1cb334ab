"""Trust money: what a firm holds for its clients, apart from its own, in ledgers that are only ever added to."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.audit.models import append_only
from caseapp.billing.enums import TrustKind, TrustPaymentState
from caseapp.billing.models.triggers import never_below_zero
from caseapp.billing.querysets import ReconciliationQuerySet, TrustLedgerQuerySet, TrustPaymentQuerySet
from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint


class TrustLedger(Referenced, Stamped):
    """What one client's money in one currency comes to. The balance is never stored: it is the sum of the lines."""

    engagement = models.ForeignKey("litigation.Engagement", on_delete=models.PROTECT, related_name="trust_ledgers")
    currency = models.CharField(_("currency"), max_length=3)

    # Set by `with_balance()` alone: the lines added up.
    balance: Decimal

    REFERENCE_PREFIX = "TRST"

    objects: ClassVar = TrustLedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trust ledger")
        verbose_name_plural = _("trust ledgers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "currency"], name="billing_trust_ledger_once"),
        ]


class TrustPayment(Referenced, Stamped):
    """Money that is to leave a trust ledger: one person proposes it, another pays it out.

    With an `invoice` it goes to the firm itself, for that invoice of that client and no other way.
    """

    state = models.CharField(_("state"), max_length=10, choices=TrustPaymentState, default=TrustPaymentState.PROPOSED)
    ledger = models.ForeignKey(TrustLedger, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    payee = models.CharField(_("to whom"), max_length=200)
    purpose = models.CharField(_("what for"), max_length=300)
    invoice = models.ForeignKey(
        "billing.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="trust_payments"
    )
    key = models.CharField(max_length=80, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    REFERENCE_PREFIX = "PAY"

    objects: ClassVar = TrustPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment out of trust money")
        verbose_name_plural = _("payments out of trust money")
        ordering = ["-id"]
        constraints = [
            state_constraint(TrustPaymentState.values, "billing_trust_payment_state_known"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="billing_trust_payment_positive"),
            models.CheckConstraint(
                name="billing_trust_payment_two_people",
                condition=~models.Q(state=TrustPaymentState.PAID)
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
            ),
            models.UniqueConstraint(
                fields=["ledger", "key"], condition=~models.Q(key=""), name="billing_trust_payment_key_once"
            ),
        ]


class TrustEntry(models.Model):
    """One line of a trust ledger: money in is positive, money out negative. No line takes the balance below zero.

    The database itself holds to that, whoever writes: it locks the ledger and adds up before it takes a line.
    """

    ledger = models.ForeignKey(TrustLedger, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=TrustKind)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    on = models.DateField(_("day"))
    party = models.CharField(_("from or to whom"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    key = models.CharField(max_length=80, blank=True)
    payment = models.OneToOneField(TrustPayment, null=True, blank=True, on_delete=models.PROTECT, related_name="entry")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "trust entries"
        ordering = ["id"]
        indexes = [models.Index(fields=["ledger", "on"], name="billing_trust_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "key"], condition=~models.Q(key=""), name="billing_trust_entry_key_once"
            ),
            models.CheckConstraint(
                name="billing_trust_entry_sign",
                condition=(
                    models.Q(kind=TrustKind.RECEIPT, amount__gt=0)
                    | models.Q(kind__in=[TrustKind.PAYMENT, TrustKind.TRANSFER], amount__lt=0, payment__isnull=False)
                    | (models.Q(kind=TrustKind.REVERSAL, reverses__isnull=False) & ~models.Q(amount=0))
                ),
            ),
        ]
        triggers = [
            *append_only(),
            never_below_zero(
                ledger="billing_trustledger",
                lines="billing_trustentry",
                column="ledger_id",
                constraint="billing_trust_never_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} in {self.ledger_id}"


class Reconciliation(Referenced, Stamped):
    """On one day: what the bank says, what the ledgers add up to, and why they differ if they do. Frozen as it was.

    `rows` are the ledgers with their balances that day; `sha256` is the fingerprint of what was compared.
    """

    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="reconciliations")
    currency = models.CharField(_("currency"), max_length=3)
    on = models.DateField(_("day"))
    bank_balance = models.DecimalField(_("balance by the bank’s statement"), max_digits=18, decimal_places=2)
    ledger_total = models.DecimalField(_("sum of the clients’ ledgers"), max_digits=18, decimal_places=2)
    explanation = models.TextField(_("why they differ"), max_length=2000, blank=True)
    rows = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    REFERENCE_PREFIX = "REC"

    objects: ClassVar = ReconciliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="billing_reconciliation_explained",
                condition=models.Q(bank_balance=models.F("ledger_total")) | ~models.Q(explanation=""),
            ),
        ]
        triggers = append_only()

    @property
    def difference(self) -> Decimal:
        """What the bank has beyond the ledgers; below zero where it has less."""
        return self.bank_balance - self.ledger_total

"""Files of bank bookings, and what became of each of their lines. The words of a line are kept encrypted."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.core.sealing import seal_json, sealed_column, unseal_json
from caseapp.core.workflow import state_constraint
from caseapp.enforcement.enums import BankFileState, LineVerdict, LineWhy
from caseapp.enforcement.models.fines import Fine, LedgerEntry
from caseapp.enforcement.querysets import BankFileQuerySet


class BankFile(Stamped):
    """A CSV file of a bank, by its SHA-256. It is read first, booked when somebody says so, and then stays as it is."""

    state = models.CharField(_("state"), max_length=10, choices=BankFileState, default=BankFileState.READ)
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    file_name = models.CharField(_("file name"), max_length=200)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(null=True)

    objects: ClassVar = BankFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank file")
        ordering = ["-id"]
        constraints = [
            state_constraint(BankFileState.values, "enforcement_bank_file_state_known"),
            models.UniqueConstraint(
                fields=["authority", "sha256"],
                condition=~models.Q(state=BankFileState.DROPPED),
                name="enforcement_bank_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class BankBooking(models.Model):
    """One line of a file, what it was found to pay and why, and the line of the ledger that it became."""

    file = models.ForeignKey(BankFile, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    on = models.DateField(_("day"), null=True)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    sealed_words = models.BinaryField()
    identity = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12, choices=LineVerdict)
    why = models.CharField(max_length=20, choices=LineWhy, blank=True)
    fine = models.ForeignKey(Fine, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="bank_booking")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["identity"], name="enforcement_bank_identity")]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="enforcement_bank_line_once"),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of bank file {self.file_id}"

    def keep_words(self, *, text: str, payer: str) -> None:
        self.sealed_words = seal_json({"text": text, "payer": payer}, context=self._context())

    @property
    def words(self) -> dict[str, Any]:
        """The text of the booking and who paid, for the eyes of those who book."""
        found: dict[str, Any] = unseal_json(bytes(self.sealed_words), context=self._context())
        return found

    def _context(self) -> str:
        return f"enforcement.bankbooking.sealed_words:{self.file_id}:{self.number}"


sealed_column(BankBooking, "sealed_words", context=BankBooking._context)

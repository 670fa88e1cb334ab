"""The vault of a complaint's evidence and the key everything in it is encrypted under."""

import uuid

from django.db import models

from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.evidence import cipher

CHAIN_PREFIX = "vault:"


class Vault(Stamped):
    """The evidence of one complaint and the key it is encrypted under, opened already while the complaint is drafted.

    What a respondent gives in an inquiry lies in a vault of its own, which belongs to the `authority` alone.

    `sealed_key` is the 256-bit data key, sealed under the key-encryption key with the vault's id bound in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.OneToOneField("complaints.Complaint", null=True, on_delete=models.PROTECT, related_name="vault")
    authority = models.ForeignKey("accounts.Authority", null=True, on_delete=models.PROTECT, related_name="+")
    sealed_key = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_vault_of_one_kind",
                condition=models.Q(complaint__isnull=True) | models.Q(authority__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"vault {self.pk}"

    @classmethod
    def new(cls) -> "Vault":
        """An unsaved vault with a fresh data key."""
        vault = cls()
        vault.sealed_key = seal(cipher.new_key(), context=vault._context())
        return vault

    @property
    def chain(self) -> str:
        """The custody chain of everything in this vault."""
        return f"{CHAIN_PREFIX}{self.pk}"

    def key(self) -> bytes:
        """The data key in the clear, for the moment of sealing or opening a file."""
        return unseal(bytes(self.sealed_key), context=self._context())

    def _context(self) -> str:
        return f"evidence.vault.sealed_key:{self.pk}"


sealed_column(Vault, "sealed_key", context=Vault._context)

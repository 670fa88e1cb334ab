"""The way back for somebody who lost their receipt code: an address they left, which we cannot read ourselves."""

import uuid

from django.conf import settings
from django.db import models

from caseapp.complaints.models.cases import Complaint
from caseapp.core.code_sealing import lookup_of, seal_json_with, unseal_json_with
from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal


class RecoveryContact(Stamped):
    """An e-mail address kept for recovery alone, sealed under a key made of the address itself.

    `lookup` is a keyed hash that finds the row when the same address is typed again; only then does `sealed` open, and
    the mail goes to the address that was left. While a mail is under way `key_lookup` is the keyed hash of its key.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="recovery_contact")
    lookup = models.CharField(max_length=64, db_index=True)
    sealed = models.BinaryField()
    key_lookup = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - none, not ""
    key_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"way back to {self.complaint_id}"

    @classmethod
    def of(cls, complaint: Complaint, address: str) -> "RecoveryContact":
        """A new row for the complaint, not saved yet."""
        sealed = seal_json_with(_seal_code(address), address.strip(), context=cls._context(complaint.pk))
        return cls(complaint=complaint, lookup=cls.lookup_of(address), sealed=sealed)

    @staticmethod
    def lookup_of(address: str) -> str:
        """What `lookup` holds for an address; small and capital letters count as the same."""
        return lookup_of(address.strip().lower(), purpose="complaints.recovery")

    @staticmethod
    def key_lookup_of(key: str) -> str:
        """What `key_lookup` holds for the key of a mail."""
        return lookup_of(key, purpose="complaints.recovery_key")

    def address(self, typed: str) -> str:
        """The address as it was left, opened by typing it again; ValueError for another one."""
        opened: str = unseal_json_with(_seal_code(typed), bytes(self.sealed), context=self._context(self.complaint_id))
        return opened

    @staticmethod
    def _context(complaint_id: int) -> str:
        return f"complaints.recovery_contact.sealed:{complaint_id}"


class RecoveryRequest(Stamped):
    """Somebody typed an address to recover a code. It waits sealed until the worker has looked, and is then deleted.

    The same row is written for an address that nobody left, so that asking tells nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_address = models.BinaryField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")

    def __str__(self) -> str:
        return f"recovery {self.pk}"

    def seal_address(self, address: str) -> None:
        """Keep what was typed, sealed so that it opens nowhere else."""
        self.sealed_address = seal(address.encode(), context=self._context)

    def address(self) -> str:
        """What was typed."""
        return unseal(bytes(self.sealed_address), context=self._context).decode()

    @property
    def _context(self) -> str:
        return f"complaints.recovery_request.sealed_address:{self.pk}"


sealed_column(RecoveryRequest, "sealed_address", context=lambda row: row._context)


def _seal_code(address: str) -> str:
    """The secret that seals an address: its own keyed hash, so that a copy of the database cannot try addresses out."""
    return lookup_of(address.strip().lower(), purpose="complaints.recovery_seal")

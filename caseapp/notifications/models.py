"""What people are told, and how it reached them."""

from django.conf import settings
from django.db import models

from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, unseal
from caseapp.notifications.enums import Channel, DeliveryState


class Notice(Stamped):
    """Something one person should know. `kind` finds its words in the reader's language; `path` is where to go.

    A notice to the holder of a receipt has no user; it is found by the complaint's id in `receipt_complaint`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notices")
    receipt_complaint = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "read_at", "-id"], name="notifications_notice_user"),
            models.Index(fields=["receipt_complaint", "-id"], name="notifications_notice_receipt"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notifications_notice_one_reader",
                condition=(
                    models.Q(user__isnull=False, receipt_complaint__isnull=True)
                    | models.Q(user__isnull=True, receipt_complaint__isnull=False)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Delivery(Stamped):
    """One attempt to carry a notice over a channel.

    For somebody without an account the address waits here sealed, with their language, until the mail is sent.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)
    sealed_address = models.BinaryField(null=True, editable=False)
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notifications_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"

    def seal_address(self, address: str) -> None:
        """Keep the address for this one notice, sealed so that it opens nowhere else."""
        self.sealed_address = seal(address.encode(), context=self._context)

    def open_address(self) -> str:
        """The address in the clear; empty once the mail is sent, and for an account, which has its own."""
        if self.sealed_address is None:
            return ""
        return unseal(bytes(self.sealed_address), context=self._context).decode()

    @property
    def _context(self) -> str:
        return f"notifications.delivery.sealed_address:{self.notice_id}"


class Preference(Stamped):
    """What a person chose about e-mail: none unless they asked for it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference")
    email = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user_id}: {'e-mail' if self.email else 'service only'}"

"""What people are told, and how it reached them."""

import datetime as dt
import hashlib
import hmac
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.notifications.enums import Channel, DeliveryState, MailMode
from caseapp.notifications.schedule import Times


def _one_reader(name: str) -> models.CheckConstraint:
    """A row is an account's or a receipt holder's."""
    return models.CheckConstraint(
        name=name,
        condition=(
            models.Q(user__isnull=False, receipt_complaint__isnull=True)
            | models.Q(user__isnull=True, receipt_complaint__isnull=False)
        ),
    )


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
        constraints = [_one_reader("notifications_notice_one_reader")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def reader(self) -> dict[str, Any]:
        """Whose it is, as a filter on any row that has a reader."""
        return {"user_id": self.user_id} if self.user_id else {"receipt_complaint": self.receipt_complaint}


class Delivery(Stamped):
    """How one notice goes over a channel. Notices that are due together go in one mail and share its `message_id`.

    For somebody without an account the address waits here sealed, with their language, until the mail is sent.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=120, blank=True, db_index=True)
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


sealed_column(Delivery, "sealed_address", context=lambda row: row._context)


class Preference(Stamped):
    """What a person chose about e-mail, and whether their address took it.

    `unsubscribe_key` stands in the links of mails and names nobody. A bounce is kept with a keyed digest of the address
    that refused, so that another address is tried again by itself.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notice_preference"
    )
    receipt_complaint = models.BigIntegerField(null=True, unique=True)
    mode = models.CharField(_("e-mail"), max_length=10, choices=MailMode, default=MailMode.NONE)
    daily_at = models.TimeField(_("time of the daily mail"), default=dt.time(18))
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    unsubscribe_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bounced_at = models.DateTimeField(null=True)
    bounced_status = models.CharField(max_length=12, blank=True)
    bounced_address = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [_one_reader("notifications_preference_one_reader")]

    def __str__(self) -> str:
        return f"{self.user_id or self.receipt_complaint}: {self.mode}"

    def times(self) -> Times:
        """The clock by which mails go."""
        return Times(
            zone=ZoneInfo(self.time_zone),
            daily_at=self.daily_at if self.mode == MailMode.DAILY else None,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
        )

    def refused(self, address: str) -> bool:
        """Whether this address sent a mail back for good."""
        return self.bounced_at is not None and self.bounced_address == address_digest(address)


def address_digest(address: str) -> str:
    """A keyed fingerprint by which an address is known again without being kept."""
    told = f"notifications.address:{address.strip().lower()}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()

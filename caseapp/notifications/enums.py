"""Channels, choices and states of what people are told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    SERVICE = "service", _("In the service")
    EMAIL = "email", _("E-mail")


class MailMode(TextChoices):
    """When mails are written; without content in every mode."""

    NONE = "none", _("No e-mail\nYou read everything here when you come back.")
    AT_ONCE = "at_once", _("When something happens\nOutside your quiet hours.")
    DAILY = "daily", _("Once a day\nOne mail at the time you choose, and only when there is news.")


class DeliveryState(TextChoices):
    """`SENDING` is claimed; found again by a later run it is `UNSURE`, for the run that claimed it ended in between."""

    WAITING = "waiting", _("Waits to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent yet: the mail server did not take it")
    UNSURE = "unsure", _("May not have been sent")
    BOUNCED = "bounced", _("Came back")
    SKIPPED = "skipped", _("Not sent: no longer wanted")

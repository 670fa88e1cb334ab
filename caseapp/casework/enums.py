"""The words of an authority's order of work."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BulkState(TextChoices):
    PREPARED = "prepared", _("Prepared")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    TAKING_BACK = "taking_back", _("Being taken back")
    TAKEN_BACK = "taken_back", _("Taken back")
    DISCARDED = "discarded", _("Discarded")


class ItemState(TextChoices):
    """Where one complaint of an act upon many stands."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
    KEPT = "kept", _("Left as it is")


class Digest(TextChoices):
    NEVER = "never", _("Not at all")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")

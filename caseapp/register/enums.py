"""The words of what is made public."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What a public text is about."""

    DECISION = "decision", _("Decision")
    FINE = "fine", _("Fine")
    ORDER = "order", _("Compliance order")
    REPLY = "reply", _("Reply of the respondent")


class TextState(TextChoices):
    PROPOSED = "proposed", _("To be reviewed")
    PUBLISHED = "published", pgettext_lazy("state", "Published")
    SENT_BACK = "sent_back", _("Sent back")
    REPLACED = "replaced", _("Replaced by a newer text")

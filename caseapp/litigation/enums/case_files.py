"""The words of case files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseFileState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")

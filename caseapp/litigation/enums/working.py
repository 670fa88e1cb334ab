"""The words of working on a case file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LimitationState(TextChoices):
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    CONFIRMED = "confirmed", _("Confirmed by a second person")
    MET = "met", _("Done in time")


class TollingKind(TextChoices):
    """What happens to a period that runs."""

    PAUSE = "pause", _("It does not run from one day to another")
    RESTART = "restart", _("It begins anew on a day")


class FactStanding(TextChoices):
    """Whether the other side agrees to a fact."""

    AGREED = "agreed", pgettext_lazy("fact", "Agreed")
    DISPUTED = "disputed", _("Disputed")
    UNKNOWN = "unknown", _("Not known")


class Strength(TextChoices):
    """How well an element can be proven, in the firm's own view."""

    STRONG = "strong", _("Strong")
    FAIR = "fair", _("Fair")
    WEAK = "weak", _("Weak")
    OPEN = "open", _("Not looked at")


class MatterKind(TextChoices):
    """What a case file is about now; each has its template of tasks."""

    CIVIL_CLAIM = "civil_claim", _("A civil claim, from the beginning")
    SETTLEMENT = "settlement", _("An offer to settle")
    COLLECTING = "collecting", _("Collecting what was awarded")

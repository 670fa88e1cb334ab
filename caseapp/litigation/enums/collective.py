"""The words of collective actions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    INVITING = "inviting", _("Inviting")
    FORMED = "formed", _("Formed")
    IN_SUIT = "in_suit", _("In a suit")
    CONCLUDED = "concluded", _("Concluded")
    ABANDONED = "abandoned", _("Given up")


class InvitationState(TextChoices):
    SENT = "sent", _("Waits for your answer")
    JOINED = "joined", _("Joined")
    DECLINED = "declined", _("Declined")


class MemberState(TextChoices):
    JOINED = "joined", _("Joined, waits to be checked")
    DEFICIENT = "deficient", _("Something is missing")
    ADMITTED = "admitted", _("On the roster")
    WITHDRAWN = "withdrawn", _("Left")
    EXCLUDED = "excluded", _("Not admitted")


TAKING_PART = frozenset({MemberState.JOINED, MemberState.DEFICIENT, MemberState.ADMITTED})


class Doubt(TextChoices):
    """Why somebody should look at a claim again. A pointer for the firm alone, never a finding."""

    SAME_PERSON = "same_person", _("The same person takes part with another complaint")
    SAME_TEXT = "same_text", _("Nearly the same words as another claim")
    SAME_FILE = "same_file", _("The same file as another claim")
    OUTSIDE = "outside", _("Happened outside the period of the action")
    OTHER_RESPONDENT = "other_respondent", _("About another organisation")
    CLOSED_WITHOUT_BREACH = "closed_without_breach", _("An authority ended the complaint without finding a breach")
    ANOTHER_ACTION = "another_action", _("Takes part in another action against the same organisation")


class ShareRule(TextChoices):
    EQUAL = "equal", _("The same for everybody")
    HARM = "harm", _("By the weight of the harm")
    DAYS = "days", _("By the number of days")


class DistributionState(TextChoices):
    PREPARED = "prepared", _("Prepared")
    APPROVED = "approved", pgettext_lazy("distribution", "Approved")
    HELD = "held", _("On hold")
    WITHDRAWN = "withdrawn", pgettext_lazy("distribution", "Taken back")
    DISCARDED = "discarded", _("Discarded")


PROMISED = frozenset({DistributionState.APPROVED, DistributionState.HELD})
"""Approved and not taken back: its money is spoken for, and its members stay."""

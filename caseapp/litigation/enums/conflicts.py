"""The words of conflict checks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConflictResult(TextChoices):
    CLEAR = "clear", _("No conflict")
    CONFLICT = "conflict", _("Conflict")
    WAIVED = "waived", _("Conflict waived")


class CheckReason(TextChoices):
    """Why a check was run."""

    ASKED = "asked", _("Somebody asked for it")
    PARTY_ADDED = "party_added", _("By itself, after somebody was added")


class KnownRole(TextChoices):
    """What somebody of the firm's own list was to the firm."""

    CLIENT = "client", _("Client")
    FORMER_CLIENT = "former_client", _("Former client")
    OPPONENT = "opponent", _("Other side")
    OTHER = "other", pgettext_lazy("role", "Other")


class PartyRole(TextChoices):
    """What somebody is in a case file."""

    CO_CLAIMANT = "co_claimant", _("Claimant beside the client")
    OPPONENT = "opponent", _("Other side")
    SUPPLIER = "supplier", _("Supplier of the other side")
    INSURER = "insurer", _("Insurer")
    ADVERSE_COUNSEL = "adverse_counsel", _("Counsel of the other side")
    WITNESS = "witness", _("Witness")
    EXPERT = "expert", _("Expert")
    OTHER = "other", pgettext_lazy("role", "Other")


class Part(TextChoices):
    """What a name looked for is in the matter that is checked."""

    RESPONDENT = "respondent", _("Other side")
    PARENT = "parent", _("Parent company of the other side")
    GROUP = "group", _("Company of the same group")
    SUPPLIER = "supplier", _("Supplier of the other side")
    SITE = "site", _("Place of the other side")
    CLIENT = "client", _("The person who asks")
    CO_CLAIMANT = "co_claimant", _("Claimant beside the client")
    PARTY = "party", _("Party in the case file")


class Standing(TextChoices):
    """What the firm knows somebody as."""

    CLIENT = "client", _("Client")
    FORMER_CLIENT = "former_client", _("Former client")
    ASKING = "asking", _("Asked the firm to act")
    OPPONENT = "opponent", _("Other side")
    GROUP = "group", _("Group of the other side")
    SUPPLIER = "supplier", _("Supplier of the other side")
    SITE = "site", _("Place of the other side")
    PARTY = "party", _("Party in a case file")
    COUNSEL = "counsel", _("Counsel of the other side")
    JUDGE = "judge", _("Judge")
    MEMBER = "member", _("Works at the firm")
    OTHER = "other", _("On the firm’s list")


class Weight(TextChoices):
    """What a hit means for a conflict, as far as can be said without knowing more."""

    ADVERSE = "adverse", _("Against somebody the firm owes loyalty")
    DIVERGING = "diverging", _("Interests may diverge")
    LOOK = "look", _("Look at it")
    ALIKE = "alike", _("The same side as elsewhere: no conflict in itself")

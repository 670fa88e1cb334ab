"""The words of suits, judgments and awards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SuitState(TextChoices):
    PREPARING = "preparing", _("Preparing")
    FILED = "filed", _("Filed")
    SERVED = "served", _("Served")
    ANSWERED = "answered", _("Answered")
    MEDIATION = "mediation", _("In mediation")
    HEARING = "hearing", _("In hearing")
    JUDGMENT = "judgment", _("Judgment given")
    SETTLED = "settled", _("Settled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISMISSED = "dismissed", _("Dismissed")
    APPEALED = "appealed", _("Under appeal")
    COLLECTING = "collecting", _("Collecting")
    CONCLUDED = "concluded", _("Concluded")


class JudgmentResult(TextChoices):
    FOR_CLAIMANT = "for_claimant", _("For the claimant")
    PARTLY = "partly", _("Partly for the claimant")
    FOR_RESPONDENT = "for_respondent", _("For the respondent")


class AwardKind(TextChoices):
    ACTUAL = "actual", _("Actual loss")
    NON_MATERIAL = "non_material", _("Non-material harm")
    STATUTORY = "statutory", _("Statutory damages")
    PUNITIVE = "punitive", _("Punitive damages")
    COSTS = "costs", _("Costs")
    SETTLEMENT = "settlement", _("Settlement sum")

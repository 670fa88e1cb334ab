"""The words of engagements, case files and suits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EngagementState(TextChoices):
    REQUESTED = "requested", _("Requested")
    CONFLICT_CHECK = "conflict_check", _("Conflict check")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", pgettext_lazy("engagement", "Accepted")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")


class ConflictResult(TextChoices):
    CLEAR = "clear", _("No conflict")
    CONFLICT = "conflict", _("Conflict")
    WAIVED = "waived", _("Conflict waived")


class CaseFileState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


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

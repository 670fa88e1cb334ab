"""The words of investigations and fines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseapp.rules import fine_worksheet


class InvestigationState(TextChoices):
    OPENED = "opened", _("Opened")
    INFORMATION_REQUESTED = "information_requested", _("Information requested")
    NOTICE_OF_INTENT = "notice_of_intent", _("Notice of intent given")
    REPRESENTATIONS = "representations", _("Representations received")
    DECIDED = "decided", _("Decided")
    APPEALED = "appealed", _("Under appeal")
    CLOSED = "closed", _("Closed")


UNDECIDED_STATES = frozenset(
    {
        InvestigationState.OPENED,
        InvestigationState.INFORMATION_REQUESTED,
        InvestigationState.NOTICE_OF_INTENT,
        InvestigationState.REPRESENTATIONS,
    }
)
"""While it is in one of these, complaints may join and the decision is still to be written."""


class FindingResult(TextChoices):
    BREACH = "breach", _("Breach found")
    NO_BREACH = "no_breach", _("No breach found")
    NOT_ESTABLISHED = "not_established", _("Not established")


class DecisionOutcome(TextChoices):
    FINE = "fine", _("Fine")
    WARNING = "warning", _("Warning or reprimand")
    NO_BREACH = "no_breach", _("No breach found")
    DISCONTINUED = "discontinued", _("Discontinued")


class FactorEffect(TextChoices):
    RAISES = fine_worksheet.Effect.RAISES.value, _("Speaks for more")
    NEUTRAL = fine_worksheet.Effect.NEUTRAL.value, _("Weighed, speaks for neither")
    LOWERS = fine_worksheet.Effect.LOWERS.value, _("Speaks for less")
    UNKNOWN = fine_worksheet.Effect.UNKNOWN.value, _("Not known, or not relevant here")


class FineState(TextChoices):
    IMPOSED = "imposed", _("Imposed")
    DUE = "due", _("Due")
    PART_PAID = "part_paid", _("Partly paid")
    PAID = "paid", _("Paid")
    OVERDUE = "overdue", _("Overdue")
    UNDER_APPEAL = "under_appeal", _("Under appeal")
    UPHELD = "upheld", _("Upheld on appeal")
    REDUCED = "reduced", _("Reduced on appeal")
    ANNULLED = "annulled", _("Annulled")
    WRITTEN_OFF = "written_off", _("Written off")


UNPAID_STATES = frozenset(
    {
        FineState.IMPOSED,
        FineState.DUE,
        FineState.PART_PAID,
        FineState.OVERDUE,
        FineState.UPHELD,
        FineState.REDUCED,
    }
)


class EntryKind(TextChoices):
    IMPOSED = "imposed", _("Fine imposed")
    ADJUSTMENT = "adjustment", _("Adjustment")
    INTEREST = "interest", _("Interest")
    PAYMENT = "payment", _("Payment")
    WRITE_OFF = "write_off", _("Write-off")


class AppealOutcome(TextChoices):
    UPHELD = "upheld", _("Fine upheld")
    REDUCED = "reduced", _("Fine reduced")
    ANNULLED = "annulled", _("Fine annulled")


class OrderKind(TextChoices):
    DELETE_DATA = "delete_data", _("Delete face data and pictures")
    DELETE_TEMPLATES = "delete_templates", _("Delete face templates")
    DELETE_MODELS = "delete_models", _("Delete models trained on the faces")
    STOP = "stop", _("Stop the processing")
    OTHER_WAY_IN = "other_way_in", _("Offer a way in without the face")
    PUBLISH = "publish", _("Publish the decision")


class OrderState(TextChoices):
    DRAFTED = "drafted", _("Drafted")
    DROPPED = "dropped", _("Left out of the decision")
    ORDERED = "ordered", _("Ordered")
    OVERDUE = "overdue", _("Overdue")
    PROOF_GIVEN = "proof_given", _("Proof to be checked")
    PROOF_REFUSED = "proof_refused", _("Proof not enough")
    FULFILLED = "fulfilled", _("Fulfilled")
    RECHECK_DUE = "recheck_due", _("To be checked again")
    BROKEN = "broken", _("Found not kept")
    LIFTED = "lifted", _("Lifted")


UNISSUED_ORDER_STATES = frozenset({OrderState.DRAFTED, OrderState.DROPPED})
"""The respondent was never ordered anything."""

WAITING_ORDER_STATES = frozenset({OrderState.ORDERED, OrderState.PROOF_REFUSED, OrderState.BROKEN})
"""The respondent is to act by a day that has not passed."""


class ProofResult(TextChoices):
    ACCEPTED = "accepted", _("Proof accepted")
    REFUSED = "refused", _("Proof not enough")


class TimeWishState(TextChoices):
    ASKED = "asked", _("Asked for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Answered meanwhile")

"""The words of investigations and fines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseapp.rules import bank_lines, fine_worksheet


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
    INTEREST = "interest", _("Added for paying late")
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


class BankFileState(TextChoices):
    READ = "read", _("Read, not booked")
    BOOKED = "booked", _("Booked")
    DROPPED = "dropped", _("Let go")


class LineVerdict(TextChoices):
    MATCHED = bank_lines.Verdict.MATCHED.value, _("Matched")
    AMBIGUOUS = bank_lines.Verdict.AMBIGUOUS.value, _("Could be several")
    UNMATCHED = bank_lines.Verdict.UNMATCHED.value, _("Not matched")
    REFUSED = bank_lines.Verdict.REFUSED.value, _("Cannot be booked")
    KNOWN = bank_lines.Verdict.KNOWN.value, _("Booked before")
    UNREADABLE = bank_lines.Verdict.UNREADABLE.value, _("Not readable")


class LineWhy(TextChoices):
    BY_REFERENCE = bank_lines.Why.BY_REFERENCE.value, _("By the reference in its text")
    BY_SUM_AND_NAME = bank_lines.Why.BY_SUM_AND_NAME.value, _("By sum and name of the payer")
    BY_HAND = bank_lines.Why.BY_HAND.value, _("By an officer")
    SEVERAL_REFERENCES = bank_lines.Why.SEVERAL_REFERENCES.value, _("Its text names several fines")
    SEVERAL_FINES = bank_lines.Why.SEVERAL_FINES.value, _("Sum and name fit several fines")
    SUM_ALONE = bank_lines.Why.SUM_ALONE.value, _("Only the sum fits a fine")
    NO_FINE = bank_lines.Why.NO_FINE.value, _("No reference, and no fine of this sum")
    OTHER_CURRENCY = bank_lines.Why.OTHER_CURRENCY.value, _("The fine is in another currency")
    TOO_MUCH = bank_lines.Why.TOO_MUCH.value, _("More than is owed")
    NOT_PAYABLE = bank_lines.Why.NOT_PAYABLE.value, _("The fine takes no payments now")
    WRONG_DAY = bank_lines.Why.WRONG_DAY.value, _("Before the fine, or in the future")
    NOT_COMING_IN = bank_lines.Why.NOT_COMING_IN.value, _("Not money coming in")
    BOOKED_BEFORE = bank_lines.Why.BOOKED_BEFORE.value, _("The same booking was entered from another file")
    NO_DATE = bank_lines.Why.NO_DATE.value, _("The date is missing or can be read in two ways: write 2026-03-01")
    NO_SUM = bank_lines.Why.NO_SUM.value, _("The sum cannot be read, or has too many decimals for its currency")


class ReminderKind(TextChoices):
    BEFORE = "before", _("Before the day to pay")
    OVERDUE = "overdue", _("After the day to pay")

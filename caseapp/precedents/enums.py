"""The words of decided matters, as the data description lists them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PrecedentKind(TextChoices):
    REGULATOR_FINE = "regulator_fine", _("Fine by a regulator")
    COURT_AWARD = "court_award", _("Award by a court")
    CLASS_SETTLEMENT = "class_settlement", _("Class settlement")
    INDIVIDUAL_SETTLEMENT = "individual_settlement", _("Individual settlement")
    STATE_SETTLEMENT = "state_settlement", _("Settlement with a state")
    MEDIATION_AWARD = "mediation_award", _("Mediation award or compensation order")
    ORDER_ONLY = "order_only", _("Order without money")
    DISMISSED = "dismissed", _("Dismissed")


class PrecedentStatus(TextChoices):
    FINAL = "final", _("Final")
    UNDER_APPEAL = "under_appeal", _("Under appeal")
    OVERTURNED = "overturned", _("Overturned")
    REDUCED = "reduced", _("Reduced")
    PENDING_PAYMENT = "pending_payment", _("Payment pending")
    UNKNOWN = "unknown", _("Finality not reported")


class PersonsBasis(TextChoices):
    CLASS_MEMBERS = "class_members", _("Members of the class")
    CLAIMANTS = "claimants", _("Claimants")
    PLAINTIFFS = "plaintiffs", _("Plaintiffs")
    AFFECTED = "affected", _("People affected")


class PerPersonBasis(TextChoices):
    REPORTED_PAYOUT = "reported_payout", _("What class members received, as reported")
    REPORTED_ESTIMATE = "reported_estimate", _("A forecast; real payouts were often lower")
    AWARD = "award", _("Awarded to one plaintiff")
    COMPUTED = "computed", _("Computed from the sum and the number of people")


class Remedy(TextChoices):
    DELETE_DATA = "delete_data", _("Delete the data")
    STOP_USE = "stop_use", _("Stop the use")
    DELETE_MODELS = "delete_models", _("Delete models made from the data")
    OFFER_ALTERNATIVE = "offer_alternative", _("Offer another way")
    APOLOGY = "apology", _("Apologise")
    PUBLISH_POLICY = "publish_policy", _("Publish the rules of handling")
    BAN_PERIOD = "ban_period", _("Banned for a time")
    AUDIT = "audit", _("Audit")


class TreatmentKind(TextChoices):
    """What later became of a decision, as somebody read it in a source."""

    FOLLOWED = "followed", _("Followed")
    DISTINGUISHED = "distinguished", _("Distinguished")
    REDUCED = "reduced", pgettext_lazy("treatment", "Reduced")
    OVERTURNED = "overturned", pgettext_lazy("treatment", "Overturned")
    UNPAID = "unpaid", _("Not paid")


class RevisionState(TextChoices):
    """Where a version of a precedent stands before it is public."""

    DRAFT = "draft", pgettext_lazy("revision", "Draft")
    PROPOSED = "proposed", _("Waits for a second curator")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", pgettext_lazy("revision", "Public")
    WITHDRAWN = "withdrawn", _("Given up")


class Cadence(TextChoices):
    """When a saved search writes."""

    AT_ONCE = "at_once", _("At once")
    WEEKLY = "weekly", _("Once a week, all in one mail")


class SuggestionState(TextChoices):
    """What became of a precedent that somebody suggested."""

    WAITING = "waiting", _("Waits for a curator")
    ACCEPTED = "accepted", _("Taken up by a curator")
    DECLINED = "declined", _("Not taken up")


WRITABLE_STATES = (RevisionState.DRAFT, RevisionState.RETURNED)


class Confidence(TextChoices):
    TWO_SOURCES = "two_sources", _("Two sources")
    ONE_SOURCE = "one_source", _("One source")
    OFFICIAL_SOURCE = "official_source", _("Official source")


class DatePrecision(TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    UNKNOWN = "unknown", _("Unknown")


class EstimateTarget(TextChoices):
    COMPENSATION = "compensation", _("Compensation for one person")
    FINE = "fine", _("Fine")


class SumBand(TextChoices):
    """Headline sums in US dollars at the time of the decision, in powers of ten."""

    NONE = "none", _("No sum")
    UNDER_1K = "under_1k", _("Under USD 1,000")
    UNDER_10K = "under_10k", _("USD 1,000 to 10,000")
    UNDER_100K = "under_100k", _("USD 10,000 to 100,000")
    UNDER_1M = "under_1m", _("USD 100,000 to 1 million")
    UNDER_10M = "under_10m", _("USD 1 million to 10 million")
    OVER_10M = "over_10m", _("USD 10 million and more")
    UNCONVERTED = "unconverted", _("In a currency without a rate")


class MinorsKnown(TextChoices):
    """Whether the record says that children were involved; a record that is silent stays silent."""

    YES = "yes", _("Children were involved")
    NO = "no", _("No children were involved")
    UNKNOWN = "unknown", _("Not reported")


class PrecedentSort(TextChoices):
    """The orders a list of precedents may have; a minus is descending."""

    RELEVANCE = "-relevance", _("Best match first")
    NEWEST = "-decided", _("Newest first")
    OLDEST = "decided", _("Oldest first")
    HIGHEST = "-sum", _("Highest sum first")
    LOWEST = "sum", _("Lowest sum first")
    TITLE = "title", _("By title")

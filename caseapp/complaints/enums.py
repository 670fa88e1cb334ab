"""The words of a complaint."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ComplaintState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    AWAITING_COMPLAINANT = "awaiting_complainant", _("Waiting for the complainant")
    ACCEPTED = "accepted", _("Accepted")
    IN_INVESTIGATION = "in_investigation", _("In investigation")
    CLOSED = "closed", _("Closed")
    REFERRED = "referred", _("Referred")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = frozenset(
    {
        ComplaintState.SUBMITTED,
        ComplaintState.UNDER_REVIEW,
        ComplaintState.AWAITING_COMPLAINANT,
        ComplaintState.ACCEPTED,
        ComplaintState.IN_INVESTIGATION,
        ComplaintState.REFERRED,
    }
)


class Outcome(TextChoices):
    FINE = "fine", _("Fine")
    ORDER = "order", _("Order")
    REMEDIED = "remedied", _("Put right")
    SETTLED = "settled", _("Settled")
    JUDGMENT = "judgment", _("Judgment")
    NO_BREACH = "no_breach", _("No breach found")
    INSUFFICIENT_EVIDENCE = "insufficient_evidence", _("Not enough evidence")
    OUT_OF_SCOPE = "out_of_scope", _("Outside the authority’s remit")


class VenueKind(TextChoices):
    SHOP = "shop", _("Shop or shopping centre")
    SALES_OFFICE = "sales_office", _("Property sales office")
    HOME = "home", _("Home, residential building or neighbourhood")
    HOTEL = "hotel", _("Hotel")
    BANK = "bank", _("Bank")
    STATION_AIRPORT = "station_airport", _("Station or airport")
    STADIUM = "stadium", _("Stadium or sports ground")
    ENTERTAINMENT = "entertainment", _("Entertainment venue")
    GYM = "gym", _("Gym or leisure centre")
    WORKPLACE = "workplace", _("Workplace")
    SCHOOL = "school", _("School or university")
    HEALTH = "health", _("Hospital or clinic")
    STREET = "street", _("Street or other public place")
    ONLINE = "online", _("Website or app")
    OTHER = "other", _("Somewhere else")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("I am not sure")


class Harm(TextChoices):
    LOSS_OF_CONTROL = "loss_of_control", _("I no longer control where my face data is")
    DISTRESS = "distress", _("Distress, fear or shame")
    WATCHED = "watched", _("The feeling of being watched")
    WRONG_MATCH = "wrong_match", _("I was stopped, refused or accused because of a wrong match")
    REFUSED_SERVICE = "refused_service", _("I was refused entry, service or work")
    IDENTITY_THEFT = "identity_theft", _("Identity theft or fraud")
    DATA_SOLD = "data_sold", _("My data was sold or used for advertising")
    PUBLIC_SEARCH = "public_search", _("My face can be found through a public search site")
    MONEY = "money", _("I lost money or had costs")
    NONE_YET = "none_yet", _("No harm so far, but I am worried")


class Relief(TextChoices):
    DELETION = "deletion", _("Delete my face data")
    STOP_USE = "stop_use", _("Stop using the system")
    ALTERNATIVE = "alternative", _("Offer another way in")
    APOLOGY = "apology", _("An apology")
    COMPENSATION = "compensation", _("Compensation")
    FINE = "fine", _("A fine")
    EXPLANATION = "explanation", _("An explanation of what was done with my data")


class FiledFor(TextChoices):
    """Whose face it was, and so for whom the complaint is filed."""

    SELF = "self", _("Mine")
    CHILD = "child", _("A child’s for whom I am responsible")
    OTHER = "other", _("Another living person’s, who asked me to file for them")
    RELATIVE = "relative", _("A close relative’s who has died")


class FilingBasis(TextChoices):
    """By what authority somebody files for another person."""

    PARENT = "parent", _("I am a parent or legal guardian")
    WRITTEN = "written", _("I have it in writing, for example a power of attorney")
    COURT = "court", _("A court appointed me")
    SPOKEN = "spoken", _("The person asked me to, but nothing is in writing yet")
    NEXT_OF_KIN = "next_of_kin", _("I am a close relative of the person who has died")


class Channel(TextChoices):
    """How the complaint came."""

    ONLINE = "online", _("Entered here by the person")
    API = "api", _("Entered by a program of the person")
    PAPER = "paper", _("On paper, by post or handed in")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in_person", _("In person, at the counter")


KEYED_IN = (Channel.PAPER, Channel.TELEPHONE, Channel.IN_PERSON)
"""Channels whose complaints staff enter."""


class Concern(TextChoices):
    """What was wrong where police or another public body used the system."""

    MISUSE = "misuse", _("Somebody who works there used it for something else than their duty")
    WRONG_MATCH = "wrong_match", _("I was taken for somebody else")
    TOO_FAR = "too_far", _("It went further than the matter called for: too many people, too long, too often")
    NO_GROUND = "no_ground", _("They had no ground for it that I know of, or would not name one")
    ACCESS = "access", _("They will not show me what they hold about me")
    DELETION = "deletion", _("They will not correct or delete what they hold about me")
    OTHER = "other", _("Something else")


class GrantScope(TextChoices):
    FACTS = "facts", _("What happened")
    EVIDENCE = "evidence", _("Evidence")
    IDENTITY = "identity", _("Who you are and how to reach you")


class ClusterState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    MERGED = "merged", _("Merged into another")
    DISSOLVED = "dissolved", _("Dissolved")


LIVE_CLUSTERS = frozenset({ClusterState.PROPOSED, ClusterState.ACCEPTED})


class JoinedBy(TextChoices):
    """Who said that a complaint belongs to a cluster."""

    ARRIVAL = "arrival", _("Found alike on arrival")
    NIGHTLY = "nightly", _("Found alike by the nightly look")
    FILER = "filer", _("Said by the complainant")
    OFFICER = "officer", _("Put there by an officer")


class WhyAlike(TextChoices):
    RESPONDENT = "respondent", _("Same respondent")
    GROUP = "group", _("Same group of companies")
    SITE = "site", _("Same place")
    PRACTICE = "practice", _("Same practice")
    TEXT = "text", _("Nearly the same words")
    SAID = "said", _("The complainant says so")


class ReferralState(TextChoices):
    PROPOSED = "proposed", _("Proposed by a rule")
    DISMISSED = "dismissed", _("Not referred")
    SENT = "sent", _("Not taken on yet")
    ACCEPTED = "accepted", _("Taken on")
    RETURNED = "returned", _("Returned")
    RECALLED = "recalled", _("Taken back")


OPEN_REFERRALS = frozenset({ReferralState.PROPOSED, ReferralState.SENT})


class AccessKind(TextChoices):
    """What of a file was opened by somebody other than its complainant."""

    READ = "read", _("The complaint was read")
    OPENED = "opened", _("Evidence was opened")
    DOWNLOADED = "downloaded", _("Evidence was downloaded")
    IDENTITY = "identity", _("The contact details were opened")
    DOCUMENTS = "documents", _("Letters or documents were opened")


class ProgressState(TextChoices):
    DRAFTED = "drafted", _("Drafted")
    SENT = "sent", _("Sent")
    OVERTAKEN = "overtaken", _("Overtaken by a newer one")

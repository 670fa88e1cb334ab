"""The words of documents: what kinds there are, who makes them and to whom they go."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a document is. The template of a kind differs by place and language."""

    ACCESS = "access_request", _("Request to know what is held about you")
    DELETION = "deletion_request", _("Request to delete your face data")
    WITHDRAWAL = "withdrawal_of_consent", _("Withdrawal of consent")
    OBJECTION = "objection", _("Objection to the processing")
    NOTICE = "notice_before_action", _("Notice before action")
    NO_ANSWER = "record_of_no_answer", _("Record that no answer came")
    ANSWER = "record_of_answer", _("Record of an answer")

    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    INFORMATION_REQUEST = "information_request", _("Request for information")
    REJECTION = "rejection", _("Rejection with reasons")
    CLOSING = "closing", _("Closing with reasons")
    DECISION_COMPLAINANT = "decision_complainant", _("Decision, for the complainant")
    DECISION_RESPONDENT = "decision_respondent", _("Decision, for the respondent")
    FINE_REMINDER = "fine_reminder", _("Reminder of a fine")

    CLAIM = "statement_of_claim", _("Statement of claim")
    BIPA_COMPLAINT = "bipa_complaint", _("Complaint under BIPA")
    LETTER_BEFORE_CLAIM = "letter_before_claim", _("Letter before claim")
    STOP_APPLICATION = "stop_application", _("Application to stop the processing")
    POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney")
    ENGAGEMENT = "engagement_letter", _("Engagement letter")
    SETTLEMENT = "settlement_agreement", _("Settlement agreement")
    EVIDENCE_LIST = "evidence_list", _("Evidence list")


RIGHTS_KINDS = (Kind.ACCESS, Kind.DELETION, Kind.WITHDRAWAL, Kind.OBJECTION, Kind.NOTICE)
"""What a complainant sends to the organisation themselves."""

AUTHORITY_KINDS = (
    Kind.ACKNOWLEDGEMENT,
    Kind.INFORMATION_REQUEST,
    Kind.REJECTION,
    Kind.CLOSING,
    Kind.DECISION_COMPLAINANT,
    Kind.DECISION_RESPONDENT,
    Kind.FINE_REMINDER,
)
"""What an authority sends."""

TO_RESPONDENT = (Kind.DECISION_RESPONDENT, Kind.FINE_REMINDER)
"""What of it goes to the respondent of an investigation."""

FIRM_KINDS = (
    Kind.LETTER_BEFORE_CLAIM,
    Kind.CLAIM,
    Kind.BIPA_COMPLAINT,
    Kind.STOP_APPLICATION,
    Kind.POWER_OF_ATTORNEY,
    Kind.ENGAGEMENT,
    Kind.SETTLEMENT,
    Kind.EVIDENCE_LIST,
)
"""What a firm makes from a case file."""


class Layout(TextChoices):
    """How the text stands on the page."""

    LETTER = "letter", _("Letter, with sender, recipient and date")
    PAPER = "paper", _("Paper, with a title alone")
    PLEADING = "pleading", _("Pleading, in the form of the court")


class Side(TextChoices):
    """Who made a document."""

    COMPLAINANT = "complainant", _("The complainant")
    AUTHORITY = "authority", _("The authority")
    FIRM = "firm", _("The law firm")


class LetterState(TextChoices):
    """The life of a complainant's letter."""

    READY = "ready", _("Ready to send")
    SENT = "sent", _("Sent, waiting for an answer")
    ANSWERED = "answered", _("Answered")
    UNANSWERED = "unanswered", _("No answer in time")
    DISCARDED = "discarded", _("Not used")


class Channel(TextChoices):
    """How a letter was sent."""

    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")
    RECORDED = "recorded", _("By recorded post or courier")
    HAND = "hand", _("By hand")
    FORM = "form", _("Through a form on their site")


class Reply(TextChoices):
    """What the organisation's answer came to."""

    DONE = "done", _("They did what was asked")
    PARTLY = "partly", _("They did a part of it")
    REFUSED = "refused", _("They refused")
    MORE = "more", _("They asked for more or put it off")


class Shows(TextChoices):
    """What of an exhibit stands in a bundle."""

    ORIGINAL = "original", _("Original")
    REDACTED = "redacted", _("Redacted copy")

"""The words of what a person may demand about their own data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """The parts of a complaint of which each is erased or stays."""

    CONTACT = "contact", _("Your contact details")
    ACCESS = "access", _("Your account’s or receipt code’s way in")
    SHARES = "shares", _("What law firms may see")
    NOTICES = "notices", _("What you were told, and mail addresses that wait")
    PAPERS = "papers", _("Letters you wrote to the organisation yourself")
    ARCHIVES = "archives", _("Archives prepared for you")
    STATEMENT = "statement", _("What you told: words, place, effects, wishes")
    EVIDENCE = "evidence", _("Evidence: the files and their key")
    LETTERS = "letters", _("Messages and reports")
    READING = "reading", _("Your answers and what the law says to them")
    STUB = "stub", _("The reference, the organisation, the days and the state")


class ErasureRule(TextChoices):
    """By which rule something was erased; the article stands in the law's data (`selectors.rule_words`)."""

    GDPR = "gdpr", _("General Data Protection Regulation")
    UK_GDPR = "uk_gdpr", _("UK General Data Protection Regulation")
    PIPL = "pipl", _("Personal Information Protection Law of China")
    RETENTION = "retention", _("The authority’s retention schedule")
    SERVICE = "service", _("The rule of this service: who filed may have it erased")


class DisposalState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    RUNNING = "running", _("Being done")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class DisposalItemState(TextChoices):
    """Where one complaint of a disposal stands."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Disposed of")
    KEPT = "kept", _("Kept")


class EndedAs(TextChoices):
    """How a complaint ended, as far as a retention rule asks."""

    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")

"""Words that more than one app uses; the public enumerations are those of the precedents' data description."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class MessageState(TextChoices):
    """The life of an outbox row."""

    PENDING = "pending", _("Waiting to be sent out")
    PUBLISHED = "published", _("Handed to a worker")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up, waiting for a person")


class ActorSector(TextChoices):
    """Who used the system: decides which law and which path apply."""

    PRIVATE = "private", _("A business or another private body")
    PUBLIC = "public", _("Police or another public body")


class Sector(TextChoices):
    RETAIL = "retail", _("Shop or shopping centre")
    PROPERTY_MANAGEMENT = "property_management", _("Housing or property management")
    HOSPITALITY = "hospitality", _("Hotel or restaurant")
    SPORTS_VENUE = "sports_venue", _("Stadium or sports venue")
    ENTERTAINMENT_VENUE = "entertainment_venue", _("Entertainment venue")
    TRANSPORT = "transport", _("Transport")
    EDUCATION = "education", _("School or university")
    EMPLOYER = "employer", _("Employer")
    BANK_FINTECH = "bank_fintech", _("Bank or payment service")
    SOCIAL_MEDIA = "social_media", _("Social media")
    PHOTO_SERVICE = "photo_service", _("Photo service")
    FACE_SEARCH = "face_search", _("Face search engine")
    TECHNOLOGY_VENDOR = "technology_vendor", _("Technology supplier")
    GYM_LEISURE = "gym_leisure", _("Gym or leisure centre")
    HEALTH = "health", _("Health care")
    POLICE = "police", _("Police")
    GOVERNMENT = "government", _("Government or other public body")
    OTHER = "other", _("Other")


class Use(TextChoices):
    """What the system did with the face."""

    IDENTIFICATION = "identification", _("Picked me out of many people")
    VERIFICATION = "verification", _("Checked that I am who I say, at a door or a payment")
    TEMPLATE_EXTRACTION = (
        "template_extraction",
        _("Made face data from pictures (tagging, grouping, scraping)"),
    )
    ATTENDANCE = "attendance", _("Recorded my attendance at work or school")
    ANALYTICS = "analytics", _("Judged age, mood or interest, or counted visitors")
    SURVEILLANCE = "surveillance", _("Watched people over time or space")
    OTHER = "other", _("Something else, such as using my picture")


class Modality(TextChoices):
    FACE = "face", _("Face")
    FINGERPRINT = "fingerprint", _("Fingerprint")
    HAND = "hand", _("Hand")
    IRIS = "iris", _("Iris")
    VOICE = "voice", _("Voice")
    MULTIPLE = "multiple", _("More than one kind")
    GENERAL_PERSONAL_DATA = "general_personal_data", _("General personal data")


class ConsentDefect(TextChoices):
    """How consent, or the lawfulness that stands in its place, failed."""

    NO_CONSENT = "no_consent", _("Nobody asked me")
    BUNDLED_CONSENT = "bundled_consent", _("Agreeing was rolled into other terms")
    NO_ALTERNATIVE = "no_alternative", _("There was no other way")
    NO_NOTICE = "no_notice", _("Nobody told me")
    PURPOSE_EXCEEDED = "purpose_exceeded", _("Used for more than was said")
    RETENTION = "retention", _("Kept too long")
    DISCLOSURE_TO_THIRD_PARTY = "disclosure_to_third_party", _("Passed on to others")
    SECURITY_BREACH = "security_breach", _("Not kept safe")
    NO_IMPACT_ASSESSMENT = "no_impact_assessment", _("Risks were not assessed beforehand")
    REFUSED_DELETION = "refused_deletion", _("They refused to delete it")
    WRONG_MATCH = "wrong_match", _("I was taken for somebody else")


class Vulnerability(TextChoices):
    EMPLOYEE = "employee", _("Employee")
    TENANT = "tenant", _("Tenant or resident")
    PUPIL = "pupil", _("Pupil or student")
    PATIENT = "patient", _("Patient")

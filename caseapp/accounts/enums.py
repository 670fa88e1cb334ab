"""The roles people hold in firms and authorities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FirmRole(TextChoices):
    PARTNER = "partner", _("Partner")
    ASSOCIATE = "associate", _("Associate")
    PARALEGAL = "paralegal", _("Paralegal")


class AuthorityRole(TextChoices):
    INTAKE_OFFICER = "intake_officer", _("Intake officer")
    INVESTIGATOR = "investigator", _("Investigator")
    SUPERVISOR = "supervisor", _("Supervisor")
    ANALYST = "analyst", _("Analyst")

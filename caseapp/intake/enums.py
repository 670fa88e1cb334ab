"""Words that only the filing uses; the screening takes them as they are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Relation(TextChoices):
    """What the person was to the organisation."""

    CUSTOMER = "customer", _("Customer, guest or visitor")
    USER = "user", _("User of its website or app")
    EMPLOYEE = "employee", _("Employee, or somebody who asked for work")
    TENANT = "tenant", _("Tenant, owner or resident")
    PUPIL = "pupil", _("Pupil or student")
    PATIENT = "patient", _("Patient")
    OTHER = "other", _("None of these, for example a passer-by")


class Filing(TextChoices):
    """Under one's own name, or without one."""

    NAMED = "named", _("With my details")
    ANONYMOUS = "anonymous", _("Anonymously")

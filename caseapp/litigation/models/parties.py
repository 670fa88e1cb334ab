"""Who else is in a case file: those beside the client and those against them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.litigation.enums import PartyRole
from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.querysets import OfCaseFileQuerySet


class CaseParty(Stamped):
    """Somebody in a case file, in a role; clients and the respondent come from the engagements and are not repeated.

    `other_names` holds further names, one a line, in any script.
    """

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("role"), max_length=16, choices=PartyRole)
    name = models.CharField(_("name"), max_length=200)
    other_names = models.TextField(_("other names"), max_length=1000, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = OfCaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["role", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=PartyRole.values), name="litigation_party_role_known")
        ]

    def __str__(self) -> str:
        return self.name

    def names(self) -> list[str]:
        """All names, each once."""
        return [name for name in dict.fromkeys([self.name, *self.other_names.splitlines()]) if name.strip()]

"""Lists that people keep: the filters, order and columns of the queue under a name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.casework.enums import Digest
from caseapp.casework.querysets import SavedViews
from caseapp.core.models import Stamped


class SavedView(Stamped):
    """A list of the queue under a name, one's own or shared with the authority.

    Its owner is told once when it holds `threshold` complaints or more, again after it fell below, and gets its count
    as often as `digest` says.
    """

    authority = models.ForeignKey("accounts.Authority", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(blank=True)
    shared = models.BooleanField(_("shared with colleagues"), default=False)
    threshold = models.PositiveIntegerField(_("tell me from so many on"), null=True, blank=True)
    digest = models.CharField(_("tell me its count"), max_length=8, choices=Digest, default=Digest.NEVER)
    reached = models.BooleanField(default=False)
    digested_on = models.DateField(null=True)

    objects: ClassVar = SavedViews.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="casework_view_name_once")]
        indexes = [models.Index(fields=["authority", "shared"], name="casework_views_shared")]

    def __str__(self) -> str:
        return self.name

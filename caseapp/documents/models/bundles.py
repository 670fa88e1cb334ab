"""A bundle of exhibits: what is in it, by numbers that never move, and the files it was built as."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.documents.enums import Shows
from caseapp.documents.querysets import BundleQuerySet


class Bundle(Referenced, Stamped):
    """A firm's exhibits for one matter. Once built, `front_pages` and the numbers of its entries stay, so that what was
    cited stays where it was. `job` is the last build's; `read_by` says what it read words in pictures with (program,
    languages, pages); it is empty where no program was.
    """

    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    matter = models.CharField(max_length=24, db_index=True)
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="bundles")
    limit_mb = models.PositiveSmallIntegerField(_("largest file in MB"), default=25)
    front_pages = models.PositiveSmallIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")

    read_by: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)

    REFERENCE_PREFIX = "BDL"

    objects: ClassVar = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(limit_mb__gte=1, limit_mb__lte=100), name="documents_bundle_limit")
        ]


class BundleEntry(models.Model):
    """One exhibit in its place, as its original or as the redacted copy in use. Its certificate tells its custody until
    `added_at`, so that building again says the same; `pages` are those of the last build.
    """

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="entries")
    item = models.ForeignKey("evidence.EvidenceItem", null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=8)
    section = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=255)
    added_at = models.DateTimeField()
    pages = models.CharField(_("pages"), max_length=30, blank=True)
    shows = models.CharField(_("shows"), max_length=10, choices=Shows, default=Shows.ORIGINAL)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "number"], name="documents_bundle_number_once"),
            models.CheckConstraint(condition=Q(shows__in=Shows.values), name="documents_bundle_shows_known"),
        ]

    def __str__(self) -> str:
        return self.number


class BundleVolume(models.Model):
    """One file of a built bundle, sealed."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="volumes")
    number = models.PositiveSmallIntegerField()
    pages = models.PositiveIntegerField()
    first = models.CharField(max_length=12)
    last = models.CharField(max_length=12)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["bundle", "number"], name="documents_volume_once")]

    def __str__(self) -> str:
        return f"{self.bundle_id} volume {self.number}"

    def keep(self, content: bytes) -> None:
        """Seal the file so that it opens in this volume alone."""
        self.sealed = seal(content, context=self._context())

    def content(self) -> bytes:
        """The file. Ask `services.bundles.open_volume`, which checks the policy and records the opening."""
        return unseal(bytes(self.sealed), context=self._context())

    def _context(self) -> str:
        return f"documents.volume:{self.bundle_id}:{self.number}"


sealed_column(BundleVolume, "sealed", context=BundleVolume._context)

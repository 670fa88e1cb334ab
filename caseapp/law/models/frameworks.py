"""Laws as dated, versioned data: what a framework asks, forbids, excuses and gives, with the article for each."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.law import gateways
from caseapp.law.enums import AuthorityKind, CoveredActors, DamagesKind, DamagesPer, ElementRole, FineCapRule
from caseapp.law.models.jurisdictions import Jurisdiction
from caseapp.law.models.wording import Bilingual
from caseapp.law.querysets import FrameworkQuerySet


class Framework(models.Model):
    """One version of one law's record. It is never changed: a correction or an amendment is a new version.

    `valid_from` and `valid_to` (exclusive) say when the law reads so; null means not verified (from) or open (to).
    `superseded_at` is set when a later version corrects this one; screenings made by it keep pointing here.
    `reason` is why it was recorded, where somebody did so in a page. `file_fingerprint` is then that of the data file's
    record which this version departs from, and `file_texts` that of the file's translations; both are empty where the
    version says what the file said when it was last loaded.
    `fine_factors` are what the law tells an authority to weigh when it sets a fine, each with its article.
    Null and empty values mean "not verified". Texts ending in `_zh` are translations and may be improved in place.
    """

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    fingerprint = models.CharField(max_length=64)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="frameworks")
    recorded_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("why it was recorded"), blank=True)
    file_fingerprint = models.CharField(max_length=64, blank=True)
    file_texts = models.CharField(max_length=64, blank=True)
    in_force_from = models.CharField(_("in force from"), max_length=10, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    short_name_en = models.CharField(max_length=80)
    short_name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=250)
    name_zh = models.CharField(max_length=250, blank=True)
    name_local = models.CharField(max_length=250, blank=True)
    citation = models.CharField(max_length=250, blank=True)
    biometric_definition_en = models.TextField(blank=True)
    biometric_definition_zh = models.TextField(blank=True)
    consent_standard_en = models.TextField(blank=True)
    consent_standard_zh = models.TextField(blank=True)
    burden_of_proof_en = models.TextField(blank=True)
    burden_of_proof_zh = models.TextField(blank=True)
    collective_action_en = models.TextField(blank=True)
    collective_action_zh = models.TextField(blank=True)
    amendments = models.JSONField(default=list, blank=True)
    amendments_zh = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list)

    covered_actors = models.CharField(max_length=8, choices=CoveredActors)
    reach = models.JSONField(default=list)
    also_in = models.JSONField(default=list, blank=True)
    specialises = models.CharField(max_length=40, blank=True)
    police_excluded = models.BooleanField(default=False)
    police_article = models.CharField(max_length=120, blank=True)
    police_instead = models.JSONField(default=list, blank=True)

    private_right_exists = models.BooleanField(null=True, blank=True)
    private_right_article_en = models.TextField(blank=True)
    private_right_article_zh = models.TextField(blank=True)
    suit_grounds = models.JSONField(default=list, blank=True)
    suit_after = models.JSONField(default=list, blank=True)
    suit_blocked_by = models.JSONField(default=list, blank=True)
    suit_waits_on = models.JSONField(default=list, blank=True)
    harm_groups = models.JSONField(null=True, blank=True)
    max_fine_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    max_fine_currency = models.CharField(max_length=3, blank=True)
    max_fine_percent_turnover = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    max_fine_article_en = models.TextField(blank=True)
    max_fine_article_zh = models.TextField(blank=True)
    max_fine_rule = models.CharField(max_length=8, choices=FineCapRule, blank=True)
    max_fine_gain_times = models.PositiveSmallIntegerField(null=True, blank=True)
    fine_factors = models.JSONField(default=list, blank=True)
    fine_factors_zh = models.JSONField(default=list, blank=True)

    short_name = Bilingual()
    name = Bilingual()
    biometric_definition = Bilingual()
    consent_standard = Bilingual()
    burden_of_proof = Bilingual()
    collective_action = Bilingual()
    private_right_article = Bilingual()
    max_fine_article = Bilingual()

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal framework")
        verbose_name_plural = _("legal frameworks")
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="law_framework_code_version"),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=models.Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="law_framework_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(covered_actors__in=CoveredActors.values), name="law_framework_actors_known"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="law_framework_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["jurisdiction", "code"],
                name="law_framework_current",
                condition=models.Q(superseded_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="law_is_fixed",
                exclude=[
                    "superseded_at",
                    "valid_to",
                    "file_fingerprint",
                    "file_texts",
                    "short_name_zh",
                    "name_zh",
                    "biometric_definition_zh",
                    "consent_standard_zh",
                    "burden_of_proof_zh",
                    "collective_action_zh",
                    "amendments_zh",
                    "private_right_article_zh",
                    "max_fine_article_zh",
                    "fine_factors_zh",
                ],
            ),
            pgtrigger.Protect(name="law_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        gateways.reference_changed()

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None

    @property
    def is_from_page(self) -> bool:
        """Whether somebody recorded it in a page, so that it differs from the data file as last loaded."""
        return bool(self.file_fingerprint)


class Part(models.Model):
    """A numbered piece of a framework's record."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["framework", "position"]


class Element(Part):
    """One thing that the law makes matter, as a question in plain words; `supports_claim_if` is `yes` or `no`.

    `topic` is shared by elements that ask the same thing; `inverted` means that this element's answer is the
    opposite of the topic's. `parameter` is the date, place or number that the topic needs for this element.
    """

    key = models.CharField(max_length=60)
    question_en = models.TextField()
    question_zh = models.TextField(blank=True)
    supports_claim_if = models.CharField(max_length=3)
    article = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=ElementRole)
    topic = models.CharField(max_length=100)
    inverted = models.BooleanField(default=False)
    parameter = models.CharField(max_length=120, blank=True)

    question = Bilingual()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="law_element_position"),
            models.UniqueConstraint(fields=["framework", "key"], name="law_element_key"),
            models.CheckConstraint(
                condition=models.Q(supports_claim_if__in=["yes", "no"]), name="law_element_supports_known"
            ),
            models.CheckConstraint(condition=models.Q(role__in=ElementRole.values), name="law_element_role_known"),
        ]
        triggers = [pgtrigger.ReadOnly(name="law_is_fixed", exclude=["question_zh"])]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.key}"


class Ground(Part):
    """One way of breaking the law: every element named must be made out. `since` where it is younger than the law."""

    key = models.CharField(max_length=60)
    title_en = models.TextField()
    title_zh = models.TextField(blank=True)
    article = models.CharField(max_length=200, blank=True)
    element_keys = models.JSONField(default=list)
    since = models.DateField(null=True, blank=True)

    title = Bilingual()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="law_ground_position"),
            models.UniqueConstraint(fields=["framework", "key"], name="law_ground_key"),
        ]
        triggers = [pgtrigger.ReadOnly(name="law_is_fixed", exclude=["title_zh"])]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.key}"


class Exemption(Part):
    """What the law excuses; `element_keys` name the answers that bear on it, `made_for` the setting it is made for."""

    what_en = models.TextField()
    what_zh = models.TextField(blank=True)
    article = models.CharField(max_length=200, blank=True)
    element_keys = models.JSONField(default=list, blank=True)
    made_for = models.CharField(max_length=12, blank=True)

    what = Bilingual()

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["framework", "position"], name="law_exemption_position")]
        triggers = [pgtrigger.ReadOnly(name="law_is_fixed", exclude=["what_zh"])]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.article}"


class DamagesRule(Part):
    """What a court or the law may give. `to_person` is false where the sum goes to the State. Null: no sum stated."""

    kind = models.CharField(max_length=12, choices=DamagesKind)
    minimum = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    per = models.CharField(max_length=10, choices=DamagesPer)
    article = models.CharField(max_length=200, blank=True)
    note_en = models.TextField(blank=True)
    note_zh = models.TextField(blank=True)
    to_person = models.BooleanField(default=True)

    note = Bilingual()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="law_damages_position"),
            models.CheckConstraint(condition=models.Q(kind__in=DamagesKind.values), name="law_damages_kind_known"),
            models.CheckConstraint(condition=models.Q(per__in=DamagesPer.values), name="law_damages_per_known"),
            models.CheckConstraint(
                condition=models.Q(minimum__isnull=True, maximum__isnull=True) | ~models.Q(currency=""),
                name="law_damages_sum_has_currency",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="law_is_fixed", exclude=["note_zh"])]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.kind}"


class AuthorityRoute(Part):
    """Who takes complaints under the law, how, and the terms as the source states them."""

    kind = models.CharField(max_length=10, choices=AuthorityKind)
    name_en = models.TextField()
    name_zh = models.TextField(blank=True)
    complaint_route_en = models.TextField(blank=True)
    complaint_route_zh = models.TextField(blank=True)
    deadline_to_file_en = models.TextField(blank=True)
    deadline_to_file_zh = models.TextField(blank=True)
    response_deadline_en = models.TextField(blank=True)
    response_deadline_zh = models.TextField(blank=True)
    after_keys = models.JSONField(default=list, blank=True)

    name = Bilingual()
    complaint_route = Bilingual()
    deadline_to_file = Bilingual()
    response_deadline = Bilingual()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="law_authorityroute_position"),
            models.CheckConstraint(
                condition=models.Q(kind__in=AuthorityKind.values), name="law_authorityroute_kind_known"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="law_is_fixed",
                exclude=["name_zh", "complaint_route_zh", "deadline_to_file_zh", "response_deadline_zh"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.name_en}"

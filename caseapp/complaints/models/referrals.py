"""A complaint handed to another authority: from whom, to whom, why, and what the other one answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import OPEN_REFERRALS, ReferralState
from caseapp.complaints.models.cases import Complaint
from caseapp.complaints.querysets import ReferralQuerySet
from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint


class Referral(Referenced, Stamped):
    """One hand-over. With `answered_at` and state `accepted` it is the receipt that the receiving authority gave.

    A proposed one comes from a rule and has moved nothing: `proposed_by` is the rule's title, `by` stays empty until a
    person confirms it. A complaint has one open referral at most.
    """

    REFERENCE_PREFIX = "RF"

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="referrals")
    from_authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    to_authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ReferralState, default=ReferralState.PROPOSED)
    reason = models.TextField(_("why it was referred"), max_length=4_000, blank=True)
    answer = models.TextField(_("why it was not taken on"), max_length=4_000, blank=True)
    proposed_by = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["from_authority", "state", "-id"], name="complaints_referral_out"),
            models.Index(fields=["to_authority", "state", "-id"], name="complaints_referral_in"),
        ]
        constraints = [
            state_constraint(ReferralState.values, "complaints_referral_state_known"),
            models.CheckConstraint(
                condition=~Q(from_authority=models.F("to_authority")), name="complaints_referral_elsewhere"
            ),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(state__in=sorted(OPEN_REFERRALS)),
                name="complaints_referral_open_once",
            ),
        ]

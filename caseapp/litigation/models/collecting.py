"""What a suit brings in: offers, appeals against its judgments, the collection ledger, and what the client gets."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.audit.models import append_only
from caseapp.core.models import Stamped
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import AppealOutcome, CollectionKind, FeeBasis, OfferState, SuitSide
from caseapp.litigation.models.suits import Award, CivilSuit, Judgment
from caseapp.litigation.querysets import OfferQuerySet


class Offer(Stamped):
    """A sum offered by either side to settle, beside the estimate as it was that day, which never changes.

    `estimate` is empty where none could be made; `remark` is for the firm alone.
    """

    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.OPEN)
    suit = models.ForeignKey(CivilSuit, on_delete=models.PROTECT, related_name="offers")
    side = models.CharField(_("from"), max_length=6, choices=SuitSide)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    offered_on = models.DateField(_("offered"))
    people = models.PositiveIntegerField(_("for how many people"), default=1)
    open_until = models.DateField(_("open until"), null=True, blank=True)
    terms = models.TextField(_("terms"), max_length=4000, blank=True)
    remark = models.TextField(_("remark of the firm"), max_length=4000, blank=True)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="counter_offers")
    estimate = models.ForeignKey(
        "precedents.Estimate", null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )

    objects: ClassVar = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["offered_on", "id"]
        constraints = [
            state_constraint(OfferState.values, "litigation_offer_state_known"),
            models.CheckConstraint(condition=models.Q(amount__gt=0, people__gt=0), name="litigation_offer_positive"),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk} in {self.suit_id}"


class SuitAppeal(Stamped):
    """An appeal against a judgment: a record of its own; the judgment that ends it stands beside the first."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.PROTECT, related_name="appeals")
    judgment = models.ForeignKey(Judgment, on_delete=models.PROTECT, related_name="appeals")
    lodged_on = models.DateField(_("lodged"))
    side = models.CharField(_("lodged by"), max_length=6, choices=SuitSide)
    court = models.CharField(_("court"), max_length=200)
    grounds = models.TextField(_("grounds"), max_length=4000, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=AppealOutcome, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["suit"], condition=models.Q(decided_on=None), name="litigation_appeal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk} in {self.suit_id}"


class CollectionEntry(models.Model):
    """One line of a suit's collection ledger. Lines are only ever added; what is outstanding is always their sum."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.PROTECT, related_name="collection")
    kind = models.CharField(_("kind"), max_length=10, choices=CollectionKind)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    on = models.DateField(_("day"))
    award = models.OneToOneField(Award, null=True, on_delete=models.PROTECT, related_name="entry")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")
    note = models.CharField(_("note"), max_length=300, blank=True)
    key = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "collection entries"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["suit", "key"], condition=~models.Q(key=""), name="litigation_collection_key_once"
            ),
            models.CheckConstraint(
                name="litigation_collection_sign",
                condition=(
                    models.Q(
                        kind__in=[CollectionKind.AWARDED, CollectionKind.COSTS, CollectionKind.INTEREST], amount__gt=0
                    )
                    | models.Q(kind=CollectionKind.WAIVED, amount__lt=0)
                    | models.Q(kind=CollectionKind.RECEIVED, amount__lt=0, reverses=None)
                    | models.Q(kind=CollectionKind.RECEIVED, amount__gt=0, reverses__isnull=False)
                    | models.Q(kind=CollectionKind.ADJUSTMENT)
                ),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency}"


class ClientAccount(Stamped):
    """What came in, less costs and fee, is the client's: reckoned on a day, with its working. The newest counts."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.PROTECT, related_name="accounts")
    currency = models.CharField(_("currency"), max_length=3)
    received_amount = models.DecimalField(_("received"), max_digits=18, decimal_places=2)
    costs_amount = models.DecimalField(_("costs"), max_digits=18, decimal_places=2)
    fee_kind = models.CharField(_("kind of fee"), max_length=8, choices=FeeBasis)
    fee_percent = models.DecimalField(_("percentage"), max_digits=5, decimal_places=2, null=True, blank=True)
    fee_amount = models.DecimalField(_("fee"), max_digits=18, decimal_places=2)
    net_amount = models.DecimalField(_("net to the client"), max_digits=18, decimal_places=2)
    basis = models.TextField(_("what costs and fee rest on"), max_length=2000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="litigation_client_account_adds_up",
                condition=models.Q(
                    net_amount=models.F("received_amount") - models.F("costs_amount") - models.F("fee_amount"),
                    net_amount__gte=0,
                ),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.net_amount} {self.currency} of {self.suit_id}"

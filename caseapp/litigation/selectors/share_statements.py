"""A member's statement of a distribution: what came in, what went off, the rule, and the own share with its working."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from caseapp.core.errors import NotFound
from caseapp.core.pdf import render_pdf
from caseapp.core.wording import figure, written_day, written_sum
from caseapp.litigation.enums import PROMISED, DistributionState
from caseapp.litigation.models import CollectiveInvitation, CollectiveMember, Distribution, DistributionShare

_STATED = PROMISED | {DistributionState.WITHDRAWN}


@dataclass(frozen=True)
class ShareStatement:
    """One share as its member reads it; `weight` of `weights` is how it was reckoned."""

    distribution: Distribution
    amount: Decimal
    weight: int
    weights: int
    people: int

    @property
    def currency(self) -> str:
        return self.distribution.currency

    @property
    def caution(self) -> str:
        """What the member must know before they count on it; empty where it stands."""
        if self.distribution.state == DistributionState.HELD:
            return _(
                "On hold: money went back, and less came in for the suit than is divided. Nothing is paid out until "
                "it is covered again or divided anew."
            )
        if self.distribution.state == DistributionState.WITHDRAWN:
            return _("Taken back by the firm: this share is not paid out. It may divide anew what came in.")
        return ""

    @property
    def working(self) -> str:
        """The arithmetic in one sentence."""
        return _(
            "%(net)s are divided among %(people)s people. Your weight is %(weight)s of %(weights)s together; what does "
            "not divide evenly goes in the smallest units to the largest remainders."
        ) % {
            "net": written_sum(self.distribution.net_amount, self.currency),
            "people": figure(self.people),
            "weight": figure(self.weight),
            "weights": figure(self.weights),
        }


def statements_of(member: CollectiveMember) -> list[ShareStatement]:
    """A member's statements of what was approved, newest first, those on hold and taken back with them. Ask for a
    member that the actor may see.
    """
    shares = list(
        DistributionShare.objects.filter(member=member, distribution__state__in=_STATED)
        .select_related("distribution__action__case_file__firm", "distribution__action__suit")
        .order_by("-pk")
    )
    together = {
        row["distribution"]: row
        for row in DistributionShare.objects.filter(distribution__in=[one.distribution_id for one in shares])
        .order_by()
        .values("distribution")
        .annotate(weights=Sum("weight"), people=Count("pk"))
    }
    return [
        ShareStatement(
            distribution=one.distribution,
            amount=one.amount,
            weight=one.weight,
            weights=together[one.distribution_id]["weights"],
            people=together[one.distribution_id]["people"],
        )
        for one in shares
    ]


def own_place(invitation: CollectiveInvitation) -> CollectiveMember | None:
    """The place on the roster that an invitation led to, with what its page names; None for who has not joined."""
    member: CollectiveMember | None = getattr(invitation, "member", None)
    if member is not None:
        member.action, member.complaint, member.invitation = invitation.action, invitation.complaint, invitation
    return member


def statement_of(invitation: CollectiveInvitation, made: str) -> tuple[CollectiveMember, ShareStatement]:
    """One's own statement of a distribution, or NotFound."""
    member = own_place(invitation)
    for one in statements_of(member) if member is not None else ():
        if member is not None and one.distribution.reference == made:
            return member, one
    raise NotFound()


def statement_pdf(member: CollectiveMember, statement: ShareStatement) -> bytes:
    """The statement as PDF in the reader's language; the same inputs give the same bytes."""
    made = statement.distribution
    action = made.action
    approved: dt.datetime = made.approved_at or made.created_at

    def said(amount: Decimal) -> str:
        return written_sum(amount, made.currency)

    data: dict[str, Any] = {
        "reference": made.reference,
        "lead": _("Your share: %(sum)s") % {"sum": said(statement.amount)},
        "caution": statement.caution,
        "facts": [
            [_("Complaint"), member.complaint.reference],
            [_("Collective action"), f"{action.title} ({action.reference})"],
            [_("Firm"), action.firm.shown_name],
            [_("Suit"), action.suit.reference if action.suit is not None else _("none")],
            [_("Approved on"), written_day(approved.date())],
        ],
        "lines": [
            [_("What came in"), said(made.gross_amount)],
            [_("Costs"), said(-made.costs_amount) if made.costs_amount else said(Decimal(0))],
            [_("Fee of the firm"), said(-made.fee_amount) if made.fee_amount else said(Decimal(0))],
            [_("What is divided"), said(made.net_amount)],
            [_("Your share"), said(statement.amount)],
        ],
        "words": {
            "sums": _("How it was reckoned"),
            "head": [_("What"), _("Sum")],
            "rule": _("Rule: %(rule)s") % {"rule": made.get_rule_display()},  # type: ignore[attr-defined]
            "working": statement.working,
            "why": _("Why so"),
            "basis": made.basis,
            "remark": _("The shares of all members together are exactly what is divided."),
        },
    }
    return render_pdf("share_statement", data=data, title=_("Statement of a share"), dated=approved)

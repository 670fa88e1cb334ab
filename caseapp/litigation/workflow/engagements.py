"""The life of an engagement."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums import ConflictResult
from caseapp.litigation.enums import EngagementState as E

FREE = frozenset({ConflictResult.CLEAR, ConflictResult.WAIVED})
"""What lets a firm act."""


def engagement_chain(engagement: Any) -> str:
    return f"engagement:{engagement.pk}"


def free_to_act(engagement: Any) -> bool:
    """Whether the newest conflict check was found clear, or was waived; a list brings what it came to along."""
    if hasattr(engagement, "newest_result"):
        return engagement.newest_result in FREE
    return engagement.conflict_checks.order_by("-pk").values_list("result", flat=True).first() in FREE


ENGAGEMENT = Workflow(
    name="engagements",
    initial=E.REQUESTED,
    chain=engagement_chain,
    transitions=(
        row(
            "start_conflict_check",
            _("Check for conflicts"),
            E.REQUESTED,
            E.CONFLICT_CHECK,
            _("The firm checks whether it is free to act."),
            main=True,
        ),
        row(
            "start_conflict_check",
            _("Check again"),
            E.CONFLICT_CHECK,
            E.CONFLICT_CHECK,
            _("The firm checks whether it is free to act."),
        ),
        row(
            "offer",
            _("Offer to act"),
            E.CONFLICT_CHECK,
            E.OFFERED,
            _("The firm offers to act."),
            needs=("terms",),
            may_give=("fee_kind", "fee_amount", "fee_currency", "fee_percent"),
            main=True,
            offered_when=free_to_act,
        ),
        row(
            "accept",
            _("Accept the offer"),
            E.OFFERED,
            E.ACCEPTED,
            _("The client engaged the firm."),
            needs=("name",),
            main=True,
        ),
        row(
            "decline",
            _("Decline"),
            (E.REQUESTED, E.CONFLICT_CHECK, E.OFFERED),
            E.DECLINED,
            _("The request was declined."),
            may_give=("reason",),
            grave=True,
        ),
        row(
            "end",
            _("End the engagement"),
            E.ACCEPTED,
            E.ENDED,
            _("The engagement ended."),
            may_give=("reason",),
            grave=True,
        ),
    ),
)

"""The life of an engagement."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums import EngagementState as E


def engagement_chain(engagement: Any) -> str:
    return f"engagement:{engagement.pk}"


ENGAGEMENT = Workflow(
    name="engagements",
    initial=E.REQUESTED,
    chain=engagement_chain,
    transitions=(
        row(
            "start_conflict_check",
            _("Check for conflicts"),
            (E.REQUESTED, E.CONFLICT_CHECK),
            E.CONFLICT_CHECK,
            _("The firm checks whether it is free to act."),
            main=True,
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

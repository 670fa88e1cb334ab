"""The life of a complaint, as domain.md tells it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import OPEN_STATES
from caseapp.complaints.enums import ComplaintState as S
from caseapp.core.workflow import Workflow, row


def chain(complaint: Any) -> str:
    """The audit chain that keeps one complaint's record together."""
    return f"complaint:{complaint.pk}"


WORKFLOW = Workflow(
    name="complaints",
    initial=S.DRAFT,
    chain=chain,
    transitions=(
        row("submit", _("Submit"), S.DRAFT, S.SUBMITTED, _("The complaint was filed."), main=True),
        row(
            "acknowledge",
            _("Acknowledge"),
            (S.SUBMITTED, S.REFERRED),
            S.UNDER_REVIEW,
            _("The authority confirmed that it has the complaint."),
            main=True,
        ),
        row(
            "request_information",
            _("Ask for information"),
            S.UNDER_REVIEW,
            S.AWAITING_COMPLAINANT,
            _("The authority asked a question."),
            needs=("message",),
            may_give=("due_on",),
        ),
        row(
            "reply",
            _("Answer"),
            S.AWAITING_COMPLAINANT,
            S.UNDER_REVIEW,
            _("The complainant answered."),
            needs=("message",),
            main=True,
        ),
        row(
            "accept",
            _("Accept"),
            S.UNDER_REVIEW,
            S.ACCEPTED,
            _("The authority accepted the complaint: it may be investigated."),
            main=True,
        ),
        row(
            "start_investigation",
            _("Put into an investigation"),
            S.ACCEPTED,
            S.IN_INVESTIGATION,
            _("The complaint became part of investigation %(investigation)s."),
            indirect=True,
        ),
        row(
            "conclude",
            _("Close"),
            S.IN_INVESTIGATION,
            S.CLOSED,
            _("The authority closed the complaint."),
            needs=("outcome", "reason"),
            grave=True,
        ),
        row(
            "refer",
            _("Refer to another authority"),
            S.UNDER_REVIEW,
            S.REFERRED,
            _("The complaint was referred to %(authority)s."),
            needs=("authority", "reason"),
            grave=True,
        ),
        row(
            "reject",
            _("Reject"),
            S.UNDER_REVIEW,
            S.REJECTED,
            _("The authority rejected the complaint: %(reason)s"),
            needs=("reason",),
            grave=True,
        ),
        row(
            "request_reconsideration",
            _("Ask to look again"),
            S.REJECTED,
            S.UNDER_REVIEW,
            _("The complainant asked the authority to look again: %(reason)s"),
            needs=("reason",),
        ),
        row(
            "withdraw",
            _("Withdraw the complaint"),
            OPEN_STATES,
            S.WITHDRAWN,
            _("The complainant withdrew the complaint."),
            may_give=("reason",),
            grave=True,
        ),
        row(
            "reopen",
            _("Reopen"),
            S.CLOSED,
            S.UNDER_REVIEW,
            _("The authority reopened the complaint: %(reason)s"),
            needs=("reason",),
            grave=True,
        ),
    ),
)

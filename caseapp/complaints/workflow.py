"""The life of a complaint, as domain.md tells it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import LIVE_CLUSTERS, OPEN_STATES
from caseapp.complaints.enums import ClusterState as C
from caseapp.complaints.enums import ComplaintState as S
from caseapp.complaints.enums import ProgressState as P
from caseapp.complaints.enums import ReferralState as R
from caseapp.core.workflow import Transition, Workflow, row

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def chain(complaint: Any) -> str:
    """The audit chain that keeps one complaint's record together."""
    return f"complaint:{complaint.pk}"


def _not_asked_already(complaint: Any, given: Mapping[str, Any]) -> "_StrOrPromise | None":
    if complaint.reopening_asked_at is not None:
        return _("You asked already. The authority answers first.")
    return None


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
            _("The authority closed the complaint: %(reason)s"),
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
            "return_referral",
            _("Return to the authority that referred it"),
            S.REFERRED,
            S.UNDER_REVIEW,
            _("%(authority)s did not take the complaint on, and it is with %(back)s again: %(reason)s"),
            needs=("reason",),
            indirect=True,
        ),
        row(
            "recall_referral",
            _("Take the referral back"),
            S.REFERRED,
            S.UNDER_REVIEW,
            _("%(back)s took its referral back and has the complaint again: %(reason)s"),
            needs=("reason",),
            indirect=True,
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
            "request_reopening",
            _("Contest the closure"),
            S.CLOSED,
            S.CLOSED,
            _("The complainant contests that the complaint was closed: %(reason)s"),
            needs=("reason",),
            guards=(_not_asked_already,),
        ),
        row(
            "decline_reopening",
            _("Leave it closed"),
            S.CLOSED,
            S.CLOSED,
            _("The authority looked again and leaves the complaint closed: %(reason)s"),
            needs=("reason",),
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
        row(
            "take_back",
            _("Take the last step back"),
            (S.ACCEPTED, S.AWAITING_COMPLAINANT, S.REJECTED),
            S.UNDER_REVIEW,
            _("The authority took its last step back: the complaint is under review as before."),
            indirect=True,
        ),
        row(
            "leave_investigation",
            _("Take out of the investigation"),
            S.IN_INVESTIGATION,
            S.ACCEPTED,
            _("The complaint is no longer part of investigation %(investigation)s, and accepted as before."),
            indirect=True,
        ),
        row(
            "take_back_acknowledgement",
            _("Take the acknowledgement back"),
            S.UNDER_REVIEW,
            S.SUBMITTED,
            _("The authority took its confirmation back: the complaint waits to be read as before."),
            indirect=True,
        ),
        row(
            "take_back_closing",
            _("Take the closing back"),
            S.CLOSED,
            S.IN_INVESTIGATION,
            _("The authority took the closing back: the complaint is in investigation as before."),
            indirect=True,
        ),
    ),
)


def cluster_chain(cluster: Any) -> str:
    """The audit chain of one cluster."""
    return f"cluster:{cluster.pk}"


def _some_are_unconfirmed(cluster: Any) -> bool:
    return cluster.unconfirmed > 0


def _kept(action: str, label: Any, told: Any, **options: Any) -> tuple[Transition, ...]:
    """An act after which a cluster stands as before: a row for each living state."""
    return tuple(row(action, label, state, state, told, shared=False, **options) for state in sorted(LIVE_CLUSTERS))


CLUSTERS = Workflow(
    name="clusters",
    initial=C.PROPOSED,
    chain=cluster_chain,
    transitions=(
        row(
            "accept",
            _("Accept the cluster"),
            C.PROPOSED,
            C.ACCEPTED,
            _("The cluster was accepted: %(number)s complaints are about the same matter."),
            main=True,
            shared=False,
        ),
        row(
            "confirm",
            _("Confirm the new ones"),
            C.ACCEPTED,
            C.ACCEPTED,
            _("New complaints were confirmed: %(number)s."),
            main=True,
            shared=False,
            offered_when=_some_are_unconfirmed,
        ),
        *_kept("add", _("Add complaints"), _("Complaints were added: %(number)s."), needs=("complaints",)),
        *_kept(
            "split",
            _("Split into a cluster of their own"),
            _("Complaints were split off into %(into)s: %(number)s. %(reason)s"),
            needs=("complaints", "reason"),
        ),
        *_kept(
            "remove",
            _("Take out of the cluster"),
            _("Complaints were taken out: %(number)s. %(reason)s"),
            needs=("complaints", "reason"),
        ),
        row(
            "merge",
            _("Merge into another cluster"),
            LIVE_CLUSTERS,
            C.MERGED,
            _("The cluster was merged into %(into)s. %(reason)s"),
            needs=("into", "reason"),
            shared=False,
            grave=True,
        ),
        row(
            "dissolve",
            _("Dissolve the cluster"),
            LIVE_CLUSTERS,
            C.DISSOLVED,
            _("The cluster was dissolved: %(reason)s"),
            needs=("reason",),
            shared=False,
            grave=True,
        ),
    ),
)


PROGRESS = Workflow(
    name="progress_updates",
    initial=P.DRAFTED,
    chain=lambda update: chain(update.complaint),
    transitions=(
        row("send", _("Send the report"), P.DRAFTED, P.SENT, _("The report was sent."), main=True),
        row("send_by_rule", _("Send by rule"), P.DRAFTED, P.SENT, _("The report was sent by rule."), indirect=True),
        row(
            "overtake",
            _("Replace by a newer one"),
            P.DRAFTED,
            P.OVERTAKEN,
            _("The report was overtaken by a newer one."),
            indirect=True,
            shared=False,
        ),
    ),
)


REFERRALS = Workflow(
    name="referrals",
    initial=R.PROPOSED,
    chain=lambda referral: chain(referral.complaint),
    transitions=(
        row(
            "confirm",
            _("Refer as proposed"),
            R.PROPOSED,
            R.SENT,
            _("The proposal was confirmed."),
            needs=("reason",),
            main=True,
            shared=False,
        ),
        row(
            "dismiss",
            _("Do not refer"),
            R.PROPOSED,
            R.DISMISSED,
            _("It was not referred: %(reason)s"),
            needs=("reason",),
            shared=False,
        ),
        row(
            "accept",
            _("Take it on and give a receipt"),
            R.SENT,
            R.ACCEPTED,
            _("A receipt was given."),
            main=True,
            shared=False,
        ),
        row(
            "return",
            _("Return it with a reason"),
            R.SENT,
            R.RETURNED,
            _("It was returned: %(reason)s"),
            needs=("reason",),
            grave=True,
            shared=False,
        ),
        row(
            "recall",
            _("Take the referral back"),
            R.SENT,
            R.RECALLED,
            _("The referral was taken back: %(reason)s"),
            needs=("reason",),
            grave=True,
            shared=False,
        ),
    ),
)

"""The life of a collective action, of an invitation, of a place on the roster, and of a distribution."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums.collective import PROMISED
from caseapp.litigation.enums.collective import ActionState as A
from caseapp.litigation.enums.collective import DistributionState as D
from caseapp.litigation.enums.collective import InvitationState as I
from caseapp.litigation.enums.collective import MemberState as M


def _without_share(member: Any) -> bool:
    """Whoever has a share that was approved stays, so leaving is not offered."""
    return not member.shares.filter(distribution__state__in=PROMISED).exists()


def action_chain(action: Any) -> str:
    return f"collective-action:{action.pk}"


ACTION = Workflow(
    name="collective_actions",
    initial=A.PROPOSED,
    chain=action_chain,
    transitions=(
        row(
            "invite",
            _("Send invitations"),
            (A.PROPOSED, A.INVITING),
            A.INVITING,
            _("People who agreed to be contacted were invited to join by %(join_by)s."),
            needs=("join_by",),
            main=True,
        ),
        row(
            "form",
            _("Close the roster"),
            A.INVITING,
            A.FORMED,
            _("The roster was closed with %(members)s people."),
            main=True,
        ),
        row(
            "link",
            _("Link it to a suit"),
            A.FORMED,
            A.IN_SUIT,
            _("The action is brought in suit %(suit)s."),
            needs=("suit",),
            main=True,
        ),
        row(
            "conclude",
            _("Conclude"),
            A.IN_SUIT,
            A.CONCLUDED,
            _("The action is concluded."),
            may_give=("reason",),
        ),
        row(
            "reopen",
            _("Take the action up again"),
            A.CONCLUDED,
            A.IN_SUIT,
            _("The action was taken up again: %(reason)s"),
            needs=("reason",),
        ),
        row(
            "abandon",
            _("Give the action up"),
            (A.PROPOSED, A.INVITING, A.FORMED),
            A.ABANDONED,
            _("The action was given up."),
            needs=("reason",),
            grave=True,
        ),
    ),
)

INVITATION = Workflow(
    name="collective_invitations",
    initial=I.SENT,
    chain=lambda invitation: f"invitation:{invitation.pk}",
    transitions=(
        row(
            "join",
            _("Join the action"),
            (I.SENT, I.DECLINED),
            I.JOINED,
            _("You joined the action."),
            needs=("name",),
            may_give=("scopes",),
            main=True,
        ),
        row("decline", _("Say no"), I.SENT, I.DECLINED, _("You said no to the invitation.")),
    ),
)

MEMBER = Workflow(
    name="collective_members",
    initial=M.JOINED,
    chain=lambda member: action_chain(member.action),
    transitions=(
        row(
            "admit",
            _("Admit to the roster"),
            (M.JOINED, M.DEFICIENT),
            M.ADMITTED,
            _("The claim was admitted to the roster."),
            may_give=("note",),
            main=True,
        ),
        row(
            "ask",
            _("Say what is missing"),
            (M.JOINED, M.ADMITTED),
            M.DEFICIENT,
            _("Something is missing, to be put right by %(cure_by)s."),
            needs=("message", "cure_by"),
        ),
        row(
            "cure",
            _("Answer what is missing"),
            M.DEFICIENT,
            M.JOINED,
            _("What was missing was answered."),
            needs=("message",),
            main=True,
        ),
        row(
            "leave",
            _("Leave the action"),
            (M.JOINED, M.DEFICIENT, M.ADMITTED),
            M.WITHDRAWN,
            _("The member left the action."),
            grave=True,
            offered_when=_without_share,
        ),
        row(
            "exclude",
            _("Do not admit"),
            (M.JOINED, M.DEFICIENT),
            M.EXCLUDED,
            _("The claim was not admitted."),
            needs=("reason",),
            grave=True,
        ),
    ),
)

DISTRIBUTION = Workflow(
    name="distributions",
    initial=D.PREPARED,
    chain=lambda distribution: action_chain(distribution.action),
    transitions=(
        row(
            "approve",
            _("Approve the distribution"),
            D.PREPARED,
            D.APPROVED,
            _("The distribution was approved; every member has a statement."),
            main=True,
        ),
        row(
            "hold",
            _("Put on hold"),
            D.APPROVED,
            D.HELD,
            _("Less came in for the suit than is divided: the distribution is on hold."),
            indirect=True,
        ),
        row(
            "release",
            _("Let it stand again"),
            D.HELD,
            D.APPROVED,
            _("What came in covers the distribution again: it stands."),
            main=True,
        ),
        row(
            "withdraw",
            _("Take the distribution back"),
            D.HELD,
            D.WITHDRAWN,
            _("The distribution was taken back: %(reason)s"),
            needs=("reason",),
            grave=True,
        ),
        row("discard", _("Discard"), D.PREPARED, D.DISCARDED, _("The distribution was discarded."), grave=True),
    ),
)

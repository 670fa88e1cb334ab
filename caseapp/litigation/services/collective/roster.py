"""The roster: claims are checked, what is missing is asked for with time to answer, and anybody may leave."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints import services as complaints
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import PROMISED, TAKING_PART, ActionState, MemberState
from caseapp.litigation.models import CollectiveAction, CollectiveMember, DistributionShare
from caseapp.litigation.models.collective import MOST_DAYS, MOST_WEIGHT
from caseapp.litigation.selectors.collective import today_of
from caseapp.litigation.services.access import end_by_leaving
from caseapp.litigation.services.collective.telling import tell_lawyers
from caseapp.litigation.workflow import MEMBER, action_chain
from caseapp.notifications import services as notifications

CURE_DAYS = 14
"""Whoever is told that something is missing has at least this long to put it right."""

OVER = frozenset({ActionState.CONCLUDED, ActionState.ABANDONED})

notifications.tell("litigation.member_admitted", _("Your claim in the collective action %(action)s was admitted."))
notifications.tell("litigation.member_asked", _("Something is missing for the collective action %(action)s."))
notifications.tell("litigation.member_excluded", _("Your claim in the collective action %(action)s was not admitted."))
notifications.tell("litigation.member_answered", _("A member of %(action)s answered what was missing."))
notifications.tell("litigation.member_left", _("Somebody left the collective action %(action)s."))


@transaction.atomic
def admit(*, actor: Actor, member: CollectiveMember, note: str = "") -> CollectiveMember:
    """Put a claim on the roster; `note` says for the firm alone what came of any doubts. The member is told."""

    def put(row: CollectiveMember) -> None:
        row.doubts_settled = note.strip() or row.doubts_settled

    done = MEMBER.apply(actor, _running(member), "admit", change=put, save=["doubts_settled"])
    _tell(done, "litigation.member_admitted")
    return done


@transaction.atomic
def ask(*, actor: Actor, member: CollectiveMember, message: str, cure_by: date) -> CollectiveMember:
    """Tell a member what is missing and until when it can be put right: two weeks at least. The member is told."""

    def put(row: CollectiveMember) -> None:
        row.deficiency, row.cure_by, row.cured = message.strip(), cure_by, ""

    member = _running(member)
    earliest = today_of(member.action) + timedelta(days=CURE_DAYS)
    if cure_by < earliest and can(actor, "collective_members.ask", member):
        raise InvalidInput.field(
            "cure_by", _("Give at least two weeks: not before %(day)s.") % {"day": earliest.isoformat()}
        )
    done = MEMBER.apply(
        actor,
        member,
        "ask",
        given={"message": message.strip(), "cure_by": cure_by},
        facts={"cure_by": cure_by.isoformat()},
        change=put,
        save=["deficiency", "cure_by", "cured"],
    )
    _tell(done, "litigation.member_asked")
    return done


@transaction.atomic
def cure(*, actor: Actor, member: CollectiveMember, message: str) -> CollectiveMember:
    """Answer what was missing, until the day that was set; the firm checks the claim again and is told."""
    member = _running(member)
    late = member.cure_by is not None and today_of(member.action) > member.cure_by
    if late and member.state == MemberState.DEFICIENT and can(actor, "collective_members.cure", member):
        raise WrongState(_("The time to put this right is over. Write to the firm."))
    done = MEMBER.apply(
        actor,
        member,
        "cure",
        given={"message": message.strip()},
        change=lambda row: setattr(row, "cured", message.strip()),
        save=["cured"],
    )
    tell_lawyers(done.action, "litigation.member_answered")
    return done


@transaction.atomic
def leave(*, actor: Actor, member: CollectiveMember) -> CollectiveMember:
    """Leave the action, at any time until a share was approved; the firm sees the complaint no longer, and is told."""
    member = _running(member)
    shares = DistributionShare.objects.filter(member=member, distribution__state__in=PROMISED)
    if can(actor, "collective_members.leave", member) and shares.exists():
        raise WrongState(_("Your share was approved already, so you cannot leave any more."))
    done = MEMBER.apply(actor, member, "leave")
    end_by_leaving(actor=actor, member=done)
    tell_lawyers(done.action, "litigation.member_left")
    return done


@transaction.atomic
def exclude(*, actor: Actor, member: CollectiveMember, reason: str) -> CollectiveMember:
    """Do not admit a claim, with a reason that the member reads; what joining let the firm see is closed again.

    Not before the time to put right what is missing is over.
    """
    member = _running(member)
    running = member.cure_by is not None and today_of(member.action) <= member.cure_by
    if running and member.state == MemberState.DEFICIENT and can(actor, "collective_members.exclude", member):
        raise WrongState(_("The member still has time to put right what is missing."))
    done = MEMBER.apply(actor, member, "exclude", given={"reason": reason.strip()})
    end_by_leaving(actor=actor, member=done)
    _tell(done, "litigation.member_excluded")
    return done


@transaction.atomic
def weigh(*, actor: Actor, member: CollectiveMember, harm_weight: int, days: int) -> CollectiveMember:
    """Say how a member's part is weighed where a sum is divided by harm or by days. Writes the audit."""
    locked = _running(member)
    if not can(actor, "collective_members.weigh", locked):
        raise NotAllowed()
    if locked.state not in TAKING_PART:
        raise WrongState(_("This person does not take part."))
    faults: dict[str, Any] = {}
    if not 0 <= harm_weight <= MOST_WEIGHT:
        faults["harm_weight"] = _("Enter a whole number from %(least)s to %(most)s.") % {
            "least": 0,
            "most": MOST_WEIGHT,
        }
    if not 0 <= days <= MOST_DAYS:
        faults["days"] = _("Enter a whole number from %(least)s to %(most)s.") % {"least": 0, "most": MOST_DAYS}
    if faults:
        raise InvalidInput(errors=faults)
    locked.harm_weight, locked.days = harm_weight, days
    locked.save(update_fields=["harm_weight", "days", "updated_at"])
    audit.record(
        actor=actor,
        action="collective_members.weigh",
        subject=locked,
        chain=action_chain(locked.action),
        facts={"harm_weight": harm_weight, "days": days},
    )
    return locked


def perform(*, actor: Actor, member: CollectiveMember, name: str, given: Mapping[str, Any]) -> CollectiveMember:
    """Do an offered action by its name, for the act page and the API."""
    verb = _VERBS.get(name)
    if verb is None:
        raise InvalidInput.field("action", _("There is no such action."))
    if not can(actor, f"collective_members.{name}", member):
        raise NotAllowed()
    rows = MEMBER.named(name)
    missing = {need: _("Enter this to go on.") for need in rows[0].needs if given.get(need) in (None, "")}
    if missing:
        raise InvalidInput(errors=missing)
    known = {*rows[0].needs, *rows[0].may_give}
    return verb(actor=actor, member=member, **{key: value for key, value in given.items() if key in known})


_VERBS: dict[str, Callable[..., CollectiveMember]] = {
    "admit": admit,
    "ask": ask,
    "cure": cure,
    "leave": leave,
    "exclude": exclude,
}


def _running(member: CollectiveMember) -> CollectiveMember:
    """The member with the action locked, so that nobody closes the roster meanwhile; refused once the action ended."""
    action = (
        CollectiveAction.objects.select_for_update(of=("self",))
        .select_related("case_file__firm", "case_file__jurisdiction")
        .get(pk=member.action_id)
    )
    locked = CollectiveMember.objects.select_related("complaint", "invitation").get(pk=member.pk)
    locked.action = action
    if action.state in OVER:
        raise WrongState(_("This action has ended."))
    return locked


def _tell(member: CollectiveMember, kind: str) -> None:
    complaints.tell_complainant(
        complaint=member.complaint,
        kind=kind,
        data={"action": member.action.reference},
        path=f"/invitations/{member.invitation.reference}/",
    )

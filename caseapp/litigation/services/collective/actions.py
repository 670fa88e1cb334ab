"""A collective action from proposal to end: proposed, invited to, formed, brought to court, concluded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from moneyed import CURRENCIES

from caseapp.audit import services as audit
from caseapp.complaints import services as complaints
from caseapp.complaints.models import Cluster
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor
from caseapp.core.counts import SMALLEST
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.core.references import new_reference
from caseapp.litigation.enums import (
    TAKING_PART,
    ActionState,
    CaseFileState,
    DistributionState,
    InvitationState,
    MemberState,
)
from caseapp.litigation.models import CaseFile, CollectiveAction, CollectiveInvitation
from caseapp.litigation.selectors.collective import clusters_of, matching_complaints, today_of
from caseapp.litigation.selectors.suits import open_suits
from caseapp.litigation.services.access import end_by_leaving
from caseapp.litigation.workflow import ACTION, action_chain
from caseapp.notifications import services as notifications

SHORTEST_DAYS = 14
"""Whoever is invited has at least two weeks to think."""
LEAST_MEMBERS = 2
MOST_QUESTIONS, LONGEST_QUESTION = 12, 300

timeline.tell("collective_actions.proposed", _("A collective action was proposed."))
notifications.tell("litigation.invitation", _("A law firm invites you to act together with others: %(reference)s."))
notifications.tell("litigation.action_news", _("There is news on the collective action %(action)s."))


@dataclass(frozen=True)
class ActionFacts:
    """What a proposal says and whom it looks for. Empty `use`, days and cluster do not narrow the search."""

    title: str
    about: str
    questions: tuple[str, ...]
    costs: str
    given_up: str
    currency: str
    hoped_amount: Decimal | None = None
    use: str = ""
    happened_from: date | None = None
    happened_until: date | None = None
    cluster: Cluster | None = None


@transaction.atomic
def propose_action(*, actor: Actor, case_file: CaseFile, facts: ActionFacts) -> CollectiveAction:
    """Propose a collective action in an open case file. Nobody is told yet. Writes timeline and audit.

    Raises InvalidInput by field, WrongState in a closed case file.
    """
    if not can(actor, "case_files.propose_action", case_file):
        raise NotAllowed()
    if case_file.state != CaseFileState.OPEN:
        raise WrongState(_("Reopen the case file first."))
    _check(case_file, facts)
    action = CollectiveAction.objects.create(case_file=case_file, **_columns(facts))
    timeline.write(actor=actor, subject=action, kind="collective_actions.proposed")
    audit.record(
        actor=actor,
        action="collective_actions.propose",
        subject=action,
        chain=action_chain(action),
        facts={"case_file": case_file.reference},
    )
    return action


@transaction.atomic
def change_action(*, actor: Actor, action: CollectiveAction, facts: ActionFacts) -> CollectiveAction:
    """Change a proposal before anybody was invited: what people were told is never changed after that."""
    locked = _locked(action)
    if not can(actor, "collective_actions.change", locked):
        raise NotAllowed()
    if locked.state != ActionState.PROPOSED:
        raise WrongState(_("People were invited on these words: they cannot be changed any more."))
    _check(locked.case_file, facts)
    values = _columns(facts)
    changed = sorted(name for name, value in values.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, values[name])
    locked.save(update_fields=[*changed, "updated_at"])
    audit.record(
        actor=actor,
        action="collective_actions.change",
        subject=locked,
        chain=action_chain(locked),
        facts={"fields": changed},
    )
    return locked


@transaction.atomic
def invite(*, actor: Actor, action: CollectiveAction, join_by: date) -> CollectiveAction:
    """Invite every complainant who matches, agreed to be contacted and was not invited yet; told by a task.

    The firm learns how many, never who. Again it sets a later day for all. Refuses a day that leaves less than two
    weeks, and a search that fewer than five people match, because it could point at somebody.
    """
    locked = _locked(action)
    if can(actor, "collective_actions.invite", locked) and locked.state in {ActionState.PROPOSED, ActionState.INVITING}:
        earliest = max(today_of(locked) + timedelta(days=SHORTEST_DAYS), locked.join_by or date.min)
        if join_by < earliest:
            raise InvalidInput.field(
                "join_by", _("Give people at least two weeks: not before %(day)s.") % {"day": earliest.isoformat()}
            )
    found = list(matching_complaints(locked).values_list("pk", flat=True))
    if locked.state == ActionState.PROPOSED and len(found) < SMALLEST:
        if not can(actor, "collective_actions.invite", locked):
            raise NotAllowed()
        raise WrongState(
            _(
                "Fewer than five people match who agreed to be contacted. Widen the search, "
                "so that nobody is singled out."
            )
        )
    done = ACTION.apply(
        actor,
        locked,
        "invite",
        given={"join_by": join_by},
        facts={"join_by": join_by.isoformat()},
        save=["join_by"],
        change=lambda row: setattr(row, "join_by", join_by),
    )
    today = timezone.now().date()
    CollectiveInvitation.objects.bulk_create(
        CollectiveInvitation(action=done, complaint_id=pk, reference=new_reference("INV", today)) for pk in found
    )
    if found:
        queue.enqueue("litigation.tell_invited", action_id=done.pk)
    return done


def tell_invited(action_id: int) -> None:
    """Tell those who were invited and not told yet, each in a transaction of its own, so that it can be run again."""
    waiting = CollectiveInvitation.objects.filter(action_id=action_id, told_at=None).values_list("pk", flat=True)
    for pk in list(waiting):
        with transaction.atomic():
            row = (
                CollectiveInvitation.objects.select_for_update(of=("self",))
                .select_related("complaint")
                .filter(pk=pk, told_at=None)
                .first()
            )
            if row is None:
                continue
            complaints.tell_complainant(
                complaint=row.complaint, kind="litigation.invitation", path=f"/invitations/{row.reference}/"
            )
            row.told_at = timezone.now()
            row.save(update_fields=["told_at", "updated_at"])
        queue.keep_alive()


@transaction.atomic
def form(*, actor: Actor, action: CollectiveAction) -> CollectiveAction:
    """Close the roster: nobody joins any more. Refused below two admitted, and while claims wait. Tells all."""
    locked = _locked(action)
    states = list(locked.members.values_list("state", flat=True))
    admitted, waiting = states.count(MemberState.ADMITTED), states.count(MemberState.JOINED)
    if can(actor, "collective_actions.form", locked) and locked.state == ActionState.INVITING:
        if waiting:
            raise WrongState(
                ngettext("%(n)s claim waits to be checked.", "%(n)s claims wait to be checked.", waiting)
                % {"n": waiting}
            )
        if admitted < LEAST_MEMBERS:
            raise WrongState(_("An action needs at least two people on its roster."))
    done = ACTION.apply(actor, locked, "form", facts={"members": admitted})
    tell_members(done)
    return done


@transaction.atomic
def link(*, actor: Actor, action: CollectiveAction, suit: str) -> CollectiveAction:
    """Say in which suit of the case file the action is brought; members see the suit from now on, and are told."""
    locked = _locked(action)
    found = open_suits(locked.case_file).filter(reference=suit).first()
    if found is None and can(actor, "collective_actions.link", locked):
        raise InvalidInput.field("suit", _("Choose a suit of this case file that has not ended."))
    done = ACTION.apply(
        actor,
        locked,
        "link",
        given={"suit": suit},
        facts={"suit": suit},
        save=["suit"],
        change=lambda row: setattr(row, "suit", found),
    )
    tell_members(done)
    return done


@transaction.atomic
def conclude(*, actor: Actor, action: CollectiveAction, reason: str = "") -> CollectiveAction:
    """End the action. Where nothing was distributed the reason is needed, and members read it. Tells all.
    Refused while a distribution is on hold.
    """
    locked = _locked(action)
    states = set(locked.distributions.values_list("state", flat=True))
    if can(actor, "collective_actions.conclude", locked):
        if DistributionState.HELD in states:
            raise WrongState(_("A distribution is on hold: let it stand again or take it back first."))
        if DistributionState.APPROVED not in states and not reason.strip():
            raise InvalidInput.field("reason", _("Nothing was distributed: say why, members read it."))
    done = ACTION.apply(actor, locked, "conclude", given={"reason": reason.strip()})
    tell_members(done)
    return done


@transaction.atomic
def reopen(*, actor: Actor, action: CollectiveAction, reason: str) -> CollectiveAction:
    """Take a concluded action up again, so that what went back can be divided anew. Members are told."""
    done = ACTION.apply(actor, _locked(action), "reopen", given={"reason": reason.strip()})
    tell_members(done)
    return done


@transaction.atomic
def abandon(*, actor: Actor, action: CollectiveAction, reason: str) -> CollectiveAction:
    """Give the action up: members are told, and what joining let the firm see is closed again."""
    done = ACTION.apply(actor, _locked(action), "abandon", given={"reason": reason.strip()})
    done.invitations.filter(state=InvitationState.SENT).update(state=InvitationState.DECLINED)
    tell_members(done)
    for member in done.members.filter(state__in=TAKING_PART).select_related("complaint"):
        end_by_leaving(actor=actor, member=member)
    return done


def tell_members(action: CollectiveAction) -> None:
    """News for everybody who takes part."""
    for member in action.members.filter(state__in=TAKING_PART).select_related("complaint", "invitation"):
        complaints.tell_complainant(
            complaint=member.complaint,
            kind="litigation.action_news",
            data={"action": action.reference},
            path=f"/invitations/{member.invitation.reference}/",
        )


def perform(*, actor: Actor, action: CollectiveAction, name: str, given: Mapping[str, Any]) -> CollectiveAction:
    """Do an offered action by its name, for the act page and the API."""
    verb = _VERBS.get(name)
    if verb is None:
        raise InvalidInput.field("action", _("There is no such action."))
    if not can(actor, f"collective_actions.{name}", action):
        raise NotAllowed()
    rows = ACTION.named(name)
    missing = {need: _("Enter this to go on.") for need in rows[0].needs if given.get(need) in (None, "")}
    if missing:
        raise InvalidInput(errors=missing)
    known = {*rows[0].needs, *rows[0].may_give}
    return verb(actor=actor, action=action, **{key: value for key, value in given.items() if key in known})


_VERBS: dict[str, Callable[..., CollectiveAction]] = {
    "invite": invite,
    "form": form,
    "link": link,
    "conclude": conclude,
    "reopen": reopen,
    "abandon": abandon,
}


def _columns(facts: ActionFacts) -> dict[str, Any]:
    """The facts as the columns of an action."""
    values = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    return {**values, "questions": [each.strip() for each in facts.questions]}


def _locked(action: CollectiveAction) -> CollectiveAction:
    return (
        CollectiveAction.objects.select_for_update(of=("self",))
        .select_related("case_file__firm", "case_file__respondent", "case_file__jurisdiction", "suit")
        .get(pk=action.pk)
    )


def _check(case_file: CaseFile, facts: ActionFacts) -> None:
    faults: dict[str, Any] = {
        name: _("Enter this to go on.")
        for name in ("title", "about", "costs", "given_up")
        if not getattr(facts, name).strip()
    }
    asked = [each.strip() for each in facts.questions if each.strip()]
    if not asked:
        faults["questions"] = _("Name at least one question that is the same for everybody.")
    elif len(asked) > MOST_QUESTIONS or any(len(each) > LONGEST_QUESTION for each in asked):
        faults["questions"] = _("At most %(n)s questions of at most %(longest)s characters.") % {
            "n": MOST_QUESTIONS,
            "longest": LONGEST_QUESTION,
        }
    if facts.currency not in CURRENCIES:
        faults["currency"] = _("Use a three-letter currency code, such as CNY.")
    if facts.hoped_amount is not None and facts.hoped_amount <= 0:
        faults["hoped_amount"] = _("Enter a sum above zero.")
    if facts.happened_from and facts.happened_until and facts.happened_until < facts.happened_from:
        faults["happened_until"] = _("The last day must not be before the first.")
    if facts.cluster is not None and not clusters_of(case_file).filter(pk=facts.cluster.pk).exists():
        faults["cluster"] = _("Choose the group of one of your clients’ complaints.")
    if faults:
        raise InvalidInput(errors=faults)

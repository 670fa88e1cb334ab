"""The invited answer: they join with their name and what the firm may see, or say no."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.enums import ComplaintState, GrantScope
from caseapp.complaints.models import Complaint
from caseapp.complaints.services.proposing import sketch_of
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import TAKING_PART, ActionState, EngagementState, FeeKind
from caseapp.litigation.models import (
    CollectiveAction,
    CollectiveInvitation,
    CollectiveMember,
    ContactConsent,
)
from caseapp.litigation.selectors.agreements import agreement_text
from caseapp.litigation.selectors.collective import today_of
from caseapp.litigation.selectors.fees import share_refusal_together
from caseapp.litigation.services.access import open_by_joining
from caseapp.litigation.services.collective.telling import tell_lawyers
from caseapp.litigation.services.conflicts import somebody_added
from caseapp.litigation.workflow import INVITATION, action_chain
from caseapp.notifications import services as notifications

LONGEST_NAME = 200

timeline.tell("collective_actions.joined", _("Somebody joined the action."))
notifications.tell("litigation.member_joined", _("Somebody joined the collective action %(action)s."))


@transaction.atomic
def join(*, actor: Actor, invitation: CollectiveInvitation, name: str, scopes: Iterable[str] = ()) -> CollectiveMember:
    """Join: the typed name signs the text of the invitation, which is kept with its digest as it was read.

    The firm now learns who this is and sees what happened and what else was chosen; its lawyers are told. Until the
    day to join by. Raises InvalidInput by field, WrongState.
    """
    chosen = sorted({GrantScope.FACTS.value, *scopes})
    if set(chosen) - set(GrantScope.values):
        raise InvalidInput.field("scopes", _("This is not one of the choices."))
    action = (
        CollectiveAction.objects.select_for_update(of=("self",))
        .select_related("case_file__firm", "case_file__respondent", "case_file__jurisdiction")
        .get(pk=invitation.action_id)
    )
    # Offering a share, which joining may forbid, takes this lock too.
    Complaint.objects.select_for_update().get(pk=invitation.complaint_id)
    if can(actor, "collective_invitations.join", invitation):
        if action.state != ActionState.INVITING or action.join_by is None or today_of(action) > action.join_by:
            raise WrongState(_("The time to join is over."))
        if invitation.complaint.state in {ComplaintState.DRAFT, ComplaintState.WITHDRAWN}:
            raise WrongState(_("A complaint in this state cannot be shared."))
        _refuse_a_share(invitation.complaint, today_of(action))
        if len(name.strip()) > LONGEST_NAME:
            raise InvalidInput.field("name", _("Enter at most %(most)s characters.") % {"most": LONGEST_NAME})
    done = INVITATION.apply(
        actor,
        invitation,
        "join",
        given={"name": name.strip()},
        save=["answered_at"],
        change=lambda row: setattr(row, "answered_at", actor.now()),
    )
    with translation.override(actor.language):
        text = agreement_text(action)
    member = CollectiveMember(
        action=action,
        invitation=done,
        complaint=invitation.complaint,
        scopes=chosen,
        joined_at=actor.now(),
        agreed_text=text,
        agreed_sha256=audit.digest(text),
    )
    member.seal_name(name.strip())
    member.save()
    # A complaint that no authority has was never compared with others.
    sketch_of(invitation.complaint)
    open_by_joining(actor=actor, complaint=invitation.complaint, action=action, scopes=chosen)
    timeline.write(actor=actor, subject=action, kind="collective_actions.joined")
    audit.record(
        actor=actor,
        action="collective_actions.join",
        subject=action,
        chain=action_chain(action),
        facts={"member": member.pk, "scopes": chosen, "agreed_sha256": member.agreed_sha256},
    )
    somebody_added(firm_id=action.firm.pk)
    tell_lawyers(action, "litigation.member_joined")
    return member


def _refuse_a_share(complaint: Complaint, today: dt.date) -> None:
    """Whoever agreed to a share of what is recovered changes that first, where the law wants it so in group actions."""
    agreed = complaint.engagements.filter(
        state__in=[EngagementState.OFFERED, EngagementState.ACCEPTED], fee_kind=FeeKind.CONTINGENT
    )
    refusal = share_refusal_together(complaint, today) if agreed.exists() else None
    if refusal is not None:
        raise WrongState(
            _("%(why)s Agree on another fee with the law firm that acts for you before you join.") % {"why": refusal}
        )


@transaction.atomic
def decline(*, actor: Actor, invitation: CollectiveInvitation) -> CollectiveInvitation:
    """Say no. The firm is not told; one may still join until the day to join by."""
    return INVITATION.apply(
        actor,
        invitation,
        "decline",
        save=["answered_at"],
        change=lambda row: setattr(row, "answered_at", actor.now()),
    )


def perform(*, actor: Actor, invitation: CollectiveInvitation, name: str, given: Mapping[str, Any]) -> Any:
    """Do an offered action by its name, for the page and the API."""
    if name == "join":
        return join(
            actor=actor, invitation=invitation, name=str(given.get("name") or ""), scopes=given.get("scopes") or ()
        )
    if name == "decline":
        return decline(actor=actor, invitation=invitation)
    raise InvalidInput.field("action", _("There is no such action."))


def forget_member(complaint: Complaint) -> None:
    """Delete invitations, the agreement to be contacted and the signed name of a complaint that is erased.

    Refused by the erasure's plan while the person takes part.
    """
    ContactConsent.objects.filter(complaint=complaint).delete()
    CollectiveMember.objects.filter(complaint=complaint).exclude(state__in=TAKING_PART).update(
        sealed_name=None, deficiency="", cured="", doubts_settled=""
    )
    CollectiveInvitation.objects.filter(complaint=complaint, member=None).delete()

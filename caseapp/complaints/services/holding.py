"""Keeping a complaint for proceedings: while a hold stands nothing of it is amended, erased or disposed of."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint
from caseapp.complaints.services.correspondence import tell_complainant
from caseapp.complaints.workflow import chain
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.notifications import services as notifications

timeline.tell("complaints.hold_set", _("The complaint is kept for proceedings: %(reason)s"))
timeline.tell("complaints.hold_lifted", _("The complaint is no longer kept for proceedings: %(reason)s"))

notifications.tell(
    "complaints.hold_set",
    _("Complaint %(reference)s is kept for proceedings: until they end nothing of it can be changed or erased."),
)
notifications.tell("complaints.hold_lifted", _("Complaint %(reference)s is no longer kept for proceedings."))


@transaction.atomic
def set_hold(*, actor: Actor, complaint: Complaint, held: bool, reason: str) -> Complaint:
    """Set or lift the hold, for investigators and supervisors of the authority that has it, with a reason.

    The complainant is told and reads of it in the timeline, because it bears on what they may have erased. Doing it
    twice changes nothing.
    """
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not can(actor, "complaints.hold", locked):
        raise NotAllowed()
    if not reason.strip():
        raise InvalidInput.field("reason", _("Enter this to go on."))
    if locked.held == held:
        return locked
    locked.held = held
    locked.save(update_fields=["held", "updated_at"])
    kind = "complaints.hold_set" if held else "complaints.hold_lifted"
    timeline.write(actor=actor, subject=locked, kind=kind, data={"reason": reason.strip()})
    tell_complainant(complaint=locked, kind=kind)
    audit.record(
        actor=actor, action=kind, subject=locked, chain=chain(locked), facts={"reason": audit.digest(reason.strip())}
    )
    return locked


def refuse_while_held(complaint: Complaint) -> None:
    """Raise WrongState while a hold stands; every service that amends, erases or disposes asks this first."""
    if complaint.held:
        raise WrongState(_("This complaint is kept for proceedings: nothing of it may be changed or erased now."))

"""Writing between a firm and its client."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints import services as complaints
from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import Engagement, EngagementMessage
from caseapp.litigation.services.telling import tell_firm
from caseapp.litigation.workflow import engagement_chain
from caseapp.notifications import services as notifications

LONGEST = 10_000

notifications.tell("litigation.message_from_client", _("The client wrote in %(reference)s."))
notifications.tell("litigation.message_from_firm", _("Your law firm wrote to you."))


@transaction.atomic
def write_message(*, actor: Actor, engagement: Engagement, body: str) -> EngagementMessage:
    """Write to the other side, which is told. Sealed at rest; refused once it is over, and to the firm before its
    conflict check is clear.
    """
    if not can(actor, "engagements.write_message", engagement):
        raise NotAllowed()
    if engagement.state in {EngagementState.DECLINED, EngagementState.ENDED}:
        raise WrongState(_("This is over; nobody reads here any more."))
    from_firm = not is_complainant(actor, engagement.complaint)
    if from_firm and engagement.cleared_at is None:
        raise WrongState(_("Decide the conflict check first."))
    if not body.strip():
        raise InvalidInput.field("body", _("Write something."))
    if len(body) > LONGEST:
        raise InvalidInput.field("body", _("Use at most 10,000 characters."))
    message = EngagementMessage.objects.create(
        engagement=engagement, from_firm=from_firm, author_id=actor.user_id if from_firm else None
    )
    message.put(body.strip())
    message.save(update_fields=["sealed_body"])
    audit.record(
        actor=actor,
        action="engagements.write_message",
        subject=engagement,
        chain=engagement_chain(engagement),
        facts={"message": message.pk},
    )
    if from_firm:
        complaints.tell_complainant(complaint=engagement.complaint, kind="litigation.message_from_firm", data={})
    else:
        tell_firm(engagement, "litigation.message_from_client")
    return message


def mark_read(*, actor: Actor, engagement: Engagement) -> None:
    """Remember that this side has opened what the other wrote."""
    from_firm = is_complainant(actor, engagement.complaint)
    engagement.messages.filter(from_firm=from_firm, read_at=None).update(read_at=timezone.now())

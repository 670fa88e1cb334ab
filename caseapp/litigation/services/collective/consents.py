"""Agreeing to be asked by law firms, and taking that back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.workflow import chain
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import NotAllowed, WrongState
from caseapp.litigation.models import ContactConsent

timeline.tell("complaints.may_be_invited", _("The complainant agreed to be invited to collective actions."))
timeline.tell("complaints.not_to_be_invited", _("The complainant does not want to be invited any more."))


@transaction.atomic
def set_contact_consent(*, actor: Actor, complaint: Complaint, agreed: bool) -> None:
    """Say whether law firms may invite this complainant to act together with others; saying it twice changes nothing.

    No firm learns of the answer. What was sent before stays to be answered. For the complainant alone.
    """
    if not is_complainant(actor, complaint):
        raise NotAllowed()
    if agreed and complaint.state in {ComplaintState.DRAFT, ComplaintState.WITHDRAWN}:
        raise WrongState(_("A complaint in this state cannot be shared."))
    held = ContactConsent.objects.select_for_update().filter(complaint=complaint).first()
    if (held is not None and held.ended_at is None) == agreed:
        return
    now = actor.now()
    if agreed:
        ContactConsent.objects.update_or_create(complaint=complaint, defaults={"given_at": now, "ended_at": None})
    else:
        ContactConsent.objects.filter(complaint=complaint).update(ended_at=now)
    kind = "complaints.may_be_invited" if agreed else "complaints.not_to_be_invited"
    timeline.write(actor=actor, subject=complaint, kind=kind, shared=False)
    audit.record(
        actor=actor,
        action="complaints.contact_consent",
        subject=complaint,
        chain=chain(complaint),
        facts={"agreed": agreed},
    )

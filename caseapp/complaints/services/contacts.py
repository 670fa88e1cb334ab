"""Changing how the complainant can be reached."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint, Contact, Identity, RecoveryContact
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.services.holding import refuse_while_held
from caseapp.complaints.services.recovery import keep_recovery_address
from caseapp.complaints.workflow import chain
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState

timeline.tell("complaints.contact_changed", _("The contact details were changed."))


@transaction.atomic
def change_contact(*, actor: Actor, complaint: Complaint, contact: Contact) -> None:
    """Replace the contact details, sealed as before; who was let in to them finds the new ones. Without an account a
    lost receipt code is then replaced by mail to the new address.

    For the complainant alone. Refused where the complaint is anonymous, which is to hold no contact, and while it is
    kept for proceedings.
    Raises InvalidInput for an address that is none.
    """
    if not is_complainant(actor, complaint):
        raise NotAllowed()
    if complaint.anonymous:
        raise WrongState(_("This complaint is anonymous: it holds no contact details."))
    refuse_while_held(complaint)
    if contact.email:
        try:
            validate_email(contact.email)
        except ValidationError as fault:
            raise InvalidInput.field("email", _("Enter an e-mail address such as name@example.org.")) from fault
    Identity.objects.filter(complaint=complaint).delete()
    if any(asdict(contact).values()):
        Identity.of(complaint, contact).save()
    if complaint.owner_id is None:
        RecoveryContact.objects.filter(complaint=complaint).delete()
        keep_recovery_address(complaint, contact.email)
    queue.enqueue_once("complaints.contact_changed", complaint_id=complaint.pk)
    timeline.write(actor=actor, subject=complaint, kind="complaints.contact_changed")
    audit.record(
        actor=actor,
        action="complaints.change_contact",
        subject=complaint,
        chain=chain(complaint),
        facts={"fields": sorted(name for name, value in asdict(contact).items() if value)},
    )

"""Contesting that a complaint was closed, and what the authority answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Membership
from caseapp.complaints.models import Complaint
from caseapp.complaints.services.correspondence import tell_complainant
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import Actor
from caseapp.notifications import services as notifications

notifications.tell("complaints.contested", _("The complainant contests that complaint %(reference)s was closed."))


@transaction.atomic
def request_reopening(*, actor: Actor, complaint: Complaint, reason: str) -> Complaint:
    """The complainant contests a closure. It stays closed until a supervisor reopens it or leaves it closed, each with
    reasons; the supervisors and the officer who has it are told. Refused while an earlier contest waits.
    """

    def ask(row: Complaint) -> None:
        row.reopening_asked_at = timezone.now()

    complaint = WORKFLOW.apply(
        actor, complaint, "request_reopening", given={"reason": reason}, change=ask, save=["reopening_asked_at"]
    )
    deciders = Membership.objects.filter(authority_id=complaint.authority_id or 0, role="supervisor")
    told = {*deciders.values_list("user_id", flat=True), complaint.assigned_to_id} - {None}
    notifications.notify_users(
        user_ids=[pk for pk in told if pk is not None],
        kind="complaints.contested",
        data={"reference": complaint.reference},
        path=f"/complaints/{complaint.reference}/",
    )
    return complaint


@transaction.atomic
def decline_reopening(*, actor: Actor, complaint: Complaint, reason: str) -> Complaint:
    """Answer a contest: the complaint stays closed, for these reasons. The complainant is told."""

    def answer(row: Complaint) -> None:
        row.reopening_asked_at = None

    complaint = WORKFLOW.apply(
        actor, complaint, "decline_reopening", given={"reason": reason}, change=answer, save=["reopening_asked_at"]
    )
    tell_complainant(complaint=complaint)
    return complaint

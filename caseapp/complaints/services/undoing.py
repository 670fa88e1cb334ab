"""Undoing what an act upon many did by mistake, where nothing was built on it since."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.models import Complaint
from caseapp.complaints.services.correspondence import tell_complainant
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import WrongState

ACKNOWLEDGED = "complaints.acknowledge"
ACCEPTED_AND_NOT = ["complaints.take_back", "complaints.accept"]
"""An acceptance that was taken back, newest first: as if it had not been."""


@transaction.atomic
def take_back_acknowledgement(*, actor: Actor, complaint: Complaint) -> Complaint:
    """Let the complaint wait to be read again, as if nobody had confirmed it; the complainant reads of it.

    Called by the undo of an act upon many. Refused where its life went on since, and where the acknowledgement was the
    receipt for another authority.
    """
    acts = {WORKFLOW.kind(row) for row in WORKFLOW.transitions}
    entries = timeline.entries(complaint, include_internal=True)
    done = list(entries.filter(kind__in=acts)[:3])
    if [entry.kind for entry in done[:2]] == ACCEPTED_AND_NOT:
        done = done[2:]
    newest = done[0] if done else None
    if newest is None or newest.kind != ACKNOWLEDGED:
        raise WrongState(_("Something was done with it since."))
    if entries.filter(pk__gt=newest.pk, kind__in=["complaints.message", "complaints.referral_receipt"]).exists():
        raise WrongState(_("Somebody was written to since."))

    def clear(row: Complaint) -> None:
        row.acknowledged_at = None

    complaint = WORKFLOW.apply(actor, complaint, "take_back_acknowledgement", change=clear, save=["acknowledged_at"])
    tell_complainant(complaint=complaint)
    return complaint


@transaction.atomic
def leave_investigation(*, actor: Actor, complaint: Complaint, investigation_reference: str) -> Complaint:
    """Make it an accepted complaint again that no investigation has; the complainant is told. Called by enforcement."""
    told = {"investigation": investigation_reference}
    complaint = WORKFLOW.apply(actor, complaint, "leave_investigation", facts=told)
    tell_complainant(complaint=complaint)
    return complaint

"""Erasing a complaint: what the plan says goes, the evidence by destroying its key, and a stub stays that says so."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.casework.models import ComplaintTag, InternalNote, Look
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import OPEN_STATES
from caseapp.complaints.models import (
    Access,
    Complaint,
    Grant,
    Identity,
    Message,
    ProgressUpdate,
    ReceiptCode,
    RecoveryContact,
    Referral,
    Screening,
    TextSketch,
)
from caseapp.complaints.workflow import chain
from caseapp.core import timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.core.policies import can
from caseapp.documents.enums import Side
from caseapp.documents.models import Document, RightsLetter
from caseapp.evidence import services as evidence
from caseapp.evidence.models import Vault
from caseapp.intake.models import Draft
from caseapp.litigation.services import engagements
from caseapp.litigation.services.collective import forget_member
from caseapp.notifications import services as notifications
from caseapp.personal.models import Erasure, TakeOut
from caseapp.personal.selectors.erasures import erasure_plan
from caseapp.personal.services.taking_out import forget_archive
from caseapp.precedents.models import Estimate

timeline.tell("personal.erased", _("The complainant had erased what is theirs alone."))


@transaction.atomic
def erase_complaint(*, actor: Actor, complaint: Complaint, confirmed: str) -> Erasure:
    """Erase what the plan says goes; `confirmed` repeats the complaint's reference. Cannot be taken back.

    Open requests to firms are declined. Where no authority took it up, the key of the evidence is destroyed with
    the files, and all words are gone; else the authority keeps its record, without the person. Nobody is told but by
    the stub. Raises InvalidInput on `reference`, WrongState while something forbids it, NotAllowed.
    """
    if not can(actor, "erasures.erase", complaint):
        raise NotAllowed()
    locked = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("jurisdiction", "authority", "respondent", "owner")
        .get(pk=complaint.pk)
    )
    plan = erasure_plan(locked)
    if plan.refusal:
        raise WrongState(plan.refusal)
    if confirmed.strip().upper() != locked.reference:
        raise InvalidInput.field("reference", _("Write the reference of the complaint exactly as it stands above."))
    if plan.whole:
        erase_whole(actor=actor, complaint=locked)
    else:
        _end_requests(actor, locked)
        _erase_own(actor, locked, locked.owner_id)
    erasure = Erasure.objects.create(
        complaint=locked,
        reference=locked.reference,
        rule=plan.rule,
        erased=[line.part for line in plan.goes],
        kept=[line.part for line in plan.stays],
    )
    if not plan.whole:
        timeline.write(actor=SYSTEM, subject=locked, kind="personal.erased")
    audit.record(
        actor=actor,
        action="erasures.erase",
        subject=locked,
        chain=chain(locked),
        facts={"rule": plan.rule.value, "erased": erasure.erased, "kept": erasure.kept},
    )
    return erasure


def erase_whole(*, actor: Actor, complaint: Complaint) -> None:
    """Everything but the stub: called by the services that decide so, with the complaint locked."""
    owner_id = complaint.owner_id
    _end_requests(actor, complaint)
    _erase_record(actor, complaint)
    _erase_own(actor, complaint, owner_id)


def _end_requests(actor: Actor, complaint: Complaint) -> None:
    for engagement in engagements.open_engagements(complaint):
        engagements.decline(actor=actor, engagement=engagement)
    forget_member(complaint)


def _erase_own(actor: Actor, complaint: Complaint, owner_id: int | None) -> None:
    """What is the complainant's alone."""
    for grant in complaint.grants.filter(firm__isnull=False, revoked_at=None).select_related("firm"):
        complaints.revoke_firm(actor=actor, complaint=complaint, firm=grant.firm)  # type: ignore[arg-type]
    for take_out in TakeOut.objects.filter(complaint=complaint):
        forget_archive(take_out)
    notifications.forget_notices(
        actor=actor, complaint_id=complaint.pk, user_id=owner_id, path=f"/complaints/{complaint.reference}/"
    )
    Draft.objects.filter(complaint=complaint).delete()
    RightsLetter.objects.filter(complaint=complaint).delete()
    Document.objects.filter(complaint=complaint, side=Side.COMPLAINANT).delete()
    Identity.objects.filter(complaint=complaint).delete()
    ReceiptCode.objects.filter(complaint=complaint).delete()
    RecoveryContact.objects.filter(complaint=complaint).delete()
    complaint.owner = None
    complaint.anonymous = True
    complaint.erased_at = timezone.now()
    complaint.save(update_fields=["owner", "anonymous", "erased_at", "updated_at"])


def _erase_record(actor: Actor, complaint: Complaint) -> None:
    """The words and the files, where no authority has them on record; a complaint that was still open is withdrawn."""
    if complaint.state in OPEN_STATES:
        complaints.withdraw(actor=actor, complaint=complaint)
        complaint.refresh_from_db()
    vault = Vault.objects.filter(complaint=complaint).first()
    if vault is not None:
        evidence.shred_vault(actor=actor, vault=vault)
    Message.objects.filter(complaint=complaint).delete()
    Estimate.objects.filter(subject=complaint.reference).delete()
    Document.objects.filter(complaint=complaint, side=Side.AUTHORITY).delete()
    for model in (Screening, ProgressUpdate, Access, TextSketch, InternalNote, Referral, ComplaintTag, Look):
        model.objects.filter(complaint=complaint).delete()  # type: ignore[attr-defined, misc]
    TimelineEntry.objects.filter(subject_model=complaint._meta.label_lower, subject_id=str(complaint.pk)).delete()
    Grant.objects.filter(complaint=complaint).delete()
    blank: dict[str, Any] = {
        "narrative": "",
        "venue_name": "",
        "venue_address": "",
        "consent_asked": "",
        "consent_separate": "",
        "alternative_offered": "",
        "consent_withdrawn": "",
        "consent_defect": [],
        "harms": [],
        "relief_sought": [],
        "concerns": [],
        "filer_basis": "",
        "filer_relation": "",
        "received_on": None,
        "persons_affected": 1,
        "minors": False,
        "vulnerable": "",
        "statement_sha256": "",
        "assigned_to": None,
        "reopening_asked_at": None,
        "disposed_at": timezone.now(),
    }
    for name, value in blank.items():
        setattr(complaint, name, value)
    complaint.save(update_fields=[*blank, "updated_at"])

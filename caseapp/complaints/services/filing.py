"""Filing: from facts to a submitted complaint, once."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.audit import services as audit
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Contact, Grant, Identity, ReceiptCode, RecoveryContact, Screening
from caseapp.complaints.services.access import grant_authority
from caseapp.complaints.services.receipts import issue_receipt_code, receipt_holder
from caseapp.complaints.services.recovery import keep_recovery_address
from caseapp.complaints.services.screening import screened
from caseapp.complaints.services.statement import ComplaintFacts, check, columns, statement_sha256
from caseapp.complaints.workflow import WORKFLOW, chain
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor, day_of
from caseapp.core.errors import NotAllowed, WrongState
from caseapp.core.policies import can

timeline.tell("complaints.addressed", _("The complaint was sent to %(authority)s."))
timeline.tell("complaints.keyed_in", _("The authority entered this complaint for you. It came on %(day)s."))


@dataclass(frozen=True)
class Filed:
    """A filed complaint; the receipt code only for one without an account and only the first time."""

    complaint: Complaint
    receipt_code: str | None


@transaction.atomic
def file_complaint(
    *,
    actor: Actor,
    facts: ComplaintFacts,
    contact: Contact | None = None,
    key: UUID | None = None,
    keyed_in_by: Actor | None = None,
    recovery: str = "",
) -> Filed:
    """File a complaint: it is stored, submitted and, when addressed, let in to the authority's queue.

    Writes the complaint with its sealed identity, screenings and grant, timeline and audit. One that comes without a
    screening is screened by its facts. Filing twice under the
    same `key` gives the first complaint again, without a code. A visitor gives a contact or files anonymously, and gets
    a receipt code either way; a lost one is replaced by mail to the address given, or to `recovery`, which somebody
    anonymous may leave for that alone. What came on paper or by telephone is entered by an officer of the authority
    that it is for, `keyed_in_by`; `actor` is then a visitor. Of an anonymous complaint the day is kept and no hour.
    Raises InvalidInput with every fault by field, NotAllowed.
    """
    if keyed_in_by is not None and not can(keyed_in_by, "complaints.key_in", facts.authority):
        raise NotAllowed()
    check(actor, facts, contact, keyed_in=keyed_in_by is not None)
    owner_id = actor.user_id if actor.is_signed_in and not facts.anonymous else None
    try:
        with transaction.atomic():
            complaint = Complaint.objects.create(
                owner_id=owner_id,
                intake_key=key,
                statement_sha256=statement_sha256(facts),
                **columns(facts),
            )
    except IntegrityError:
        # The same key arrived before, or at the same moment: that request's complaint is this one's too.
        return Filed(Complaint.objects.get(intake_key=key), None)
    if contact is not None and any(asdict(contact).values()) and not facts.anonymous:
        Identity.of(complaint, contact).save()
    Screening.objects.bulk_create(
        Screening(
            complaint=complaint,
            framework=record.framework,
            answers=record.answers,
            result=record.result,
            method_version=record.method_version,
        )
        for record in facts.screenings or screened(facts)
    )
    code = None
    if owner_id is None:
        code = issue_receipt_code(complaint)
        given = contact.email if contact is not None and not facts.anonymous else ""
        keep_recovery_address(complaint, recovery or given)
    filer = actor if owner_id else receipt_holder(complaint)

    def submitted(row: Complaint) -> None:
        row.submitted_at = filer.now()

    complaint = WORKFLOW.apply(
        filer,
        complaint,
        "submit",
        facts={"statement_sha256": complaint.statement_sha256},
        change=submitted,
        save=["submitted_at"],
    )
    if facts.authority is not None:
        grant_authority(actor=filer, complaint=complaint, authority=facts.authority)
        queue.enqueue("complaints.arrived", complaint_id=complaint.pk)
    if keyed_in_by is not None:
        _note_keyed_in(keyed_in_by, complaint)
    queue.enqueue("complaints.keep_first_estimate", complaint_id=complaint.pk)
    if facts.anonymous:
        _forget_the_hour(complaint)
    return Filed(complaint, code)


def _note_keyed_in(officer: Actor, complaint: Complaint) -> None:
    timeline.write(
        actor=officer, subject=complaint, kind="complaints.keyed_in", data={"day": str(complaint.received_on)}
    )
    audit.record(
        actor=officer,
        action="complaints.key_in",
        subject=complaint,
        chain=chain(complaint),
        facts={"channel": complaint.channel, "received_on": complaint.received_on},
    )


def _forget_the_hour(complaint: Complaint) -> None:
    """Set the stamps of all that the filing wrote back to the beginning of the day, in one statement."""
    written = (ReceiptCode, RecoveryContact, Screening, Grant)
    stamped = (Complaint, "id"), *((model, "complaint_id") for model in written)
    parts = ", ".join(
        f"part{place} AS (UPDATE {model._meta.db_table} SET created_at = %(day)s, updated_at = %(day)s"  # noqa: S608
        f" WHERE {column} = %(complaint)s)"
        for place, (model, column) in enumerate(stamped)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {parts} SELECT 1", {"day": day_of(timezone.now()), "complaint": complaint.pk})
    complaint.created_at = complaint.updated_at = day_of(timezone.now())


@transaction.atomic
def address_complaint(*, actor: Actor, complaint: Complaint, authority: Authority) -> Complaint:
    """Send a complaint that was kept as a record to an authority; its clock starts now.

    Refuses once it was addressed: another authority then gets it by referral alone.
    """
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not can(actor, "complaints.share", locked):
        raise NotAllowed()
    if locked.state != ComplaintState.SUBMITTED or locked.authority_id is not None:
        raise WrongState(_("This complaint already went to an authority."))
    locked.authority = authority
    locked.submitted_at = timezone.now()
    locked.save(update_fields=["authority", "submitted_at", "updated_at"])
    grant_authority(actor=actor, complaint=locked, authority=authority)
    timeline.write(actor=actor, subject=locked, kind="complaints.addressed", data=authority.names("authority"))
    audit.record(
        actor=actor,
        action="complaints.address",
        subject=locked,
        chain=chain(locked),
        facts={"authority": authority.code},
    )
    queue.enqueue("complaints.arrived", complaint_id=locked.pk)
    return locked

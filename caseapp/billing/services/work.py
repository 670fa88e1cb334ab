"""Time by a clock or by hand, and what the firm laid out, with its receipt."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.billing.models import DAY_MINUTES, Disbursement, TimeEntry
from caseapp.billing.selectors.work import today_in
from caseapp.billing.services.sums import check_day, check_sum, check_words
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.policies import can
from caseapp.evidence import services as evidence
from caseapp.litigation.enums import CaseFileState
from caseapp.litigation.models import CaseFile
from caseapp.litigation.workflow import case_file_chain

RECEIPT_MOST = 10_000_000
"""The largest receipt in bytes."""


@transaction.atomic
def start_clock(*, actor: Actor, case_file: CaseFile, activity: str) -> TimeEntry:
    """Start the actor's clock on a case file. A person has one: raises WrongState while another is running."""
    if not can(actor, "time.record", case_file) or actor.user_id is None:
        raise NotAllowed()
    _open(case_file)
    activity = check_words(activity=activity)["activity"]
    try:
        with transaction.atomic():
            return TimeEntry.objects.create(
                case_file=case_file,
                user_id=actor.user_id,
                on=today_in(case_file),
                started_at=timezone.now(),
                activity=activity,
            )
    except IntegrityError:
        raise WrongState(_("Your clock is running already. Stop it first.")) from None


@transaction.atomic
def stop_clock(*, actor: Actor, entry: TimeEntry) -> TimeEntry:
    """Stop a running clock: the minutes begun since it started, at most a day's, become an entry. Writes audit."""
    locked = _locked(actor, entry)
    if locked.minutes is not None or locked.started_at is None:
        raise WrongState(_("This clock is not running."))
    seconds = int((timezone.now() - locked.started_at).total_seconds())
    locked.minutes = min(max(-(-seconds // 60), 1), DAY_MINUTES)
    locked.save(update_fields=["minutes", "updated_at"])
    _note(actor, locked, "time.record")
    return locked


@transaction.atomic
def drop_clock(*, actor: Actor, entry: TimeEntry) -> None:
    """Forget a running clock: nothing is entered."""
    locked = _locked(actor, entry)
    if locked.minutes is not None:
        raise WrongState(_("This clock is not running."))
    locked.delete()


@transaction.atomic
def record_time(*, actor: Actor, case_file: CaseFile, on: dt.date, minutes: int, activity: str) -> TimeEntry:
    """Enter time by hand, one's own. Writes audit."""
    if not can(actor, "time.record", case_file) or actor.user_id is None:
        raise NotAllowed()
    _open(case_file)
    entry = TimeEntry(case_file=case_file, user_id=actor.user_id, on=on, minutes=minutes)
    _put(entry, on=on, minutes=minutes, activity=activity)
    entry.save()
    _note(actor, entry, "time.record")
    return entry


@transaction.atomic
def change_time(*, actor: Actor, entry: TimeEntry, on: dt.date, minutes: int, activity: str) -> TimeEntry:
    """Correct an entry that is on no invoice yet: one's own, or as a partner anybody's. Writes audit."""
    locked = _locked(actor, entry)
    if locked.minutes is None or locked.invoice_id is not None or locked.written_off:
        raise WrongState(_("This entry is on an invoice, or was written off."))
    _put(locked, on=on, minutes=minutes, activity=activity)
    locked.save()
    _note(actor, locked, "time.change")
    return locked


@transaction.atomic
def write_off(*, actor: Actor, work: TimeEntry | Disbursement, reason: str) -> TimeEntry | Disbursement:
    """Say that time or a disbursement will not be billed, and why; a lawyer's act. Writes audit."""
    if not can(actor, "time.write_off", work):
        raise NotAllowed()
    reason = check_words(reason=reason)["reason"][:300]
    locked: TimeEntry | Disbursement = (
        type(work)._base_manager.select_for_update(of=("self",)).select_related("case_file").get(pk=work.pk)
    )
    if locked.invoice_id is not None or locked.written_off or getattr(locked, "minutes", 0) is None:
        raise WrongState(_("This entry is on an invoice, or was written off."))
    locked.written_off = reason
    locked.save(update_fields=["written_off", "updated_at"])
    audit.record(
        actor=actor,
        action="billing.write_off",
        subject=locked,
        chain=case_file_chain(locked.case_file),
        facts={"reason": audit.digest(reason)},
    )
    return locked


@transaction.atomic
def record_disbursement(
    *,
    actor: Actor,
    case_file: CaseFile,
    on: dt.date,
    purpose: str,
    amount: Decimal,
    currency: str,
    receipt: evidence.SealedUpload | None = None,
) -> Disbursement:
    """Enter what the firm laid out, with its receipt if there is one, which is kept sealed. Writes audit.

    The receipt is told by its content and scanned like evidence; a kind that is not taken is refused.
    """
    if not can(actor, "disbursements.record", case_file) or actor.user_id is None:
        raise NotAllowed()
    _open(case_file)
    purpose = check_words(purpose=purpose)["purpose"]
    check_sum(amount, currency)
    check_day(on, today_in(case_file))
    made = Disbursement(
        case_file=case_file, on=on, purpose=purpose, amount=amount, currency=currency, entered_by_id=actor.user_id
    )
    if receipt is not None:
        kept = evidence.keep_attachment(file=receipt)
        made.receipt_name, made.receipt_type = (receipt.name or "")[:200], kept.media_type
        made.receipt_sha256 = kept.sha256
        made.storage_name, made.sealed_key = kept.parcel.name, kept.parcel.sealed_key
    made.save()
    audit.record(
        actor=actor,
        action="disbursements.record",
        subject=made,
        chain=case_file_chain(case_file),
        facts={"amount": f"{amount:.2f}", "currency": currency, "receipt": made.receipt_sha256},
    )
    return made


def open_receipt(*, actor: Actor, disbursement: Disbursement) -> Iterator[bytes]:
    """The receipt's bytes; that it was opened is written down. Raises NotFound where there is none."""
    if not can(actor, "disbursements.change", disbursement):
        raise NotAllowed()
    if not disbursement.storage_name:
        raise NotFound()
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="disbursements.open_receipt",
            subject=disbursement,
            chain=case_file_chain(disbursement.case_file),
            facts={"sha256": disbursement.receipt_sha256},
        )
    return evidence.open_parcel(name=disbursement.storage_name, sealed_key=bytes(disbursement.sealed_key or b""))


def _locked(actor: Actor, entry: TimeEntry) -> TimeEntry:
    rows = TimeEntry.objects.select_for_update(of=("self",)).select_related("case_file__jurisdiction")
    locked: TimeEntry = rows.get(pk=entry.pk)
    if not can(actor, "time.change", locked):
        raise NotAllowed()
    return locked


def _put(entry: TimeEntry, *, on: dt.date, minutes: int, activity: str) -> None:
    if not 1 <= minutes <= DAY_MINUTES:
        raise InvalidInput.field("minutes", _("Enter between one minute and 24 hours."))
    check_day(on, today_in(entry.case_file))
    entry.on, entry.minutes, entry.activity = on, minutes, check_words(activity=activity)["activity"]


def _open(case_file: CaseFile) -> None:
    if case_file.state != CaseFileState.OPEN:
        raise WrongState(_("This case file is closed."))


def _note(actor: Actor, entry: TimeEntry, action: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=entry,
        chain=case_file_chain(entry.case_file),
        facts={"entry": entry.pk, "on": str(entry.on), "minutes": entry.minutes},
    )

"""Payments from a bank's CSV file: read and matched first, looked at, then booked; nothing is ever booked twice."""

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.enforcement.enums import BankFileState, LineVerdict, LineWhy
from caseapp.enforcement.models import BankBooking, BankFile, Fine, LedgerEntry
from caseapp.enforcement.selectors.bank import payables
from caseapp.enforcement.services.fines import record_payment
from caseapp.enforcement.workflow import BANK_FILE, bank_chain
from caseapp.rules import bank_lines
from caseapp.rules.bank_lines import BankLine, Match, Verdict, Why

MOST_BYTES = 5_000_000

_COLUMN_NAMES = {"on": _("date"), "amount": _("amount"), "currency": _("currency")}
_WHY_REFUSED = {"amount": LineWhy.TOO_MUCH, "currency": LineWhy.OTHER_CURRENCY, "on": LineWhy.WRONG_DAY}


@transaction.atomic
def read_bank_file(*, actor: Actor, authority: Authority, content: bytes, name: str) -> BankFile:
    """Read a file and say what each line pays; books nothing.

    The same file, read again, is the one read before. Lines booked from another file, or booked already from this one,
    are known and stay so. Refuses what is no CSV file, lacks a column, or is too large. Writes audit.
    """
    if not can(actor, "fines.import_payments", authority):
        raise NotAllowed()
    if len(content) > MOST_BYTES:
        raise InvalidInput.field("file", _("The file may have at most 5 MB."))
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = BankFile.objects.filter(authority=authority, sha256=sha256).exclude(state=BankFileState.DROPPED).first()
    if earlier is not None:
        return earlier
    lines = _lines(content)
    try:
        with transaction.atomic():
            file = BankFile.objects.create(
                authority=authority, sha256=sha256, file_name=name.strip()[:200] or "csv", read_by_id=actor.user_id
            )
    except IntegrityError:
        # Somebody else sent it at the same moment.
        return BankFile.objects.exclude(state=BankFileState.DROPPED).get(authority=authority, sha256=sha256)
    _keep(file, lines)
    audit.record(
        actor=actor,
        action="bank_files.read",
        subject=file,
        chain=bank_chain(file),
        facts={"sha256": sha256, "lines": len(lines)},
    )
    return file


@transaction.atomic
def book(*, actor: Actor, file: BankFile) -> BankFile:
    """Enter every matched line as a payment, each by the rules of a payment entered by hand.

    What does not fit any more (paid meanwhile, appealed) stays out and says why. Each line's identity is the key of
    its payment, so that booking a line again, from whatever file, gives the payment of before.
    """

    def now(row: BankFile) -> None:
        row.booked_by_id = actor.user_id
        row.booked_at = timezone.now()

    booked = BANK_FILE.apply(actor, file, "book", change=now, save=["booked_by", "booked_at"])
    for line in booked.lines.filter(verdict=LineVerdict.MATCHED, entry=None).select_related("fine"):
        _book_line(actor, line)
    return booked


@transaction.atomic
def drop(*, actor: Actor, file: BankFile) -> BankFile:
    """Let go of a file that was read and not booked, for example the wrong one; it can be read anew."""
    return BANK_FILE.apply(actor, file, "drop")


@transaction.atomic
def assign_line(*, actor: Actor, line: BankBooking, fine: Fine) -> BankBooking:
    """Say by hand which fine an ambiguous, unmatched or refused line pays, and book it; refuses as a payment would.

    Refuses a line that came before, and one of a file that is not booked yet: that is looked at as a whole first.
    """
    file = BankFile.objects.select_for_update(of=("self",)).select_related("authority").get(pk=line.file_id)
    if not can(actor, "bank_files.book", file) or fine.authority_id != file.authority_id:
        raise NotAllowed()
    locked = BankBooking.objects.select_for_update().get(pk=line.pk)
    if file.state != BankFileState.BOOKED or locked.entry_id is not None or locked.verdict == LineVerdict.KNOWN:
        raise WrongState(_("This line cannot be booked by hand."))
    if locked.on is None or locked.amount is None:
        raise WrongState(_("This line could not be read. Record the payment on the page of the fine."))
    entry = record_payment(
        actor=actor,
        fine=fine,
        amount=locked.amount,
        on=locked.on,
        currency=locked.currency,
        note=_note(locked),
        key=_key(locked),
    )
    if _booked_before(locked, entry):
        raise WrongState(_("The same booking was entered from another file."))
    locked.entry, locked.fine, locked.verdict, locked.why = entry, fine, LineVerdict.MATCHED, LineWhy.BY_HAND
    locked.save(update_fields=["fine", "verdict", "why", "entry"])
    audit.record(
        actor=actor,
        action="bank_files.assign",
        subject=file,
        chain=bank_chain(file),
        facts={"line": locked.number, "fine": fine.reference},
    )
    return locked


def _lines(content: bytes) -> list[BankLine]:
    try:
        lines = bank_lines.read(content)
    except bank_lines.ColumnsMissing as fault:
        names = ", ".join(str(_COLUMN_NAMES[name]) for name in fault.names)
        raise InvalidInput.field(
            "file", _("The first row names no column for: %(names)s.") % {"names": names}
        ) from None
    except bank_lines.TooManyLines:
        raise InvalidInput.field("file", _("The file may have at most 20,000 lines.")) from None
    except (ValueError, LookupError):
        raise InvalidInput.field("file", _("This is not a CSV file that we can read.")) from None
    if not lines:
        raise InvalidInput.field("file", _("The file has no lines."))
    return lines


def _keep(file: BankFile, lines: list[BankLine]) -> None:
    fines, by_investigation = payables(file.authority_id)
    ids = dict(Fine.objects.filter(authority_id=file.authority_id).values_list("reference", "pk"))
    known = set(
        BankBooking.objects.filter(
            file__authority_id=file.authority_id, entry__isnull=False, identity__in=[line.identity for line in lines]
        ).values_list("identity", flat=True)
    )
    rows: list[BankBooking] = []
    for line in lines:
        found = bank_lines.match(line, fines, by_investigation)
        if line.identity in known:
            found = Match(Verdict.KNOWN, Why.BOOKED_BEFORE, found.fine)
        if found.verdict is Verdict.MATCHED and line.amount is not None:
            # Of several lines for one fine, the later ones meet what the earlier ones leave.
            before = fines[found.fine]
            owed = before.owed - line.amount
            fines[found.fine] = replace(before, owed=owed, next_part=None, takes_payments=owed > Decimal(0))
        row = BankBooking(
            file=file,
            number=line.number,
            on=line.on,
            amount=line.amount,
            currency=line.currency[:3],
            identity=line.identity,
            verdict=found.verdict.value,
            why=found.why.value,
            fine_id=ids.get(found.fine),
        )
        row.keep_words(text=line.text[:1000], payer=line.payer[:300])
        rows.append(row)
    BankBooking.objects.bulk_create(rows, batch_size=1000)


def _book_line(actor: Actor, line: BankBooking) -> None:
    assert line.fine is not None  # noqa: S101 - it was matched
    assert line.on is not None  # noqa: S101
    assert line.amount is not None  # noqa: S101
    given: dict[str, Any] = {"amount": line.amount, "on": line.on, "currency": line.currency}
    try:
        with transaction.atomic():
            entry = record_payment(actor=actor, fine=line.fine, note=_note(line), key=_key(line), **given)
    except DomainError as refusal:
        field = next(iter(refusal.errors), "")
        line.verdict, line.why = LineVerdict.REFUSED, _WHY_REFUSED.get(field, LineWhy.NOT_PAYABLE)
    else:
        if _booked_before(line, entry):
            line.verdict, line.why = LineVerdict.KNOWN, LineWhy.BOOKED_BEFORE
        else:
            line.entry = entry
    line.save(update_fields=["entry", "verdict", "why"])


def _booked_before(line: BankBooking, entry: LedgerEntry) -> bool:
    """Whether another line became a payment of this booking already. Asked under the lock of the fine."""
    authority_id = line.file.authority_id
    same = BankBooking.objects.filter(identity=line.identity, entry__isnull=False, file__authority_id=authority_id)
    return BankBooking.objects.filter(entry=entry).exists() or same.exists()


def _key(line: BankBooking) -> str:
    return f"bank:{line.identity}"


def _note(line: BankBooking) -> str:
    """What the ledger says of where the payment came from; nothing of who paid."""
    return f"{line.file.file_name[:200]}, {line.number}"

"""What fines look like to the matching of a bank's lines, and the report of a file."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.enforcement.enums import FineState, LineVerdict
from caseapp.enforcement.models import BankBooking, BankFile, Fine
from caseapp.enforcement.querysets import BankFileQuerySet
from caseapp.enforcement.selectors.fines import open_instalments
from caseapp.rules.bank_lines import Payable

TAKES_PAYMENTS = frozenset({FineState.DUE, FineState.PART_PAID, FineState.OVERDUE})


@dataclass(frozen=True)
class Report:
    """A file in numbers: lines by what became of them, and what was booked, each currency by itself."""

    lines: Counter[str]
    booked: dict[str, Decimal]
    to_book: dict[str, Decimal]

    @property
    def matched(self) -> int:
        return self.lines[LineVerdict.MATCHED]


def bank_files(actor: Actor) -> BankFileQuerySet:
    """Files of the actor's authority, newest first."""
    found: BankFileQuerySet = BankFile.objects.visible_to(actor).select_related("read_by", "booked_by", "authority")
    return found


def bank_file(actor: Actor, number: int) -> BankFile:
    """One file, or NotFound: what is not visible does not exist."""
    found = bank_files(actor).filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def report_of(file: BankFile) -> Report:
    """What became of the file's lines."""
    lines = Counter(file.lines.values_list("verdict", flat=True))
    return Report(lines, _sums(file, entry__isnull=False), _sums(file, verdict=LineVerdict.MATCHED, entry=None))


def _sums(file: BankFile, **which: object) -> dict[str, Decimal]:
    rows = BankBooking.objects.filter(file=file, **which).order_by("currency").values_list("currency")
    return dict(rows.annotate(total=Sum("amount")))


def payables(authority_id: int) -> tuple[dict[str, Payable], dict[str, str]]:
    """The authority's fines by reference, and from the reference of an investigation to that of its fine."""
    fines = (
        Fine.objects.filter(authority_id=authority_id)
        .with_sums()
        .select_related("respondent", "decision__investigation")
        .prefetch_related("respondent__aliases", "plans")
    )
    by_reference: dict[str, Payable] = {}
    for fine in fines:
        takes = fine.state in TAKES_PAYMENTS
        planned = takes and any(plan.ended_at is None for plan in fine.plans.all())
        parts = open_instalments(fine) if planned else ()
        names = (fine.respondent.name, fine.respondent.name_local, *(one.name for one in fine.respondent.aliases.all()))
        by_reference[fine.reference] = Payable(
            reference=fine.reference,
            investigation=fine.decision.investigation.reference,
            currency=fine.currency,
            owed=max(fine.balance, Decimal(0)),
            takes_payments=takes,
            next_part=parts[0].amount if parts else None,
            names=names,
        )
    return by_reference, {row.investigation: row.reference for row in by_reference.values()}

"""What a share of what is recovered comes to: read from the collection ledgers, never typed."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from caseapp.billing.enums import InvoiceState
from caseapp.billing.models import Invoice
from caseapp.core.wording import written_sum
from caseapp.litigation.enums import FeeKind
from caseapp.litigation.models import CaseFile, Engagement
from caseapp.litigation.selectors.client_accounts import account_of
from caseapp.litigation.selectors.collecting import clients_together, standing_of
from caseapp.litigation.selectors.fees import cap_for
from caseapp.rules.collection import agreed_share
from caseapp.rules.fines import places_of
from caseapp.rules.share_caps import Cap

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NOTHING = Decimal(0)
UNISSUED = (InvoiceState.DRAFT, InvoiceState.DISCARDED, InvoiceState.VOID)


@dataclass(frozen=True)
class Collected:
    """What came in on a case file's suits in one currency so far, and the costs that go off first."""

    received: Decimal
    costs: Decimal
    suits: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """The working of a fee: the client's part of what came in, less its costs, the percentage, at most the law's cap,
    less what was billed.
    """

    received: Decimal
    costs: Decimal
    percent: Decimal
    agreed: Decimal
    whole: Decimal
    billed: Decimal
    suits: tuple[str, ...]
    cap: Cap | None = None

    @property
    def fee(self) -> Decimal:
        return max(self.whole - self.billed, NOTHING)


def collected(case_file: CaseFile, currency: str) -> Collected:
    """By the collection ledgers; costs are those of each suit's newest account with its client. What came in for a
    collective action is its members', who read fee and costs in its distribution.
    """
    received, costs, named = NOTHING, NOTHING, []
    for suit in case_file.suits.filter(currency=currency, collective_actions=None).order_by("pk"):
        came_in = standing_of(suit).received
        if came_in:
            account = account_of(suit)
            received += came_in
            costs += account.costs_amount if account is not None else NOTHING
            named.append(suit.docket_number or suit.reference)
    return Collected(received, costs, tuple(named))


def part_refusal(engagement: Engagement, currency: str, part: Decimal | None) -> "_StrOrPromise | None":
    """Why a client cannot be billed a share of this part of what came in, or of all of it where none is said; asked
    when an invoice is drafted and again when it is issued.
    """
    case_file = engagement.case_file
    received = collected(case_file, currency).received if case_file is not None else NOTHING
    if not received:
        return _("Nothing has come in yet by the collection ledger of a suit.")
    if part is None:
        several = case_file is not None and clients_together(case_file).count() > 1
        return _("Several clients share what came in: enter the part of this client.") if several else None
    left = left_for(engagement, currency, received)
    if part <= left:
        return None
    return _("By the collection ledger, at most %(sum)s can be the part of this client.") % {
        "sum": written_sum(left, currency)
    }


def left_for(engagement: Engagement, currency: str, received: Decimal) -> Decimal:
    """How much of what came in may be this client's part: all, less the parts that the others were billed on."""
    parts = (
        _issued(engagement.case_file, currency)
        .exclude(engagement=engagement)
        .values("engagement")
        .annotate(part=Max("recovered"))
    )
    return received - sum((row["part"] or NOTHING for row in parts), NOTHING)


def share_of(invoice: Invoice) -> Share:
    """A draft's share as it is now: of all that came in, or of the client's part where several clients share it."""
    found = collected(invoice.case_file, invoice.currency)
    part = found.received if invoice.recovered is None else invoice.recovered
    unit = Decimal(1).scaleb(-places_of(invoice.currency))
    costs = found.costs
    if part != found.received and found.received:
        costs = (found.costs * part / found.received).quantize(unit, rounding=ROUND_DOWN)
    percent = invoice.fee_percent or NOTHING
    before = _issued(invoice.case_file, invoice.currency).filter(engagement=invoice.engagement_id)
    cap = cap_for(invoice.engagement, part, invoice.currency)
    agreed = agreed_share(part, costs, percent, invoice.currency)
    return Share(
        received=part,
        costs=costs,
        percent=percent,
        agreed=agreed,
        whole=agreed if cap is None else min(agreed, cap.most),
        billed=sum((Decimal(one.content()["fee"]) for one in before), NOTHING),
        suits=found.suits,
        cap=cap,
    )


def _issued(case_file: CaseFile | None, currency: str) -> QuerySet[Invoice]:
    found: QuerySet[Invoice] = Invoice.objects.filter(
        case_file=case_file, currency=currency, fee_kind=FeeKind.CONTINGENT
    ).exclude(state__in=UNISSUED)
    return found

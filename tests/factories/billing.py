"""Trust money for tests."""

import datetime
from decimal import Decimal

from caseapp.accounts.models import Firm
from caseapp.billing.models import Disbursement, Invoice, TimeEntry, TrustLedger, TrustPayment
from caseapp.billing.services import invoices, trust, trust_payments
from caseapp.core.actors import Actor
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import Engagement
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.litigation import CaseFileFactory, EngagementFactory

DAY = datetime.date(2026, 5, 4)


def client_of(firm: Firm | None = None, **fields: object) -> Engagement:
    """A client whom a firm acts for in a case file."""
    firm = firm or FirmFactory()
    fields.setdefault("case_file", CaseFileFactory(firm=firm))
    return EngagementFactory(firm=firm, state=EngagementState.ACCEPTED, **fields)


def holding(
    amount: str = "1000", currency: str = "CNY", *, engagement: Engagement | None = None, actor: Actor | None = None
) -> TrustLedger:
    """A ledger that holds so much."""
    engagement = engagement or client_of()
    actor = actor or actor_of(lawyer(engagement.firm, "paralegal"))
    return trust.receive(
        actor=actor, engagement=engagement, amount=Decimal(amount), currency=currency, on=DAY, party="The client"
    ).ledger


def proposed(ledger: TrustLedger, amount: str = "400", *, by: Actor | None = None) -> TrustPayment:
    """A payment that waits for a second person."""
    by = by or actor_of(lawyer(ledger.engagement.firm))
    return trust_payments.propose(
        actor=by, ledger=ledger, amount=Decimal(amount), payee="The court", purpose="Court fee"
    )


def billed(engagement: Engagement) -> tuple[TimeEntry, Disbursement, Invoice]:
    """Time and an outlay that are not billed, and an issued invoice over a fixed sum."""
    actor = actor_of(lawyer(engagement.firm))
    user = {"user_id": actor.user_id, "case_file": engagement.case_file, "on": DAY}
    time = TimeEntry.objects.create(**user, minutes=60, activity="Drafting")
    outlay = Disbursement.objects.create(
        case_file=engagement.case_file, on=DAY, purpose="Fee", amount=50, currency="CNY", entered_by_id=actor.user_id
    )
    terms = invoices.Terms(currency="CNY", fee_kind="fixed", fee_amount=Decimal(100))
    draft = invoices.draft(actor=actor, engagement=engagement, terms=terms, until=datetime.date(2026, 1, 1))
    return time, outlay, invoices.issue(actor=actor, invoice=draft)

"""The firm's money: prices, time, outlays with a receipt, an invoice partly paid from what is held for the client."""

from datetime import timedelta
from decimal import Decimal

from caseapp.billing.services import invoices, paying, rates, reconciling, trust, trust_payments, work
from caseapp.litigation.models import CaseFile, Engagement
from caseapp.workspace.demo import clock
from caseapp.workspace.demo.people import Cast
from caseapp.workspace.demo.suing import FIXED_FEE

PRICES = (("partner", 1_800), ("associate", 1_200), ("paralegal", 400))
TIME = (
    # who, days ago, minutes, what
    ("lawyer", 152, 95, "Statement of claim"),
    ("paralegal", 150, 40, "Exhibits numbered and copied"),
    ("lawyer", 80, 130, "Hearing and the way there"),
    ("partner", 58, 35, "Judgment read, letter to the client"),
)
OUTLAYS = ((151, "Notary: state of the entrance put on record", 460), (149, "Copies for the court", 180))
LATER = (("lawyer", 12, 25, "Application to enforce"), ("paralegal", 6, 20, "Call to the enforcement office"))


def bill(cast: Cast, case_file: CaseFile) -> None:
    """Enter what the citizen's case took, bill it, and pay most of it from the client's deposit."""
    lawyer, partner, clerk = cast.actor("lawyer"), cast.actor("partner"), cast.actor("paralegal")
    today = clock.today()
    firm, engagement = cast.firms["harbour-light"], case_file.engagements.get()
    start = today - timedelta(days=400)
    for role, price in PRICES:
        rates.set_rate(actor=partner, firm=firm, role=role, hourly=Decimal(price), currency="CNY", valid_from=start)
    rates.set_rounding(actor=partner, firm=firm, step=6, way="up", valid_from=start)
    _enter(cast, case_file, TIME)
    for days, purpose, amount in OUTLAYS:
        work.record_disbursement(
            actor=clerk,
            case_file=case_file,
            on=today - timedelta(days=days),
            purpose=purpose,
            amount=Decimal(amount),
            currency="CNY",
        )
    terms = invoices.Terms(
        currency="CNY",
        fee_kind="fixed",
        fee_amount=FIXED_FEE,
        tax_name="VAT",
        tax_percent=Decimal(6),
        note="Thank you for your trust.",
    )
    invoice = invoices.issue(actor=lawyer, invoice=invoices.draft(actor=lawyer, engagement=engagement, terms=terms))
    received = trust.receive(
        actor=clerk,
        engagement=engagement,
        amount=Decimal(4_000),
        currency="CNY",
        on=today - timedelta(days=30),
        party="Lin Xiaoyu",
        note="Advance on fee and costs",
    )
    ledger = received.ledger
    transfer = trust_payments.propose_transfer(actor=lawyer, ledger=ledger, invoice=invoice, amount=Decimal(2_500))
    trust_payments.approve(actor=partner, payment=transfer, on=today)
    reconciling.reconcile(actor=partner, firm=firm, currency="CNY", on=today, bank_balance=Decimal(1_500))
    trust_payments.propose(
        actor=lawyer, ledger=ledger, amount=Decimal(300), payee="Yinzhou notary office", purpose="Second visit on site"
    )
    invoice.refresh_from_db()
    paying.record_payment(actor=clerk, invoice=invoice, amount=Decimal(500), on=today)
    _enter(cast, case_file, LATER)
    work.start_clock(actor=lawyer, case_file=case_file, activity="Preparing the hearing on enforcement")


def draft_by_the_hour(cast: Cast, engagement: Engagement) -> None:
    """Time and a draft invoice by the hour in another case file."""
    lawyer = cast.actor("lawyer")
    if engagement.case_file is None:
        return
    _enter(cast, engagement.case_file, (("lawyer", 9, 50, "Conflict check, first interview"),))
    _enter(cast, engagement.case_file, (("partner", 4, 30, "Whether to invite others to act together"),))
    invoices.draft(
        actor=lawyer,
        engagement=engagement,
        terms=invoices.Terms(currency="CNY", fee_kind="hourly", tax_name="VAT", tax_percent=Decimal(6)),
    )


def _enter(cast: Cast, case_file: CaseFile, rows: tuple[tuple[str, int, int, str], ...]) -> None:
    for who, days, minutes, activity in rows:
        work.record_time(
            actor=cast.actor(who),
            case_file=case_file,
            on=clock.today() - timedelta(days=days),
            minutes=minutes,
            activity=activity,
        )

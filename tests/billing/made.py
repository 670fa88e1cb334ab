"""Work that was done, invoices and payments, as several tests need them."""

import contextlib
import io
from decimal import Decimal

from django.db import transaction
from pypdf import PdfReader

from caseapp.billing.services import invoices as services
from caseapp.billing.services import paying, rates, work
from caseapp.core.errors import WrongState
from caseapp.litigation.enums import FeeKind, SuitState
from caseapp.litigation.services import collecting
from tests.factories.accounts import actor_of, lawyer
from tests.factories.billing import DAY
from tests.factories.litigation import CivilSuitFactory


def worked(partner, client, *, minutes=60, outlay="50", hourly="600"):
    """An hour at a price and a court fee."""
    firm = client.firm
    with contextlib.suppress(WrongState), transaction.atomic():
        rates.set_rate(actor=partner, firm=firm, role="partner", hourly=Decimal(hourly), currency="CNY", valid_from=DAY)
    work.record_time(actor=partner, case_file=client.case_file, on=DAY, minutes=minutes, activity="Drafting")
    work.record_disbursement(
        actor=partner, case_file=client.case_file, on=DAY, purpose="Court fee", amount=Decimal(outlay), currency="CNY"
    )


def drafted(partner, client, **terms):
    terms = {"currency": "CNY", "fee_kind": FeeKind.HOURLY, **terms}
    return services.draft(actor=partner, engagement=client, terms=services.Terms(**terms))


def issued(partner, client, **terms):
    worked(partner, client)
    return services.issue(actor=partner, invoice=drafted(partner, client, **terms))


def pay(actor, invoice, amount, **more):
    return paying.record_payment(actor=actor, invoice=invoice, amount=Decimal(amount), on=DAY, **more)


def came_in(client, amount):
    """A suit of the client's case file that gave more, and of which this has come in."""
    partner = actor_of(lawyer(client.firm, "partner"))
    suit = CivilSuitFactory(case_file=client.case_file, state=SuitState.COLLECTING)
    suit.collection.create(kind="awarded", amount=5_000_000, currency="CNY", on=DAY)
    collecting.record_receipt(actor=partner, suit=suit, amount=Decimal(amount), on=DAY)
    return suit


def words_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\xa0", " ")

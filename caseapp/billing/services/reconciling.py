"""Comparing the bank's balance with what the clients' ledgers add up to, on one day."""

import datetime as dt
import hashlib
import json
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Firm
from caseapp.accounts.selectors import today_of_firm
from caseapp.audit import services as audit
from caseapp.billing.models import Reconciliation
from caseapp.billing.selectors.trust import balances_on
from caseapp.billing.services.sums import MOST, check_currency, check_day
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.rules.fines import fits, places_of


@transaction.atomic
def reconcile(
    *, actor: Actor, firm: Firm, currency: str, on: dt.date, bank_balance: Decimal, explanation: str = ""
) -> Reconciliation:
    """Write down, frozen, what the bank's statement and the ledgers say of a day; a partner's act.

    A difference is kept only with its explanation (money on its way, a charge of the bank). Writes audit.
    """
    if not can(actor, "trust.reconcile", firm) or actor.user_id is None:
        raise NotAllowed()
    check_currency(currency)
    check_day(on, today_of_firm(firm))
    if not 0 <= bank_balance < MOST or not fits(bank_balance, places_of(currency)):
        raise InvalidInput.field("bank_balance", _("Enter the balance as the bank’s statement shows it."))
    rows = [
        {
            "ledger": ledger.reference,
            "client": ledger.engagement.complaint.reference,
            "case_file": ledger.engagement.case_file.reference if ledger.engagement.case_file else "",
            "balance": f"{balance:.2f}",
        }
        for ledger, balance in balances_on(firm, currency, on)
    ]
    total = sum((Decimal(row["balance"]) for row in rows), Decimal(0))
    if bank_balance != total and not explanation.strip():
        raise InvalidInput.field("explanation", _("The two differ. Say why before this is kept."))
    compared = json.dumps([currency, str(on), f"{bank_balance:.2f}", rows], ensure_ascii=False)
    made = Reconciliation.objects.create(
        firm=firm,
        currency=currency,
        on=on,
        bank_balance=bank_balance,
        ledger_total=total,
        explanation=explanation.strip(),
        rows=rows,
        sha256=hashlib.sha256(compared.encode()).hexdigest(),
        made_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        action="trust.reconcile",
        subject=made,
        chain=f"trust-money:{firm.pk}",
        facts={"currency": currency, "on": str(on), "ledgers": len(rows), "sha256": made.sha256},
    )
    return made

"""Statements of trust money as PDF: a client's ledger, and a day's comparison with the bank."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caseapp.billing.enums import TrustKind
from caseapp.billing.models import Reconciliation, TrustLedger
from caseapp.billing.selectors.trust import entries_of, today_of, with_running_balance
from caseapp.core.pdf import render_pdf
from caseapp.core.wording import written_day, written_sum


def ledger_pdf(ledger: TrustLedger) -> bytes:
    """What a firm held for one client, line by line, in the reader's language; notes of the firm are in it."""
    today = today_of(ledger.engagement)
    lines = with_running_balance(entries_of(ledger))
    held = lines[-1][1] if lines else 0
    return _statement(
        title=_("Statement of trust money"),
        reference=ledger.reference,
        lead=_("Held for the client: %(sum)s") % {"sum": _said(held, ledger.currency)},
        facts=[
            [_("Firm"), ledger.engagement.firm.shown_name],
            [_("Client’s complaint"), ledger.engagement.complaint.reference],
            [_("Case file"), ledger.engagement.case_file.reference if ledger.engagement.case_file else "–"],
            [_("As of"), written_day(today)],
        ],
        heading=_("Ledger"),
        head=[pgettext("date", "Day"), _("What"), _("Sum"), _("Held")],
        rows=[
            [
                written_day(line.on),
                " · ".join(filter(None, [str(TrustKind(line.kind).label), line.party, line.note])),
                _said(line.amount, ledger.currency),
                _said(balance, ledger.currency),
            ]
            for line, balance in lines
        ],
        remark=_(
            "Trust money is kept apart from the firm’s own. Lines are only ever added; what is held is their sum."
        ),
        dated=today,
    )


def reconciliation_pdf(found: Reconciliation) -> bytes:
    """The comparison as it was frozen, in the reader's language."""
    currency = found.currency
    facts = [
        [_("Firm"), found.firm.shown_name],
        [pgettext("date", "Day"), written_day(found.on)],
        [_("Balance by the bank’s statement"), _said(found.bank_balance, currency)],
        [_("Sum of the clients’ ledgers"), _said(found.ledger_total, currency)],
        [_("Difference"), _said(found.difference, currency)],
        [_("Compared by"), str(found.made_by)],
        [_("Fingerprint (SHA-256)"), found.sha256],
    ]
    if found.explanation:
        facts.insert(5, [_("Why they differ"), found.explanation])
    return _statement(
        title=_("Reconciliation of trust money"),
        reference=found.reference,
        lead=_("The bank and the ledgers agree.")
        if found.difference == 0
        else _("The bank and the ledgers differ by %(sum)s.") % {"sum": _said(found.difference, currency)},
        facts=facts,
        heading=_("Clients’ ledgers that day"),
        head=[_("Ledger"), _("Client’s complaint"), _("Case file"), _("Held")],
        rows=[[row["ledger"], row["client"], row["case_file"], _said(row["balance"], currency)] for row in found.rows],
        remark=_("No client’s ledger can go below zero: the database refuses such a line."),
        dated=found.created_at.date(),
    )


def _said(amount: Any, currency: str) -> str:
    return written_sum(amount, currency)


def _statement(*, rows: Iterable[list[str]], dated: dt.date, title: str, **data: Any) -> bytes:
    return render_pdf(
        "trust",
        data={**data, "rows": list(rows)},
        title=title,
        dated=dt.datetime.combine(dated, dt.time(), tzinfo=dt.UTC),
        archival=True,
    )

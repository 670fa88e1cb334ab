"""What the client gets, as it was reckoned last: whether that still holds, and the paper of it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caseapp.core.pdf import render_pdf
from caseapp.core.wording import figure, written_day, written_sum
from caseapp.litigation.models import CivilSuit, ClientAccount
from caseapp.litigation.selectors.collecting import fee_cap, standing_of
from caseapp.litigation.selectors.fees import cap_words


def account_of(suit: CivilSuit) -> ClientAccount | None:
    """The newest account; those before it no longer count."""
    return suit.accounts.order_by("-pk").first()


def account_caution(account: ClientAccount, received: Decimal) -> str:
    """Why an account is out of date, given what has come in by now; empty where it holds."""
    if received < account.received_amount:
        return _(
            "Out of date: money went back since this was reckoned, and %(now)s have come in, not %(then)s. Nothing is "
            "paid out by it; it is to be reckoned anew."
        ) % {
            "now": written_sum(received, account.currency),
            "then": written_sum(account.received_amount, account.currency),
        }
    if received > account.received_amount:
        return _("Out of date: more came in since this was reckoned, %(now)s by now. It is to be reckoned anew.") % {
            "now": written_sum(received, account.currency)
        }
    return ""


def cap_in_words(account: ClientAccount) -> str:
    """The most that the law allowed of what an account holds, with its working; empty where it has no steps."""
    cap = fee_cap(account.suit, account.received_amount, account) if account.fee_percent is not None else None
    return cap_words(cap.cap, cap.before) if cap is not None else ""


def account_pdf(account: ClientAccount) -> bytes:
    """The account as PDF in the reader's language, which says so where it is out of date."""
    suit = account.suit
    cap = cap_in_words(account)

    def said(amount: Decimal) -> str:
        return written_sum(amount, account.currency)

    fee = _("less fee")
    if account.fee_percent is not None:
        fee = _("less fee, %(percent)s %%") % {"percent": figure(account.fee_percent)}
    data: dict[str, Any] = {
        "reference": suit.reference,
        "lead": _("Net to the client: %(sum)s") % {"sum": said(account.net_amount)},
        "caution": account_caution(account, standing_of(suit).received),
        "facts": [
            [_("Suit"), suit.reference],
            [_("Docket number"), suit.docket_number or "–"],
            [_("Against"), str(suit.case_file.respondent)],
            [_("Firm"), suit.case_file.firm.shown_name],
            [_("Reckoned on"), written_day(account.created_at.date())],
        ],
        "lines": [
            [pgettext("ledger", "Received"), said(account.received_amount)],
            [_("less costs"), said(-account.costs_amount or Decimal(0))],
            [fee, said(-account.fee_amount or Decimal(0))],
            [_("Net to the client"), said(account.net_amount)],
        ],
        "words": {
            "sums": _("How it was reckoned"),
            "head": [_("What"), _("Sum")],
            "rule": _("At most, by law: %(working)s") % {"working": cap} if cap else "",
            "working": "",
            "why": _("What costs and fee rest on"),
            "basis": account.basis,
            "remark": _("The newest account counts. What came in stands in the collection ledger of the suit."),
        },
    }
    return render_pdf("share_statement", data=data, title=_("What the client gets"), dated=account.created_at)

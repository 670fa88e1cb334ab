"""The statement of a fine as PDF: the ledger line by line, what it comes to, and the parts still to be paid."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caseapp.accounts.selectors import today_at
from caseapp.core.pdf import render_pdf
from caseapp.core.wording import written_day, written_sum
from caseapp.enforcement.enums import EntryKind
from caseapp.enforcement.models import Fine
from caseapp.enforcement.selectors.fines import open_instalments, standing_of


def statement_pdf(fine: Fine) -> bytes:
    """The statement as of today where the authority sits, in the reader's language. Notes of officers are not in it."""
    now, today = standing_of(fine), today_at(fine.authority)

    def said(amount: object) -> str:
        return written_sum(amount, fine.currency)

    data = {
        "reference": fine.reference,
        "lead": _("To be paid back: %(sum)s") % {"sum": said(now.credit)}
        if now.credit
        else _("Still owed: %(sum)s") % {"sum": said(now.owed)},
        "facts": [
            [_("Respondent"), fine.respondent.shown_name],
            [_("Authority"), fine.authority.shown_name],
            [_("As of"), written_day(today)],
            [_("State"), str(fine.get_state_display())],
            [_("To be paid by"), written_day(fine.due_on)],
        ],
        "lines": [
            [written_day(on), str(EntryKind(kind).label), said(amount)]
            for kind, amount, on in fine.ledger.order_by("id").values_list("kind", "amount", "on")
        ],
        "parts": [[written_day(part.due_on), said(part.amount)] for part in open_instalments(fine)] if now.owed else [],
        "words": {
            "ledger": _("Ledger"),
            "head": [pgettext("date", "Day"), _("What"), _("Sum")],
            "parts": _("Instalments still to be paid"),
            "remark": _("What is owed is the sum of these lines."),
        },
    }
    return render_pdf(
        "statement",
        data=data,
        title=_("Statement of a fine"),
        dated=dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC),
    )

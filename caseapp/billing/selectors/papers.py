"""An invoice and its credit note as PDF, made from what was frozen and from nothing else: the same bytes each time."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from caseapp.billing.models import CreditNote, Invoice
from caseapp.core.pdf import render_pdf
from caseapp.core.wording import figure, name_for_reader, written_day, written_sum
from caseapp.litigation.enums import FeeKind
from caseapp.litigation.selectors.fees import working_words

NOTHING = Decimal(0)


def invoice_pdf(invoice: Invoice, *, language: str) -> bytes:
    """The invoice in one of our languages."""
    content = invoice.content()
    with override(language):
        return _paper(
            content,
            language=language,
            title=_("Invoice %(number)s") % {"number": content["number"]},
            lead=_("To be paid by %(day)s: %(sum)s")
            % {"day": _day(content["due_on"]), "sum": _sum(content["total"], content)},
            facts=[[_("Issued"), _day(content["issued_on"])]],
            dated=content["issued_on"],
        )


def credit_note_pdf(note: CreditNote, *, language: str) -> bytes:
    """The credit note: what it cancels, line by line."""
    content = note.invoice.content()
    with override(language):
        return _paper(
            content,
            language=language,
            title=_("Credit note %(number)s") % {"number": note.number},
            lead=_("Invoice %(number)s over %(sum)s is cancelled. Nothing is to be paid.")
            % {"number": content["number"], "sum": _sum(content["total"], content)},
            facts=[
                [_("Issued"), written_day(note.issued_on)],
                [_("Invoice"), f"{content['number']}, {_day(content['issued_on'])}"],
                [_("Reason"), note.reason],
            ],
            dated=note.issued_on.isoformat(),
        )


def _paper(
    content: dict[str, Any], *, language: str, title: str, lead: str, facts: list[list[str]], dated: str
) -> bytes:
    return render_pdf(
        "invoice",
        data={
            "reference": content["reference"],
            "lead": lead,
            "facts": [
                [_("Firm"), name_for_reader(*content["firm"])],
                [_("Client"), content["client"] or content["complaint"]],
                [_("Case file"), content["case_file"]],
                *facts,
                [_("Fee"), _fee(content)],
                *share_words(content),
                *([[_("Note"), content["note"]]] if content["note"] else []),
            ],
            "time": [_time(row, content) for row in content["time"]],
            "disbursements": [
                [_day(row["on"]), row["purpose"], _sum(row["amount"], content)] for row in content["disbursements"]
            ],
            "sums": _sums(content),
            "words": {
                "time": _("Time"),
                "time_head": [pgettext("date", "Day"), _("Work done"), _("Minutes"), _("Sum")],
                "disbursements": _("Disbursements"),
                "disbursements_head": [pgettext("date", "Day"), _("What for"), _("Sum")],
                "sums": _("Sum"),
            },
        },
        title=title,
        dated=dt.datetime.combine(dt.date.fromisoformat(dated), dt.time(), tzinfo=dt.UTC),
        language=language,
        archival=True,
    )


def _time(row: dict[str, Any], content: dict[str, Any]) -> list[str]:
    price = _("%(sum)s an hour") % {"sum": _sum(row["hourly"], content)} if row["hourly"] else ""
    words = f"{row['activity']} · {row['who']}"
    return [
        _day(row["on"]),
        f"{words} · {price}" if price else words,
        figure(row["minutes"]),
        _sum(row["amount"], content) if row["amount"] else _("not charged"),
    ]


def _fee(content: dict[str, Any]) -> str:
    kind = str(FeeKind(content["fee_kind"]).label)
    if content["fee_kind"] == FeeKind.CONTINGENT and not content.get("share"):
        return _("%(kind)s: %(percent)s %% of %(sum)s") % {
            "kind": kind,
            "percent": figure(content["fee_percent"]),
            "sum": _sum(content["recovered"], content),
        }
    return kind


def share_words(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The working of a fee that is part of what was recovered, line by line; nothing of any other fee."""
    share = content.get("share")
    if not share:
        return []
    base = Decimal(share["received"]) - Decimal(share["costs"])
    rows = [
        (_("Came in, by the collection ledger"), f"{_sum(share['received'], content)} · {', '.join(share['suits'])}"),
        (_("less costs"), _sum(share["costs"], content)),
        (
            _("Agreed share"),
            _("%(percent)s %% of %(base)s = %(sum)s")
            % {
                "percent": figure(content["fee_percent"]),
                "base": _sum(max(base, NOTHING), content),
                "sum": _sum(share.get("agreed", share["whole"]), content),
            },
        ),
    ]
    cap = share.get("cap")
    if cap:
        parts = [(Decimal(part["percent"]), Decimal(part["amount"])) for part in cap["parts"]]
        rows.append((_("At most, by law"), working_words(parts, Decimal(cap["most"]), content["currency"])))
    if Decimal(share["billed"]):
        rows.append((_("less what was billed before"), _sum(share["billed"], content)))
    return [*rows, (_("Fee of this invoice"), _sum(share["fee"], content))]


def _sums(content: dict[str, Any]) -> list[list[str]]:
    rows = [[_("Fee"), content["fee"]], [_("Disbursements"), content["laid_out"]]]
    if Decimal(content["tax"]) != NOTHING:
        name = f"{content['tax_name']} ({figure(content['tax_percent'])} %)"
        rows.append([name, content["tax"]])
    rows.append([_("Together"), content["total"]])
    return [[name, _sum(amount, content)] for name, amount in rows]


def _sum(amount: Any, content: dict[str, Any]) -> str:
    return written_sum(amount, content["currency"])


def _day(day: str) -> str:
    return written_day(dt.date.fromisoformat(day))

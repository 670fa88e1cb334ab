"""The receipt of a filed complaint: on the page, as text and as a PDF in the language of the case."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caseapp.complaints.models import Complaint, Contact, Identity
from caseapp.core.pdf import render_pdf
from caseapp.core.references import in_groups
from caseapp.evidence.models import EvidenceItem
from caseapp.intake.selectors.reading import Clock, authority_clocks
from caseapp.law.selectors import day_in, written_day

PROGRESS_DAYS = 90
"""A complainant hears at least this often where a complaint stands."""


@dataclass(frozen=True)
class Receipt:
    """What a receipt says besides the code, which only the browser that filed has."""

    complaint: Complaint
    contact: Contact | None
    items: tuple[EvidenceItem, ...]
    clocks: tuple[Clock, ...]
    progress_on: dt.date | None

    @property
    def filed_on(self) -> dt.date:
        """The day it was filed, where it happened."""
        return day_in(self.complaint.jurisdiction, self.complaint.submitted_at or self.complaint.created_at)

    @property
    def today(self) -> dt.date:
        """The day it is now where it happened."""
        return day_in(self.complaint.jurisdiction, timezone.now())

    @property
    def moment(self) -> str:
        """Day and time of filing in words; the day alone where it was anonymous, because no hour is kept."""
        at = self.complaint.submitted_at
        if at is None or self.complaint.anonymous:
            return written_day(self.filed_on)
        clock = timezone.localtime(at, dt.UTC).strftime("%H:%M")
        return _("%(day)s, %(clock)s UTC") % {"day": written_day(self.filed_on), "clock": clock}


def receipt_of(complaint: Complaint) -> Receipt:
    """The receipt of a complaint, with by when the authority has to answer."""
    held = Identity.objects.filter(complaint=complaint).first() if not complaint.anonymous else None
    addressed = complaint.authority_id is not None and complaint.submitted_at is not None
    return Receipt(
        complaint=complaint,
        contact=held.contact() if held is not None else None,
        items=tuple(EvidenceItem.objects.filter(vault__complaint=complaint).order_by("position")),
        clocks=tuple(authority_clocks(complaint)),
        progress_on=(
            day_in(complaint.jurisdiction, complaint.submitted_at or complaint.created_at)
            + dt.timedelta(days=PROGRESS_DAYS)
            if addressed
            else None
        ),
    )


def next_steps(receipt: Receipt) -> list[str]:
    """What happens next, in order."""
    if receipt.progress_on is None:
        return [
            _(
                "Nothing happens by itself. You can share the complaint with a law firm, "
                "or send it to an authority, whenever you want."
            )
        ]
    return [
        _("The authority confirms that it has your complaint and reads it."),
        _("It may ask you something. You find the question here and answer here."),
        _(
            "It accepts the complaint and investigates, hands it to another authority, or rejects it with reasons. "
            "You may ask it to look again."
        ),
        _("By %(day)s at the latest you find here how far it has come.") % {"day": written_day(receipt.progress_on)},
    ]


def receipt_text(receipt: Receipt, code: str | None) -> str:
    """The receipt as plain text, in the active language."""
    lines = [
        _("Countenance: receipt of a complaint"),
        "",
        _("Reference: %(reference)s") % {"reference": receipt.complaint.reference},
        _("Date: %(day)s") % {"day": receipt.moment},
    ]
    if code:
        lines += ["", _("Receipt code: %(code)s") % {"code": in_groups(code)}, *_about_the_code()]
    lines += ["", *next_steps(receipt)]
    lines += [f"{clock.what}: {written_day(clock.day)} ({clock.article})" for clock in receipt.clocks]
    lines.append("")
    lines += [f"{name}: {sha256}" for name, sha256 in fingerprints(receipt)]
    return "\r\n".join(str(line) for line in lines) + "\r\n"


def receipt_pdf(receipt: Receipt, code: str | None) -> bytes:
    """The receipt as PDF in the language of the case; for what was keyed in, the letter to its writer."""
    complaint = receipt.complaint
    with translation.override(complaint.language):
        data = {
            "reference": complaint.reference,
            "to": [receipt.contact.name] if receipt.contact and receipt.contact.name else [],
            "lead": _("%(name)s has your complaint.") % {"name": complaint.authority.shown_name}
            if complaint.authority
            else _("Your complaint is kept as a record. No authority has it yet."),
            "facts": [
                [_("Reference"), complaint.reference],
                [_("Filed"), receipt.moment],
                *([[_("Came on"), written_day(complaint.received_on)]] if complaint.received_on else []),
                [_("Organisation"), complaint.respondent.shown_name],
            ],
            "code": in_groups(code) if code else "",
            "code_lines": _about_the_code(),
            "words": {
                "code": _("Your receipt code"),
                "next": _("What happens next"),
                "fingerprints": _("Fingerprints"),
                "proof": _(
                    "With these you can prove later what you sent: the same content always gives the same fingerprint."
                ),
            },
            "dates": [[str(clock.what), f"{written_day(clock.day)} · {clock.article}"] for clock in receipt.clocks],
            "next": next_steps(receipt),
            "fingerprints": [{"name": name, "sha256": sha256} for name, sha256 in fingerprints(receipt)],
        }
        return render_pdf(
            "receipt",
            data=data,
            title=_("Receipt of a complaint"),
            dated=dt.datetime.combine(receipt.filed_on, dt.time(), tzinfo=dt.UTC),
        )


def fingerprints(receipt: Receipt) -> list[tuple[str, str]]:
    """The statement and each file with its SHA-256."""
    return [
        (_("Your statement (SHA-256)"), receipt.complaint.statement_sha256),
        *((f"{item.position}. {item.file_name}", item.sha256) for item in receipt.items),
    ]


def _about_the_code() -> list[str]:
    return [
        _("Without this code nobody can open the complaint. Whoever has it can read it."),
        _("Enter it at: %(address)s") % {"address": "/follow/"},
    ]

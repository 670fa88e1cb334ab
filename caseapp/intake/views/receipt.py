"""The confirmation: reference, receipt code, fingerprints, and what happens next with its dates."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from caseapp.accounts.middleware import open_receipt_session
from caseapp.complaints.models import Complaint, Contact, Identity
from caseapp.core.references import in_groups
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence.models import EvidenceItem
from caseapp.intake import services
from caseapp.intake.models import RECEIPT_SHOWN_FOR, Draft
from caseapp.intake.selectors import authority_clocks
from caseapp.intake.views.session import forget, held_draft, keeps_draft
from caseapp.law.selectors import day_in, written_day

PROGRESS_DAYS = 90
"""A complainant hears at least this often where a complaint stands."""


def _filed(request: ActorRequest) -> tuple[Draft, Complaint] | None:
    draft = held_draft(request)
    if draft is None or draft.complaint is None:
        return None
    return draft, draft.complaint


def _elsewhere(request: ActorRequest) -> HttpResponse:
    return redirect("workspace:home" if request.actor.is_signed_in else "complaints:follow")


@never_cache
@require_safe
def receipt(request: ActorRequest) -> HttpResponse:
    """The receipt of the complaint just filed, for the browser that filed it."""
    found = _filed(request)
    if found is None:
        return _elsewhere(request)
    draft, complaint = found
    return render(
        request,
        "intake/receipt.html",
        {
            "complaint": complaint,
            "without_account": complaint.owner_id is None,
            "contact": _contact(complaint),
            "code": services.shown_code(draft),
            "minutes": RECEIPT_SHOWN_FOR.seconds // 60,
            "items": _items(complaint),
            "clocks": authority_clocks(complaint),
            "progress_on": _progress_on(complaint),
        },
    )


@require_POST
@never_cache
def download(request: ActorRequest) -> HttpResponse:
    """The receipt as a text file. By POST, so that no address, history or log leads to a code."""
    found = _filed(request)
    if found is None:
        return _elsewhere(request)
    draft, complaint = found
    response = HttpResponse(_as_text(complaint, services.shown_code(draft)), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{complaint.reference}.txt"'
    return response


@keeps_draft
@require_POST
@never_cache
def leave(request: ActorRequest) -> HttpResponse:
    """The code is kept: it is erased here, and the complaint opens."""
    found = _filed(request)
    if found is None:
        return _elsewhere(request)
    draft, complaint = found
    code = services.shown_code(draft)
    services.forget_code(draft_id=draft.pk)
    forget(request)
    if complaint.owner_id is None:
        if code is None or request.actor.is_signed_in:
            return _elsewhere(request)
        open_receipt_session(request, complaint.pk)
    return redirect("workspace:complaint", complaint.reference)


def _items(complaint: Complaint) -> list[EvidenceItem]:
    return list(EvidenceItem.objects.filter(vault__complaint=complaint).order_by("position"))


def _contact(complaint: Complaint) -> Contact | None:
    """The details that were given, for the browser that has just given them."""
    held = Identity.objects.filter(complaint=complaint).first()
    return held.contact() if held is not None else None


def _filed_on(complaint: Complaint) -> dt.date:
    """The day it was filed, where it happened."""
    return day_in(complaint.jurisdiction, complaint.submitted_at or complaint.created_at)


def _progress_on(complaint: Complaint) -> dt.date | None:
    if complaint.authority_id is None or complaint.submitted_at is None:
        return None
    return day_in(complaint.jurisdiction, complaint.submitted_at) + dt.timedelta(days=PROGRESS_DAYS)


def _as_text(complaint: Complaint, code: str | None) -> str:
    lines: list[Any] = [
        _("Countenance: receipt of a complaint"),
        "",
        _("Reference: %(reference)s") % {"reference": complaint.reference},
        _("Date: %(day)s") % {"day": written_day(_filed_on(complaint))},
    ]
    if code:
        lines += [
            "",
            _("Receipt code: %(code)s") % {"code": in_groups(code)},
            _("Without this code nobody can open the complaint. Whoever has it can read it."),
            _("Enter it at: %(address)s") % {"address": "/follow/"},
        ]
    lines += ["", _("Fingerprint of the statement (SHA-256): %(hash)s") % {"hash": complaint.statement_sha256}]
    lines += [
        _("File %(number)s, %(name)s (SHA-256): %(hash)s")
        % {"number": item.position, "name": item.file_name, "hash": item.sha256}
        for item in _items(complaint)
    ]
    return "\r\n".join(str(line) for line in lines) + "\r\n"

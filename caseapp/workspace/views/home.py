"""Home pages: each role has its own; this module finds it and holds the complainant's."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from caseapp.accounts.access import known
from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import ComplaintState
from caseapp.core.views.requests import ActorRequest
from caseapp.intake.selectors import open_drafts
from caseapp.notifications import selectors as notifications
from caseapp.notifications import services as notices
from caseapp.workspace.navigation import role_of
from caseapp.workspace.views import homes
from caseapp.workspace.views.notices import mail_standing

SHOWN = 10
"""How many complaints and notices the home shows; the lists behind it hold all."""


@known
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """The home of whoever asks: somebody with a receipt has one complaint, and that is their home."""
    actor = request.actor
    if actor.is_receipt_holder:
        one = complaints.complaints(actor).first()
        return redirect("workspace:complaint", one.reference) if one else redirect("complaints:follow")
    return HOMES[role_of(actor)](request)


@known
@require_POST
def notices_read(request: ActorRequest) -> HttpResponse:
    """The reader has seen what they were told."""
    actor = request.actor
    notices.mark_read(actor=actor, notices=list(notifications.unread_notices(actor)[:500]))
    return redirect("workspace:home")


def complainant(request: ActorRequest) -> HttpResponse:
    """What waits for me, my complaints with where each stands, drafts to continue, and what I was told."""
    actor = request.actor
    mine = list(complaints.complaints(actor).filter(owner_id=actor.user_id)[:SHOWN])
    rows: list[dict[str, Any]] = [{"complaint": row, "step": complaints.next_step(actor, row)} for row in mine]
    return render(
        request,
        "workspace/home_complainant.html",
        {
            "waiting": [row for row in rows if row["complaint"].state == ComplaintState.AWAITING_COMPLAINANT],
            "rows": rows,
            "drafts": open_drafts(actor, SHOWN),
            **homes.told(actor),
            **mail_standing(actor),
        },
    )


HOMES: dict[str, Callable[[ActorRequest], HttpResponse]] = {
    "complainant": complainant,
    "officer": homes.officer,
    "analyst": homes.analyst,
    "lawyer": homes.lawyer,
    "administrator": homes.administrator,
}

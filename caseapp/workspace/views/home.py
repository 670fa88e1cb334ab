"""Home pages: each role has its own; this module finds it and holds the complainant's."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from caseapp.accounts.access import known
from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import ComplaintState
from caseapp.intake.selectors import open_drafts
from caseapp.notifications import selectors as notifications
from caseapp.notifications import services as notices
from caseapp.workspace.navigation import role_of

HOMES = "caseapp.workspace.views.homes"
SHOWN = 20
"""How many complaints and notices the home shows; the lists behind it hold all."""


@known
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home of whoever asks: somebody with a receipt has one complaint, and that is their home."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_receipt_holder:
        one = complaints.complaints(actor).first()
        return redirect("workspace:complaint", one.reference) if one else redirect("complaints:follow")
    role = role_of(actor)
    view = _home_of(role) if role != "complainant" else None
    return view(request) if view is not None else complainant(request)


def _home_of(role: str) -> Callable[[HttpRequest], HttpResponse] | None:
    """The view named after the role in `homes`; None where this installation has none."""
    if find_spec(HOMES) is None:
        return None
    view: Callable[[HttpRequest], HttpResponse] | None = getattr(import_module(HOMES), role, None)
    return view


@known
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """The reader has seen what they were told."""
    actor = request.actor  # type: ignore[attr-defined]
    notices.mark_read(actor=actor, notices=list(notifications.unread_notices(actor)[:500]))
    return redirect("workspace:home")


def complainant(request: HttpRequest) -> HttpResponse:
    """What waits for me, my complaints with where each stands, drafts to continue, and what I was told."""
    actor = request.actor  # type: ignore[attr-defined]
    mine = list(complaints.complaints(actor).filter(owner_id=actor.user_id)[:SHOWN])
    rows = [{"complaint": row, "step": complaints.next_step(actor, row)} for row in mine]
    told = list(notifications.notices(actor)[:SHOWN])
    return render(
        request,
        "workspace/home_complainant.html",
        {
            "waiting": [row for row in rows if row["complaint"].state == ComplaintState.AWAITING_COMPLAINANT],
            "rows": rows,
            "drafts": list(open_drafts(actor)[:SHOWN]),
            "unread": any(notice.read_at is None for notice in told),
            "notices": [{"notice": notice, "words": notices.sentence(notice)} for notice in told],
        },
    )

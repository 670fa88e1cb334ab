"""Home pages of those who work here, one function a role, named as `navigation.role_of` names the role."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from caseapp.casework.selectors import work
from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import OPEN_STATES
from caseapp.core.actors import Actor
from caseapp.core.counts import said
from caseapp.core.queue import dead_messages, waiting_messages
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors as enforcement
from caseapp.litigation.enums import CaseFileState
from caseapp.litigation.selectors import chambers, limitation, suits
from caseapp.notifications import selectors as notifications
from caseapp.notifications import services as notices

SHOWN = 10


def officer(request: ActorRequest) -> HttpResponse:
    """My work today as counts that lead to what they count, the complaints I have, and what I was told."""
    actor = request.actor
    mine = complaints.complaints(actor).filter(assigned_to_id=actor.user_id, state__in=OPEN_STATES)
    return render(
        request,
        "workspace/home_officer.html",
        {
            "work": {name: said(number) for name, number in asdict(enforcement.work_today(actor)).items()},
            "clock": {name: said(number) for name, number in asdict(work.clock(actor)).items()},
            "load": [{"user": row.user, "open": said(row.open)} for row in work.team_load(actor)],
            "mine": list(mine.order_by("-priority", "-id")[:SHOWN]),
            **told(actor),
        },
    )


def analyst(request: ActorRequest) -> HttpResponse:
    """Numbers without names are all an analyst has."""
    return redirect("statistics:dashboard")


def lawyer(request: ActorRequest) -> HttpResponse:
    """Limitation dates first, then hearings of thirty days, my tasks, what waits, open case files, what I was told."""
    actor = request.actor
    found = chambers.waiting(actor, most=SHOWN)
    return render(
        request,
        "workspace/home_lawyer.html",
        {
            **vars(found),
            "limitations": [(row, limitation.title_of(row)) for row in found.deadlines],
            "case_files": list(suits.case_files(actor).filter(state=CaseFileState.OPEN)[:SHOWN]),
            **told(actor),
        },
    )


def administrator(request: ActorRequest) -> HttpResponse:
    """Whether the service runs as it should; nothing of any case."""
    return render(
        request,
        "workspace/home_administrator.html",
        {"waiting": waiting_messages().count(), "dead": dead_messages().count(), **told(request.actor)},
    )


def told(actor: Actor) -> dict[str, Any]:
    """What a home says of notices: the newest lines, and whether something in them is unread.

    Notices with the same words are one line, the newest of them, with how often it was said.
    """
    newest = list(notifications.notices(actor)[: SHOWN * 5])
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for notice in newest:
        words = notices.sentence(notice)
        line = found.setdefault((words, notice.path), {"notice": notice, "words": words, "times": 0, "new": False})
        line["times"] += 1
        line["new"] = line["new"] or notice.read_at is None
    lines = list(found.values())[:SHOWN]
    return {"unread": any(line["new"] for line in lines), "notices": lines}

"""What this browser's session knows of a filing: the draft's opaque id and nothing else."""

from typing import Any
from uuid import UUID

from caseapp.core.views.requests import ActorRequest
from caseapp.intake.models import Draft
from caseapp.intake.selectors import draft_in_session

KEY = "intake_draft"


def remember(request: ActorRequest, draft: Draft) -> None:
    """Hold on to this draft; writes the session only when it changes."""
    if request.session.get(KEY) != str(draft.pk):
        request.session[KEY] = str(draft.pk)


def forget(request: ActorRequest) -> None:
    """Let go of the draft."""
    request.session.pop(KEY, None)


def held_id(request: ActorRequest) -> UUID | None:
    """The draft's id, or None when the session names none."""
    held: Any = request.session.get(KEY)
    return UUID(held) if held else None


def held_draft(request: ActorRequest) -> Draft | None:
    """The draft the session names, if it is this person's; None when there is none any more."""
    return draft_in_session(request.actor, held_id(request))

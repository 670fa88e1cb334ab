"""The page of one complaint for those who work on it: an authority's officers and an engaged firm's lawyers."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from caseapp.casework.selectors.notes import notes_of
from caseapp.casework.selectors.priority import explained
from caseapp.casework.selectors.same_person import by_the_same_person
from caseapp.casework.services import looked
from caseapp.complaints import selectors
from caseapp.complaints.enums import OPEN_STATES, AccessKind, ComplaintState, Concern, GrantScope, Harm, Relief
from caseapp.complaints.models import Complaint
from caseapp.complaints.services import record_access
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import SIDE_LABELS, Actor
from caseapp.core.enums import ConsentDefect
from caseapp.core.models import TimelineEntry
from caseapp.core.policies import can
from caseapp.core.views.acts import offered
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors as enforcement
from caseapp.evidence import selectors as evidence
from caseapp.intake.selectors import Clock, authority_clocks, reading_of
from caseapp.law.enums import DeadlineKind, Finding, Outcome
from caseapp.law.selectors import located

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LETTERS_SHOWN = 5
NOTES_SHOWN = 5
TIMELINE_SHOWN = 30
CLOCKS_KEPT_SECONDS = 600

SPEAKS: "dict[str, _StrOrPromise]" = {
    Outcome.SUPPORTED: gettext_lazy("They describe something this law forbids"),
    Outcome.EXEMPTION_POSSIBLE: gettext_lazy("They describe something this law forbids; an exemption may apply"),
    Outcome.OPEN: gettext_lazy("Some answers that matter are missing"),
    Outcome.NOT_SUPPORTED: gettext_lazy("They do not describe a breach of this law"),
    Outcome.OUTSIDE: gettext_lazy("This law does not seem to reach what happened"),
}
"""What the complainant's answers amount to, for those who did not give them."""

PARTS: "dict[str, _StrOrPromise]" = {
    GrantScope.IDENTITY: gettext_lazy("Who the complainant is and how to reach them"),
}
"""Parts of a complaint that a desk names in other words than its complainant."""

CLOCKS_RUN_IN = frozenset(
    {
        ComplaintState.SUBMITTED,
        ComplaintState.UNDER_REVIEW,
        ComplaintState.AWAITING_COMPLAINANT,
        ComplaintState.ACCEPTED,
        ComplaintState.IN_INVESTIGATION,
    }
)


def complaint_page(request: ActorRequest, complaint: Complaint) -> HttpResponse:
    """What happened, what the law says to it, the evidence, the correspondence, who may see what, and what can be done.

    Called with a complaint that the actor may see; each part is shown as far as the actor was given it. What the law
    says element by element is a page of its own (`?part=law`).
    """
    actor = request.actor
    record_access(actor=actor, complaint=complaint, kind=AccessKind.READ)
    if request.GET.get("part") == "law":
        return render(
            request,
            "workspace/complaint_law.html",
            {"complaint": complaint, "reading": reading_of(complaint), "base": "base_desk.html"},
        )
    looked(actor=actor, complaint=complaint)
    may_write = can(actor, "complaints.write_message", complaint)
    timeline = list(selectors.timeline(actor, complaint)[:TIMELINE_SHOWN])
    letters = list(selectors.messages(actor, complaint).order_by("-id")[: LETTERS_SHOWN + 1]) if may_write else []
    return render(
        request,
        "workspace/complaint_desk.html",
        {
            "complaint": complaint,
            "step": selectors.next_step(actor, complaint),
            "offered": offered(
                WORKFLOW,
                actor,
                complaint,
                lambda action: reverse("complaints:act", args=[complaint.reference, action]),
            ),
            "defects": [ConsentDefect(value).label for value in complaint.consent_defect],
            "harms": [Harm(value).label for value in complaint.harms],
            "concerns": [Concern(value).label for value in complaint.concerns],
            "wishes": [Relief(value).label for value in complaint.relief_sought],
            "notes": list(notes_of(actor, complaint)[:NOTES_SHOWN]) if actor.is_officer else [],
            "may_note": can(actor, "casework.write_note", complaint),
            "referrals": selectors.referrals_of(actor, complaint),
            "same_person": by_the_same_person(actor, complaint).count(),
            "may_hold": can(actor, "complaints.hold", complaint),
            "parts": explained(complaint) if actor.is_officer else [],
            "may_assign": can(actor, "complaints.assign", complaint),
            "may_view_identity": can(actor, "complaints.view_identity", complaint),
            "may_view_evidence": can(actor, "complaints.view_evidence", complaint),
            "may_write": may_write,
            "letters": [
                {
                    "letter": letter,
                    "who": SIDE_LABELS.get(letter.side, letter.side),
                    "mine": letter.side == actor.side,
                }
                for letter in letters[:LETTERS_SHOWN]
            ],
            "more_letters": len(letters) > LETTERS_SHOWN,
            "items": evidence.presented_items(actor, complaint),
            "laws": _laws(complaint),
            "clocks": _clocks(complaint) if complaint.state in CLOCKS_RUN_IN else [],
            "let_in": _let_in(actor, complaint),
            "timeline": timeline,
            "asked_again": _asked_again(complaint, timeline),
            **_enforcement(actor, complaint),
        },
    )


def _asked_again(complaint: Complaint, timeline: list[TimelineEntry]) -> str:
    """Why the complainant wants a rejected complaint looked at again, while nobody decided on it since."""
    if complaint.state not in OPEN_STATES:
        return ""
    decided = {"complaints.accept", "complaints.reject", "complaints.request_reconsideration"}
    newest = next((entry for entry in timeline if entry.kind in decided), None)
    asked = newest is not None and newest.kind == "complaints.request_reconsideration"
    return str(newest.data.get("reason", "")) if newest is not None and asked else ""


def _laws(complaint: Complaint) -> list[dict[str, Any]]:
    """What each law that was screened came to, in a line."""
    return [
        {
            "name": screening.framework.short_name,
            "outcome": SPEAKS[Outcome(screening.result["outcome"])],
            "made_out": list(
                dict.fromkeys(
                    located(screening.framework, one["article"])
                    for one in screening.result["grounds"]
                    if one["finding"] == Finding.MADE_OUT
                )
            ),
        }
        for screening in selectors.screenings(complaint)
    ]


def _clocks(complaint: Complaint) -> list[dict[str, Any]]:
    """The authority's dates, each with whether what it asks for was done."""
    done = {str(DeadlineKind.AUTHORITY_ACKNOWLEDGEMENT.label)} if complaint.acknowledged_at else set()
    return [{"clock": clock, "done": clock.what in done} for clock in authority_dates(complaint)]


def authority_dates(complaint: Complaint) -> list[Clock]:
    """By when the authority owes what; the same for all complaints of a place and an hour, and so kept for a while."""
    if complaint.submitted_at is None:
        return []
    key = f"desk.clocks:{complaint.jurisdiction_id}:{complaint.submitted_at:%Y%m%d%H}:{get_language()}"
    known: list[Clock] | None = cache.get(key)
    if known is None:
        known = [replace(clock, what=str(clock.what)) for clock in authority_clocks(complaint)]
        cache.set(key, known, CLOCKS_KEPT_SECONDS)
    return known


def _let_in(actor: Actor, complaint: Complaint) -> list[dict[str, Any]]:
    """Which authorities have access now and to which parts, and the actor's own firm; which other firms the
    complainant talks to is theirs to tell.
    """
    sides = Q(authority__isnull=False) | Q(firm_id__in=actor.firm_ids())
    grants = complaint.grants.filter(sides, revoked_at=None).select_related("authority", "firm").order_by("id")
    return [
        {
            "name": str(grant.authority or grant.firm),
            "parts": [PARTS.get(scope, GrantScope(scope).label) for scope in grant.scopes],
            "since": grant.created_at,
        }
        for grant in grants
    ]


def _enforcement(actor: Actor, complaint: Complaint) -> dict[str, Any]:
    """The investigation the complaint is part of, or those it could join; nothing for a firm."""
    if not actor.is_officer:
        return {"investigation": None, "joinable": [], "may_investigate": False}
    may = complaint.state == ComplaintState.ACCEPTED and can(actor, "complaints.start_investigation", complaint)
    return {
        "investigation": None if may else enforcement.investigation_of(actor, complaint),
        "joinable": list(enforcement.joinable(actor, complaint)[:5]) if may else [],
        "may_investigate": may,
    }

"""The page of one complaint: the complainant's own, or the desk's for whoever was let in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known
from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import authorities_for
from caseapp.complaints import selectors, services
from caseapp.complaints.enums import ComplaintState, Harm, Relief
from caseapp.complaints.models import Complaint, Message, ProgressUpdate
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import SIDE_LABELS, Actor, day_of
from caseapp.core.enums import ActorSector, ConsentDefect
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.models import TimelineEntry
from caseapp.core.views.acts import offered
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement.selectors import outcome_for_complainant
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services as evidence_services
from caseapp.intake.selectors import Clock, outline_of, reading_of
from caseapp.law.enums import DeadlineKind
from caseapp.law.selectors import day_in, jurisdiction_chain
from caseapp.litigation.selectors.engagements import firms_let_in
from caseapp.litigation.selectors.suits import suits_for_complainant
from caseapp.notifications import selectors as notifications
from caseapp.precedents import selectors as precedents
from caseapp.precedents.enums import EstimateTarget
from caseapp.workspace.views import desk
from caseapp.workspace.views.messages import files_by_letter, letter_form, letter_vault, send_letter, told

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ENTRIES, LETTERS, ACCESSES, UPDATES = 100, 10, 20, 10
"""How much of each the page shows; the rest is behind its links and in the take-out."""

WITH_AUTHORITY = frozenset(
    {
        ComplaintState.SUBMITTED,
        ComplaintState.UNDER_REVIEW,
        ComplaintState.ACCEPTED,
        ComplaintState.IN_INVESTIGATION,
        ComplaintState.REFERRED,
    }
)


@dataclass(frozen=True)
class Standing:
    """Where it stands, what is next, by when and by whom; without a date where none is known."""

    now: "_StrOrPromise"
    next: "_StrOrPromise"
    who: "_StrOrPromise"
    by: dt.date | None = None
    why: "_StrOrPromise" = ""


@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evidence_services.streams_evidence(letter_vault)
def complaint(request: ActorRequest, reference: str) -> HttpResponse:
    """One complaint, for its complainant or for a side that was let in; for all others there is no such page."""
    actor: Actor = request.actor
    found = selectors.complaint_by_reference(actor, reference)
    if not is_complainant(actor, found):
        return desk.complaint_page(request, found)
    if request.GET.get("part") == "law":
        context = {"complaint": found, "reading": reading_of(found), "base": "base_public.html"}
        return render(request, "workspace/complaint_law.html", context)
    form = letter_form(request)
    if request.method == "POST" and form.is_valid() and send_letter(request, found, form):
        return redirect(reverse("workspace:complaint", args=[found.reference]) + "#messages")
    return render(
        request,
        "workspace/complaint.html",
        {**_context(actor, found), "form": form},
        status=400 if form.errors else 200,
    )


@known
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActorRequest, reference: str) -> HttpResponse:
    """Send a complaint that was kept as a record to an authority of its place."""
    actor: Actor = request.actor
    found = selectors.own_complaint(actor, reference)
    receivers = {row.code: row for row in _receivers(found)}
    form = _receiver_form(receivers)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.address_complaint(
                actor=actor, complaint=found, authority=receivers[form.cleaned_data["authority"]]
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your complaint was sent."))
            return redirect("workspace:complaint", found.reference)
    context = {"complaint": found, "form": form, "receivers": receivers}
    return render(request, "workspace/complaint_send.html", context, status=400 if form.errors else 200)


def _context(actor: Actor, found: Complaint) -> dict[str, Any]:
    letters = list(selectors.messages(actor, found).order_by("-id")[: LETTERS + 1])
    items = evidence.presented_items(actor, found)
    files = files_by_letter([shown.item for shown in items])
    clocks = _authority_dates(found)
    request_now = _open_request(found, letters)
    updates = list(selectors.sent_updates(actor, found)[:UPDATES])
    today = day_in(found.jurisdiction, timezone.now())
    entries = list(selectors.timeline(actor, found)[:ENTRIES])
    return {
        "complaint": found,
        "today": today,
        "standing": _standing(actor, found, clocks, request_now, updates, today),
        "request_now": request_now,
        "asked": request_now is not None,
        "offered": offered(
            WORKFLOW, actor, found, lambda action: reverse("complaints:act", args=[found.reference, action])
        ),
        "updates": updates,
        "rejected_because": _rejection(found, entries),
        "timeline": [{"entry": one, "by": _whose(one.side), "when": _when(found, one)} for one in entries],
        "letters": [told(one, files, own="complainant", you=True) for one in reversed(letters[:LETTERS])],
        "more_letters": len(letters) > LETTERS,
        "limits": evidence.limits(),
        "items": items,
        "accesses": [(one, selectors.access_sentence(one)) for one in selectors.accesses(actor, found)[:ACCESSES]],
        "alike": selectors.alike(found.respondent_id),
        "estimate": _kept_estimate(actor, found),
        "reading": outline_of(found),
        "clocks": clocks,
        "outcome": outcome_for_complainant(actor, found),
        "suits": list(suits_for_complainant(actor, found)),
        "shares": list(firms_let_in(found)),
        "unread": notifications.unread_notices(actor).count(),
        "contact": selectors.identity(actor, found),
        "facts": _facts(found),
        "kept": found.state == ComplaintState.SUBMITTED and found.authority_id is None,
        "may_write": found.authority_id is not None and found.state != ComplaintState.WITHDRAWN,
    }


def _rejection(found: Complaint, entries: list[TimelineEntry]) -> str:
    """The authority's reason, where it rejected the complaint."""
    if found.state != ComplaintState.REJECTED:
        return ""
    newest = next((entry for entry in entries if entry.kind == "complaints.reject"), None)
    return str(newest.data.get("reason", "")) if newest is not None else ""


def _kept_estimate(actor: Actor, found: Complaint) -> tuple[str, dt.datetime] | None:
    """The newest range that was kept for the complainant, in a sentence, and when it was reckoned."""
    kept = precedents.estimates_of(actor, found.reference).filter(target=EstimateTarget.COMPENSATION).first()
    return (precedents.range_sentence(kept.result), kept.created_at) if kept else None


def _authority_dates(found: Complaint) -> list[Clock]:
    """What the authority still owes, and by when; an acknowledgement that came is no longer waited for."""
    if found.state not in WITH_AUTHORITY:
        return []
    came = {str(DeadlineKind.AUTHORITY_ACKNOWLEDGEMENT.label)} if found.acknowledged_at else set()
    return [clock for clock in desk.authority_dates(found) if clock.what not in came]


def dates_that_run(found: Complaint) -> list[Clock]:
    """All dates that the complaint's page shows: the authority's, and those of the laws that may apply."""
    return [*_authority_dates(found), *outline_of(found).clocks]


def _whose(side: str) -> "_StrOrPromise":
    """A side as the complainant reads it."""
    return _("You") if side == "complainant" else SIDE_LABELS.get(side, side)


def _when(found: Complaint, entry: TimelineEntry) -> dt.date:
    """The moment of an entry; the day alone where nothing else was kept of what somebody anonymous did."""
    return entry.at.date() if found.anonymous and entry.at == day_of(entry.at) else entry.at


def _open_request(found: Complaint, letters: list[Message]) -> Message | None:
    """The question that waits for an answer: the newest, wherever it stands in the correspondence."""
    if found.state != ComplaintState.AWAITING_COMPLAINANT:
        return None
    shown = next((one for one in letters if one.is_request), None)
    return shown or found.messages.filter(is_request=True).order_by("-id").first()


def _standing(
    actor: Actor,
    found: Complaint,
    clocks: list[Clock],
    request_now: Message | None,
    updates: list[ProgressUpdate],
    today: dt.date,
) -> Standing:
    """The step of the workflow with its date: the question's, the law's, or the next report at the latest."""
    step = selectors.next_step(actor, found)
    who = _whose(step.side) if step.side else ""
    if request_now is not None:
        return Standing(step.now, step.next, who, request_now.due_on)
    if found.authority_id is None or found.state not in WITH_AUTHORITY or found.submitted_at is None:
        return Standing(step.now, step.next, who)
    if found.state == ComplaintState.SUBMITTED and clocks and clocks[0].day >= today:
        return Standing(step.now, step.next, who, clocks[0].day, clocks[0].article)
    return Standing(
        step.now,
        step.next,
        who,
        selectors.next_update_on(found, updates),
        _("You hear from us at least every 90 days."),
    )


def _facts(found: Complaint) -> list[tuple[str, Any]]:
    answer = {"yes": _("Yes"), "no": _("No"), "unsure": _("I am not sure")}
    several = {"consent_defect": ConsentDefect, "harms": Harm, "relief_sought": Relief}

    def lines(name: str) -> str:
        return "\n".join(str(several[name](value).label) for value in getattr(found, name))

    return [
        (_("Organisation"), found.respondent.shown_name),
        (_("Place"), "\n".join(filter(None, (found.venue_name, found.venue_address, found.get_venue_kind_display())))),
        (_("Country or region"), str(found.jurisdiction.name)),
        (_("Day it happened, or began"), found.occurred_on),
        (_("Still going on"), answer["yes"] if found.ongoing else answer["no"]),
        (_("What the system did"), found.get_use_display()),
        (_("Asked for consent"), answer.get(found.consent_asked, "")),
        (_("Asked separately"), answer.get(found.consent_separate, "")),
        (_("Offered another way"), answer.get(found.alternative_offered, "")),
        (_("How consent failed"), lines("consent_defect")),
        (_("Effect on you"), lines("harms")),
        (_("What you ask for"), lines("relief_sought")),
        (_("In your words"), found.narrative),
    ]


def _receivers(found: Complaint) -> list[Authority]:
    places = jurisdiction_chain(found.jurisdiction_id)
    rows = authorities_for(list(places))
    if found.respondent_kind == ActorSector.PUBLIC:
        rows = rows.filter(receives_public_sector=True)
    return sorted(rows, key=lambda row: (places.index(row.jurisdiction_id), row.name))


def _receiver_form(receivers: Mapping[str, Authority]) -> type[forms.Form]:
    field = forms.ChoiceField(
        label=_("Who should receive it?"),
        choices=[(code, f"{row.name}\n{row.jurisdiction.name}") for code, row in receivers.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who should receive it.")},
    )
    return type("ReceiverForm", (forms.Form,), {"authority": field})

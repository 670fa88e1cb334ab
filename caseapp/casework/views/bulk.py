"""Acts upon many: chosen, looked at, done with progress, taken back."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from caseapp.accounts.access import officers_only
from caseapp.casework import services
from caseapp.casework.enums import BulkState, ItemState
from caseapp.casework.filters import narrowed, queue_of
from caseapp.casework.forms import BulkForm, form_for_bulk
from caseapp.casework.models import BulkAct
from caseapp.casework.selectors import bulk as selectors
from caseapp.casework.services.bulk_verbs import verbs
from caseapp.casework.workflow import BULK, UNDO_WITHIN
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.paging import keyset_page
from caseapp.core.views.acts import refused_page
from caseapp.core.views.requests import ActorRequest

WORKING = frozenset({BulkState.RUNNING, BulkState.TAKING_BACK})


@officers_only
@require_POST
def freeze(request: ActorRequest) -> HttpResponse:
    """Keep what was chosen in a list: the ticked ones, or all that the list's address holds; then show the act."""
    actor, origin = request.actor, request.POST.get("origin", "")
    if request.POST.get("everything"):
        found = narrowed(actor, QueryDict(origin))
    else:
        found = queue_of(actor).filter(reference__in=request.POST.getlist("complaint"))
    try:
        bulk = services.freeze(actor=actor, action=request.POST.get("act", ""), complaints=found, origin=origin)
    except DomainError as refusal:
        messages.error(request, str(next(iter(refusal.errors.values()), refusal.message)))
        return redirect(f"{reverse('complaints:list')}?{origin}")
    return redirect("casework:bulk", bulk.reference)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: ActorRequest, reference: str) -> HttpResponse:
    """One act: what it would change and whom it leaves out; then its progress; then what became of each."""
    actor = request.actor
    found = selectors.bulk_by_reference(actor, reference)
    verb = verbs().get(found.action)
    if verb is None:
        raise NotFound()
    if found.state != BulkState.PREPARED:
        return _result(request, found)
    looked_at = selectors.preview(actor, found)
    form_class = form_for_bulk(actor, found, verb, looked_at.languages)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.start(actor=actor, bulk=found, given=form.given())
        except DomainError as refusal:
            _refuse(form, refusal)
        else:
            return redirect("casework:bulk", reference)
    return render(
        request,
        "casework/bulk_prepared.html",
        {
            "bulk": found,
            "verb": verb,
            "form": form,
            "preview": looked_at,
            "changes": [
                {"before": before, "after": after, "count": count}
                for (before, after), count in sorted(looked_at.changes.items())
            ],
            "to_read": list(selectors.to_read(actor, found)) if verb.closes else [],
            "mine": found.owner_id == actor.user_id,
            "back": _origin(found),
        },
        status=400 if form.errors else 200,
    )


@officers_only
@require_safe
def progress(request: ActorRequest, reference: str) -> HttpResponse:
    """The part of the page that looks again by itself; once the work is done the whole page is read anew."""
    found = selectors.bulk_by_reference(request.actor, reference)
    if found.state not in WORKING:
        return HttpResponseClientRefresh()
    return render(request, "casework/bulk_progress.html", {"bulk": found, "verb": verbs().get(found.action)})


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Discard what was prepared, or take back what was done; taking back asks first."""
    actor = request.actor
    found = selectors.bulk_by_reference(actor, reference)
    verb = {"discard": services.discard, "take_back": services.take_back}.get(action)
    back = reverse("casework:bulk", args=[reference])
    if verb is None:
        raise NotFound()
    if request.method == "POST":
        try:
            verb(actor=actor, bulk=found)
        except DomainError as refusal:
            return refused_page(request, refusal, back=back)
        return redirect(_origin(found) if action == "discard" else back)
    return render(
        request,
        "casework/bulk_take_back.html",
        {"bulk": found, "verb": verbs().get(found.action), "outcomes": selectors.outcomes(found), "back": back},
    )


@officers_only
@require_safe
def acts(request: ActorRequest) -> HttpResponse:
    """Acts upon many of the authority, newest first."""
    page = keyset_page(selectors.acts(request.actor), request.GET)
    named = {name: verb.label for name, verb in verbs().items()}
    rows = [{"bulk": row, "label": named.get(row.action, row.action)} for row in page]
    return render(request, "casework/bulk_list.html", {"page": page, "rows": rows})


def _result(request: ActorRequest, found: BulkAct) -> HttpResponse:
    verb = verbs()[found.action]
    counted = selectors.outcomes(found)
    page = keyset_page(selectors.refused_items(found), request.GET, order="id")
    in_time = found.finished_at is not None and timezone.now() - found.finished_at <= UNDO_WITHIN
    offered = {row.action for row in BULK.allowed(request.actor, found)}
    return render(
        request,
        "casework/bulk_result.html",
        {
            "bulk": found,
            "verb": verb,
            "working": found.state in WORKING,
            "outcomes": [{"label": state.label, "count": counted[state]} for state in ItemState if counted.get(state)],
            "page": page,
            "may_take_back": "take_back" in offered and in_time and verb.undo is not None,
            "until": found.finished_at + UNDO_WITHIN if found.finished_at else None,
            "back": _origin(found),
        },
    )


def _origin(found: BulkAct) -> str:
    return f"{reverse('complaints:list')}?{found.origin}" if found.origin else reverse("complaints:list")


def _refuse(form: BulkForm, refusal: DomainError) -> None:
    for name, message in refusal.errors.items():
        form.add_error(form.place(name), str(message))
    if not refusal.errors:
        form.add_error(None, str(refusal.message) or _("This cannot be done"))

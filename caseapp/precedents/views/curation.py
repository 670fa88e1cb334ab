"""The curators' desk: what waits, a version and its changes, writing one, and what may be done to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import curators_only
from caseapp.core import timeline
from caseapp.core.errors import DomainError, InvalidInput, NotFound
from caseapp.core.forms_acts import prose
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors, services
from caseapp.precedents.enums import WRITABLE_STATES, RevisionState
from caseapp.precedents.forms_curation import RecordForm, TreatmentForm
from caseapp.precedents.models import Precedent, Revision
from caseapp.precedents.workflow import REVISION


@curators_only
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """What waits for a curator, and what became public lately."""
    done = selectors.revisions(request.actor).filter(state=RevisionState.APPROVED, approver__isnull=False)
    return render(
        request,
        "precedents/curation.html",
        {
            "suggestions": selectors.waiting_suggestions(request.actor),
            "open": selectors.open_revisions(request.actor),
            "page": keyset_page(done, request.GET, order="-id", size=25),
        },
    )


@curators_only
@require_safe
def revision(request: ActorRequest, reference: str) -> HttpResponse:
    """One version: what it changes and why, who wrote it, and what may be done to it."""
    found = selectors.revision_by_reference(request.actor, reference)
    return render(
        request,
        "precedents/revision.html",
        {
            "revision": found,
            "changes": selectors.revision_changes(found),
            "overtaken": selectors.is_overtaken(found),
            "may_write": found.state in WRITABLE_STATES and can(request.actor, "precedents.revision.write", found),
            "entries": [(one.at, timeline.sentence(one)) for one in timeline.entries(found)],
            "offered": offered(
                REVISION,
                request.actor,
                found,
                lambda action: reverse("precedents:revision_act", args=[reference, action]),
            ),
        },
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Write a precedent that we do not have yet."""
    return _write(request, content={}, back=reverse("precedents:curation"))


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, slug: str) -> HttpResponse:
    """Write a further version of a precedent."""
    precedent = selectors.precedent_by_slug(request.actor, slug)
    return _write(
        request,
        content=precedent.content,
        precedent=precedent,
        back=reverse("precedents:detail", args=[slug]),
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, reference: str) -> HttpResponse:
    """Go on with a draft, or with a version that was sent back."""
    found = selectors.revision_by_reference(request.actor, reference)
    if found.state not in WRITABLE_STATES or not can(request.actor, "precedents.revision.write", found):
        raise NotFound
    return _write(
        request,
        content=found.content,
        precedent=found.precedent,
        revision=found,
        back=reverse("precedents:revision", args=[reference]),
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def treatment(request: ActorRequest, slug: str) -> HttpResponse:
    """Record what became of a decision; it goes to a second curator at once."""
    precedent = selectors.precedent_by_slug(request.actor, slug)
    form = TreatmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            written = services.record_treatment(actor=request.actor, precedent=precedent, treatment=form.treatment())
        except DomainError as refusal:
            for name, words in refusal.errors.items():
                form.add_error(name if name in form.fields else None, str(words))
        else:
            messages.success(request, _("It was sent to a second curator."))
            return redirect("precedents:revision", written.reference)
    return render(
        request,
        "precedents/treatment_form.html",
        {"form": form, "precedent": precedent},
        status=400 if form.errors else 200,
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One action of the workflow on a version."""
    found = selectors.revision_by_reference(request.actor, reference)
    note = prose(_("Note"), _("Everyone can read it in the history."), longest=1000, rows=3)
    return act_page(
        request,
        found,
        action,
        workflow=REVISION,
        perform=lambda given: _perform(request, found, action, given),
        back=reverse("precedents:revision", args=[reference]),
        caption=found.name,
        fields={"note": note} if action == "approve" else None,
        facts="precedents/_proposal.html",
        context={"changes": selectors.revision_changes(found), "revision": found},
    )


def _perform(request: ActorRequest, revision: Revision, action: str, given: dict[str, Any]) -> None:
    """Do it; what a draft lacks is named, since its fields stand on another page."""
    try:
        services.perform(actor=request.actor, revision=revision, action=action, given=given)
    except InvalidInput as refusal:
        fields = RecordForm(content=revision.content, reason="", is_new=revision.precedent is None).fields
        lacking = [str(fields[name].label) for name in refusal.errors if name in fields]
        if not lacking:
            raise
        told = {"fields": _(", ").join(lacking)}
        raise InvalidInput(
            _("The draft is not ready: %(fields)s. Work on it, and send it from there.") % told
        ) from None


@require_safe
def history(request: ActorRequest, slug: str) -> HttpResponse:
    """Every version of a precedent, for everyone; who wrote them only for curators."""
    precedent = selectors.precedent_by_slug(request.actor, slug)
    return render(
        request,
        "precedents/history.html",
        {
            "precedent": precedent,
            "versions": selectors.history(request.actor, precedent),
            "curates": can(request.actor, "precedents.curate"),
        },
    )


def _write(
    request: ActorRequest,
    *,
    content: dict[str, Any],
    back: str,
    precedent: Precedent | None = None,
    revision: Revision | None = None,
) -> HttpResponse:
    """The form of a version. Saving keeps it whatever it lacks; sending it on says what is wrong beside each field."""
    form = RecordForm(
        request.POST or None,
        content=content,
        reason=revision.reason if revision else "",
        is_new=precedent is None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.write_revision(
                actor=request.actor,
                content=form.content(),
                reason=form.cleaned_data["reason"],
                precedent=precedent,
                revision=revision,
            )
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            return _kept(request, kept, form, back)
    return _form_page(request, form, precedent, back)


def _kept(request: ActorRequest, kept: Revision, form: RecordForm, back: str) -> HttpResponse:
    at = redirect("precedents:revision", kept.reference)
    if request.POST.get("then") != "propose":
        messages.success(request, _("The draft was saved. Nobody but curators can see it."))
        return at
    try:
        services.perform(actor=request.actor, revision=kept, action="propose")
    except InvalidInput as refusal:
        form.add_refusal(refusal)
        form.add_error(None, _("It is kept as a draft. Mend what is named here and send it again."))
        return _form_page(
            request, form, kept.precedent, back, action=reverse("precedents:revision_edit", args=[kept.reference])
        )
    messages.success(request, _("It was sent to a second curator."))
    return at


def _form_page(
    request: ActorRequest, form: RecordForm, precedent: Precedent | None, back: str, action: str = ""
) -> HttpResponse:
    return render(
        request,
        "precedents/record_form.html",
        {"form": form, "precedent": precedent, "back": back, "action": action},
        status=400 if form.errors else 200,
    )

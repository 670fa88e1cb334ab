"""Acting together with others, as the complainant meets it: agreeing to be asked, an invitation, and one's place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import known
from caseapp.complaints.selectors import own_complaint
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import prose
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.enums import ActionState, InvitationState
from caseapp.litigation.forms.collective import ConsentForm, JoinForm
from caseapp.litigation.models import CollectiveInvitation
from caseapp.litigation.selectors import agreements
from caseapp.litigation.selectors import collective as selectors
from caseapp.litigation.selectors.share_statements import own_place, statement_of, statement_pdf, statements_of
from caseapp.litigation.services import collective as services
from caseapp.litigation.workflow import MEMBER

PUBLIC = "base_public.html"


@known
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: ActorRequest, reference: str) -> HttpResponse:
    """Whether law firms may invite one for this complaint, and what they invited to."""
    complaint = own_complaint(request.actor, reference)
    form = ConsentForm(request.POST or None, initial={"agreed": selectors.may_be_invited(complaint)})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_contact_consent(actor=request.actor, complaint=complaint, agreed=form.cleaned_data["agreed"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your choice was saved."))
            return redirect("litigation:together", reference)
    return render(
        request,
        "litigation/together.html",
        {"complaint": complaint, "form": form, "invitations": selectors.invitations_of(request.actor, complaint)},
        status=400 if form.errors else 200,
    )


@known
@require_safe
def invitation(request: ActorRequest, reference: str) -> HttpResponse:
    """One invitation in plain words; once joined, one's place on the roster."""
    found = selectors.invitation_by_reference(request.actor, reference)
    member = own_place(found)
    actor = request.actor
    return render(
        request,
        "litigation/invitation.html",
        {
            "invitation": found,
            "action": found.action,
            "clauses": agreements.clauses(found.action),
            "member": member,
            "open": _open(found),
            "statements": statements_of(member) if member else [],
            "offered": offered(
                MEMBER, actor, member, lambda name: reverse("litigation:own_place_act", args=[reference, name])
            )
            if member
            else None,
            "timeline": entries(member)[:50] if member else [],
        },
    )


@known
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: ActorRequest, reference: str) -> HttpResponse:
    """Sign and join."""
    found = selectors.invitation_by_reference(request.actor, reference)
    if not _open(found):
        return redirect("litigation:invitation", reference)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.perform_on_invitation(actor=request.actor, invitation=found, name="join", given=form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("You joined. The firm now checks your claim."))
            return redirect("litigation:invitation", reference)
    return render(
        request,
        "litigation/join.html",
        {"form": form, "invitation": found, "action": found.action, "clauses": agreements.clauses(found.action)},
        status=400 if form.errors else 200,
    )


@known
@require_POST
def decline(request: ActorRequest, reference: str) -> HttpResponse:
    """Say no."""
    found = selectors.invitation_by_reference(request.actor, reference)
    services.perform_on_invitation(actor=request.actor, invitation=found, name="decline", given={})
    messages.success(request, _("You said no. The firm is not told."))
    return redirect("litigation:invitation", reference)


@known
@require_http_methods(["GET", "HEAD", "POST"])
def own_place_act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Answer what is missing, or leave."""
    member = own_place(selectors.invitation_by_reference(request.actor, reference))
    if member is None or action not in {"cure", "leave"}:
        raise NotFound()
    return act_page(
        request,
        member,
        action,
        workflow=MEMBER,
        perform=lambda given: services.perform_on_member(actor=request.actor, member=member, name=action, given=given),
        caption=member.action.title,
        back=reverse("litigation:invitation", args=[reference]),
        base=PUBLIC,
        fields={
            "message": prose(
                _("Your answer"), _("Files are added to your complaint as evidence; say here what you added.")
            )
        }
        if action == "cure"
        else {},
        explanations={"leave": _("You cannot join this action again. The firm no longer sees your complaint.")},
    )


@known
@require_safe
def statement(request: ActorRequest, reference: str, made: str) -> HttpResponse:
    """One's statement of a distribution, as PDF."""
    member, found = statement_of(selectors.invitation_by_reference(request.actor, reference), made)
    return HttpResponse(
        statement_pdf(member, found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{made}.pdf"'},
    )


def _open(invitation: CollectiveInvitation) -> bool:
    """Whether one may join now."""
    action = invitation.action
    return (
        invitation.state in {InvitationState.SENT, InvitationState.DECLINED}
        and action.state == ActionState.INVITING
        and action.join_by is not None
        and selectors.today_of(action) <= action.join_by
    )

"""The officers' side of the respondent's pages: inviting it, more time or not, and where its files belong."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.selectors import today_at
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day
from caseapp.core.policies import can
from caseapp.core.references import in_groups
from caseapp.core.views.acts import act_page
from caseapp.core.views.requests import ActorRequest
from caseapp.documents.selectors import letter_language
from caseapp.enforcement import selectors, services
from caseapp.enforcement.forms_portal import InvitationForm
from caseapp.enforcement.models import Investigation, Invitation, TimeWish
from caseapp.enforcement.workflow import TIME_WISH
from caseapp.evidence import selectors as evidence


@officers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: ActorRequest, reference: str) -> HttpResponse:
    """Who was invited to answer, and the form to invite; link and code of a new one are shown once."""
    found = selectors.investigation_by_reference(request.actor, reference)
    if not can(request.actor, "enforcement.invite_respondent", found):
        raise NotFound()
    language = letter_language(found.authority.jurisdiction_id)
    form = InvitationForm(request.POST or None, initial={"language": language})
    made: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _invitation, secret, code = services.invite_respondent(
                actor=request.actor, investigation=found, **form.cleaned_data
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            made = {"link": request.build_absolute_uri(reverse("enforcement:respond_link", args=[secret]))}
            made["code"] = in_groups(code)
            form = InvitationForm(initial={"language": language})
    now = timezone.now()
    rows = [
        {"row": row, "stands": row.stands_at(now)}
        for row in Invitation.objects.visible_to(request.actor).filter(investigation=found)
    ]
    return render(
        request,
        "enforcement/invitations.html",
        {"investigation": found, "form": form, "made": made, "rows": rows},
        status=400 if form.errors else 200,
    )


@officers_only
@require_POST
def revoke(request: ActorRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = (
        Invitation.objects.visible_to(request.actor).select_related("investigation").filter(pk=invitation_id).first()
    )
    if found is None or not can(request.actor, "enforcement.invite_respondent", found.investigation):
        raise NotFound()
    services.revoke_invitation(actor=request.actor, invitation=found)
    messages.success(request, _("The link does not work any more."))
    return redirect("enforcement:invitations", found.investigation.reference)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide_on_time(request: ActorRequest, reference: str, number: int, action: str) -> HttpResponse:
    """Grant or refuse more time."""
    found = selectors.investigation_by_reference(request.actor, reference)
    wish = TimeWish.objects.visible_to(request.actor).filter(investigation=found, pk=number).first()
    if wish is None:
        raise NotFound()
    fields: dict[str, Any] = {}
    if action == "grant":
        fields["due_on"] = day(_("Answer by"), earliest=today_at(found.authority) + timedelta(days=1))
    return act_page(
        request,
        wish,
        action,
        workflow=TIME_WISH,
        perform=lambda given: services.perform_on_time_wish(actor=request.actor, wish=wish, action=action, given=given),
        caption=f"{found.reference} · {found.respondent}",
        back=reverse("enforcement:investigation", args=[reference]),
        fields=fields,
        initial={"due_on": wish.wanted_until},
        facts="enforcement/time_wish.html",
        context={"wish": wish, "investigation": found},
    )


@officers_only
@require_safe
def inquiry_of_file(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """From a file that a respondent gave to its investigation."""
    item = evidence.item(request.actor, item_id)
    found = Investigation.objects.visible_to(request.actor).filter(vault=item.vault_id).first()
    if found is None:
        raise NotFound()
    return redirect("enforcement:investigation", found.reference)

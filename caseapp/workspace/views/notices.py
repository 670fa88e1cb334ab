"""What people were told, how they want to be told, and the link in a mail that ends the mails."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import known
from caseapp.accounts.models import User
from caseapp.complaints import selectors as complaints
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.views.requests import ActorRequest
from caseapp.notifications import selectors, services
from caseapp.workspace.forms.told import NoticeForm


@known
@require_safe
def notices(request: ActorRequest) -> HttpResponse:
    """Everything the reader was told, newest first, each with what became of the mail about it."""
    page = keyset_page(selectors.notices_with_mails(request.actor), request.GET)
    rows = [
        {"notice": notice, "words": services.sentence(notice), "mails": getattr(notice, "mails", [])} for notice in page
    ]
    return render(
        request,
        "workspace/notices_all.html",
        {
            "page": page,
            "rows": rows,
            "unread": any(row["notice"].read_at is None for row in rows),
            **mail_standing(request.actor),
        },
    )


@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ActorRequest) -> HttpResponse:
    """Choose when mails come; see whether the address takes them."""
    actor = request.actor
    standing = mail_standing(actor)
    chosen = standing["preference"]
    names = ("mode", "daily_at", "quiet_from", "quiet_until", "time_zone")
    form = NoticeForm(request.POST or None, initial={name: getattr(chosen, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_preference(actor=actor, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your choice was saved."))
            return redirect("workspace:notice_settings")
    context = {"form": form, **standing}
    return render(request, "workspace/notice_settings.html", context, status=400 if form.errors else 200)


@known
@require_POST
def address_works(request: ActorRequest) -> HttpResponse:
    """The reader says that mails to the address arrive again."""
    services.try_address_again(actor=request.actor)
    messages.success(request, _("Mails go to this address again."))
    return redirect("workspace:notice_settings")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails of whoever got this link: a mail program does it by one POST (RFC 8058), a person by a button.

    No session takes part and nothing is shown of anybody, so that forging the POST gains nothing.
    """
    services.unsubscribe(token=token, really=request.method == "POST")
    return render(request, "workspace/unsubscribe.html", {"done": request.method == "POST"})


def mail_standing(actor: Actor) -> dict[str, Any]:
    """Where mails to the reader would go, what they chose, and whether the address sends mails back."""
    chosen = services.preference_of(actor)
    complaint = complaints.complaints(actor).first() if actor.is_receipt_holder else None
    if actor.is_signed_in:
        address = str(User.objects.values_list("email", flat=True).get(pk=actor.user_id or 0))
    else:
        held = complaints.identity(actor, complaint) if complaint is not None else None
        address = held.email if held else ""
    came_back = bool(address) and chosen.refused(address)
    return {"preference": chosen, "address": address, "complaint": complaint, "came_back": came_back}

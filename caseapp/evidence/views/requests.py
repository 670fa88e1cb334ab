"""Asking somebody outside for a file, and the page that they see: the question and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseapp.accounts.access import known
from caseapp.core import throttle
from caseapp.core.actors import SIDE_LABELS
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.evidence import selectors, services, tickets
from caseapp.evidence.forms import FilesField
from caseapp.evidence.media import kind_of
from caseapp.evidence.models import EvidenceRequest, Vault
from caseapp.evidence.services.requests import MOST_DAYS
from caseapp.evidence.uploads import FIELD
from caseapp.evidence.views.complaints import complaint_with_evidence

SESSION_KEY = "evidence_request"
OPENINGS_AN_HOUR = 30


class AskForm(forms.Form):
    """What is asked, of whom, and until when."""

    question = forms.CharField(
        label=_("What do you ask for?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person who gets the link reads this and nothing else about the case. Name no one."),
        error_messages={"required": _("Say what you ask for.")},
    )
    recipient = forms.CharField(
        label=_("Whom do you ask?"),
        required=False,
        max_length=200,
        help_text=_("For yourself, to tell your requests apart. It is kept encrypted and not shown to them."),
    )
    days = forms.IntegerField(
        label=_("For how many days does the link work?"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=14,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Enter a number of days from 1 to %(most)s.") % {"most": MOST_DAYS},
        ),
    )
    language = forms.ChoiceField(label=_("Language of the page"), choices=settings.LANGUAGES)


class GiveForm(forms.Form):
    """Files, with what they show."""

    file = FilesField(label=_("Files"))
    description = forms.CharField(
        label=_("What it shows"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


@require_http_methods(["GET", "POST"])
@known
@never_cache
def requests(request: HttpRequest, reference: str) -> HttpResponse:
    """The requests of a complaint, and the form to make one; a new link is shown once."""
    actor = request.actor  # type: ignore[attr-defined]
    complaint = complaint_with_evidence(request, reference)
    if not can(actor, "evidence.add", complaint):
        raise NotFound()
    form = AskForm(request.POST or None, initial={"language": actor.language})
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, code = services.ask_for_evidence(actor=actor, complaint=complaint, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            link = settings.SITE_URL + reverse("evidence:give_link", args=[code])
            form = AskForm(initial={"language": actor.language})
    now = timezone.now()
    rows = [
        {
            "row": row,
            "side": SIDE_LABELS.get(row.side, row.side),
            "state": "revoked" if row.revoked_at else "open" if row.expires_at > now else "over",
            "items": list(row.items.all()),
        }
        for row in selectors.requests_of(actor, complaint)
    ]
    told = {"complaint": complaint, "form": form, "rows": rows, "link": link}
    return render(request, "evidence/requests.html", told, status=400 if form.errors else 200)


@require_POST
@known
def revoke(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request back."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.request(actor, request_id)
    services.revoke_request(actor=actor, request=found)
    messages.success(request, _("The link does not work any more."))
    assert found.vault.complaint is not None  # noqa: S101 - `selectors.request` gives no other
    return redirect("evidence:requests", reference=found.vault.complaint.reference)


def _or_over(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say in words that a link leads nowhere; one that is over and one that never was look alike."""

    @wraps(view)
    def inner(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *given, **named)
        except NotFound:
            return render(request, "evidence/give_over.html", status=404)

    return inner


@require_GET
@never_cache
@_or_over
def give_link(request: HttpRequest, code: str) -> HttpResponse:
    """Take the code out of the address at once, so that it stays in no history and no referrer."""
    throttle.hit("evidence.request", throttle.client_key(request), limit=OPENINGS_AN_HOUR, seconds=3600)
    found = services.request_by_code(code)
    request.session[SESSION_KEY] = str(found.pk)
    return redirect("evidence:give")


def _standing(request: HttpRequest) -> EvidenceRequest:
    held = request.session.get(SESSION_KEY)
    if not held:
        raise NotFound()
    return services.standing_request(UUID(held))


def _vault(request: HttpRequest) -> Vault:
    return _standing(request).vault


@require_http_methods(["GET", "POST"])
@never_cache
@_or_over
@services.streams_evidence(_vault)
def give(request: HttpRequest) -> HttpResponse:
    """The question, the form, and a receipt for what was given: names, sizes and SHA-256."""
    asked = _standing(request)
    form = GiveForm(request.POST, request.FILES) if request.method == "POST" else GiveForm()
    if request.method == "POST" and form.is_valid():
        for incoming in form.cleaned_data[FIELD]:
            try:
                services.give_evidence(request=asked, incoming=incoming, description=form.cleaned_data["description"])
            except DomainError as refusal:
                add_refusal(form, refusal)
        if not form.errors:
            return redirect("evidence:give")
    limits = selectors.limits()
    told = {
        "asked": asked,
        "side": SIDE_LABELS.get(asked.side, asked.side),
        "form": form,
        "given": [(item, kind_of(item.media_type)) for item in asked.items.order_by("created_at")],
        "limits": limits,
        "room": max(0, limits.max_files - asked.vault.items.count()),
        "ticket": tickets.issue("request", asked.pk),
    }
    return render(request, "evidence/give.html", told, status=400 if form.errors else 200)

"""The respondent's own pages: what is asked of it, answers, more time, notice, decision, proofs of its orders."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.core.errors import DomainError, NotFound, WrongState
from caseapp.core.forms import add_refusal
from caseapp.core.views.acts import refused_page
from caseapp.documents import services as documents
from caseapp.enforcement import services
from caseapp.enforcement.enums import InvestigationState
from caseapp.enforcement.forms_portal import ProofForm, RepresentationsForm, RequestAnswerForm, TimeForm
from caseapp.enforcement.models import ComplianceOrder, InformationRequest, Invitation, NoticeOfIntent
from caseapp.enforcement.selectors import portal as selectors
from caseapp.enforcement.views.portal_door import invited, standing
from caseapp.evidence import selectors as evidence
from caseapp.evidence import tickets
from caseapp.evidence.models import Vault
from caseapp.evidence.services import streams_evidence

BASE = "base_public.html"


@invited
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Everything that was asked of the respondent, by when, and what became of it."""
    invitation: Invitation = request.invitation  # type: ignore[attr-defined]
    found = invitation.investigation
    asked = selectors.correspondence(found)
    return render(
        request,
        "enforcement/respond/home.html",
        {
            "investigation": found,
            "requests": asked.requests,
            "notice": asked.notice,
            "representations": list(found.representations.order_by("pk")),
            "told": selectors.decision_for(services.respondent_actor(invitation), found),
        },
    )


def _vault(request: HttpRequest, *args: Any, **kwargs: Any) -> Vault:
    """Where the respondent's files go; asked before a byte of them is read."""
    invitation = standing(request)
    return services.inquiry_vault(actor=services.respondent_actor(invitation), investigation=invitation.investigation)


@require_http_methods(["GET", "HEAD", "POST"])
@streams_evidence(_vault)
@invited
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a request, element by element: kept with every press, sent with one."""
    invitation: Invitation = request.invitation  # type: ignore[attr-defined]
    asked = selectors.request_to(invitation.investigation, number)
    if asked.answered_on is not None:
        return _refused(request, _("This request was answered already."))
    actor = services.respondent_actor(invitation)
    form = RequestAnswerForm(*_posted(request), asked=asked)
    if request.method == "POST" and form.is_valid():
        send = "send" in request.POST
        try:
            services.save_answer(actor=actor, request=asked, **form.given())
        except DomainError as refusal:
            add_refusal(form, refusal)
        _take(request, form, asked)
        if send and not form.errors:
            try:
                services.send_answer(actor=actor, request=asked, **form.given())
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your answer was sent to the authority."))
                return redirect("enforcement:respond_home")
        if not form.errors:
            messages.success(request, _("Saved. The authority reads nothing of it until you send it."))
            return redirect("enforcement:respond_answer", number)
    return render(
        request,
        "enforcement/respond/answer.html",
        {
            "form": form,
            "asked": asked,
            "files": list(asked.files.order_by("created_at")),
            "limits": evidence.limits(),
            **_resumable(invitation, asked),
        },
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@streams_evidence(_vault)
@invited
def represent(request: HttpRequest) -> HttpResponse:
    """Say something to the notice of intent, with files."""
    invitation: Invitation = request.invitation  # type: ignore[attr-defined]
    found = invitation.investigation
    notice = NoticeOfIntent.objects.filter(investigation=found).first()
    if notice is None:
        raise NotFound()
    if found.state != InvestigationState.NOTICE_OF_INTENT:
        return _refused(request, _("The notice cannot be answered here any more."))
    form = RepresentationsForm(*_posted(request))
    if request.method == "POST" and form.is_valid():
        _take(request, form, notice)
        if not form.errors:
            try:
                services.make_representations(
                    actor=services.respondent_actor(invitation), investigation=found, body=form.cleaned_data["body"]
                )
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("What you said was sent to the authority."))
                return redirect("enforcement:respond_home")
    return render(
        request,
        "enforcement/respond/represent.html",
        {
            "form": form,
            "notice": notice,
            "files": list(notice.files.all()),
            "limits": evidence.limits(),
            **_resumable(invitation, notice),
        },
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@streams_evidence(_vault)
@invited
def prove(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was done for an order, with files; what came of earlier proofs stands beside it."""
    actor = services.respondent_actor(request.invitation)  # type: ignore[attr-defined]
    order = selectors.order_to(actor, reference)
    if not selectors.is_provable(actor, order):
        return _refused(request, _("Nothing is to be proven of this order at the moment."))
    form = ProofForm(*_posted(request))
    if request.method == "POST" and form.is_valid():
        _take(request, form, order)
        if not form.errors:
            try:
                services.send_proof(actor=actor, order=order, body=form.cleaned_data["body"])
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your proof was sent to the authority."))
                return redirect("enforcement:respond_home")
    return render(
        request,
        "enforcement/respond/prove.html",
        {
            "form": form,
            "order": order,
            "proofs": order.proofs.prefetch_related("files").order_by("pk"),
            "files": selectors.unsent_files(order),
            "limits": evidence.limits(),
            **_resumable(request.invitation, order),  # type: ignore[attr-defined]
        },
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@invited
def more_time(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Ask for more time, for a request or, without its number, for the notice."""
    invitation: Invitation = request.invitation  # type: ignore[attr-defined]
    found = invitation.investigation
    about: InformationRequest | NoticeOfIntent | None = (
        selectors.request_to(found, number) if number else NoticeOfIntent.objects.filter(investigation=found).first()
    )
    if about is None:
        raise NotFound()
    form = TimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_time(actor=services.respondent_actor(invitation), about=about, **form.cleaned_data)
        except WrongState as refusal:
            return _refused(request, str(refusal.message), refusal)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("You asked for more time. Until the authority answers, the day stands."))
            return redirect("enforcement:respond_home")
    return render(
        request,
        "enforcement/respond/more_time.html",
        {"form": form, "due_on": services.day_given(about)},
        status=400 if form.errors else 200,
    )


@invited
@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """The decision as the letter in which it was written to the respondent."""
    invitation: Invitation = request.invitation  # type: ignore[attr-defined]
    found = selectors.letter_to(invitation.investigation)
    if found is None:
        raise NotFound()
    content = documents.open_pdf(actor=services.respondent_actor(invitation), document=found)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    return response


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _take(request: HttpRequest, form: forms.Form, about: InformationRequest | NoticeOfIntent | ComplianceOrder) -> None:
    """Take in the files of the form; a good one is kept even when its neighbour is refused."""
    actor = services.respondent_actor(request.invitation)  # type: ignore[attr-defined]
    for incoming in form.cleaned_data.get("file") or ():
        try:
            services.give_file(
                actor=actor, about=about, incoming=incoming, description=form.cleaned_data.get("description", "")
            )
        except DomainError as refusal:
            add_refusal(form, refusal)


def _resumable(invitation: Invitation, about: InformationRequest | NoticeOfIntent | ComplianceOrder) -> dict[str, str]:
    """What the page needs to send large files in pieces that go on after a lost line."""
    subject = services.upload_subject(invitation, about)
    return {"ticket": tickets.issue("inquiry", subject), "target": subject}


def _refused(request: HttpRequest, words: str, refusal: DomainError | None = None) -> HttpResponse:
    back = reverse("enforcement:respond_home")
    return refused_page(request, refusal or WrongState(words), back=back, base=BASE)

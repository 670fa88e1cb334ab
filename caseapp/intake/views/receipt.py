"""The confirmation: reference, receipt code, fingerprints, and what happens next with its dates."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from caseapp.accounts.middleware import open_receipt_session
from caseapp.complaints.enums import KEYED_IN
from caseapp.complaints.models import Complaint
from caseapp.complaints.selectors import keeps_recovery_address
from caseapp.complaints.services import receipt_holder
from caseapp.core.references import normalised_characters
from caseapp.core.views.requests import ActorRequest
from caseapp.intake import services
from caseapp.intake.models import RECEIPT_SHOWN_FOR, Draft
from caseapp.intake.selectors import next_steps, receipt_of, receipt_pdf, receipt_text
from caseapp.intake.views.session import forget, held_draft, keeps_draft


class KeptForm(forms.Form):
    """Four characters of the code, as proof that it was written down before it is gone from here."""

    last_four = forms.CharField(
        label=_("Type the last four characters of the receipt code"),
        help_text=_("From your paper or file, so that you know it is right. The code is then gone from this page."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "govuk-input--width-5",
            }
        ),
        error_messages={"required": _("Type the last four characters of the code.")},
    )

    def __init__(self, *args: object, code: str, **kwargs: object) -> None:
        self.code = code
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def clean_last_four(self) -> str:
        typed = normalised_characters(self.cleaned_data["last_four"])
        if typed not in {self.code[-4:], self.code}:
            raise forms.ValidationError(_("These are not its last four characters. Compare what you wrote down."))
        return typed


def _filed(request: ActorRequest) -> tuple[Draft, Complaint] | None:
    draft = held_draft(request)
    if draft is None or draft.complaint is None:
        return None
    return draft, draft.complaint


def _elsewhere(request: ActorRequest) -> HttpResponse:
    return redirect("workspace:home" if request.actor.is_signed_in else "complaints:follow")


@never_cache
@require_safe
def receipt(request: ActorRequest) -> HttpResponse:
    """The receipt of the complaint just filed, for the browser that filed it."""
    found = _filed(request)
    return _elsewhere(request) if found is None else _page(request, *found)


def _page(
    request: ActorRequest, draft: Draft, complaint: Complaint, form: KeptForm | None = None, *, status: int = 200
) -> HttpResponse:
    told = receipt_of(complaint)
    code = services.shown_code(draft)
    keyed_in = complaint.channel in KEYED_IN
    if form is None and code and not keyed_in:
        form = KeptForm(code=code)
    return render(
        request,
        "intake/receipt.html",
        {
            "complaint": complaint,
            "receipt": told,
            "keyed_in": keyed_in,
            "without_account": complaint.owner_id is None,
            "contact": told.contact,
            "code": code,
            "recoverable": bool(code) and keeps_recovery_address(receipt_holder(complaint), complaint),
            "form": form,
            "minutes": RECEIPT_SHOWN_FOR.seconds // 60,
            "steps": next_steps(told),
        },
        status=status,
    )


@require_POST
@never_cache
def download(request: ActorRequest) -> HttpResponse:
    """The receipt as a text file. By POST, so that no address, history or log leads to a code."""
    found = _filed(request)
    if found is None:
        return _elsewhere(request)
    draft, complaint = found
    text = receipt_text(receipt_of(complaint), services.shown_code(draft))
    return _as_file(text, f"{complaint.reference}.txt", "text/plain; charset=utf-8")


@require_POST
@never_cache
def pdf(request: ActorRequest) -> HttpResponse:
    """The receipt as PDF in the language of the case; for what an officer keyed in, the letter to its writer."""
    found = _filed(request)
    if found is None:
        return _elsewhere(request)
    draft, complaint = found
    made = receipt_pdf(receipt_of(complaint), services.shown_code(draft))
    return _as_file(made, f"{complaint.reference}.pdf", "application/pdf")


def _as_file(content: str | bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@sensitive_post_parameters("last_four")
@keeps_draft
@require_POST
@never_cache
def leave(request: ActorRequest) -> HttpResponse:
    """The code is kept, as four of its characters show: it is erased here, and the complaint opens."""
    found = _filed(request)
    if found is None:
        return _elsewhere(request)
    draft, complaint = found
    code = services.shown_code(draft)
    keyed_in = complaint.channel in KEYED_IN
    if code and not keyed_in:
        form = KeptForm(request.POST, code=code)
        if not form.is_valid():
            return _page(request, draft, complaint, form, status=400)
    services.forget_code(draft_id=draft.pk)
    forget(request)
    if complaint.owner_id is None and not keyed_in:
        if code is None or request.actor.is_signed_in:
            return _elsewhere(request)
        open_receipt_session(request, complaint.pk)
    return redirect("workspace:complaint", complaint.reference)

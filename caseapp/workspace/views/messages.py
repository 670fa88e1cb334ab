"""The correspondence of one complaint, with files, for the two sides that write it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known
from caseapp.complaints import selectors
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Message
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.views.acts import base_for
from caseapp.core.actors import SIDE_LABELS
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services
from caseapp.evidence.forms import FilesField
from caseapp.evidence.models import EvidenceItem, Vault


class LetterForm(forms.Form):
    """A message, or the answer to the authority's question, and files with it."""

    message = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": gettext_lazy("Write your message."),
            "max_length": gettext_lazy("Use at most 10,000 characters."),
        },
    )
    file = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("What you attach becomes evidence of the complaint and cannot be taken back."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "message" in self.errors and self.files:
            self.add_error("file", _("Choose the files again: they are kept only when everything else is right."))
        return cleaned


def letter_vault(request: ActorRequest, reference: str) -> Vault:
    """Where the files of a letter go; NotFound for whoever does not write on this complaint."""
    complaint = selectors.complaint_by_reference(request.actor, reference)
    if not can(request.actor, "complaints.write_message", complaint):
        raise NotFound()
    return services.vault_of(actor=request.actor, complaint=complaint)


def letter_form(request: ActorRequest) -> LetterForm:
    """The form as it was sent, or empty."""
    return LetterForm(request.POST, request.FILES) if request.method == "POST" else LetterForm()


def send_letter(request: ActorRequest, complaint: Complaint, form: LetterForm) -> bool:
    """Send what the form holds and say so; False with the words beside the fields where it was refused."""
    answers = complaint.state == ComplaintState.AWAITING_COMPLAINANT and is_complainant(request.actor, complaint)
    try:
        services.write_letter(
            actor=request.actor,
            complaint=complaint,
            body=form.cleaned_data["message"],
            incoming=form.cleaned_data["file"],
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    flash.success(request, _("Your answer was sent.") if answers else _("Your message was sent."))
    return True


def files_by_letter(items: Iterable[EvidenceItem]) -> dict[int, list[EvidenceItem]]:
    """Which of the files hang on which letter, by the letter's key."""
    found: dict[int, list[EvidenceItem]] = {}
    for item in items:
        if item.message_id is not None:
            found.setdefault(item.message_id, []).append(item)
    return found


def told(letter: Message, files: dict[int, list[EvidenceItem]], *, own: str, you: bool) -> dict[str, Any]:
    """A letter with its words: who wrote it, whether that is the reader's side, and what hangs on it."""
    who: Any = _("You") if you and letter.side == own else SIDE_LABELS.get(letter.side, letter.side)
    return {"letter": letter, "who": who, "mine": letter.side == own, "files": files.get(letter.pk, [])}


@known
@require_http_methods(["GET", "HEAD", "POST"])
@services.streams_evidence(letter_vault)
def messages(request: ActorRequest, reference: str) -> HttpResponse:
    """What was written, newest first, and a form to write."""
    actor = request.actor
    complaint = selectors.complaint_by_reference(actor, reference)
    if not can(actor, "complaints.write_message", complaint):
        raise NotFound()
    form = letter_form(request)
    if request.method == "POST" and form.is_valid() and send_letter(request, complaint, form):
        return redirect("workspace:messages", reference)
    mine = is_complainant(actor, complaint)
    if not mine:
        form.fields["message"].help_text = _("The complainant reads it. What stays among officers is an internal note.")
    page = keyset_page(selectors.messages(actor, complaint), request.GET)
    files = files_by_letter(evidence.items_of(actor, complaint).filter(message__in=[letter.pk for letter in page]))
    return render(
        request,
        "workspace/messages.html",
        {
            "base": base_for(actor, complaint),
            "complaint": complaint,
            "form": form,
            "limits": evidence.limits(),
            "page": page,
            "asked": complaint.state == ComplaintState.AWAITING_COMPLAINANT and mine,
            "letters": [told(letter, files, own="complainant" if mine else "authority", you=mine) for letter in page],
        },
        status=400 if form.errors else 200,
    )

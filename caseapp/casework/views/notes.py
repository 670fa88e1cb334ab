"""Internal notes of a complaint: a page of their own, so that their form stands nowhere near a message."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import officers_only
from caseapp.casework.selectors.notes import notes_of
from caseapp.casework.services import write_internal_note
from caseapp.complaints import selectors
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest


class NoteForm(forms.Form):
    """One note."""

    body = forms.CharField(
        label=gettext_lazy("Internal note"),
        help_text=gettext_lazy("Only officers of your authority read it, never the complainant or a firm."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: ActorRequest, reference: str) -> HttpResponse:
    """Read the notes of one's own authority, and write one while it has the complaint."""
    complaint = selectors.complaint_by_reference(request.actor, reference)
    may = can(request.actor, "casework.write_note", complaint)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_internal_note(actor=request.actor, complaint=complaint, body=form.cleaned_data["body"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The note was kept. The complainant does not see it."))
            return redirect(reverse("workspace:complaint", args=[reference]) + "#internal-notes")
    return render(
        request,
        "casework/notes.html",
        {
            "complaint": complaint,
            "form": form,
            "may": may,
            "page": keyset_page(notes_of(request.actor, complaint), request.GET),
        },
        status=400 if form.errors else 200,
    )

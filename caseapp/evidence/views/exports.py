"""Handing over: choose files, wait for the bag, fetch it."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from caseapp.accounts.access import known
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.evidence import selectors, services
from caseapp.evidence.enums import EvidenceState
from caseapp.evidence.models import EvidenceItem
from caseapp.evidence.views.complaints import complaint_with_evidence


class ExportForm(forms.Form):
    """Which files go into the bag; all of them to begin with."""

    items = forms.MultipleChoiceField(
        label=_("Files to hand over"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one file of this complaint.")},
    )

    def __init__(self, *args: object, choices: list[EvidenceItem], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(str(item.pk), f"{item.position}. {item}") for item in choices]
        field.initial = [str(item.pk) for item in choices]


@require_http_methods(["GET", "POST"])
@known
def exports(request: HttpRequest, reference: str) -> HttpResponse:
    """The form, and the exports that were asked for with how far each is."""
    actor = request.actor  # type: ignore[attr-defined]
    complaint = complaint_with_evidence(request, reference)
    items = list(selectors.items_of(actor, complaint).filter(state=EvidenceState.READY).select_related("vault"))
    form = ExportForm(request.POST or None, choices=items)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_export(
                actor=actor, complaint=complaint, item_ids=[UUID(chosen) for chosen in form.cleaned_data["items"]]
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("evidence:exports", reference=complaint.reference)
    return render(
        request,
        "evidence/exports.html",
        {
            "complaint": complaint,
            "items": items,
            "form": form,
            "exports": list(selectors.exports_of(actor, complaint)[:20]),
            "anchoring": selectors.anchoring(items[0].vault if items else None),
        },
        status=400 if form.errors else 200,
    )


@require_GET
@known
def progress(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """How far one export is, for the page that waits."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "evidence/export_progress.html", {"export": selectors.export(actor, export_id)})

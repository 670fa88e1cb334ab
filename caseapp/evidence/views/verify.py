"""Is this file among the evidence? Drop it or give its SHA-256; the file itself is hashed and forgotten."""

import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known
from caseapp.complaints.models import Complaint
from caseapp.core.errors import InvalidInput
from caseapp.evidence import selectors
from caseapp.evidence.views.complaints import complaint_with_evidence


class Hashed(UploadedFile):
    """A file of which only the SHA-256 was kept."""

    sha256 = ""


class HashOnly(FileUploadHandler):
    """Hashes every file of a request as it passes; nothing of it is written anywhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> Hashed:
        hashed = Hashed(name=self.file_name, size=file_size)
        hashed.sha256 = self._digest.hexdigest()
        return hashed


class VerifyForm(forms.Form):
    """A file, or its SHA-256; script puts the hash of a chosen file into the field and sends that alone."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    sha256 = forms.CharField(
        label=_("SHA-256 of the file"),
        required=False,
        max_length=200,
        help_text=_("64 characters, as the program sha256sum or a receipt shows them."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("sha256") and not cleaned.get("file") and not self.errors:
            self.add_error("file", _("Choose a file, or give its SHA-256."))
        return cleaned


@csrf_exempt
@require_http_methods(["GET", "POST"])
@known
def verify(request: HttpRequest, reference: str) -> HttpResponse:
    """The form and the answer. The CSRF token lies behind the file and is checked in `_answer`."""
    complaint = complaint_with_evidence(request, reference)
    request.upload_handlers = [HashOnly(request)]
    return _answer(request, complaint)


@csrf_protect
def _answer(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    told: dict[str, Any] = {"complaint": complaint, "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sha256 = file.sha256 if file else form.cleaned_data["sha256"]
        try:
            found = selectors.item_with_hash(actor, complaint, sha256)
        except InvalidInput as refusal:
            form.add_error("sha256", str(refusal.errors["sha256"]))
        else:
            told |= {"asked": sha256, "found": found}
            told["anchoring"] = selectors.anchoring(found.vault) if found else None
    return render(request, "evidence/verify.html", told, status=400 if form.errors else 200)

"""Pages of a complaint's evidence: the list with the form to add, one item with its custody, the original itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from caseapp.accounts.access import known
from caseapp.complaints.models import Complaint
from caseapp.complaints.selectors import complaint_by_reference
from caseapp.core.actors import SIDE_LABELS
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.evidence import selectors, services
from caseapp.evidence.enums import EvidenceState
from caseapp.evidence.file_names import tells_another_kind
from caseapp.evidence.forms import EvidenceForm
from caseapp.evidence.media import kind_of
from caseapp.evidence.models import EvidenceItem, Vault

NOT_SCANNED = _("Not scanned for malware")
OPENED_SESSION_KEY = "evidence_opened"
_REMEMBERED = 200

CONTENT_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What the browser is told of a file that a stranger sent: save it, guess nothing, run nothing, keep nothing."""


def _complaint(request: HttpRequest, reference: str) -> Complaint:
    """The complaint, for those who were given its evidence; for all others there is no such page."""
    complaint = complaint_by_reference(request.actor, reference)  # type: ignore[attr-defined]
    if not can(request.actor, "complaints.view_evidence", complaint):  # type: ignore[attr-defined]
        raise NotFound()
    return complaint


def _vault(request: HttpRequest, reference: str) -> Vault:
    complaint = _complaint(request, reference)
    return services.vault_of(actor=request.actor, complaint=complaint)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@known
@services.streams_evidence(_vault)
def evidence_list(request: HttpRequest, reference: str) -> HttpResponse:
    """The evidence of a complaint, and the form to add files."""
    actor = request.actor  # type: ignore[attr-defined]
    complaint = _complaint(request, reference)
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if request.method == "POST" and form.is_valid():
        added = _add(request, complaint, form)
        if added:
            messages.success(
                request,
                ngettext("%(count)s file was added.", "%(count)s files were added.", added) % {"count": added},
            )
        if not form.errors:
            return redirect("evidence:list", reference=complaint.reference)
    items = list(selectors.items_of(actor, complaint))
    limits = selectors.limits()
    return render(
        request,
        "evidence/list.html",
        {
            "complaint": complaint,
            "items": [_shown(item) for item in items],
            "form": form,
            "limits": limits,
            "size": sum(item.size for item in items),
            "room": max(0, limits.max_files - len(items)),
            "may_add": can(actor, "evidence.add", complaint),
        },
    )


def _add(request: HttpRequest, complaint: Complaint, form: EvidenceForm) -> int:
    """Add what came in; refusals end up on the form. Answers how many files were added."""
    actor = request.actor  # type: ignore[attr-defined]
    given = form.cleaned_data
    try:
        added = services.add_items(
            actor=actor,
            vault=services.vault_of(actor=actor, complaint=complaint),
            incoming=given["file"],
            title=given["title"],
            description=given["description"],
            captured_at=given["captured_at"],
        )
    except DomainError as fault:
        add_refusal(form, fault)
        return 0
    for refusal in added.refusals:
        add_refusal(form, refusal)
    return len(added.items)


@require_GET
@known
def evidence_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What is known of one item, and everything that was done with it."""
    actor = request.actor  # type: ignore[attr-defined]
    item = selectors.item(actor, item_id)
    opened: list[str] = request.session.get(OPENED_SESSION_KEY, [])
    if str(item.pk) not in opened:
        # Once a visit: looking at the page again is the same opening.
        services.record_opened(actor=actor, item=item)
        request.session[OPENED_SESSION_KEY] = [*opened, str(item.pk)][-_REMEMBERED:]
    return render(
        request,
        "evidence/item.html",
        {
            "complaint": item.vault.complaint,
            "shown": _shown(item),
            "item": item,
            "side": SIDE_LABELS.get(item.side, item.side),
            "steps": selectors.custody(actor, item),
        },
    )


@require_GET
@known  # type: ignore[arg-type]
def content(request: HttpRequest, item_id: UUID) -> StreamingHttpResponse:
    """The original, as it arrived, to be saved and never shown inside the site."""
    actor = request.actor  # type: ignore[attr-defined]
    original = services.open_content(actor=actor, item=selectors.item(actor, item_id))
    response = StreamingHttpResponse(original.frames, content_type=original.media_type, headers=CONTENT_HEADERS)
    # Closes the file even when nobody reads the stream to its end.
    response._resource_closers.append(original.close)  # type: ignore[attr-defined]
    response["Content-Length"] = str(original.size)
    response["Content-Disposition"] = content_disposition_header(True, original.file_name)
    return response


def _shown(item: EvidenceItem) -> dict[str, object]:
    """An item with its words. What is handed out is marked as not scanned, not by a tick that looks safe."""
    kind = kind_of(item.media_type)
    return {
        "item": item,
        "state": NOT_SCANNED if item.state == EvidenceState.READY else item.get_state_display(),
        "scan": NOT_SCANNED,
        "word": kind.word if kind else item.media_type,
        "label": kind.label if kind else item.media_type,
        "named_otherwise": tells_another_kind(item.file_name, kind),
    }

"""A complaint's evidence: the list with the form to add and the search, and one item with all that is known of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from caseapp.accounts.access import known
from caseapp.complaints.models import Complaint
from caseapp.core.actors import SIDE_LABELS, Actor
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.evidence import selectors, services
from caseapp.evidence.forms import EvidenceForm, LinkForm, NoteForm, SearchForm
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.evidence.views.complaints import complaint_with_evidence
from caseapp.evidence.views.visits import first_in_visit

SEARCH_FROM = 2
"""From so many files on, a list offers to search in them."""


def _vault(request: HttpRequest, reference: str) -> Vault:
    complaint = complaint_with_evidence(request, reference)
    return services.vault_of(actor=request.actor, complaint=complaint)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@known
@services.streams_evidence(_vault)
def evidence_list(request: HttpRequest, reference: str) -> HttpResponse:
    """The evidence of a complaint, and the form to add files."""
    actor = request.actor  # type: ignore[attr-defined]
    complaint = complaint_with_evidence(request, reference)
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
    items = selectors.presented_items(actor, complaint)
    context = {"complaint": complaint, "items": items, "at_work": any(shown.at_work for shown in items)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "evidence/files.html", context)
    limits = selectors.limits()
    sought = SearchForm(request.GET)
    words = sought.cleaned_data["q"] if sought.is_valid() else ""
    return render(
        request,
        "evidence/list.html",
        {
            **context,
            "form": form,
            "limits": limits,
            "size": sum(shown.item.size for shown in items),
            "room": max(0, limits.max_files - len(items)),
            "may_add": can(actor, "evidence.add", complaint),
            "search_form": sought if len(items) >= SEARCH_FROM else None,
            "words": words,
            "matches": selectors.search(actor, complaint, words) if words else [],
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
    if first_in_visit(request, "evidence_opened", item.pk):
        services.record_opened(actor=actor, item=item)
    shown = selectors.presented_item(actor, item)
    context = {"complaint": item.vault.complaint, "shown": shown, "item": shown.item}
    if request.htmx:  # type: ignore[attr-defined]
        # Once it was looked at, the whole page has more to say.
        return render(request, "evidence/progress.html", context) if shown.at_work else HttpResponseClientRefresh()
    return render(
        request,
        "evidence/item.html",
        {
            **context,
            "facts": selectors.file_facts(actor, shown.item),
            "twins": selectors.same_pictures(actor, shown.item),
            "may_redact": can(actor, "evidence.redact", item) and not services.why_not_redacted(item),
            "redaction": selectors.open_redaction(actor, item),
            "stripped": selectors.stripped_copy(actor, item),
            "may_have_original": can(actor, "evidence.download", item),
            "may_ask_for_original": can(actor, "evidence.ask_for_original", item),
            "disclosures": selectors.disclosures(actor, item),
            **_said(actor, item),
            "may_retry": shown.may_retry and can(actor, "evidence.retry", item),
            "side": SIDE_LABELS.get(item.side, item.side),
            "steps": selectors.custody(actor, item),
        },
    )


def _said(actor: Actor, item: EvidenceItem) -> dict[str, object]:
    """What people say of it, and the forms to say more."""
    if not can(actor, "evidence.link", item):
        return {"notes": selectors.notes(actor, item)}
    elements = selectors.provable(item.vault.complaint)
    return {
        "notes": selectors.notes(actor, item),
        "note_form": NoteForm(),
        "link_form": LinkForm(elements=elements) if elements else None,
    }


@require_POST
@known
def retry(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Have a file looked at again."""
    actor = request.actor  # type: ignore[attr-defined]
    item = selectors.item(actor, item_id)
    services.retry_examination(actor=actor, item=item)
    messages.success(request, _("The file is being looked at again."))
    return redirect("evidence:item", item_id=item.pk)

"""The evidence page: files stream into the draft's vault, each kept or refused by itself, and may be taken out."""

from pathlib import PurePath
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence import selectors as evidence
from caseapp.evidence import tickets
from caseapp.evidence.services import receiving
from caseapp.intake import services
from caseapp.intake.forms.base import StepForm
from caseapp.intake.forms.evidence import sent_items
from caseapp.intake.forms.steps import STEPS
from caseapp.intake.models import Draft
from caseapp.intake.services import AlreadyFiled, DraftExpired
from caseapp.intake.views import pages
from caseapp.intake.views.session import keeps_draft

SLUG = "evidence"
STEP = next(step for step in STEPS if step.slug == SLUG)


@keeps_draft
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: ActorRequest) -> HttpResponse:
    """Show the page, or take files in and go on. The CSRF token lies behind the files and is checked in `_receive`."""
    draft, elsewhere = pages.draft_for(request, STEP)
    if elsewhere is not None or draft is None:
        return elsewhere or redirect("intake:start")
    if request.method != "POST":
        return _show(request, draft)
    try:
        with receiving(request, lambda: services.vault_for(actor=request.actor, draft=draft)):
            return _receive(request, draft)
    except AlreadyFiled:
        return redirect("intake:receipt")
    except DraftExpired:
        return pages.expired(request)


@csrf_protect
def _receive(request: ActorRequest, draft: Draft) -> HttpResponse:
    form = STEP.form(
        request.POST, files=request.FILES, answers=pages.answers_now(draft), slug=SLUG, actor=request.actor
    )
    if not form.is_valid():
        return _show(request, draft, form, status=400)
    incoming = form.cleaned_data["file"]
    if incoming:
        try:
            added = services.add_files(
                actor=request.actor,
                draft=draft,
                incoming=incoming,
                description=form.cleaned_data["description"],
            )
        except (AlreadyFiled, DraftExpired):
            raise
        except DomainError as refusal:
            add_refusal(form, refusal)
            return _show(request, draft, form, status=refusal.status)
        draft.refresh_from_db()
        for one in added.refusals:
            add_refusal(form, one)
        if added.refusals:
            return _show(request, draft, form, status=400, kept=len(added.items))
    if "add" in request.POST:
        return redirect("intake:step", SLUG)
    return pages.save(request, STEP, draft, form)


def _show(
    request: ActorRequest, draft: Draft, form: StepForm | None = None, *, status: int = 200, kept: int = 0
) -> HttpResponse:
    answers = pages.answers_now(draft)
    form = form or STEP.form(answers=answers, slug=SLUG, actor=request.actor)
    items = sent_items(answers)
    limits = evidence.limits()
    more = {
        "items": [{"item": item, "ending": PurePath(item.file_name).suffix.lstrip(".").upper()[:8]} for item in items],
        "limits": limits,
        "ticket": tickets.issue("draft", draft.pk),
        "target": draft.pk,
        "room": max(0, limits.max_files - len(items)),
        "kept": ngettext("%(count)s other file was kept.", "%(count)s other files were kept.", kept) % {"count": kept}
        if kept
        else "",
    }
    return pages.show(request, STEP, draft, answers, form, status=status, more=more)


@keeps_draft
@require_POST
@never_cache
def remove(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Take one file out of the draft; its bytes are deleted."""
    draft, elsewhere = pages.draft_for(request, STEP)
    if elsewhere is not None or draft is None:
        return elsewhere or redirect("intake:start")
    services.remove_file(actor=request.actor, draft=draft, item_id=item_id)
    return redirect("intake:step", SLUG)

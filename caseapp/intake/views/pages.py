"""The pages of the filing: shown, checked, saved one by one, and sent off at the end."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.core import throttle
from caseapp.core.enums import ActorSector
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.intake import services
from caseapp.intake.forms.base import StepForm
from caseapp.intake.forms.check import CheckForm
from caseapp.intake.forms.contact import ContactForm
from caseapp.intake.forms.steps import CHECK, STEPS, Step, first_open, steps_for
from caseapp.intake.forms.summary import changes, sections
from caseapp.intake.forms.where import WhereForm
from caseapp.intake.models import KEPT_FOR, Draft
from caseapp.intake.selectors import Answers, answers_of, is_expired, reading
from caseapp.intake.services import AlreadyFiled, DraftExpired, Overtaken
from caseapp.intake.views.session import forget, held_code, held_draft, keeps_draft, remember

# Limits over an hour: far above what a person, or a family behind one address, does in one.
SAVES_AN_HOUR = 600
FILINGS_AN_HOUR = 60
UNPROVEN_FILINGS_AN_HOUR = 12
"""Where the browser could not do its little work: still more than a family needs."""

IDLE_MINUTES, WARNED_BEFORE = 30, 5
"""After so long without a sign of life the page leaves the filing; the draft stays kept."""


@keeps_draft
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: ActorRequest, slug: str) -> HttpResponse:
    """One page of the filing. A page whose predecessors are open leads to the first of them."""
    here = next((each for each in STEPS if each.slug == slug), None)
    if here is None:
        raise Http404
    draft, elsewhere = draft_for(request, here)
    if elsewhere is not None:
        return elsewhere
    answers = answers_now(draft)
    if here is CHECK:
        return _check(request, draft, answers)
    if request.method != "POST":
        form = here.form(answers=answers, slug=here.slug, actor=request.actor)
        if request.GET.get("body") == ActorSector.PUBLIC and draft is None:
            form.initial["respondent_kind"] = ActorSector.PUBLIC
        return show(request, here, draft, answers, form)
    form = here.form(request.POST, answers=answers, slug=here.slug, actor=request.actor)
    if "find" in request.POST:
        form.leave_unchecked()
        return show(request, here, draft, answers, form)
    return save(request, here, draft, form)


def draft_for(request: ActorRequest, here: Step) -> tuple[Draft | None, HttpResponse | None]:
    """The draft of this browser (None before the first save), or the answer that leads elsewhere."""
    draft = held_draft(request)
    if held_code(request) is not None and (draft is None or is_expired(draft)):
        return None, expired(request)
    if draft is not None and draft.complaint_id is not None:
        return draft, redirect("intake:receipt")
    answers = answers_now(draft)
    pages = steps_for(answers, request.actor)
    if here not in pages:
        raise Http404
    opened = first_open(answers, request.actor)
    if pages.index(here) > pages.index(opened):
        return draft, redirect("intake:step", opened.slug)
    return draft, None


def answers_now(draft: Draft | None) -> Answers:
    """The draft's answers, in the language the page is read in while there is no draft."""
    return answers_of(draft, reading_language())


@require_POST
@never_cache
def find(request: ActorRequest) -> HttpResponse:
    """The organisations of a name, as the part of the page that script puts in its place."""
    throttle.hit("intake.find", whose(request), limit=SAVES_AN_HOUR, seconds=3600)
    form = WhereForm(request.POST, answers=Answers(), slug="where", actor=request.actor)
    form.leave_unchecked()
    return render(request, "intake/where_matches.html", {"form": form})


def save(request: ActorRequest, here: Step, draft: Draft | None, form: StepForm) -> HttpResponse:
    """Check and store one page, and go on to the next; a change asked for on the check page leads back there."""
    throttle.hit("intake.save", whose(request), limit=SAVES_AN_HOUR, seconds=3600)
    if not form.is_valid():
        return show(request, here, draft, form.answers, form, status=400)
    try:
        saved = services.save_page(
            actor=request.actor,
            draft=draft,
            slug=here.slug,
            values=form.values(),
            revision=form.given_revision,
            page=form.given_page,
            language=reading_language(),
            contact=form.contact() if isinstance(form, ContactForm) else None,
        )
    except Overtaken as overtaken:
        return _overtaken(request, here, draft, form, overtaken)
    except AlreadyFiled:
        return redirect("intake:receipt")
    except DraftExpired:
        return expired(request)
    remember(request, saved)
    now = answers_of(saved)
    pages = steps_for(now, request.actor)
    following = pages[pages.index(here) + 1]
    if request.POST.get("back") == CHECK.slug:
        following = first_open(now, request.actor)
    return redirect("intake:step", following.slug)


def _check(request: ActorRequest, draft: Draft | None, answers: Answers) -> HttpResponse:
    if draft is None:
        return redirect("intake:step", STEPS[0].slug)
    if request.method != "POST":
        form = CHECK.form(answers=answers, slug=CHECK.slug, actor=request.actor)
        form.initial["revision"] = draft.revision
        return _check_page(request, draft, answers, form)
    form = CheckForm(request.POST, answers=answers, slug=CHECK.slug, actor=request.actor)
    if not form.is_valid():
        return _check_page(request, draft, answers, form, status=400)
    try:
        most = FILINGS_AN_HOUR if form.is_proven else UNPROVEN_FILINGS_AN_HOUR
        throttle.hit("intake.file", whose(request), limit=most, seconds=3600)
        services.submit(actor=request.actor, draft=draft, revision=form.given_revision)
    except Overtaken as overtaken:
        form = CHECK.form(answers=answers, slug=CHECK.slug, actor=request.actor)
        form.initial["revision"] = overtaken.revision
        return _check_page(request, draft, answers, form, overtaken=True, status=409)
    except DraftExpired:
        return expired(request)
    except DomainError as refusal:
        add_refusal(form, refusal)
        return _check_page(request, draft, answers, form, status=refusal.status)
    return redirect("intake:receipt")


def _overtaken(
    request: ActorRequest, here: Step, draft: Draft | None, form: StepForm, overtaken: Overtaken
) -> HttpResponse:
    """Both versions on one page: what the other window saved, and this one's answers still in their fields."""
    answers, theirs, mine = form.answers, overtaken.stored, form.values()
    data = request.POST.copy()
    data["revision"] = str(overtaken.revision)
    data["page"] = secrets.token_urlsafe(12)
    again = here.form(data, answers=answers, slug=here.slug, actor=request.actor)
    context = {"changes": changes(here.slug, theirs, mine, answers, request.actor), "overtaken": overtaken}
    return show(request, here, draft, answers, again, status=409, more=context)


def show(
    request: ActorRequest,
    here: Step,
    draft: Draft | None,
    answers: Answers,
    form: StepForm,
    *,
    status: int = 200,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Render a page of the filing with its place among the others."""
    pages = steps_for(answers, request.actor)
    place = pages.index(here)
    back = request.GET.get("back") or request.POST.get("back")
    if back == CHECK.slug:
        previous = reverse("intake:step", args=[CHECK.slug])
    else:
        previous = reverse("intake:step", args=[pages[place - 1].slug]) if place else reverse("intake:start")
    return render(
        request,
        here.template,
        {
            "step": here,
            "number": place + 1,
            "total": len(pages),
            "previous": previous,
            "back": CHECK.slug if back == CHECK.slug else "",
            "draft": draft,
            "form": form,
            "days": KEPT_FOR.days,
            "idle_minutes": IDLE_MINUTES,
            "warned_before": WARNED_BEFORE,
            **(more or {}),
        },
        status=status,
    )


def _check_page(
    request: ActorRequest,
    draft: Draft,
    answers: Answers,
    form: StepForm,
    *,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    more = {
        "sections": sections(answers, request.actor),
        "reading": reading(answers),
        "likely": services.likely_range(actor=request.actor, answers=answers),
        "overtaken": overtaken,
    }
    return show(request, CHECK, draft, answers, form, status=status, more=more)


def expired(request: ActorRequest) -> HttpResponse:
    """Say that the draft is gone, and let go of it."""
    forget(request)
    return render(request, "intake/expired.html", {"days": KEPT_FOR.days}, status=410)


def whose(request: ActorRequest) -> str:
    """Whom a limit counts for: an account, or the address of somebody without one."""
    actor = request.actor
    return f"user:{actor.user_id}" if actor.is_signed_in else throttle.client_key(request)


def reading_language() -> str:
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"

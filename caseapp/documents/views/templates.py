"""The texts of letters: which there are, one to read and stand for, an own copy to edit with a look at it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import signed_in
from caseapp.accounts.models import Authority, Firm
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.documents import selectors, services
from caseapp.documents.enums import AUTHORITY_KINDS, FIRM_KINDS, RIGHTS_KINDS, Kind
from caseapp.documents.forms import ReviewForm, TemplateForm, TextsFilter
from caseapp.documents.writing.sample import sample_facts
from caseapp.documents.writing.shapes import as_html
from caseapp.documents.writing.vocabulary import NAMES

PAGE = 25


@signed_in
@require_safe
def templates(request: ActorRequest) -> HttpResponse:
    """The texts of the reader's work (a firm's, an authority's, or all), narrowed by kind, place and language; at first
    those in the reader's language.
    """
    actor = request.actor
    if not can(actor, "documents.list_templates"):
        raise NotFound()
    kinds = _kinds(actor)
    texts = selectors.templates(actor).filter(kind__in=kinds)
    asked = {"language": get_language(), **request.GET.dict()}
    form = TextsFilter(asked, kinds=kinds, places=selectors.places_of(texts))
    wanted = form.cleaned_data if form.is_valid() else {}
    page = keyset_page(selectors.narrowed(texts, **wanted), request.GET, order="kind", size=PAGE)
    return render(
        request,
        "documents/templates.html",
        {
            "form": form,
            "page": page,
            "previous": page.previous and f"?{urlencode({**wanted, 'before': page.previous})}",
            "next": page.next and f"?{urlencode({**wanted, 'after': page.next})}",
            "narrows": bool(wanted.get("kind") or wanted.get("place")),
        },
    )


def _kinds(actor: Actor) -> list[Kind]:
    if actor.is_administrator:
        return list(Kind)
    kinds = [*(FIRM_KINDS if actor.is_lawyer else ()), *(AUTHORITY_KINDS if actor.authorities else ())]
    return list(dict.fromkeys([*kinds, *RIGHTS_KINDS]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: ActorRequest, number: int) -> HttpResponse:
    """One text: as it is written, as it reads with sample facts, what it rests on, and who reviewed it. Whoever may
    edit an own copy says here that they did.
    """
    found = selectors.template_by_number(request.actor, number)
    may_review = can(request.actor, "documents.review_template", found)
    form = ReviewForm(request.POST or None) if may_review else None
    if request.method == "POST":
        if form is None:
            raise NotFound()
        if form.is_valid():
            try:
                services.mark_reviewed(actor=request.actor, template=found, **form.cleaned_data)
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your review stands with the text."))
                return redirect("documents:template", found.pk)
    with override(found.language):
        sample = as_html(selectors.written(found, sample_facts(found.language, found.kind), show_missing=True))
    return render(
        request,
        "documents/template.html",
        {
            "template": found,
            "sample": sample,
            "may_edit": selectors.owner_of_copy(request.actor, found),
            "form": form,
        },
        status=400 if form is not None and form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, number: int) -> HttpResponse:
    """Write an own copy: try it as often as one likes, then keep it."""
    found = selectors.template_by_number(request.actor, number)
    owner = selectors.owner_of_copy(request.actor, found)
    if owner is None:
        raise NotFound()
    form = TemplateForm(request.POST or None, initial={"title": found.title, "body": found.body})
    tried = None
    if request.method == "POST" and form.is_valid():
        title, body = form.cleaned_data["title"], form.cleaned_data["body"]
        if request.POST.get("do") == "keep":
            try:
                kept = services.keep_own_copy(
                    actor=request.actor, template=found, title=title, body=body, **_owner_ids(owner)
                )
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your text was kept. Documents made from now on use it."))
                return redirect("documents:template", kept.pk)
        else:
            tried = selectors.check(found, sample_facts(found.language, found.kind), title=title, body=body)
            for fault in tried.faults:
                form.add_error("body", fault)
    return render(
        request,
        "documents/edit_template.html",
        {
            "template": found,
            "owner": owner,
            "form": form,
            "tried": tried,
            "sample": as_html(tried.written) if tried and tried.written else "",
            "names": NAMES.items(),
        },
        status=400 if form.errors else 200,
    )


def _owner_ids(owner: Firm | Authority) -> dict[str, Any]:
    return {"firm_id": owner.pk} if isinstance(owner, Firm) else {"authority_id": owner.pk}

"""The complainant's letters to the organisation: which there are, writing one, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import known
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.complaints.policies import is_complainant
from caseapp.core.errors import DomainError, NotFound, WrongState
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import choice, day, yes
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered, open_transition, refused_page
from caseapp.core.views.requests import ActorRequest
from caseapp.documents import services
from caseapp.documents.enums import RIGHTS_KINDS, Channel, Kind, LetterState
from caseapp.documents.forms import AnswerForm, LetterForm
from caseapp.documents.models import RightsLetter
from caseapp.documents.selectors import letter_language, template_for, written
from caseapp.documents.selectors import letters as selectors
from caseapp.documents.selectors.letters import Given
from caseapp.documents.services import letters as verbs
from caseapp.documents.views.shown import base_for
from caseapp.documents.workflow import LETTER
from caseapp.documents.writing.shapes import as_html
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services as evidence_services
from caseapp.evidence.models import Vault
from caseapp.law.selectors import day_in

WHAT_FOR = {
    Kind.ACCESS: gettext_lazy("They must say what they hold about you, where from, what for, and who else has it."),
    Kind.DELETION: gettext_lazy("They must delete your face data, or say why they may keep it."),
    Kind.WITHDRAWAL: gettext_lazy("You agreed, or they say you did: from now on you do not."),
    Kind.OBJECTION: gettext_lazy("They must stop using your face, or give reasons that weigh more than yours."),
    Kind.NOTICE: gettext_lazy("The last letter before a court: what you ask for, and by when."),
}
TONES = {
    LetterState.READY: "new",
    LetterState.SENT: "waiting",
    LetterState.ANSWERED: "good",
    LetterState.UNANSWERED: "bad",
    LetterState.DISCARDED: "closed",
}


SAID = {
    "send": gettext_lazy("It is recorded that you sent the letter. The time for the answer runs."),
    "record_silence": gettext_lazy("It is recorded that no answer came. The record is part of the evidence."),
    "discard": gettext_lazy("The letter was put aside."),
}


def _own(request: ActorRequest, reference: str) -> Complaint:
    """A complaint of the reader's own: letters are written by its complainant alone."""
    complaint = complaints.complaint_by_reference(request.actor, reference)
    if not is_complainant(request.actor, complaint):
        raise NotFound()
    return complaint


@known
@require_safe
def letters(request: ActorRequest, reference: str) -> HttpResponse:
    """The letters of the complaint and what can be written."""
    complaint = _own(request, reference)
    rows = [
        {"letter": row, "tone": TONES[LetterState(row.state)], "clock": selectors.clock_of(row)}
        for row in selectors.letters(request.actor, complaint)
    ]
    return render(
        request,
        "documents/letters.html",
        {
            "complaint": complaint,
            "rows": rows,
            "today": day_in(complaint.jurisdiction, timezone.now()),
            "kinds": [{"kind": kind, "what_for": WHAT_FOR[kind]} for kind in RIGHTS_KINDS],
        },
    )


@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActorRequest, reference: str, kind: str) -> HttpResponse:
    """Write a letter: the facts are there already; the writer adds an address, looks, and makes it."""
    complaint = _own(request, reference)
    if kind not in RIGHTS_KINDS:
        raise NotFound()
    contact = complaints.identity(request.actor, complaint)
    form = LetterForm(
        request.POST or None,
        anonymous=complaint.anonymous,
        initial={
            "name": contact.name if contact else "",
            "mail_address": contact.email if contact else "",
            "respondent_address": complaint.respondent.address,
            "language": letter_language(complaint.jurisdiction_id),
        },
    )
    preview: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        language = values.pop("language")
        try:
            if request.POST.get("do") == "make":
                letter = verbs.write_letter(
                    actor=request.actor, complaint=complaint, kind=kind, language=language, given=Given(**values)
                )
                messages.success(request, _("The letter is ready. Nobody else has it until you send it."))
                return redirect("documents:letter", reference, letter.document.reference)
            preview = _preview(request, complaint, kind, Given(**values), language)
        except DomainError as refusal:
            add_refusal(form, refusal)
    return render(
        request,
        "documents/write.html",
        {
            "complaint": complaint,
            "kind": Kind(kind),
            "what_for": WHAT_FOR[Kind(kind)],
            "form": form,
            "preview": preview,
        },
        status=400 if form.errors else 200,
    )


def _preview(
    request: ActorRequest, complaint: Complaint, kind: str, given: Given, language: str
) -> list[dict[str, str]]:
    """The letter as it would be: in the language of the case to read, where that is another one, and as it goes out."""
    today = day_in(complaint.jurisdiction, timezone.now())
    shown: dict[str, str] = {}
    for wanted in dict.fromkeys([complaint.language, language]):
        template = template_for(kind, place=complaint.jurisdiction_id, language=wanted, on=today)
        if template is None:
            raise WrongState(_("There is no text for this letter yet."))
        facts = selectors.letter_facts(request.actor, complaint, kind, given, template)
        shown[template.language] = as_html(written(template, facts))
    return [{"language": one, "text": text} for one, text in shown.items()]


@known
@never_cache
@require_safe
def letter(request: ActorRequest, reference: str, letter_reference: str) -> HttpResponse:
    """One letter: its text, how to send it, its clock, and what came of it."""
    complaint = complaints.complaint_by_reference(request.actor, reference)
    found = selectors.letter_by_reference(request.actor, complaint, letter_reference)
    shown = found.document
    return render(
        request,
        "documents/letter.html",
        {
            "base": base_for(request.actor, complaint),
            "complaint": complaint,
            "letter": found,
            "own": is_complainant(request.actor, complaint),
            "tone": TONES[LetterState(found.state)],
            "clock": selectors.clock_of(found),
            "text": services.open_html(actor=request.actor, document=shown),
            "reading": (
                services.open_html(actor=request.actor, document=found.reading_copy) if found.reading_copy else ""
            ),
            "offered": offered(LETTER, request.actor, found, lambda action: _act_address(found, action)),
            "today": day_in(complaint.jurisdiction, timezone.now()),
            "timeline": entries(found)[:20],
        },
    )


def _act_address(found: RightsLetter, action: str) -> str:
    where = [found.complaint.reference, found.document.reference]
    if action == "record_answer":
        return reverse("documents:answer", args=where)
    return reverse("documents:letter_act", args=[*where, action])


@known
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, letter_reference: str, action: str) -> HttpResponse:
    """Record that it was sent, that nothing came, or put it aside."""
    complaint = _own(request, reference)
    found = selectors.letter_by_reference(request.actor, complaint, letter_reference)
    if action == "record_answer":
        return redirect("documents:answer", reference, letter_reference)
    today = day_in(complaint.jurisdiction, timezone.now())
    fields = {
        "sent_on": day(_("Day you sent it"), latest=today, initial=today),
        "sent_by": choice(_("How you sent it"), Channel.choices),
        "received_on": day(
            _("Day it arrived"), _("If you know it, from a receipt for example. The time runs from it."), latest=today
        ),
        "keep": yes(
            _("Keep a copy with the evidence"),
            _("Everybody who may see the evidence and who you are then reads the letter."),
        ),
    }
    return act_page(
        request,
        found,
        action,
        workflow=LETTER,
        perform=lambda given: verbs.perform(actor=request.actor, letter=found, action=action, given=given),
        caption=found.document.title,
        back=reverse("documents:letter", args=[reference, letter_reference]),
        done=reverse("documents:letters", args=[reference]) if action == "discard" else "",
        said=SAID.get(action, ""),
        fields=fields if action == "send" else {},
        explanations={
            "send": _("The time for the answer runs from the day it arrived, or from the day you sent it."),
            "record_silence": _("A record with the dates is made and put into the evidence of your complaint."),
            "discard": _("The letter leaves the list. You can write it again at any time."),
        },
        base="base_public.html",
    )


def _vault(request: ActorRequest, reference: str, letter_reference: str) -> Vault:
    complaint = _own(request, reference)
    return evidence_services.vault_of(actor=request.actor, complaint=complaint)


@require_http_methods(["GET", "HEAD", "POST"])
@known
@evidence_services.streams_evidence(_vault)
def answer(request: ActorRequest, reference: str, letter_reference: str) -> HttpResponse:
    """Record what the organisation answered; its files become evidence."""
    complaint = _own(request, reference)
    found = selectors.letter_by_reference(request.actor, complaint, letter_reference)
    back = reverse("documents:letter", args=[reference, letter_reference])
    try:
        open_transition(LETTER, request.actor, found, "record_answer")
    except WrongState as refusal:
        return refused_page(request, refusal, back=back, base="base_public.html")
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        incoming = values.pop("file") or []
        try:
            verbs.record_answer(actor=request.actor, letter=found, incoming=incoming, **values)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The answer was recorded and is part of the evidence."))
            return redirect(back)
    return render(
        request,
        "documents/answer.html",
        {
            "complaint": complaint,
            "letter": found,
            "form": form,
            "back": back,
            "limits": evidence.limits(),
            "may_add": can(request.actor, "evidence.add", complaint),
        },
        status=400 if form.errors else 200,
    )

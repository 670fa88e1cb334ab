"""How a text becomes public: written on one page by one person, read over on another by another."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day, prose
from caseapp.core.paging import keyset_page
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine
from caseapp.register import selectors, services
from caseapp.register.enums import Kind, TextState
from caseapp.register.models import PublicText
from caseapp.register.services.redaction import doubtful
from caseapp.register.workflow import TEXT


class TextForm(forms.Form):
    """What the public is to read."""

    mark_optional = True

    text = prose(
        gettext_lazy("Public text"),
        gettext_lazy("What everybody may know, in plain words. No person is named: no complainant, no officer."),
        longest=2_000,
        rows=8,
    )
    left_out = prose(
        gettext_lazy("What you left out, and why"),
        gettext_lazy("For whoever reads it over; the public does not see it."),
        longest=2_000,
        rows=3,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["left_out"].required = False


class ReplyForm(forms.Form):
    """What the respondent answers to what is public about it."""

    mark_optional = True

    text = prose(
        gettext_lazy("Reply of the respondent"),
        gettext_lazy("In its own words, without names of persons. It is shown beside the entry."),
        longest=2_000,
        rows=8,
    )
    received_on = day(gettext_lazy("Day it came"))


@officers_only
@require_safe
def review(request: ActorRequest) -> HttpResponse:
    """Texts of the authority, newest first: what waits, what was published, what was sent back."""
    page = keyset_page(selectors.texts_to_review(request.actor), request.GET, size=25)
    number = selectors.waiting(request.actor).count()
    return render(request, "register/review.html", {"page": page, "waiting": number})


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest, kind: str, reference: str) -> HttpResponse:
    """Write the public text of a decision, fine or order, or the respondent's reply, beside what it is made from."""
    decision, fine, order = selectors.decision_to_publish(request.actor, kind, reference)
    given = request.POST if request.method == "POST" else None
    form = ReplyForm(given) if kind == Kind.REPLY else TextForm(given, initial=_initial(kind, decision, fine, order))
    if given is not None and form.is_valid():
        try:
            if kind == Kind.REPLY:
                made = services.record_reply(actor=request.actor, decision=decision, **form.cleaned_data)
            else:
                made = services.propose_text(
                    actor=request.actor, kind=kind, decision=decision, fine=fine, order=order, **form.cleaned_data
                )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The text waits for a supervisor who did not write it."))
            return redirect("register:reviewed", made.reference)
    return render(
        request,
        "register/propose.html",
        {
            "form": form,
            "kind": Kind(kind),
            "decision": decision,
            "subject": fine or order or decision.investigation,
            "back": _back(kind, reference),
        },
        status=400 if form.errors else 200,
    )


@officers_only
@require_safe
def reviewed(request: ActorRequest, reference: str) -> HttpResponse:
    """One text beside what it was made from, what may be a person in it, and what the reader may do."""
    found = selectors.text_by_reference(request.actor, reference)
    public = found.state in {TextState.PUBLISHED, TextState.REPLACED}
    return render(
        request,
        "register/reviewed.html",
        {
            "text": found,
            "doubtful": doubtful(found.text),
            "public": public,
            "mine": found.author_id == request.actor.user_id,
            "offered": offered(
                TEXT, request.actor, found, lambda action: reverse("register:text_act", args=[reference, action])
            ),
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Publish a text or send it back."""
    found: PublicText = selectors.text_by_reference(request.actor, reference)
    return act_page(
        request,
        found,
        action,
        workflow=TEXT,
        perform=lambda given: services.perform_on_text(actor=request.actor, text=found, action=action, given=given),
        caption=f"{found.get_kind_display()} · {found.subject_reference}",
        back=reverse("register:reviewed", args=[reference]),
        facts="register/text_facts.html",
        context={"text": found, "doubtful": doubtful(found.text)},
        explanations={"approve": _("Everybody can read it then. You vouch that it names no person.")},
    )


def _initial(kind: str, decision: Decision, fine: Fine | None, order: ComplianceOrder | None) -> dict[str, str]:
    newest = PublicText.objects.filter(kind=kind, decision=decision, fine=fine, order=order).first()
    if newest is not None:
        return {"text": newest.text, "left_out": newest.left_out}
    subject = fine or order
    return {"text": (subject.summary if subject is not None else "") or decision.statement}


def _back(kind: str, reference: str) -> str:
    names = {Kind.FINE: "enforcement:fine", Kind.ORDER: "enforcement:order"}
    if kind not in Kind.values:
        raise NotFound()
    return reverse(names.get(Kind(kind), "enforcement:investigation"), args=[reference])

"""How a filing begins, is taken up again on any device, is thrown away, and is left in a hurry."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.complaints.enums import KEYED_IN
from caseapp.core import throttle
from caseapp.core.errors import TooManyRequests
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.evidence import selectors as evidence
from caseapp.intake import services
from caseapp.intake.forms.base import PastDayField
from caseapp.intake.forms.steps import STEPS, first_open
from caseapp.intake.models import KEPT_FOR
from caseapp.intake.selectors import answers_of, draft_by_code, is_expired, open_drafts
from caseapp.intake.views.pages import expired, reading_language
from caseapp.intake.views.session import forget, held_draft, keeps_draft, remember

if TYPE_CHECKING:
    from caseapp.intake.models import Draft

CODES_A_QUARTER_HOUR = 10
HARMLESS = "https://www.wikipedia.org/"
"""Where somebody lands who has to leave fast: a page that many people read, and that says nothing."""


class DraftCodeForm(forms.Form):
    """The draft code as it was written down; every wrong one gets the same words."""

    code = forms.CharField(
        label=_("Draft code"),
        help_text=_("24 letters and figures in groups of four. Blanks, hyphens and small letters do not matter."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the draft code."),
            "max_length": _("This code opens no draft. Check each group of four characters and try again."),
        },
    )


@never_cache
@require_safe
def start(request: ActorRequest) -> HttpResponse:
    """What this is, what one needs, how long it takes; a draft that was begun is offered first."""
    draft = held_draft(request)
    drafts = open_drafts(request.actor)
    if draft is not None and (draft.complaint_id is not None or is_expired(draft)):
        draft = None
    if draft is not None and all(row.pk != draft.pk for row in drafts):
        drafts.insert(0, draft)
    context = {"drafts": drafts, "days": KEPT_FOR.days, "first": STEPS[0], "limits": evidence.limits()}
    return render(request, "intake/start.html", context)


@keeps_draft
@require_POST
def resume(request: ActorRequest) -> HttpResponse:
    """Continue a draft of one's own account, or the one this browser holds."""
    wanted = request.POST.get("draft", "")
    held = held_draft(request)
    found = next((row for row in open_drafts(request.actor, limit=100) if str(row.pk) == wanted), None)
    if found is None and held is not None and str(held.pk) == wanted:
        found = held
    return expired(request) if found is None else _go_on(request, found)


@sensitive_post_parameters("code")
@keeps_draft
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_code(request: ActorRequest) -> HttpResponse:
    """Continue a draft on another device by its code, which travels by POST alone."""
    form = DraftCodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        key = throttle.client_key(request)
        if form.is_valid():
            try:
                throttle.check("intake.resume", key, limit=CODES_A_QUARTER_HOUR, seconds=900)
                found = draft_by_code(request.actor, form.cleaned_data["code"])
                if found is not None and found.complaint_id is None and not is_expired(found):
                    return _go_on(request, found)
                throttle.hit("intake.resume", key, limit=CODES_A_QUARTER_HOUR, seconds=900)
                form.add_error("code", DraftCodeForm.base_fields["code"].error_messages["max_length"])
            except TooManyRequests as refusal:
                add_refusal(form, refusal)
                status = refusal.status
    return render(request, "intake/resume.html", {"form": form, "days": KEPT_FOR.days}, status=status)


class DeskForm(forms.Form):
    """How a complaint came that an officer keys in, and when."""

    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(each.value, each.label) for each in KEYED_IN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came.")},
    )
    received_on = PastDayField(
        label=_("On which day did it come?"),
        help_text=_(
            "The day on the date stamp, or of the call. Periods run from the day you enter it; this one is kept."
        ),
    )


@keeps_draft
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def at_the_desk(request: ActorRequest) -> HttpResponse:
    """Begin to key in what came on paper, by telephone or at the counter; for officers alone."""
    if not request.actor.is_officer:
        raise Http404
    form = DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = services.begin_at_the_desk(actor=request.actor, language=reading_language(), **form.cleaned_data)
        return _go_on(request, draft)
    return render(request, "intake/desk.html", {"form": form}, status=400 if form.errors else 200)


@keeps_draft
@require_http_methods(["GET", "POST"])
@never_cache
def discard(request: ActorRequest) -> HttpResponse:
    """Ask, then throw the draft of this browser away with its files."""
    draft = held_draft(request)
    if draft is None or draft.complaint_id is not None:
        return redirect("intake:start")
    if request.method == "POST":
        services.discard(actor=request.actor, draft=draft)
        forget(request)
        return redirect("intake:start")
    return render(request, "intake/discard.html")


@keeps_draft
@require_POST
@never_cache
def afresh(request: ActorRequest) -> HttpResponse:
    """Begin another complaint. A draft without an account may be lost with its code, so it is asked about first."""
    draft = held_draft(request)
    if draft is not None and draft.complaint_id is None and draft.owner_id is None and not is_expired(draft):
        return redirect("intake:discard")
    forget(request)
    return redirect("intake:step", STEPS[0].slug)


@keeps_draft
@require_safe
@never_cache
def leave(request: ActorRequest) -> HttpResponse:
    """Leave at once: this browser forgets draft, receipt and account, and shows a page that says nothing.

    A plain link, so that it works without script; the draft itself is kept and its code still opens it.
    """
    forget(request)
    logout(request)
    answer = HttpResponseRedirect(HARMLESS)
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@keeps_draft
@require_POST
@never_cache
def alive(request: ActorRequest) -> HttpResponse:
    """The person is still there: hold on to the draft anew. 410 when there is none any more."""
    draft = held_draft(request)
    if draft is None or is_expired(draft):
        return HttpResponse(status=410)
    remember(request, draft)
    return HttpResponse(status=204)


@keeps_draft
@require_safe
@never_cache
def timed_out(request: ActorRequest) -> HttpResponse:
    """Nobody was there for a long while: this browser lets go of the draft, which its code still opens."""
    forget(request)
    return render(request, "intake/timed_out.html", {"days": KEPT_FOR.days})


def _go_on(request: ActorRequest, draft: "Draft") -> HttpResponse:
    remember(request, draft)
    return redirect("intake:step", first_open(answers_of(draft), request.actor).slug)

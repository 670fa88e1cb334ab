"""Checking a matter against the law without an account: questions, then what the answers amount to; nothing is kept."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseapp.core.calendars import MEDIA_TYPE, Reminder, calendar
from caseapp.law import selectors
from caseapp.law.forms.check import CheckForm, QuestionsForm, answers_given
from caseapp.rules.screening import ActorKind, Facts

AT_A_TIME = 10
"""Questions on a page: enough to be telling, few enough to be answered."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Where, who and when; then the law's questions, each once for all laws; then the answer, law by law.

    Everything travels in the forms themselves, so that nothing is stored and nothing stands in an address.
    """
    if request.method != "POST":
        return render(request, "law/check.html", {"form": CheckForm(initial={"place": request.GET.get("place", "")})})
    form = CheckForm(request.POST)
    step = request.POST.get("step", "questions")
    if not form.is_valid() or step == "facts":
        context = {"form": form, "carried": _carried(request, answers_given(request.POST), with_facts=False)}
        return render(request, "law/check.html", context, status=400 if form.errors else 200)
    facts, answers = form.facts(), answers_given(request.POST)
    if step == "calendar":
        return _calendar(facts, answers)
    if step == "questions":
        questions = [
            one for one in selectors.questions(facts, answers, roles=selectors.ASKED) if one.key not in answers
        ]
        if questions:
            context = {
                "place": form.jurisdiction,
                "questions": QuestionsForm(questions[:AT_A_TIME]),
                "left": max(len(questions) - AT_A_TIME, 0),
                "carried": _carried(request, answers),
            }
            return render(request, "law/check_questions.html", context)
    context = {
        "place": form.jurisdiction,
        "facts": facts,
        "is_public": facts.actor in (ActorKind.PUBLIC, ActorKind.POLICE),
        "check": selectors.checked(facts, answers),
        "left": len(selectors.still_to_ask(facts, answers)),
        "answered": len(answers),
        "carried": _carried(request, answers),
        "to_estimate": _to_estimate(form),
    }
    return render(request, "law/check_result.html", context)


def _to_estimate(form: CheckForm) -> str:
    """Place, kind of body and use, for the address of the estimate, which asks for them too."""
    given = form.cleaned_data
    actor = {"private": "private", "public": "public", "police": "public"}.get(given["actor"])
    told = {
        "place": given["place"],
        "actor": actor,
        "sector": "police" if given["actor"] == "police" else None,
        "use": given["use"],
    }
    return urlencode({name: value for name, value in told.items() if value})


def _carried(request: HttpRequest, answers: dict[str, str], *, with_facts: bool = True) -> list[tuple[str, str]]:
    """What travels with the page as hidden fields: the facts and the answers given so far."""
    facts = [(name, request.POST.get(name, "")) for name in CheckForm.base_fields if request.POST.get(name)]
    return [*(facts if with_facts else []), *((f"answer:{key}", answer) for key, answer in answers.items())]


def _calendar(facts: Facts, answers: dict[str, str]) -> HttpResponse:
    """The dates as an iCalendar file with neutral titles."""
    address = settings.SITE_URL + reverse("law:check")
    clocks = selectors.checked(facts, answers).clocks
    content = calendar((Reminder(one.key, one.day, address) for one in clocks), made_at=timezone.now())
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": 'attachment; filename="dates.ics"'}
    )

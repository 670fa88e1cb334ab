"""Reports by the clock: planned, paused, ended on one page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import authority_only
from caseapp.casework.models import SavedView
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.exports import selectors, services
from caseapp.exports.enums import Form, Rhythm
from caseapp.exports.lists import LISTS

NUMBERS = "statistics"


class ReportForm(forms.Form):
    """What, how often, in which form."""

    mark_optional = False

    what = forms.ChoiceField(label=gettext_lazy("What is reported"))
    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), choices=Rhythm.choices)
    form = forms.ChoiceField(
        label=gettext_lazy("Form"),
        choices=[(one.value, one.label) for one in (Form.PDF, Form.CSV, Form.XLSX)],
        help_text=gettext_lazy("A view comes as CSV or XLSX, the numbers also as PDF."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.views = {str(view.pk): view for view in SavedView.objects.visible_to(actor)} if actor.is_officer else {}
        numbers = [(NUMBERS, _("Numbers of my authority"))] if can(actor, "reports.plan", LISTS[NUMBERS]) else []
        choices = [*numbers, *((key, view.name) for key, view in self.views.items())]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        if not numbers:
            forms_of_views = [(one.value, one.label) for one in (Form.CSV, Form.XLSX)]
            self.fields["form"] = forms.ChoiceField(label=_("Form"), choices=forms_of_views)


@authority_only
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: ActorRequest) -> HttpResponse:
    """One's own reports, and the form for another."""
    form = ReportForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.plan_report(
                actor=request.actor,
                view=form.views.get(given["what"]),
                rhythm=given["rhythm"],
                form=given["form"],
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The report is planned. A notice tells when one is ready."))
            return redirect("exports:reports")
    return render(
        request,
        "exports/reports.html",
        {"form": form, "plans": list(selectors.reports(request.actor)), "possible": form.fields["what"].choices},  # type: ignore[attr-defined]
        status=400 if form.errors else 200,
    )


@authority_only
@require_POST
def change(request: ActorRequest, number: int, action: str) -> HttpResponse:
    """Pause one, let it go on, or end it."""
    plan = selectors.report(request.actor, number)
    if action == "delete":
        services.delete_report(actor=request.actor, plan=plan)
        messages.success(request, _("The report was ended."))
    elif action in {"pause", "resume"}:
        services.pause_report(actor=request.actor, plan=plan, paused=action == "pause")
        messages.success(request, _("The report rests.") if action == "pause" else _("The report comes again."))
    else:
        raise NotFound()
    return redirect("exports:reports")

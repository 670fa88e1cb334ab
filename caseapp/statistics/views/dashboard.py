"""The numbers of an authority on one page, and each of its charts as CSV."""

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseapp.accounts.access import authority_only
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.core.policies import can
from caseapp.core.sheets import csv_download
from caseapp.core.views.requests import ActorRequest
from caseapp.statistics import selectors
from caseapp.statistics.periods import last_month, offered, period_of


class PeriodForm(forms.Form):
    """A month, a quarter or a year."""

    mark_optional = False

    period = forms.ChoiceField(label=_("Period"))

    def __init__(self, *args: object, running: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(one.key, one.label) for one in offered(running=running)]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]


@authority_only
@require_safe
def dashboard(request: ActorRequest) -> HttpResponse:
    """Every chart of the chosen period beside the one before it."""
    actor = request.actor
    running = can(actor, "statistics.view_running")
    form = PeriodForm(request.GET if "period" in request.GET else None, running=running)
    period = period_of(form.cleaned_data["period"], running=running) if form.is_valid() else last_month()
    if not form.is_bound:
        form = PeriodForm(initial={"period": period.key}, running=running)
    charts = selectors.dashboard(actor, period)
    return render(request, "statistics/dashboard.html", {"form": form, "period": period, "charts": charts})


@authority_only  # type: ignore[arg-type]
@require_safe
def sheet(request: ActorRequest, key: str) -> StreamingHttpResponse:
    """One chart's table as CSV."""
    actor = request.actor
    if not can(actor, "statistics.view"):
        raise NotAllowed()
    try:
        period = period_of(request.GET.get("period", ""), running=can(actor, "statistics.view_running"))
    except InvalidInput as unknown:
        raise NotFound() from unknown
    chart = next((one for one in selectors.dashboard(actor, period) if one.key == key), None)
    if chart is None:
        raise NotFound()
    return csv_download(f"{key}-{period.key}", chart.header, chart.table())

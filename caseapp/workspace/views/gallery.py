"""Every component with example data and states: where designers, page writers and the axe test look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseapp.core.enums import Sector
from caseapp.statistics.selectors import Chart, Row

EXAMPLE_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
EXAMPLE_FINES = (
    30_000, 50_000, 80_000, 100_000, 100_000, 150_000, 200_000, 250_000, 250_000, 250_000, 300_000, 480_000, 500_000
)  # fmt: skip
EXAMPLE_CLAIMS = [{"nominal": claimed / 10, "observed": claimed / 10 + 0.03} for claimed in range(1, 10)]


class ExampleForm(forms.Form):
    """One field of each kind, to show labels, hints and errors."""

    mark_optional = True

    venue = forms.CharField(
        label=_("Where did it happen?"),
        help_text=_("For example: the sales office at 5 Harbour Road."),
        max_length=120,
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, required=False)
    seen_on = forms.DateField(
        label=_("When did you notice it?"),
        help_text=_("For example: 27 3 2026."),
        widget=forms.SelectDateWidget,
    )
    use = forms.ChoiceField(
        label=_("What did the system do with your face?"),
        widget=forms.RadioSelect,
        choices=[
            ("verify", _("Checked that I am the person I said I am")),
            ("identify", _("Found out who I am\nIt compared my face with a list of people.")),
            ("count", _("Counted or described people")),
        ],
    )
    harms = forms.MultipleChoiceField(
        label=_("How has it affected you?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("refused", _("I was refused a service")),
            ("watched", _("I feel watched")),
            ("cost", _("It cost me money")),
        ],
    )
    authority = forms.ChoiceField(
        label=_("Who should receive it?"),
        choices=[("", _("Choose")), ("a", _("Market regulator of Ningbo")), ("b", _("Nobody yet"))],
        required=False,
    )
    court = forms.ChoiceField(
        label=_("Court"),
        help_text=_("A long list to type in."),
        widget=forms.Select(attrs={"data-autocomplete": True}),
        choices=[("", ""), ("hs", "宁波市海曙区人民法院"), ("yz", "宁波市鄞州区人民法院"), ("hz", "杭州互联网法院")],
        required=False,
    )
    story = forms.CharField(label=_("What happened?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    truth = forms.BooleanField(label=_("What I have written is true as far as I know"))


class ExampleFilters(forms.Form):
    """The fields of a filter bar."""

    search = forms.CharField(label=_("Search"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), ("new", _("New")), ("closed", _("Closed"))]
    )


def _examples() -> dict[str, Any]:
    today = timezone.localdate()
    now = timezone.now()
    return {
        "plain_form": ExampleForm(prefix="plain"),
        "wrong_form": ExampleForm({"wrong-email": "lin.mei"}, prefix="wrong"),
        "filters": ExampleFilters(prefix="filter"),
        "today": today,
        "soon": today + dt.timedelta(days=12),
        "later": today + dt.timedelta(days=200),
        "late": today - dt.timedelta(days=3),
        "now": now,
        "before": now - dt.timedelta(days=40),
        "digest": EXAMPLE_DIGEST,
        "fines": EXAMPLE_FINES,
        "claims": EXAMPLE_CLAIMS,
        "counted": Chart(
            "example",
            str(_("By sector")),
            str(_("Most complaints of the period: %(label)s, %(number)s of %(total)s."))
            % {"label": Sector.RETAIL.label, "number": 41, "total": 70},
            str(_("Sector")),
            (str(_("Received")), str(_("Ended"))),
            (Row(str(Sector.RETAIL.label), (41, 30)), Row(str(Sector.BANK_FINTECH.label), (29, None))),
        ),
        "states": [
            ("submitted", _("Submitted")),
            ("under_review", _("Under review")),
            ("awaiting_complainant", _("Waits for you")),
            ("paid", _("Paid")),
            ("overdue", _("Overdue")),
            ("closed", _("Closed")),
            ("other", _("Not yet answered")),
        ],
        "changes": [
            {"label": _("State"), "before": _("Under review"), "after": _("Accepted")},
            {"label": _("Assigned to"), "before": "", "after": "Chen Wei"},
        ],
        "trail": [{"label": _("Queue"), "href": "#"}, {"label": "CN-2026-7F3K-9QXM", "href": ""}],
        "tabs": [{"id": "tab-facts", "label": _("Facts")}, {"id": "tab-law", "label": _("Law")}],
        "parts": [
            {"label": _("Overview"), "href": "#", "current": True},
            {"label": _("Evidence"), "href": "#", "count": 3},
            {"label": _("Messages"), "href": "#", "count": 12},
        ],
        "errors": [{"message": _("Enter where it happened"), "anchor": "id_wrong-venue"}],
    }


def for_makers(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page for those who work on the site: on a real one there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not (settings.DEMO or settings.DEBUG):
            raise Http404
        return view(request)

    return guarded


@for_makers
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components on the public page shape."""
    return render(request, "workspace/gallery.html", _examples())


@for_makers
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The desk shape: rail, counts, filters, dense table and reading pane."""
    messages.success(request, _("This is how a message looks."))
    return render(request, "workspace/gallery_desk.html", _examples())

"""The components of pages: how forms, words, figures and ranges come out."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler
from moneyed import Money

from caseapp.core.actors import Actor
from caseapp.workspace.templatetags import charts, frame

from .html import ids


def shown(markup: str, **context: object) -> str:
    """A piece of a page with components, rendered as a page's template would be."""
    return Template(CottonCompiler().process(markup)).render(Context(context))


# Forms


class Example(forms.Form):
    """One control of each kind."""

    place = forms.CharField(help_text="Where the camera hung.")
    seen = forms.DateField(widget=forms.SelectDateWidget)
    use = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "Watched\nFrom afar."), ("b", "Counted")])
    harms = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=[("x", "Cost"), ("y", "Fear")])
    story = forms.CharField(widget=forms.Textarea, max_length=50)
    truth = forms.BooleanField(label="It is true")
    phone = forms.CharField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Nothing fits together.")


def test_every_error_is_linked_to_a_control_that_exists():
    form = Example({})
    html = shown('<c-error-summary :form="form" />', form=form) + str(form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 6
    assert set(targets) <= ids(html)
    assert "Nothing fits together." in html


def test_controls_are_described_by_hints_and_errors_that_exist():
    html = str(Example({"place": ""}))
    described = [i for group in re.findall(r'aria-describedby="([^"]+)"', html) for i in group.split()]
    assert "id_place_helptext" in described
    assert "id_place_error" in described
    assert set(described) <= ids(html)


def test_every_control_has_a_label_or_legend():
    html = str(Example())
    controls = re.findall(r'<(?:input|textarea|select)[^>]*\bid="([^"]+)"', html)
    labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', html))
    assert set(controls) - labelled == {"id_secret"}
    assert html.count("<legend") == 3


def test_what_need_not_be_answered_says_so():
    html = str(Example())
    assert html.count("(optional)") == 1
    Example.mark_optional = False
    try:
        assert "(optional)" not in str(Example())
    finally:
        del Example.mark_optional


def test_an_option_may_carry_a_hint():
    html = str(Example())
    assert '<label class="govuk-label govuk-radios__label" for="id_use_0">Watched</label>' in html
    assert 'aria-describedby="id_use_0_hint"' in html


def test_a_date_is_typed_in_three_boxes_and_read_back():
    form = Example({"seen_day": "3", "seen_month": "4", "seen_year": "2019"})
    assert 'value="2019"' in str(form["seen"])
    form.is_valid()
    assert "seen" not in form.errors
    assert form.cleaned_data["seen"] == dt.date(2019, 4, 3)


def test_the_counter_does_not_cut_what_is_pasted():
    html = str(Example()["story"])
    assert 'data-maxlength="50"' in html
    assert " maxlength=" not in html


def test_words_of_people_are_escaped():
    html = str(Example({"place": "<b>x</b>", "story": "</textarea><script>"}))
    assert "<b>x" not in html
    assert "<script>" not in html
    tag, stat = '<c-tag word="{{ word }}" />', '<c-stat label="{{ word }}" :count="word" />'
    html = shown(f'{tag}{stat}<c-fact label="{{{{ word }}}}">{{{{ word }}}}</c-fact>', word='<i>"&')
    assert html.count("&lt;i&gt;&quot;&amp;") == 5
    assert "<i>" not in html


# Words and figures


def test_dates_are_written_out_in_the_readers_language():
    day = dt.date(2026, 11, 20)
    with translation.override("en"):
        assert frame.written_date(day) == "20 November 2026"
    with translation.override("zh-hans"):
        assert frame.written_date(day) == "2026年11月20日"
    assert frame.written_date(None) == ""


def test_a_moment_names_its_zone():
    moment = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
    with translation.override("en"):
        assert frame.written_moment(moment) == "20 November 2026, 14:05\u00a0UTC"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("250000", "CNY\u00a0250,000"),
        ("250000.5", "CNY\u00a0250,000.50"),
        ("0", "CNY\u00a00"),
        ("-12.00", "CNY\u00a0-12"),
    ],
)
def test_sums_carry_their_currency_and_only_the_decimals_they_have(amount, words):
    assert frame.money_text(Money(amount, "CNY")) == words
    assert frame.money_text(None, Decimal(amount), "CNY") == words


def test_no_sum_is_no_words():
    assert frame.money_text(None) == ""


@pytest.mark.parametrize(("days", "tone"), [(None, "calm"), (-1, "late"), (0, "soon"), (30, "soon"), (31, "calm")])
def test_clocks_press_as_their_date_comes_near(days, tone):
    assert frame.clock_tone(days) == tone


@pytest.mark.parametrize(
    ("moment", "zones", "firms", "words"),
    [
        ("2026-12-01T15:59Z", {"Asia/Shanghai"}, {}, "Today"),
        ("2026-12-01T16:00Z", {"Asia/Shanghai"}, {}, "1 day late"),
        ("2026-12-02T05:59Z", {"America/Chicago"}, {}, "Today"),
        ("2026-12-02T05:59Z", {"America/Chicago", "Asia/Shanghai"}, {}, "Today"),
        ("2026-12-02T05:59Z", {"America/Chicago", "Asia/Shanghai"}, {1: "partner"}, "1 day late"),
        ("2026-12-02T05:59Z", set(), {}, "1 day late"),
    ],
)
def test_a_clock_counts_days_where_the_reader_works(moment, zones, firms, words):
    request = RequestFactory().get("/")
    request.actor = Actor(kind="user", user_id=1, time_zones=frozenset(zones), firms=firms)
    with time_machine.travel(moment, tick=False):
        html = shown('<c-clock what="To be paid" :date="day" />', day=dt.date(2026, 12, 1), request=request)
    assert f">{words}</p>" in html


def test_a_clock_may_be_told_the_day_it_counts_from():
    html = shown(
        '<c-clock what="To appeal" :date="day" :today="today" />', day=dt.date(2026, 12, 1), today=dt.date(2026, 11, 20)
    )
    assert "11 days left" in html


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0\u00a0B"),
        (999, "999\u00a0B"),
        (84_211, "84\u00a0kB"),
        (50_000_000, "50\u00a0MB"),
        (2_400_000_000, "2.4\u00a0GB"),
    ],
)
def test_sizes_of_files_are_said_as_people_say_them(size, words):
    assert frame.file_size(size) == words


def test_codes_are_read_in_fours():
    assert frame.fours("7F3K-9QXM2B") == ["7F3K", "9QXM", "2B"]


def test_an_unknown_state_is_plain():
    assert frame.state_tone("overdue") == "bad"
    assert frame.state_tone("never heard of") == "plain"
    assert set(frame.TONES) | {"plain"} == set(frame.SIGNS)


def test_sorting_keeps_filters_turns_round_and_starts_anew():
    request = RequestFactory().get("/?state=open&sort=sum&after=abc")
    now = frame.sort_state(Context({"request": request}), "sum")
    assert now == {"aria": "ascending", "href": "?state=open&sort=-sum"}
    assert frame.sort_state(Context({"request": request}), "name") == {"aria": "none", "href": "?state=open&sort=name"}


# Charts


def test_a_range_lies_in_order_and_inside_its_axis():
    g = charts.range_geometry(50_000, 200_000, 480_000, [30_000, 500_000])
    assert charts.LEFT <= min(g["cases"]) < g["low_x"] < g["median_x"] < g["high_x"] < max(g["cases"]) <= charts.RIGHT
    assert g["logarithmic"] is False
    assert [tick["value"] for tick in g["ticks"]] == [0, 200_000, 400_000]


def test_sums_that_spread_widely_are_drawn_on_a_logarithmic_axis():
    g = charts.range_geometry(500, 40_000, 5_000_000, [300, 20_000_000])
    assert g["logarithmic"] is True
    assert [tick["value"] for tick in g["ticks"]] == [1_000, 10_000, 100_000, 1_000_000, 10_000_000]
    assert all(charts.LEFT <= tick["x"] <= charts.RIGHT for tick in g["ticks"])


@pytest.mark.parametrize("value", [0, 1, 250_000])
def test_a_range_without_spread_can_still_be_drawn(value):
    g = charts.range_geometry(value, value, value, [value])
    assert charts.LEFT <= g["median_x"] <= charts.RIGHT
    assert g["width"] > 0


def test_the_chart_says_in_words_and_in_a_table_what_it_draws():
    html = shown(
        '<c-range-chart id="r" title="Fines" :low="1000" :median="2500.5" :high="9000" :cases="cases" '
        'currency="EUR" />',
        cases=[1000, 9000],
    )
    assert 'role="img" aria-labelledby="r-title r-desc"' in html
    assert "Eight in ten comparable cases lie between EUR\u00a01,000 and EUR\u00a09,000." in html
    assert "2,500.50" in html
    assert "style=" not in html


def test_a_kept_claim_lies_on_the_diagonal_and_the_worst_is_named():
    rows = [{"nominal": 0.1, "observed": 0.1}, {"nominal": 0.5, "observed": 0.58}, {"nominal": 0.9, "observed": 0.93}]
    g = charts.calibration_geometry(rows)
    assert g["points"][0]["x"] - 52 == pytest.approx(256 - g["points"][0]["y"])
    assert (g["worst"]["claimed"], g["worst"]["observed"]) == (50, 58)
    assert all(52 <= point["x"] <= 300 and 8 <= point["y"] <= 256 for point in g["points"])


def test_a_calibration_without_points_draws_none():
    assert charts.calibration_geometry([])["worst"] is None

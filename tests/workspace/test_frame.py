"""The frame of every page: places by role, languages, sign-in, error pages, and how forms come out."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler
from moneyed import Money

from caseapp.core.actors import VISITOR, Actor
from caseapp.workspace import navigation
from caseapp.workspace.context_processors import Frame
from caseapp.workspace.templatetags import charts, frame
from caseapp.workspace.views import errors

CITIZEN = Actor(kind="user", user_id=1, display_name="Lin Mei")
ROLES = {
    "visitor": VISITOR,
    "receipt": Actor(kind="receipt", complaint_id=7),
    "complainant": CITIZEN,
    "officer": Actor(kind="user", user_id=2, authorities={1: "investigator"}),
    "analyst": Actor(kind="user", user_id=3, authorities={1: "analyst"}),
    "lawyer": Actor(kind="user", user_id=4, firms={1: "partner"}),
    "administrator": Actor(kind="user", user_id=5, is_administrator=True),
}


def request_of(actor: Actor, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.actor = actor
    return request


def shown(markup: str, **context: object) -> str:
    """A piece of a page with components, rendered as a page's template would be."""
    return Template(CottonCompiler().process(markup)).render(Context(context))


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


# Places


@pytest.mark.parametrize(("role", "actor"), ROLES.items(), ids=ROLES)
def test_each_role_has_its_own_places(role, actor):
    assert navigation.role_of(actor) == role


def test_without_an_actor_the_places_are_the_visitors():
    assert navigation.role_of(None) == "visitor"


@pytest.mark.parametrize("role", navigation.PLACES)
def test_every_place_leads_somewhere(role):
    missing = [place.url_name for place in navigation.PLACES[role] if not navigation.address(place.url_name)]
    assert missing == []


def test_every_link_of_the_foot_leads_somewhere():
    missing = [place.url_name for place in navigation.FOOTER if not navigation.address(place.url_name)]
    assert missing == []


def test_a_place_that_does_not_exist_is_left_out():
    nowhere = navigation.Place("Nowhere", "workspace:nowhere")
    assert [entry.label for entry in navigation.entries((nowhere, navigation.PROFESSIONALS))] == [
        navigation.PROFESSIONALS.label
    ]


@pytest.mark.parametrize(
    ("view_name", "current"),
    [("workspace:professionals", "page"), ("register:entry", "true"), ("workspace:about", "")],
)
def test_the_place_one_is_in_is_marked(view_name, current):
    request = request_of(VISITOR)
    request.resolver_match = type("Match", (), {"view_name": view_name})()
    places = (
        navigation.PROFESSIONALS,
        navigation.Place("Register", "workspace:front", within=("register:",)),
    )
    assert sorted(entry.current for entry in navigation.entries(places, request)) == sorted(["", current])


def test_people_who_work_here_get_the_desk_and_the_others_the_page():
    desks = {role for role, actor in ROLES.items() if Frame(request_of(actor)).is_desk}
    assert desks == {"officer", "analyst", "lawyer", "administrator"}


# Pages


@pytest.fixture
def front(client: Client, db: None) -> str:
    return client.get(reverse("workspace:front")).content.decode()


def test_the_first_page_has_four_doors(front):
    assert front.count('class="cn-door ') + front.count('class="cn-door"') == 4
    assert front.count("cn-door--main") == 1


@pytest.mark.parametrize(
    "name", ["front", "professionals", "about", "accessibility", "privacy", "gallery", "gallery_desk"]
)
def test_open_pages_have_one_heading_a_title_and_a_language(client, db, name, settings):
    settings.DEMO = True
    html = client.get(reverse(f"workspace:{name}")).content.decode()
    assert html.count("<h1") == 1
    assert re.search(r"<title>\s*\S.+ – Countenance</title>", html)
    assert '<html lang="en"' in html
    assert 'href="#main"' in html
    assert 'id="main"' in html
    duplicates = [i for i in ids(html) if html.count(f' id="{i}"') > 1]
    assert duplicates == []


@pytest.mark.parametrize("name", ["gallery", "gallery_desk"])
def test_the_gallery_is_for_makers_and_demonstrations_alone(client, db, name, settings):
    assert client.get(reverse(f"workspace:{name}")).status_code == 404
    settings.DEBUG = True
    assert client.get(reverse(f"workspace:{name}")).status_code == 200


def test_the_language_is_switched_by_a_form_and_stays(client, db):
    response = client.post(reverse("set_language"), {"language": "zh-hans", "next": "/about/"})
    assert response.url == "/about/"
    html = client.get("/about/").content.decode()
    assert '<html lang="zh-Hans"' in html
    assert '<button class="cn-languages__other" type="submit" name="language" value="en"' in html


def test_signing_out_is_offered_by_post_alone():
    html = render_to_string("components/account_menu.html", request=request_of(CITIZEN))
    assert "Lin Mei" in html
    assert f'<form action="{reverse("account_logout")}" method="post">' in html
    assert f'href="{reverse("account_logout")}"' not in html


def test_whoever_follows_by_receipt_code_finds_the_way_out_on_every_page():
    html = render_to_string("components/account_menu.html", request=request_of(ROLES["receipt"]))
    assert f'action="{reverse("complaints:leave")}" method="post">' in html
    assert "Leave this complaint" in html
    assert reverse("account_login") not in html


def test_visitors_are_offered_to_sign_in():
    html = render_to_string("components/account_menu.html", request=request_of(VISITOR))
    assert f'href="{reverse("account_login")}"' in html


@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_accounts_are_listed_in_demonstration_mode_alone(client, db, demo):
    with override_settings(DEMO=demo):
        html = client.get(reverse("account_login")).content.decode()
    assert ("citizen@demo.countenance.example" in html) is demo
    assert ("countenance-demo" in html) is demo
    assert ("Every person and complaint here is made up." in html) is demo


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
)
def test_account_pages_stand_in_our_frame(client, db, name):
    html = client.get(reverse(name)).content.decode()
    assert 'class="cn-header"' in html
    assert html.count("<h1") == 1


def test_a_failed_sign_in_says_so_above_and_in_the_title(client, db):
    html = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"}).content.decode()
    assert "govuk-error-summary" in html
    assert "<title>Error:" in html


# Errors


def test_a_broken_server_answers_without_database_or_context():
    response = errors.server_error(HttpRequest())
    assert response.status_code == 500
    assert b"Something went wrong" in response.content
    assert b"cn-footer" in response.content


def test_a_malformed_request_is_answered_without_database_or_context():
    response = errors.bad_request(HttpRequest())
    assert response.status_code == 400
    assert b"could not be read" in response.content


def test_even_a_broken_error_page_says_something(monkeypatch):
    def broken(name: str) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr(errors.loader, "get_template", broken)
    response = errors.server_error(HttpRequest())
    assert response.status_code == 500
    assert b"Please try again" in response.content
    assert response["Content-Type"].startswith("text/plain")


def test_what_is_not_there_is_answered_in_the_frame(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert b"Page not found" in response.content


def test_a_form_from_elsewhere_is_refused_with_a_way_on(db):
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@example.org"})
    assert response.status_code == 403
    assert b"The form could not be sent" in response.content


@pytest.mark.parametrize("code", ["403", "413", "429", "refused"])
def test_refusals_show_the_words_of_the_domain(code):
    html = render_to_string(
        f"{code}.html", {"title": "Refused", "message": "The reason in words.", "errors": {}}, request_of(CITIZEN)
    )
    assert "The reason in words." in html


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


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "usersessions_list",
        "account_logout",
    ],
)
def test_pages_of_ones_own_account_stand_in_our_frame(client, db, name):
    password = "a-long-enough-password"
    user = get_user_model().objects.create_user(email="lin.mei@example.org", password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    client.post(reverse("account_reauthenticate"), {"password": password})
    html = client.get(reverse(name)).content.decode()
    assert 'class="cn-header"' in html
    assert html.count("<h1") == 1
    assert "data:image" not in html
    assert " style=" not in html


def test_a_kept_claim_lies_on_the_diagonal_and_the_worst_is_named():
    rows = [{"nominal": 0.1, "observed": 0.1}, {"nominal": 0.5, "observed": 0.58}, {"nominal": 0.9, "observed": 0.93}]
    g = charts.calibration_geometry(rows)
    assert g["points"][0]["x"] - 52 == pytest.approx(256 - g["points"][0]["y"])
    assert (g["worst"]["claimed"], g["worst"]["observed"]) == (50, 58)
    assert all(52 <= point["x"] <= 300 and 8 <= point["y"] <= 256 for point in g["points"])


def test_a_calibration_without_points_draws_none():
    assert charts.calibration_geometry([])["worst"] is None

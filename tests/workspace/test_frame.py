"""The frame of every page: places by role, languages, sign-in, error pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from caseapp.core.actors import VISITOR, Actor
from caseapp.workspace import navigation
from caseapp.workspace.context_processors import Frame
from caseapp.workspace.views import errors

from .html import ids

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

"""Checking a matter without an account: each thing asked once, no verdict, nothing kept."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_law")]

FACTS = {"place": "CN", "actor": "private", "occurred_on": "2026-03-14", "learned_on": "2026-04-01"}


def post(client: Client, step: str, language: str = "en", **data: Any) -> tuple[int, str]:
    response = client.post(reverse("law:check"), {**FACTS, "step": step, **data}, headers={"accept-language": language})
    return response.status_code, re.sub(r"\s+", " ", response.content.decode())


def asked(page: str) -> list[str]:
    return list(
        dict.fromkeys(
            re.findall(r'type="radio" name="(answer:[^"]+)"', page) or re.findall(r'name="(answer:[^"]+)"', page)
        )
    )


class TestFacts:
    def test_opens_for_everybody_with_a_place_chosen(self, client: Client) -> None:
        page = client.get(reverse("law:check"), {"place": "US-IL"}).content.decode()
        assert 'value="US-IL" selected' in page

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"place": "ZZ"}, "from the list"),
            ({"actor": ""}, "Say who used the system"),
            ({"occurred_on": ""}, "Enter the day."),
            ({"occurred_on": "2999-01-01"}, "must not lie in the future"),
            ({"occurred_on": "1970-01-01"}, "must not lie before 1990"),
            ({"learned_on": "2026-03-01"}, "before it happened"),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_field(self, client: Client, data: dict[str, str], said: str) -> None:
        status, page = post(client, "questions", **data)
        assert (status, said in page) == (400, True)

    def test_the_day_is_that_of_the_place(self, client: Client) -> None:
        """At 20:00 UTC on 1 May it is the 2nd in China and still the 1st in Illinois."""
        from unittest import mock

        moment = dt.datetime(2026, 5, 1, 20, tzinfo=dt.UTC)
        with mock.patch("caseapp.law.forms.check.timezone.now", return_value=moment):
            assert post(client, "result", occurred_on="2026-05-02", learned_on="")[0] == 200
            assert post(client, "result", occurred_on="2026-05-02", learned_on="", place="US-IL")[0] == 400


class TestQuestions:
    def test_each_is_asked_once_and_named_by_every_law_that_asks(self, client: Client) -> None:
        _status, page = post(client, "questions")
        names = asked(page)
        assert len(names) == len(set(names)) == 10
        assert re.search(r"PIPL[^<]*; [^<]*article|article[^<]*; [^<]*article", page)

    def test_what_was_answered_is_not_asked_again(self, client: Client) -> None:
        _status, page = post(client, "questions")
        first = asked(page)
        _status, page = post(client, "questions", **dict.fromkeys(first, "unsure"))
        radios = re.findall(r'name="(answer:[^"]+)" value="yes"', page)
        assert radios
        assert not set(first) & set(radios)

    def test_answers_travel_as_hidden_fields(self, client: Client) -> None:
        _status, page = post(client, "questions", **{"answer:separate_consent": "no"})
        assert '<input type="hidden" name="answer:separate_consent" value="no">' in page
        assert '<input type="hidden" name="place" value="CN">' in page

    def test_strange_answers_are_left_out(self, client: Client) -> None:
        status, page = post(client, "result", **{"answer:told": "maybe", "answer:<b>": "yes", "answer:": "no"})
        assert status == 200
        assert "maybe" not in page

    def test_going_back_keeps_what_was_answered(self, client: Client) -> None:
        _status, page = post(client, "facts", **{"answer:separate_consent": "no"})
        assert 'name="answer:separate_consent" value="no"' in page
        assert page.count('name="place"') == 1


class TestResult:
    ANSWERS = {
        "answer:separate_consent": "no",
        "answer:told": "no",
        "answer:public_place": "yes",
        "answer:other_than_safety": "yes",
        "answer:face_machine": "yes",
    }

    def test_law_by_law_with_article_and_answer(self, client: Client) -> None:
        _status, page = post(client, "result", **self.ANSWERS)
        assert "Face recognition provisions (2021)" in page
        assert "article 2(3)" in page
        assert "Your answers speak for it" in page
        assert "Ways that are open" in page
        assert "Helpful evidence:" in page
        assert "It is no verdict and no legal advice" in page

    def test_in_short_comes_first_with_the_law_that_is_spoken_for_most(self, client: Client) -> None:
        _status, page = post(client, "result", place="CN-TJ", **self.ANSWERS)
        short = page[page.index('id="short"') : page.index('id="clocks"')]
        assert "Your answers describe something this law forbids" in short
        assert short.index("#law-CN-SPC-FRT-2021") < short.index("#law-CN-PIPL")

    def test_a_law_that_does_not_reach_it_is_not_spoken_for(self, client: Client) -> None:
        answers = {**self.ANSWERS, "answer:customer": "no", "answer:agreed": "no"}
        _status, page = post(client, "result", **answers)
        law = page[page.index('id="law-CN-CRPL"') :]
        law = law[: law.index("<details")]
        assert "This law does not seem to reach what happened" in law
        assert "Your answers speak for it" not in law

    def test_where_no_date_can_be_named_that_is_said(self, client: Client) -> None:
        _status, page = post(client, "result", place="ES", **{"answer:separate_consent": "no"})
        assert "We cannot name a date under this law" in page

    def test_the_estimate_is_not_asked_for_what_was_said(self, client: Client) -> None:
        _status, page = post(client, "result", place="CN-TJ", use="verification", **self.ANSWERS)
        carried = "?place=CN-TJ&amp;actor=private&amp;use=verification"
        assert reverse("precedents:estimate") + carried in page
        form = client.get(reverse("precedents:estimate") + carried.replace("&amp;", "&")).content.decode()
        assert 'value="CN-TJ" selected' in form
        assert "govuk-error-summary" not in form

    def test_clocks_show_their_working(self, client: Client) -> None:
        _status, page = post(client, "result", **self.ANSWERS)
        assert "2 April 2029" in page
        assert "It runs from the day you learned of it: 1 April 2026." in page

    def test_police_are_led_on(self, client: Client) -> None:
        _status, page = post(client, "result", place="DE", actor="police", learned_on="")
        assert "It was the police or another public body" in page
        assert "leaves police work to other law." in page
        assert reverse("law:rights_detail", args=["DE"]) + "#exempt" in page
        assert reverse("intake:start") in page

    def test_a_place_without_a_law_leads_to_filing(self, client: Client) -> None:
        _status, page = post(client, "questions", place="CL")
        assert "No law that is described here comes into question" in page
        assert "File a complaint all the same" in page

    def test_an_answer_against_the_facts_is_said(self, client: Client) -> None:
        _status, page = post(client, "result", use="identification", **{"answer:face_machine": "no"})
        assert "do not fit what you said at first" in page

    @pytest.mark.parametrize("place", ["CN", "GB", "ES", "US-IL", "US", "HK", "BR"])
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_every_place_answers_in_both_languages(self, client: Client, place: str, language: str) -> None:
        status, page = post(client, "result", language, place=place)
        assert status == 200
        assert not re.search(r">\s*None\s*<", page)

    def test_nothing_is_kept(self, client: Client) -> None:
        with CaptureQueriesContext(connection) as queries:
            response = client.post(reverse("law:check"), {**FACTS, "step": "result"})
        written = [one["sql"] for one in queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", one["sql"], re.IGNORECASE)]
        assert written == []
        assert "no-store" in response.headers["Cache-Control"]
        assert "sessionid" not in response.cookies

    def test_the_dates_as_a_calendar_name_nothing(self, client: Client) -> None:
        response = client.post(reverse("law:check"), {**FACTS, "step": "calendar"})
        assert response.headers["Content-Type"].startswith("text/calendar")
        book = Calendar.from_ical(response.content)
        events = list(book.walk("VEVENT"))
        assert events
        assert {str(one["SUMMARY"]) for one in events} == {"Countenance: a date to keep"}
        assert b"omplaint" not in response.content
        assert dt.date(2029, 4, 2) in {one["DTSTART"].dt for one in events}
        again = Calendar.from_ical(client.post(reverse("law:check"), {**FACTS, "step": "calendar"}).content)
        assert {str(one["UID"]) for one in events} == {str(one["UID"]) for one in again.walk("VEVENT")}

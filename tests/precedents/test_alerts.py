"""A saved search writes a mail when something newly matches it, says why, and ends by one link."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.core.errors import InvalidInput, TooManyRequests, WrongState
from caseapp.core.models import OutboxMessage
from caseapp.notifications.enums import DeliveryState
from caseapp.notifications.gateways import Carried
from caseapp.precedents import services
from caseapp.precedents.models import Alert, Match, Precedent
from caseapp.precedents.selectors import PrecedentQuery, alerts
from caseapp.precedents.services import alerts as alert_services
from caseapp.precedents.services import load_precedents
from tests.factories.accounts import UserFactory, actor_of
from tests.factories.precedents import record, stored, write
from tests.factories.roles import cast

pytestmark = pytest.mark.django_db


def saved(actor, cadence="at_once", **query):
    return alert_services.save_alert(
        actor=actor, query=PrecedentQuery(**query), cadence=cadence, note="For the Lisbon file", throttle_key="here"
    )


def links(letter) -> dict[str, str]:
    """The links of a mail by their purpose."""
    return {found[1]: found[0] for found in re.finditer(r"/precedents/alerts/(confirm|end)/\S+", letter.body)}


@pytest.fixture
def reader():
    return actor_of(UserFactory(email="reader@example.org"))


def test_a_reader_without_an_account_confirms_hears_of_a_match_with_its_reason_and_ends_it(tmp_path):
    stored(tmp_path, record(country="PT", title="Known already"))
    client = Client()
    page = client.get("/precedents/alerts/new/?country=PT&q=gym")
    assert "Portugal" in page.content.decode()
    given = {"email": "someone@example.org", "cadence": "at_once", "note": "For the Lisbon file"}
    assert client.post("/precedents/alerts/new/?country=PT&q=gym", given)["Location"] == "/precedents/alerts/asked/"
    queue.run_pending()
    (asking,) = mail.outbox
    assert asking.to == ["someone@example.org"]
    assert b"someone@example.org" not in bytes(Alert.objects.get().sealed_address)

    stored(tmp_path, record(country="PT", title="Before it was confirmed, a gym"))
    queue.run_pending()
    assert len(mail.outbox) == 1

    confirm = links(asking)["confirm"]
    assert Alert.objects.get().confirmed_at is None
    assert "Yes, write to me" in client.get(confirm).content.decode()
    assert Alert.objects.get().confirmed_at is None
    assert "Your search is saved" in client.post(confirm).content.decode()
    queue.run_pending()
    assert mail.outbox[1].subject == "1 new precedent for you"
    assert "Before it was confirmed" in mail.outbox[1].body

    (fresh, _other) = stored(
        tmp_path,
        record(country="PT", title="Member v. Gym chain", summary="Face gates."),
        record(country="PT", title="Guest v. Hotel"),
    )
    queue.run_pending()
    (news,) = mail.outbox[2:]
    assert news.subject == "1 new precedent for you"
    for words in (
        "Your note: For the Lisbon file",
        "Member v. Gym chain",
        f"http://testserver/precedents/{fresh.slug}/",
        "Your words “gym” stand in its title.",
        "Country: Portugal.",
        "It is new in the collection.",
    ):
        assert words in news.body
    assert "Guest v. Hotel" not in news.body
    assert "Known already" not in news.body
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    end = links(news)["end"]
    assert Alert.objects.exists()
    client.get(end)
    assert Alert.objects.exists()
    # A mail program posts by itself, without a cookie or a token of ours.
    assert Client(enforce_csrf_checks=True).post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Alert.objects.exists()
    assert not Match.objects.exists()
    assert client.get(end).status_code == 404


def test_a_correction_that_makes_it_match_is_told_with_what_changed_and_once(tmp_path, reader):
    (row,) = stored(tmp_path, record(country="PT", amount=1000))
    saved(reader, status="overturned")
    ann, bo = (actor_of(UserFactory(is_curator=True)) for _person in range(2))
    treatment = {
        "kind": "overturned",
        "on": "2024",
        "url": "https://court.example/2",
        "title": "Appeal",
        "note": "Void.",
    }
    written = services.record_treatment(actor=ann, precedent=row, treatment=treatment)
    queue.run_pending()
    assert not mail.outbox
    services.perform(actor=bo, revision=written, action="approve")
    queue.run_pending()
    (news,) = mail.outbox
    assert news.to == ["reader@example.org"]
    assert "Standing of the decision: Overturned." in news.body
    assert "It was changed (What became of it): Void." in news.body
    load_precedents(actor=SYSTEM, path=write(tmp_path, [row.record | {"docket": "1 C 1"}]))
    alert_services.find_matches()
    queue.run_pending()
    assert len(mail.outbox) == 1


def test_what_matched_when_it_was_saved_is_not_news_when_it_is_corrected(tmp_path, reader):
    (row,) = stored(tmp_path, record(country="PT"))
    saved(reader, country="PT")
    load_precedents(actor=SYSTEM, path=write(tmp_path, [row.record | {"docket": "1 C 1"}]))
    queue.run_pending()
    assert not mail.outbox


def test_weekly_all_comes_in_one_mail(tmp_path, reader):
    weekly = saved(reader, cadence="weekly", country="PT")
    for _day in range(2):
        stored(tmp_path, record(country="PT"))
        queue.run_pending()
    alert_services.enqueue_digests()
    queue.run_pending()
    assert not mail.outbox
    Alert.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=8))
    for _hour in range(2):
        alert_services.enqueue_digests()
        queue.run_pending()
    (news,) = mail.outbox
    assert news.body.count("Why we write:") == 2
    stored(tmp_path, record(country="PT"))
    queue.run_pending()
    alert_services.enqueue_digests()
    queue.run_pending()
    assert len(mail.outbox) == 1
    assert weekly.matches.filter(sent_at=None).count() == 1


def test_the_mail_is_in_the_reader_s_language(tmp_path):
    reader = actor_of(UserFactory(language="zh-hans"))
    saved(reader, country="DE")
    one = record()
    stored(tmp_path, one, translations={one["id"]: {"title": "客人诉酒店", "summary": "酒店比对了客人。"}})
    queue.run_pending()
    (news,) = mail.outbox
    assert "客人诉酒店" in news.body
    assert "国家：德国" in news.body or "德国" in news.body


def test_a_mail_server_that_is_away_is_tried_again_and_nothing_is_told_twice(tmp_path, reader, settings):
    alert = saved(reader, country="PT")
    stored(tmp_path, record(country="PT"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    alert_services.find_matches()
    assert alert_services.write_alert(alert_id=str(alert.pk)) is False
    assert alert.matches.filter(sent_at=None).count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert alert_services.write_alert(alert_id=str(alert.pk)) is True
    assert alert_services.write_alert(alert_id=str(alert.pk)) is True
    assert len(mail.outbox) == 1


def test_what_was_held_back_for_long_is_written_by_the_hourly_run(tmp_path, reader):
    alert = saved(reader, country="PT")
    stored(tmp_path, record(country="PT"))
    alert_services.find_matches()
    OutboxMessage.objects.all().delete()
    alert_services.enqueue_digests()
    assert not OutboxMessage.objects.exists()
    alert.matches.update(found_at=timezone.now() - dt.timedelta(hours=3))
    alert_services.enqueue_digests()
    queue.run_pending()
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_mail(tmp_path, reader):
    saved(reader, country="PT")
    User.objects.filter(pk=reader.user_id).update(is_active=False)
    stored(tmp_path, record(country="PT"))
    queue.run_pending()
    assert not mail.outbox


def test_an_address_that_sends_mails_back_is_not_kept(tmp_path, monkeypatch):
    alert = alert_services.save_alert(
        actor=VISITOR, query=PrecedentQuery(), cadence="at_once", email="gone@example.org", throttle_key="here"
    )
    Alert.objects.update(confirmed_at=timezone.now())
    stored(tmp_path, record())
    alert_services.find_matches()
    monkeypatch.setattr(alert_services, "carry", lambda letter: Carried(DeliveryState.BOUNCED, status="550"))
    assert alert_services.write_alert(alert_id=str(alert.pk)) is True
    assert not Alert.objects.exists()


def test_limits_and_bad_input():
    with pytest.raises(InvalidInput) as refused:
        alert_services.save_alert(
            actor=VISITOR, query=PrecedentQuery(), cadence="hourly", email="nobody", throttle_key="here"
        )
    assert set(refused.value.errors) == {"email", "cadence"}
    for _time in range(10):
        alert_services.save_alert(
            actor=VISITOR, query=PrecedentQuery(), cadence="weekly", email="a@example.org", throttle_key="here"
        )
    with pytest.raises(TooManyRequests):
        alert_services.save_alert(
            actor=VISITOR, query=PrecedentQuery(), cadence="weekly", email="b@example.org", throttle_key="here"
        )
    for number in range(10):
        alert_services.save_alert(
            actor=VISITOR, query=PrecedentQuery(), cadence="weekly", email="A@example.org", throttle_key=str(number)
        )
    with pytest.raises(WrongState):
        alert_services.save_alert(
            actor=VISITOR, query=PrecedentQuery(), cadence="weekly", email="a@example.org", throttle_key="other"
        )


def test_what_nobody_confirms_is_forgotten():
    alert_services.save_alert(
        actor=VISITOR, query=PrecedentQuery(), cadence="weekly", email="a@example.org", throttle_key="here"
    )
    alert_services.enqueue_digests()
    assert Alert.objects.exists()
    Alert.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    alert_services.enqueue_digests()
    assert not Alert.objects.exists()


def test_one_s_own_are_seen_and_ended_by_nobody_else(tmp_path):
    people = cast()
    owner = people.actors["owner"]
    mine = saved(owner, country="PT")
    for role, actor in people.actors.items():
        assert alerts(actor).exists() == (role == "owner"), role
    client, stranger = Client(), Client()
    client.force_login(User.objects.get(pk=owner.user_id))
    stranger.force_login(UserFactory())
    stored(tmp_path, record(country="PT", title="Newly found"))
    queue.run_pending()
    page = client.get("/precedents/alerts/").content.decode()
    assert "For the Lisbon file" in page
    assert "Newly found" in page
    address = f"/precedents/alerts/{mine.pk}/end/"
    assert stranger.post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert not Alert.objects.exists()


@pytest.mark.parametrize("path", ["confirm", "end"])
def test_a_link_that_is_not_ours_leads_nowhere(path):
    assert Client().get(f"/precedents/alerts/{path}/forged/").status_code == 404


def test_a_link_does_only_what_it_was_made_for():
    alert = alert_services.save_alert(
        actor=VISITOR, query=PrecedentQuery(), cadence="weekly", email="a@example.org", throttle_key="here"
    )
    token = alert_services.link(alert, "end").split("/")[-2]
    assert Client().post(f"/precedents/alerts/confirm/{token}/").status_code == 404
    assert Alert.objects.get().confirmed_at is None


def test_loading_the_collection_with_nobody_waiting_costs_no_mail(tmp_path):
    call_command("load_precedents", file=write(tmp_path, [record()]), verbosity=0)
    queue.run_pending()
    assert Precedent.objects.exists()
    assert not mail.outbox

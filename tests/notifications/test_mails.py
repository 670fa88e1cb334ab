"""Mails: without content, one for all that is due, never twice, ended by their own link, what came back is told."""

import datetime as dt
import io
import smtplib
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from caseapp.complaints import services as complaints
from caseapp.complaints.models import Contact, Identity
from caseapp.core import queue
from caseapp.core.models import OutboxMessage
from caseapp.notifications import gateways, services
from caseapp.notifications.enums import DeliveryState as S
from caseapp.notifications.enums import MailMode
from caseapp.notifications.models import Delivery, Notice, Preference
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory, receipt_holder

pytestmark = pytest.mark.django_db

KIND = "complaints.news"


def wanting(mode: str = MailMode.AT_ONCE, **chosen: object):
    user = UserFactory()
    Preference.objects.create(user=user, mode=mode, **chosen)
    return user


def tell(user, reference: str = "CN-2026-AAAA-AAAA") -> None:
    services.notify_users(
        user_ids=[user.pk], kind=KIND, data={"reference": reference}, path=f"/complaints/{reference}/"
    )


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_nobody_gets_a_mail_who_did_not_ask_for_one():
    tell(UserFactory())
    queue.run_pending()
    assert mail.outbox == []
    assert Notice.objects.count() == 1


def test_a_mail_says_nothing_of_the_case():
    user = wanting()
    tell(user)
    queue.run_pending()
    (sent,) = mail.outbox
    raw = sent.message().as_string()
    assert sent.to == [user.email]
    assert "CN-2026-AAAA-AAAA" not in raw
    assert "complaint" not in raw.lower()
    assert states() == [S.SENT]


def test_what_is_due_together_goes_in_one_mail():
    user = wanting()
    for _ in range(3):
        tell(user)
    queue.run_pending()
    assert len(mail.outbox) == 1
    assert states() == [S.SENT] * 3
    assert len(set(Delivery.objects.values_list("message_id", flat=True))) == 1


def test_two_people_get_two_mails():
    tell(wanting())
    tell(wanting())
    queue.run_pending()
    assert len(mail.outbox) == 2


def test_a_task_that_runs_again_sends_nothing_again():
    tell(wanting())
    one = Delivery.objects.get()
    for _ in range(3):
        services.send_due_mail(delivery_id=one.pk)
    assert len(mail.outbox) == 1


def test_a_run_that_ended_between_claim_and_answer_is_said_and_not_repeated():
    tell(wanting())
    one = Delivery.objects.get()
    with patch.object(gateways, "carry", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        services.send_due_mail(delivery_id=one.pk)
    assert states() == [S.SENDING]
    for _ in range(2):
        services.send_due_mail(delivery_id=one.pk)
    assert states() == [S.UNSURE]
    assert mail.outbox == []


def test_another_notices_task_leaves_a_mail_on_its_way_alone():
    user = wanting()
    tell(user)
    tell(user)
    first, second = Delivery.objects.order_by("pk")

    def meanwhile(_mail):
        assert services.send_due_mail(delivery_id=second.pk) is None
        return gateways.Carried(S.SENT)

    with patch.object(gateways, "carry", side_effect=meanwhile):
        services.send_due_mail(delivery_id=first.pk)
    assert states() == [S.SENT, S.SENT]


class Broken:
    """A back end whose server answers with a fault."""

    def __init__(self, fault: Exception, at: str = "send") -> None:
        self.fault, self.at = fault, at

    def open(self) -> None:
        if self.at == "open":
            raise self.fault

    def send_messages(self, mails: list) -> int:
        raise self.fault

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("fault", "at", "state"),
    [
        (ConnectionRefusedError(), "open", S.FAILED),
        (smtplib.SMTPAuthenticationError(535, b"no"), "open", S.FAILED),
        (smtplib.SMTPDataError(451, b"later"), "send", S.FAILED),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), "send", S.FAILED),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")}), "send", S.BOUNCED),
        (smtplib.SMTPServerDisconnected(), "send", S.UNSURE),
        (TimeoutError(), "send", S.UNSURE),
    ],
)
def test_only_what_was_surely_not_taken_is_tried_again(fault, at, state):
    tell(wanting())
    with patch.object(gateways, "get_connection", return_value=Broken(fault, at)):
        queue.run_pending()
    assert states() == [state]
    again = OutboxMessage.objects.filter(task="notifications.send_email", state="pending").count()
    assert again == (1 if state == S.FAILED else 0)
    Delivery.objects.update(due_at=timezone.now())
    services.send_due_mail(delivery_id=Delivery.objects.get().pk)
    assert len(mail.outbox) == (1 if state == S.FAILED else 0)


def test_a_daily_mail_waits_for_its_hour_and_takes_everything():
    hour = (timezone.now() + dt.timedelta(hours=3)).time().replace(microsecond=0)
    user = wanting(MailMode.DAILY, daily_at=hour)
    tell(user)
    tell(user)
    queue.run_pending()
    assert mail.outbox == []
    due = Delivery.objects.first().due_at
    assert dt.timedelta(hours=2) < due - timezone.now() <= dt.timedelta(hours=3)
    with patch("caseapp.notifications.services.mailing.timezone.now", return_value=due):
        for one in Delivery.objects.all():
            services.send_due_mail(delivery_id=one.pk)
    assert len(mail.outbox) == 1


def test_quiet_hours_chosen_afterwards_hold_a_mail_that_waits():
    user = wanting()
    tell(user)
    now = timezone.now()
    Preference.objects.update(
        quiet_from=(now - dt.timedelta(hours=1)).time(), quiet_until=(now + dt.timedelta(hours=1)).time()
    )
    queue.run_pending()
    assert mail.outbox == []
    assert states() == [S.WAITING]
    assert OutboxMessage.objects.filter(state="pending", available_at__gt=now).count() == 1


def test_a_case_is_one_thread_that_does_not_name_it():
    user = wanting()
    heads = []
    for reference in ("CN-2026-AAAA-AAAA", "CN-2026-AAAA-AAAA", "CN-2026-BBBB-BBBB"):
        tell(user, reference)
        queue.run_pending()
        heads.append(mail.outbox[-1].message())
    threads = [head["References"] for head in heads]
    assert threads[0] == threads[1] != threads[2]
    assert len({head["Message-ID"] for head in heads}) == 3
    assert all("AAAA" not in str(head) for head in heads)


class TestEndingMails:
    def link(self) -> str:
        head = mail.outbox[-1].message()
        assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        return head["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    def test_looking_changes_nothing_and_one_post_ends_them(self):
        user = wanting()
        tell(user)
        queue.run_pending()
        link = self.link()
        stranger = Client(enforce_csrf_checks=True)
        assert stranger.get(link).status_code == 200
        assert Preference.objects.get().mode == MailMode.AT_ONCE
        assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
        tell(user)
        queue.run_pending()
        assert len(mail.outbox) == 1
        assert Notice.objects.count() == 2

    def test_a_mail_that_waits_is_not_sent_any_more(self):
        user = wanting()
        tell(user)
        services.choose_email(actor=actor_of(user), wanted=False)
        queue.run_pending()
        assert mail.outbox == []
        assert states() == [S.SKIPPED]

    @pytest.mark.parametrize("token", ["x", "a.b", "00000000000000000000000000000000.AAAA"])
    def test_a_made_up_link_opens_nothing(self, token):
        assert Client().post(f"/notices/no-more/{token}/").status_code == 404

    def test_the_link_of_a_receipt_holder_names_nothing(self):
        complaint = ComplaintFactory(owner=None)
        Identity.of(complaint, Contact(email="wen@example.org")).save()
        complaints.tell_complainant(complaint=complaint)
        queue.run_pending()
        link = self.link()
        assert complaint.reference not in link
        Client().post(link)
        complaints.tell_complainant(complaint=complaint)
        queue.run_pending()
        assert len(mail.outbox) == 1


def report(message_id: str, *, action: str = "failed", status: str = "5.1.1", to: str = "wen@example.org") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example
To: no-reply@countenance.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="x"
MIME-Version: 1.0

--x
Content-Type: text/plain

It did not work.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--x
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: News

--x--
""".encode()


class TestBounces:
    def sent(self):
        user = wanting()
        tell(user)
        queue.run_pending()
        return user, mail.outbox[-1].message()["Message-ID"]

    def test_a_mail_that_came_back_is_marked_and_the_person_reads_of_it(self, client):
        user, message_id = self.sent()
        assert services.record_bounce(report=report(message_id, to=user.email)) == 1
        assert states() == [S.BOUNCED]
        tell(user)
        queue.run_pending()
        assert len(mail.outbox) == 1
        client.force_login(user)
        for page in ("/home/", "/notices/", "/notices/settings/"):
            shown = client.get(page).content.decode()
            assert "Mails to you come back" in shown
            assert user.email in shown
        client.post("/notices/address-works/")
        assert "Mails to you come back" not in client.get("/home/").content.decode()

    def test_another_address_is_tried_by_itself(self):
        user, message_id = self.sent()
        services.record_bounce(report=report(message_id))
        user.email = "new@example.org"
        user.save()
        tell(user)
        queue.run_pending()
        assert mail.outbox[-1].to == ["new@example.org"]

    @pytest.mark.parametrize("other", [{"action": "delayed", "status": "4.4.1"}, {"action": "delivered"}])
    def test_a_delay_is_no_bounce(self, other):
        _user, message_id = self.sent()
        assert services.record_bounce(report=report(message_id, **other)) == 0
        assert states() == [S.SENT]

    @pytest.mark.parametrize("junk", [b"", b"\x00\xff", b"Subject: hello\n\nbody", report("<nobody@nowhere>")])
    def test_what_is_about_no_mail_of_ours_changes_nothing(self, junk):
        self.sent()
        assert services.record_bounce(report=junk) == 0

    def test_the_mail_server_pipes_it_in(self, tmp_path):
        user, message_id = self.sent()
        path = tmp_path / "report"
        path.write_bytes(report(message_id, to=user.email))
        out = io.StringIO()
        call_command("record_bounce", str(path), stdout=out)
        assert "1 notices came back" in out.getvalue()

    def test_a_receipt_holders_address_is_known_again_by_its_report(self):
        complaint = ComplaintFactory(owner=None)
        Identity.of(complaint, Contact(email="wen@example.org")).save()
        complaints.tell_complainant(complaint=complaint)
        queue.run_pending()
        services.record_bounce(report=report(mail.outbox[-1].message()["Message-ID"], to="Wen@example.org"))
        complaints.tell_complainant(complaint=complaint)
        queue.run_pending()
        assert len(mail.outbox) == 1
        complaints.change_contact(
            actor=receipt_holder(complaint), complaint=complaint, contact=Contact(email="wen@post.example")
        )
        complaints.tell_complainant(complaint=complaint)
        queue.run_pending()
        assert mail.outbox[-1].to == ["wen@post.example"]


class TestPages:
    def test_choosing_hours(self, client):
        user = UserFactory()
        client.force_login(user)
        asked = {"mode": "daily", "daily_at": "08:30", "quiet_from": "22:00", "quiet_until": "07:00"}
        answer = client.post("/notices/settings/", {**asked, "time_zone": "Asia/Shanghai"})
        assert answer.status_code == 302
        chosen = Preference.objects.get(user=user)
        assert (chosen.mode, chosen.daily_at, chosen.time_zone) == ("daily", dt.time(8, 30), "Asia/Shanghai")

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"mode": "hourly"}, "mode"),
            ({"time_zone": "Moon/Base"}, "time_zone"),
            ({"quiet_from": "22:00"}, "quiet_until"),
            ({"quiet_until": "x"}, "quiet_until"),
        ],
    )
    def test_what_makes_no_sense_gets_words_beside_the_field(self, client, change, field):
        client.force_login(UserFactory())
        answer = client.post("/notices/settings/", {"mode": "at_once", "time_zone": "UTC", **change})
        assert answer.status_code == 400
        assert field in answer.context["form"].errors

    def test_the_state_of_each_mail_is_shown(self, client):
        user = wanting()
        tell(user)
        queue.run_pending()
        client.force_login(user)
        assert "E-mail: Sent" in client.get("/notices/").content.decode().replace("\n", " ")

    def test_many_notices_cost_no_more(self, client, django_assert_max_num_queries):
        user = wanting()
        for _ in range(20):
            tell(user)
        client.force_login(user)
        with django_assert_max_num_queries(10):
            shown = client.get("/notices/").content.decode()
        assert shown.count("There is news on complaint") == 20

    def test_a_receipt_holder_reads_and_chooses_too(self):
        complaint = ComplaintFactory(owner=None, authority=AuthorityFactory())
        Identity.of(complaint, Contact(email="wen@example.org")).save()
        complaints.acknowledge(actor=actor_of(officer(complaint.authority)), complaint=complaint)
        client = Client()
        session = client.session
        session["receipt"] = {"complaint": complaint.pk, "seen": 2_000_000_000}
        session.save()
        assert "There is news" in client.get("/notices/").content.decode()
        assert "wen@example.org" in client.get("/notices/settings/").content.decode()
        client.post("/notices/settings/", {"mode": "none", "time_zone": "UTC"})
        assert Preference.objects.get(receipt_complaint=complaint.pk).mode == "none"

    def test_the_mailbox_is_there_in_the_demonstration_alone(self, client, settings, tmp_path):
        assert client.get("/demo/mailbox/").status_code == 404
        settings.DEMO = True
        settings.EMAIL_FILE_PATH = str(tmp_path)
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        assert "No mails yet" in client.get("/demo/mailbox/").content.decode()
        user = wanting()
        tell(user)
        with transaction.atomic():
            queue.run_pending()
        shown = client.get("/demo/mailbox/").content.decode()
        assert user.email in shown
        assert "News in Countenance" in shown

"""Mails through Django's own SMTP back end to a mail server that answers as real ones do."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from caseapp.notifications import services
from caseapp.notifications.enums import DeliveryState as S
from caseapp.notifications.models import Delivery, Preference
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails; `answers` replaces what it says to a command, None hangs up."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers: dict[str, str | None] = {}
        self.taken: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    """One connection, line by line."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 mx.example")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            answer = self.server.answers.get(verb, "354 go on" if verb == "DATA" else "250 ok")
            if answer is None:
                return
            self.say(answer)
            if answer.startswith("354"):
                self.take()
            if verb == "QUIT":
                return

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        answer = self.server.answers.get("END", "250 taken")
        if answer is not None and answer.startswith("250"):
            self.server.taken.append("\n".join(lines))
        if answer is None:
            self.connection.close()
        else:
            self.say(answer)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    made = MailServer()
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = made.server_address
    settings.EMAIL_TIMEOUT = 5
    yield made
    made.shutdown()
    made.server_close()


def send() -> str:
    user = UserFactory()
    Preference.objects.create(user=user, mode="at_once")
    services.notify_users(user_ids=[user.pk], kind="complaints.news", data={"reference": "CN-2026-AAAA-AAAA"})
    one = Delivery.objects.get()
    services.send_due_mail(delivery_id=one.pk)
    one.refresh_from_db()
    return one.state


def test_a_mail_arrives_with_its_heads_and_without_content(server):
    assert send() == S.SENT
    (mail,) = server.taken
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    assert "Auto-Submitted: auto-generated" in mail
    assert "CN-2026" not in mail


@pytest.mark.parametrize(
    ("verb", "answer", "state"),
    [
        ("RCPT", "550 no such person", S.BOUNCED),
        ("RCPT", "451 later", S.FAILED),
        ("MAIL", "452 full", S.FAILED),
        ("DATA", "554 not now", S.FAILED),
        ("END", "451 later", S.FAILED),
        ("END", None, S.UNSURE),
        ("EHLO", None, S.FAILED),
    ],
)
def test_what_the_server_answers_is_what_is_kept(server, verb, answer, state):
    server.answers[verb] = answer
    if verb == "EHLO":
        server.answers["HELO"] = answer
    assert send() == state
    assert server.taken == []
    server.answers.clear()
    services.send_due_mail(delivery_id=Delivery.objects.get().pk)
    assert len(server.taken) == (1 if state == S.FAILED else 0)

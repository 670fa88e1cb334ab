"""A lost receipt code: the mail, its key, the new code, and everything that somebody else learns of it: nothing."""

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseapp.audit.models import Entry
from caseapp.complaints import services
from caseapp.complaints.models import Complaint, Contact, ReceiptCode, RecoveryContact, RecoveryRequest
from caseapp.complaints.services import recovery
from caseapp.complaints.services.receipts import issue_receipt_code
from caseapp.complaints.tasks import answer_recovery_request
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.models import OutboxMessage
from caseapp.core.queue import Retry
from caseapp.notifications.enums import DeliveryState
from caseapp.notifications.gateways import Carried
from caseapp.notifications.models import Notice
from tests.factories import intake
from tests.factories.accounts import UserFactory, actor_of
from tests.factories.complaints import ComplaintFactory
from tests.intake.test_draft_keys import dumped

pytestmark = pytest.mark.django_db

ADDRESS = "Lin.Mei@example.org"
UNKNOWN = "nobody.at.all@example.org"


@pytest.fixture
def filed() -> Complaint:
    complaint = ComplaintFactory(owner=None, anonymous=True)
    recovery.keep_recovery_address(complaint, ADDRESS)
    return complaint


@pytest.fixture
def code(filed: Complaint) -> str:
    return issue_receipt_code(filed)


def ask(client: Client, address: str = ADDRESS) -> Any:
    return client.post("/follow/lost/", {"address": address})


def answer_all() -> None:
    for request in RecoveryRequest.objects.all():
        services.answer_recovery(request_id=request.pk)


def key_in(message: Any) -> str:
    found = re.search(r"(?:[0-9A-Z]{4} ){5}[0-9A-Z]{4}", message.body)
    assert found is not None
    return found.group()


def mailed_key(client: Client) -> str:
    ask(client, ADDRESS.lower())
    answer_all()
    return key_in(mail.outbox[-1])


def words(answer: Any) -> list[str]:
    return list(answer.context["form"].errors["key"])


class TestTheWayBack:
    def test_the_key_of_the_mail_makes_a_new_code_and_the_earlier_one_dies(
        self, client: Client, filed: Complaint, code: str
    ) -> None:
        shown = client.post("/follow/lost/key/", {"key": mailed_key(client).lower()})
        fresh = shown.context["renewed"].receipt_code
        assert all(f"<span>{fresh[start : start + 4]}</span>" in shown.content.decode() for start in range(0, 24, 4))
        assert client.get(f"/complaints/{filed.reference}/").status_code == 200
        with pytest.raises(InvalidInput):
            services.open_by_receipt(code=code, throttle_key="me")
        assert services.open_by_receipt(code=fresh, throttle_key="me") == filed

    def test_the_mail_goes_to_the_address_as_it_was_left_and_says_nothing_of_the_case(
        self, client: Client, filed: Complaint, code: str
    ) -> None:
        key = mailed_key(client)
        message = mail.outbox[-1]
        assert message.to == [ADDRESS]
        told = f"{message.subject}\n{message.body}"
        assert "complaint" not in told.lower()
        assert filed.reference not in told
        assert filed.respondent.name not in told
        assert code not in told.replace(" ", "")
        assert key.replace(" ", "") not in message.body.replace(key, "")
        assert not re.search(r"https?://\S*[0-9A-HJKMNP-TV-Z]{16}", message.body)

    def test_the_mail_comes_in_the_language_of_the_page_it_was_asked_on(self, client: Client, filed: Complaint) -> None:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
        ask(client)
        answer_all()
        assert re.search(r"[\u4e00-\u9fff]", mail.outbox[-1].subject)

    def test_the_earlier_code_counts_until_the_key_was_entered(
        self, client: Client, filed: Complaint, code: str
    ) -> None:
        mailed_key(client)
        assert services.open_by_receipt(code=code, throttle_key="me") == filed

    def test_a_browser_that_the_earlier_code_let_in_is_let_out(
        self, client: Client, filed: Complaint, code: str
    ) -> None:
        thief = Client()
        thief.post("/follow/", {"code": code})
        assert thief.get(f"/complaints/{filed.reference}/").status_code == 200
        client.post("/follow/lost/key/", {"key": mailed_key(client)})
        assert thief.get(f"/complaints/{filed.reference}/").status_code == 302
        assert client.get(f"/complaints/{filed.reference}/").status_code == 200

    def test_a_key_counts_once_for_an_hour_and_only_the_newest(self, client: Client, filed: Complaint) -> None:
        first, second = mailed_key(client), mailed_key(client)
        assert words(client.post("/follow/lost/key/", {"key": first}))
        assert client.post("/follow/lost/key/", {"key": second}).status_code == 200
        assert words(client.post("/follow/lost/key/", {"key": second}))
        late = mailed_key(client)
        RecoveryContact.objects.update(key_until=timezone.now() - dt.timedelta(seconds=1))
        assert words(client.post("/follow/lost/key/", {"key": late}))
        assert services.expire_recovery_keys() == 1
        assert RecoveryContact.objects.get().key_lookup is None

    def test_two_complaints_of_one_address_come_back_each_by_its_own_mail(
        self, client: Client, filed: Complaint
    ) -> None:
        other = ComplaintFactory(owner=None, anonymous=True)
        recovery.keep_recovery_address(other, ADDRESS)
        ask(client)
        answer_all()
        keys = {key_in(message) for message in mail.outbox}
        renewed = {services.renew_receipt_code(key=key, throttle_key="me").complaint for key in keys}
        assert renewed == {filed, other}

    def test_it_is_written_down_without_anything_of_the_person_and_to_the_day(
        self, client: Client, filed: Complaint, code: str
    ) -> None:
        fresh = client.post("/follow/lost/key/", {"key": mailed_key(client)}).context["renewed"].receipt_code
        entry = Entry.objects.get(action="complaints.renew_receipt_code")
        assert (entry.actor_kind, entry.payload) == ("receipt", "{}")
        assert entry.at.hour == entry.at.minute == entry.at.second == 0
        assert ReceiptCode.objects.get(complaint=filed).created_at.minute == 0
        notice = Notice.objects.get(receipt_complaint=filed.pk)
        assert (notice.kind, notice.data) == ("complaints.code_renewed", {})
        for table, name, value in dumped():
            plain = bytes(value) if isinstance(value, memoryview) else str(value).encode()
            for canary in (ADDRESS, ADDRESS.lower(), fresh):
                assert canary.encode() not in plain, (table, name)


class TestNothingIsTold:
    def test_asking_answers_the_same_and_does_the_same_for_an_unknown_address(
        self, client: Client, filed: Complaint
    ) -> None:
        seen = []
        for address in (ADDRESS, UNKNOWN):
            with CaptureQueriesContext(connection) as queries:
                answer = ask(client, address)
            statements = [re.sub(r"'[^']*'|\d+", "", each["sql"]) for each in queries]
            seen.append((answer.status_code, answer["Location"], statements))
            cache.clear()
        assert seen[0] == seen[1]
        assert RecoveryRequest.objects.count() == 2
        assert OutboxMessage.objects.filter(task="complaints.answer_recovery").count() == 2
        answer_all()
        assert [message.to for message in mail.outbox] == [[ADDRESS]]
        assert not RecoveryRequest.objects.exists()

    def test_what_was_typed_waits_sealed(self, client: Client) -> None:
        ask(client, UNKNOWN)
        for table, name, value in dumped():
            plain = bytes(value) if isinstance(value, memoryview) else str(value).encode()
            assert UNKNOWN.encode() not in plain, (table, name)

    @pytest.mark.parametrize("key", ["", "x", "0" * 24, "y" * 101, "\x00", "😀"])
    def test_what_is_no_key_gets_words_and_opens_nothing(self, client: Client, filed: Complaint, key: str) -> None:
        answer = client.post("/follow/lost/key/", {"key": key})
        assert answer.status_code == 400
        assert words(answer)
        assert "receipt" not in client.session

    @pytest.mark.parametrize("address", ["", "x", "a@b", "\x00@example.org", "a" * 255 + "@example.org"])
    def test_what_is_no_address_gets_words(self, client: Client, address: str) -> None:
        answer = ask(client, address)
        assert answer.status_code == 400
        assert answer.context["form"].errors["address"]

    def test_keys_and_addresses_are_read_from_the_body_alone(self, client: Client, filed: Complaint) -> None:
        key = mailed_key(client)
        for page in (f"/follow/lost/key/?key={key}", f"/follow/lost/?address={ADDRESS}"):
            assert client.get(page).status_code == 200
        assert "receipt" not in client.session
        assert not RecoveryRequest.objects.exists()

    def test_guessing_keys_is_slowed_down(self, client: Client, filed: Complaint) -> None:
        key = mailed_key(client)
        for _ in range(recovery.ATTEMPTS):
            client.post("/follow/lost/key/", {"key": "0" * 24})
        assert client.post("/follow/lost/key/", {"key": key}).status_code == 429

    def test_one_address_gets_three_mails_an_hour_whoever_asks(self, client: Client, filed: Complaint) -> None:
        answers = [Client(REMOTE_ADDR=f"10.0.0.{n}").post("/follow/lost/", {"address": ADDRESS}) for n in range(4)]
        assert [each.status_code for each in answers] == [302, 302, 302, 429]

    def test_the_pages_are_kept_by_no_cache(self, client: Client) -> None:
        for page in ("/follow/lost/", "/follow/lost/key/"):
            assert "no-store" in client.get(page)["Cache-Control"]


class TestTheAddress:
    def test_neither_the_dump_nor_the_keys_in_the_database_open_it(self, filed: Complaint) -> None:
        kept = RecoveryContact.objects.get()
        assert kept.address(ADDRESS.upper()) == ADDRESS
        for guess in (UNKNOWN, kept.lookup, ""):
            with pytest.raises(ValueError, match="does not open"):
                kept.address(guess)
        moved = RecoveryContact(complaint=ComplaintFactory(owner=None, anonymous=True), sealed=kept.sealed)
        with pytest.raises(ValueError, match="does not open"):
            moved.address(ADDRESS)

    def test_without_the_pepper_of_the_environment_it_does_not_open(self, filed: Complaint, settings: Any) -> None:
        settings.RECEIPT_PEPPER = "another"
        with pytest.raises(ValueError, match="does not open"):
            RecoveryContact.objects.get().address(ADDRESS)

    def test_it_is_left_while_filing_and_only_there(self, client: Client) -> None:
        answers = {"filing": "anonymous", "recovery": ADDRESS}
        intake.file(client, contact=answers)
        filed = Complaint.objects.get()
        assert RecoveryContact.objects.get(complaint=filed).address(ADDRESS) == ADDRESS
        assert not hasattr(filed, "identity")
        shown = client.get("/file/receipt/").content.decode()
        assert "can be sent to the e-mail address you left" in shown
        assert ADDRESS not in shown

    def test_who_gives_details_without_an_account_is_found_by_their_address(self, client: Client) -> None:
        given = {"filing": "named", "name": "Lin Mei", "email": "mei@example.org", "recovery": "other@example.org"}
        intake.file(client, contact=given)
        filed = Complaint.objects.get()
        assert RecoveryContact.objects.get(complaint=filed).address("mei@example.org")
        services.change_contact(
            actor=services.receipt_holder(filed), complaint=filed, contact=Contact(name="Lin", email="new@example.org")
        )
        assert RecoveryContact.objects.get(complaint=filed).address("new@example.org")

    def test_it_is_left_changed_and_taken_back_later(self, client: Client, code: str, filed: Complaint) -> None:
        client.post("/follow/", {"code": code})
        assert "An address is kept" in client.get("/follow/recovery/").content.decode()
        client.post("/follow/recovery/", {"address": "new@example.org"})
        assert RecoveryContact.objects.get().address("new@example.org")
        client.post("/follow/recovery/", {"take_back": "yes"})
        assert not RecoveryContact.objects.exists()
        assert "No address is kept" in client.get("/follow/recovery/").content.decode()
        assert client.post("/follow/recovery/", {"address": "no"}).status_code == 400
        facts = Entry.objects.filter(action="complaints.change_recovery_address").values_list("payload", flat=True)
        assert set(facts) == {'{"kept":true}', '{"kept":false}'}

    def test_nobody_else_may_change_it(self, filed: Complaint) -> None:
        with pytest.raises(NotAllowed):
            services.change_recovery_address(actor=actor_of(UserFactory()), complaint=filed, address=ADDRESS)

    def test_a_named_complaint_has_no_such_page(self, client: Client) -> None:
        named = ComplaintFactory(owner=None)
        client.post("/follow/", {"code": issue_receipt_code(named)})
        assert client.get("/follow/recovery/").status_code == 404


def test_while_the_mail_server_does_not_take_it_the_task_tries_again(
    client: Client, filed: Complaint, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client)
    request = RecoveryRequest.objects.get()
    monkeypatch.setattr(recovery.notifications, "carry", lambda mail: Carried(DeliveryState.FAILED))
    with pytest.raises(Retry):
        answer_recovery_request.work(str(request.pk))
    monkeypatch.undo()
    answer_recovery_request.work(str(request.pk))
    assert services.renew_receipt_code(key=key_in(mail.outbox[-1]), throttle_key="me").complaint == filed
    answer_recovery_request.work(str(request.pk))
    assert len(mail.outbox) == 1

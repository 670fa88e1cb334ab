"""Coming back by receipt code: the way in, every way that stays shut, and the way out."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caseapp.complaints.models import Complaint
from caseapp.complaints.services import receipts
from caseapp.complaints.services.receipts import UNPROVEN_ATTEMPTS, issue_receipt_code
from caseapp.core.errors import InvalidInput
from caseapp.core.references import in_groups, new_receipt_code
from tests.factories.accounts import UserFactory
from tests.factories.complaints import ComplaintFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed() -> Complaint:
    return ComplaintFactory(owner=None, anonymous=True)


@pytest.fixture
def code(filed: Complaint) -> str:
    return issue_receipt_code(filed)


def words(answer: object) -> list[str]:
    return list(answer.context["form"].errors["code"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("written", [str, str.lower, in_groups, lambda code: code.replace("0", "O").replace("1", "l")])
def test_the_code_opens_its_complaint_however_it_is_written(
    client: Client, filed: Complaint, code: str, written: object
) -> None:
    answer = client.post("/follow/", {"code": written(code)})  # type: ignore[operator]
    assert answer["Location"] == f"/complaints/{filed.reference}/"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/home/")["Location"] == f"/complaints/{filed.reference}/"


def test_it_opens_that_complaint_alone(client: Client, code: str) -> None:
    client.post("/follow/", {"code": code})
    other = ComplaintFactory(owner=None, anonymous=True)
    assert client.get(f"/complaints/{other.reference}/").status_code == 404


def test_every_wrong_code_gets_the_same_words(client: Client, code: str) -> None:
    unknown = new_receipt_code()
    mistyped = code[:-1] + ("2" if code[-1] != "2" else "3")
    told = {tuple(words(client.post("/follow/", {"code": wrong}))) for wrong in (unknown, mistyped, "x", "y" * 101)}
    assert len(told) == 1


@pytest.mark.parametrize("code", ["", " ", "\x00", "😀" * 24])
def test_what_is_no_code_is_told_and_opens_nothing(client: Client, code: str) -> None:
    answer = client.post("/follow/", {"code": code})
    assert answer.status_code == 400
    assert words(answer)
    assert "receipt" not in client.session


def test_a_code_in_the_address_is_not_read(client: Client, code: str) -> None:
    answer = client.get("/follow/", {"code": code})
    assert answer.status_code == 200
    assert "receipt" not in client.session
    assert answer.context["form"]["code"].value() is None


def test_guessing_is_slowed_down_and_then_even_the_right_code_waits(client: Client, code: str) -> None:
    for _ in range(UNPROVEN_ATTEMPTS):
        assert client.post("/follow/", {"code": new_receipt_code()}).status_code == 400
    answer = client.post("/follow/", {"code": code})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    cache.clear()
    assert client.post("/follow/", {"code": code}).status_code == 302


def test_opening_one_ends_the_account_on_this_browser(client: Client, code: str) -> None:
    client.force_login(UserFactory())
    client.post("/follow/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_leaving_forgets_everything(client: Client, filed: Complaint, code: str) -> None:
    client.post("/follow/", {"code": code})
    assert client.get("/follow/leave/").status_code == 405
    assert client.post("/follow/leave/")["Location"] == "/"
    assert client.get(f"/complaints/{filed.reference}/")["Location"].startswith("/account/login/")


def test_leaving_does_not_sign_an_account_out(client: Client) -> None:
    client.force_login(UserFactory())
    client.post("/follow/leave/")
    assert "_auth_user_id" in client.session


def test_the_page_is_kept_by_no_cache(client: Client) -> None:
    assert "no-store" in client.get("/follow/")["Cache-Control"]


class TestMine:
    """The complainant's own list."""

    def test_it_holds_ones_own_complaints_newest_first(self, client: Client) -> None:
        user = UserFactory()
        first, second = ComplaintFactory(owner=user), ComplaintFactory(owner=user)
        ComplaintFactory()
        client.force_login(user)
        rows = client.get("/complaints/").context["rows"]
        assert [row["complaint"] for row in rows] == [second, first]

    def test_it_speaks_to_its_reader(self, client: Client) -> None:
        user = UserFactory()
        client.force_login(user)
        ComplaintFactory(owner=user, state="awaiting_complainant")
        ComplaintFactory(owner=user, state="rejected")
        html = client.get("/complaints/").content.decode()
        assert "The authority asked you something and waits for your answer." in html
        assert "The authority rejected your complaint." in html

    def test_an_empty_list_says_what_to_do(self, client: Client) -> None:
        client.force_login(UserFactory())
        assert 'href="/file/"' in client.get("/complaints/").content.decode()

    def test_it_is_paged(self, client: Client) -> None:
        user = UserFactory()
        ComplaintFactory.create_batch(51, owner=user)
        client.force_login(user)
        first = client.get("/complaints/")
        assert len(first.context["rows"]) == 50
        last = client.get("/complaints/", {"after": first.context["page"].next})
        assert len(last.context["rows"]) == 1

    def test_more_rows_cost_no_more(self, client: Client) -> None:
        user = UserFactory()
        client.force_login(user)
        client.get("/complaints/")
        counts = []
        for number in (1, 3):
            ComplaintFactory.create_batch(number, owner=user)
            with CaptureQueriesContext(connection) as captured:
                client.get("/complaints/")
            counts.append(len(captured))
        assert counts[0] == counts[1]


@pytest.mark.parametrize("typed", ["of nobody", "not a code", "", "0" * 24])
def test_every_wrong_code_costs_one_slow_hash(client: Client, code: str, monkeypatch: Any, typed: str) -> None:
    """The measured proof is the long one in tests/endurance; here the work is counted."""
    typed = new_receipt_code() if typed == "of nobody" else typed
    done: list[str] = []
    real = receipts.check_password
    monkeypatch.setattr(receipts, "check_password", lambda *given: done.append("") or real(*given))
    with pytest.raises(InvalidInput):
        receipts.open_by_receipt(code=typed, throttle_key="somebody")
    assert len(done) == 1

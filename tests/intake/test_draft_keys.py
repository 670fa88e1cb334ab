"""A draft is readable with its code alone: the database does not open it, nor does it together with our keys."""

import base64
import itertools
import json
import os
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from caseapp.core.code_sealing import lookup_of, seal_json_with, unseal_json_with
from caseapp.core.references import in_groups, new_receipt_code
from caseapp.core.sealing import unseal
from caseapp.intake.models import Draft
from tests.factories import intake
from tests.factories.accounts import UserFactory, place

CANARIES = ("The camera knew me", "Riverbank Homes", "5 Harbour Road", "lin@example.org", "Lin Mei")
NAMED = {"filing": "named", "name": "Lin Mei", "email": "lin@example.org", "phone": ""}


def dumped() -> list[tuple[str, str, Any]]:
    """Every value of every table, as somebody who stole the database has it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the tables' own names
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found += [(table, name, value) for name, value in zip(names, row, strict=True) if value is not None]
    return found


@pytest.fixture
def written(client: Client, db: None) -> Draft:
    """A visitor's draft with every page answered."""
    intake.answer_all(client, contact=NAMED)
    return intake.held(client)


def test_the_dump_holds_nothing_that_was_answered(written: Draft) -> None:
    for table, name, value in dumped():
        plain = bytes(value) if isinstance(value, memoryview) else str(value).encode()
        for canary in (*CANARIES, written.code, in_groups(written.code)):
            assert canary.encode() not in plain, (table, name)


def test_neither_the_dump_nor_our_keys_open_it(written: Draft) -> None:
    """Whatever stands in the row tried as code, and every key of ours tried on the seal."""
    row = Draft.objects.values().get(pk=written.pk)
    guesses = {str(value) for value in row.values()} | {row["lookup"][:24].upper(), "0" * 24, new_receipt_code()}
    context = f"intake.draft.sealed:{written.pk}"
    for guess in guesses:
        with pytest.raises(ValueError, match="does not open"):
            unseal_json_with(guess, bytes(row["sealed"]), context=context)
    for given in (context, "", str(written.pk)):
        with pytest.raises((ValueError, IndexError, UnicodeDecodeError)):
            unseal(bytes(row["sealed"]), context=given)
    assert row["sealed_code"] is None
    assert "The camera knew me" in json.dumps(written.contents())


def test_an_accounts_draft_does_not_open_from_the_dump_without_the_environments_key(
    client: Client, settings: Any, db: None
) -> None:
    client.force_login(UserFactory())
    intake.answer_all(client, upto="effect")
    row = Draft.objects.get()
    assert row.kept_code() == intake.held(client).code
    for table, name, value in dumped():
        plain = bytes(value) if isinstance(value, memoryview) else str(value).encode()
        assert b"The camera knew me" not in plain, (table, name)
    settings.KEY_ENCRYPTION_KEYS = f"k1:{base64.b64encode(os.urandom(32)).decode()}"
    with pytest.raises(ValueError, match="cannot be opened"):
        row.kept_code()


def test_one_accounts_key_does_not_open_anothers_draft(db: None) -> None:
    row = intake.draft(owner=UserFactory())
    row.owner = UserFactory()
    with pytest.raises(ValueError, match="cannot be opened"):
        row.kept_code()


def test_a_seal_moved_to_another_row_does_not_open(db: None) -> None:
    one, other = intake.draft(), intake.draft()
    other.sealed, other.code = one.sealed, one.code
    with pytest.raises(ValueError, match="does not open"):
        other.contents()


def test_sealing_the_same_twice_shows_no_likeness() -> None:
    code = new_receipt_code()
    one, two = (seal_json_with(code, {"a": 1}, context="x") for _ in range(2))
    assert one != two
    assert lookup_of(code, purpose="a") != lookup_of(code, purpose="b")


class TestComingBack:
    """The draft code on another device."""

    @pytest.mark.parametrize("typed", [str, str.lower, in_groups, lambda code: in_groups(code).replace(" ", "-")])
    def test_the_code_opens_the_draft_at_its_first_open_page(self, client: Client, typed: Any, db: None) -> None:
        intake.answer_all(client, upto="consent")
        elsewhere = Client()
        answer = elsewhere.post("/file/code/", {"code": typed(intake.held(client).code)})
        assert answer["Location"] == "/file/effect/"
        intake.send(elsewhere, "effect")
        assert client.get("/file/check/")["Location"] == "/file/evidence/"

    def test_the_code_stands_on_the_second_page_and_in_no_address(self, client: Client, db: None) -> None:
        place()
        answer = intake.send(client, "where")
        code = intake.held(client).code
        assert code not in answer["Location"]
        shown = client.get(answer["Location"]).content.decode()
        assert all(f"<span>{code[start : start + 4]}</span>" in shown for start in range(0, 24, 4))
        assert code not in shown.partition("</title>")[0]

    def test_no_code_opens_by_address(self, client: Client, written: Draft) -> None:
        other = Client()
        assert other.get("/file/code/", {"code": written.code}).status_code == 200
        assert other.get("/file/use/")["Location"] == "/file/where/"

    def test_unknown_expired_filed_and_foreign_codes_get_the_same_words(self, db: None) -> None:
        expired, owned = intake.draft(), intake.draft(owner=UserFactory())
        intake.expire(expired)
        filer = Client()
        intake.answer_all(filer)
        filed = intake.held(filer).code
        filer.post("/file/check/", {**intake.marks(filer, "check"), "truth": "on"})
        said = set()
        for code in (new_receipt_code(), expired.code, owned.code, filed, "nonsense"):
            answer = Client().post("/file/code/", {"code": code})
            assert answer.status_code == 400
            said.add(str(answer.context["form"].errors["code"]))
        assert len(said) == 1

    def test_guessing_is_slowed_down(self, db: None) -> None:
        row = intake.draft()
        for _ in range(10):
            assert Client().post("/file/code/", {"code": new_receipt_code()}).status_code == 400
        assert Client().post("/file/code/", {"code": row.code}).status_code == 429
        cache.clear()
        assert Client().post("/file/code/", {"code": row.code}).status_code == 302


def test_leaving_fast_forgets_draft_and_account_and_keeps_the_answers(client: Client, db: None) -> None:
    client.force_login(UserFactory())
    intake.answer_all(client, upto="effect")
    row = intake.held(client)
    answer = client.get("/file/leave/")
    assert answer["Location"].startswith("https://")
    assert "Countenance" not in answer["Location"]
    assert "_auth_user_id" not in client.session
    assert client.get("/file/effect/")["Location"] == "/file/where/"
    assert set(intake.pages(row)) == {"where", "use", "consent", "effect"}


def test_a_lost_race_is_told_and_not_overwritten(db: None) -> None:
    """Both windows read the row before either wrote: the slower one is refused, or keeps the other's page."""
    from caseapp.core.actors import Actor
    from caseapp.intake import services

    row = intake.draft()
    one, two = intake.fresh(row.code), intake.fresh(row.code)
    marks = itertools.count()
    for held, slug in ((one, "use"), (two, "effect")):
        services.save_page(
            actor=Actor(), draft=held, slug=slug, values={"a": slug}, revision=0, page=str(next(marks)), language="en"
        )
    assert {"where", "use", "effect"} <= set(intake.pages(row))
    with pytest.raises(services.Overtaken):
        services.save_page(actor=Actor(), draft=one, slug="effect", values={}, revision=0, page="third", language="en")

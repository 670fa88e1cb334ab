"""What the filing costs the database: few writes a page, and no more statements for more rows."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caseapp.core.actors import SYSTEM
from caseapp.law.services import load_law
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, place
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of a block, without savepoints and settings."""
    found: list[str] = []
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield found
    skipped = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL")
    found.extend(query["sql"] for query in captured.captured_queries if not query["sql"].startswith(skipped))


def writes(found: list[str]) -> list[str]:
    return [sql for sql in found if sql.startswith(WRITES)]


def test_a_page_writes_at_most_three_times_and_the_whole_way_stays_short(client: Client) -> None:
    load_law(actor=SYSTEM)
    client.get("/file/where/")
    total = 0
    for slug in intake.PAGES:
        with statements() as shown:
            sent = {**intake.marks(client, slug), **intake.SENT[slug]}
        with statements() as saved:
            answer = client.post(f"/file/{slug}/", sent)
        assert answer.status_code == 302
        assert not writes(shown), (slug, writes(shown))
        assert len(writes(saved)) <= 3, (slug, writes(saved))
        total += len(shown) + len(saved)
    with statements() as checked:
        client.get("/file/check/")
    assert not writes(checked)
    assert total + len(checked) <= 110, (total, len(checked))


def test_more_organisations_cost_no_more(client: Client) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            RespondentFactory(country=place(), name=f"Riverside {len(counts)} {_}")
        with statements() as found:
            client.post("/file/organisations/", {"respondent_name": "Riverside", "jurisdiction": "CN"})
        counts.append(len(found))
    assert counts[0] == counts[1] <= 5


def test_more_authorities_cost_no_more(client: Client) -> None:
    intake.answer_all(client, upto="evidence")
    counts = []
    for number in (1, 3):
        AuthorityFactory.create_batch(number)
        with statements() as found:
            client.get("/file/contact/")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_more_drafts_cost_no_more(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    client.get("/file/")
    counts = []
    for number in (1, 3):
        for _ in range(number):
            intake.draft(owner=user)
        with statements() as found:
            client.get("/file/")
        counts.append(len(found))
    assert counts[0] == counts[1]

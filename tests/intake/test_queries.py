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

MOST = {"where": 6, "check": 35, "receipt": 12}
"""Statements to show and to save one page: the first also looks the organisation up, the last screens, reckons, files;
the receipt reads what was filed, and every other page takes five.
"""


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


def journey(client: Client, authority: str, **where: str) -> dict[str, int]:
    """File a complaint as a browser does, page after page, to the receipt; answers the statements of each page."""
    found: dict[str, int] = {}
    for slug in (*intake.PAGES, "check"):
        with statements() as shown:
            sent = {**intake.marks(client, slug), **intake.SENT.get(slug, {}), "truth": "on"}
        given = where if slug == "where" else {"authority": authority} if slug == "contact" else {}
        with statements() as saved:
            answer = client.post(f"/file/{slug}/", {**sent, **given})
        assert answer.status_code == 302
        assert not writes(shown), (slug, writes(shown))
        assert slug == "check" or len(writes(saved)) <= 3, (slug, writes(saved))
        found[slug] = len(shown) + len(saved)
    assert answer["Location"] == "/file/receipt/"
    with statements() as receipt:
        assert client.get("/file/receipt/").status_code == 200
    return {**found, "receipt": len(receipt)}


def test_filing_takes_at_most_seven_loads_and_sixty_statements_in_all() -> None:
    """With an authority, screening, estimate, a registered organisation with its places or a newly described one.

    The law and its questions are read once a process: the first filing pays for them and is not counted.
    """
    load_law(actor=SYSTEM)
    authority = AuthorityFactory(jurisdiction=place("CN")).code
    known = RespondentFactory(name="Harbour Estates", country=place("CN"))
    journey(Client(), authority)
    for where in ({"respondent_name": "Somebody new"}, {"respondent_name": known.name, "respondent": known.reference}):
        pages = journey(Client(), authority, **where)
        assert len(pages) - 1 <= 7
        assert [slug for slug, number in pages.items() if number > MOST.get(slug, 5)] == [], pages
        assert sum(pages.values()) <= 60, pages


def test_more_organisations_cost_no_more(client: Client) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            RespondentFactory(country=place(), name=f"Riverside {len(counts)} {_}")
        with statements() as found:
            client.post("/file/organisations/", {"respondent_name": "Riverside", "jurisdiction": "CN"})
        counts.append(len(found))
    assert counts[0] == counts[1] <= 6


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

"""Filings for tests: what a person sends on each page, and drafts as far as one wants them."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from caseapp.core.references import new_receipt_code
from caseapp.intake.models import KEPT_FOR, Draft
from caseapp.intake.views import session
from caseapp.workspace.filing_bench import ANSWERS
from tests.factories.accounts import place

PAGES = ("where", "use", "consent", "effect", "evidence", "contact")

SENT: dict[str, dict[str, Any]] = {
    **ANSWERS,
    "where": {**ANSWERS["where"], "jurisdiction": "CN", "respondent_name": "Riverbank Homes"},
    "public": {"concerns": ["wrong_match", "access"], "asked_them": "no"},
    "contact": {**ANSWERS["contact"], "authority": "none"},
}
"""What the form of each page sends; tests change single answers."""


def marks(client: Client, slug: str) -> dict[str, str]:
    """The hidden marks of a page as it is shown now."""
    form = client.get(f"/file/{slug}/").context["form"]
    return {"revision": str(form["revision"].value()), "page": str(form["page"].value())}


def send(client: Client, slug: str, **changes: Any) -> Any:
    """Open a page and send it, as a browser does; the answer is not followed."""
    return client.post(f"/file/{slug}/", {**marks(client, slug), **SENT[slug], **changes})


def answer_all(client: Client, upto: str = "contact", **pages: dict[str, Any]) -> None:
    """Send every page up to and with `upto`; `pages` changes answers of a page by its slug."""
    place()
    for slug in PAGES:
        answer = send(client, slug, **pages.get(slug, {}))
        assert answer.status_code == 302, (slug, answer.status_code, _faults(answer))
        if slug == upto:
            return


def file(client: Client, **pages: dict[str, Any]) -> Any:
    """Answer every page and send the complaint; answers the response of sending it."""
    answer_all(client, **pages)
    return client.post("/file/check/", {**marks(client, "check"), "truth": "on"})


def held(client: Client) -> Draft:
    """The draft that a client holds."""
    request = HttpRequest()
    request.COOKIES = {session.COOKIE: client.cookies[session.COOKIE].value}
    code = request.get_signed_cookie(session.COOKIE, salt=session.SALT).partition(".")[0]
    return fresh(code)


def fresh(code: str) -> Draft:
    """The draft of a code as it stands now."""
    found = Draft.objects.get(lookup=Draft.lookup_of(code))
    found.code = code
    return found


def pages(row: Draft) -> dict[str, Any]:
    """What is stored of each page of a draft now."""
    stored: dict[str, Any] = fresh(row.code).contents()["pages"]
    return stored


def hold(client: Client, row: Draft) -> None:
    """Let a client hold a draft."""
    response = HttpResponse()
    response.set_signed_cookie(session.COOKIE, f"{row.code}.", salt=session.SALT)
    client.cookies[session.COOKIE] = response.cookies[session.COOKIE].value


def draft(**fields: Any) -> Draft:
    """A draft with its first page answered."""
    values = {
        "jurisdiction": "CN",
        "occurred_on": "2026-03-14",
        "ongoing": False,
        "venue_kind": "sales_office",
        "venue_name": "",
        "venue_address": "",
        "respondent_name": "Riverbank Homes",
        "respondent": "new",
        "respondent_kind": "private",
        "sector": "property_management",
    }
    code = new_receipt_code()
    row = Draft(**{"lookup": Draft.lookup_of(code), "revision": 1, "expires_at": timezone.now() + KEPT_FOR, **fields})
    row.code = code
    row.keep({"pages": {"where": {"values": values, "revision": 1, "page": "first"}}, "contact": {}})
    if row.owner_id:
        row.keep_code()
    row.save()
    return row


def expire(row: Draft) -> None:
    """Let a draft's time be over."""
    Draft.objects.filter(pk=row.pk).update(expires_at=timezone.now() - dt.timedelta(minutes=1))


def _faults(answer: Any) -> Any:
    return dict(answer.context["form"].errors) if answer.context and "form" in answer.context else ""

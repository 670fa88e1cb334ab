"""Measures what a whole filing costs the server: every page shown and sent as a browser does, and the receipt."""

import re
import statistics
import time
from collections.abc import Mapping
from secrets import token_hex

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 10
MOST_WRITES, MOST_TIMES = 3, 20
HIDDEN = re.compile(r'<input type="hidden" name="(revision|page)" value="([^"]*)"')

ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "where": {
        "jurisdiction": "CN-ZJ",
        "occurred_on_day": "14",
        "occurred_on_month": "3",
        "occurred_on_year": "2026",
        "venue_kind": "sales_office",
        "venue_name": "展示厅",
        "venue_address": "5 Harbour Road",
        "respondent_name": "Measured Homes",
        "respondent": "new",
        "respondent_kind": "private",
        "sector": "property_management",
    },
    "use": {
        "use": "identification",
        "about": "self",
        "minors": "no",
        "relation": "customer",
        "persons_affected": "40",
    },
    "consent": {"asked": "no", "withdrawn": "yes"},
    "effect": {
        "narrative": "The camera knew me on my second visit.",
        "harms": ["distress", "loss_of_control"],
        "relief_sought": ["deletion", "compensation"],
    },
    "evidence": {},
    "contact": {"filing": "anonymous", "language": "en"},
    "check": {"truth": "on"},
}
"""What is sent from each page."""


def measure_filing(authority: str, bare: float) -> list[str]:
    """Lines of a table: the time of all pages beside `bare` milliseconds, and the most writes of one. Keeps nothing."""
    client, took, writes = Client(), [], 0
    client.get("/")
    for _round in range(ROUNDS):
        with transaction.atomic():
            start = time.perf_counter()
            writes = max(writes, _file(client, authority))
            took.append(1000 * (time.perf_counter() - start))
            transaction.set_rollback(True)
    times = statistics.median(took) / bare
    return [
        f"| filing a complaint, {len(ANSWERS)} pages shown and sent, and the receipt | "
        f"{statistics.median(took):.0f} ms, {times:.1f} × the bare page (at most {MOST_TIMES}) |",
        f"| most writes of one page before the last | {writes} (at most {MOST_WRITES}) |",
    ]


def _file(client: Client, authority: str) -> int:
    """File one complaint as somebody new; answers the most statements that wrote on a page before the last."""
    client.cookies.clear()
    client.defaults["REMOTE_ADDR"] = f"2001:db8:{token_hex(2)}:{token_hex(2)}::1"
    most = 0
    for slug, answers in ANSWERS.items():
        shown = client.get(f"/file/{slug}/")
        given: Mapping[str, str | list[str]] = {**answers, "authority": authority} if slug == "contact" else answers
        with CaptureQueriesContext(connection) as captured:
            sent = client.post(f"/file/{slug}/", {**dict(HIDDEN.findall(shown.content.decode())), **given})
        if sent.status_code != 302:
            raise RuntimeError(f"the page “{slug}” of the filing was not taken")
        if slug != "check":
            most = max(most, sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in captured))
    receipt = client.get("/file/receipt/")
    if receipt.status_code != 200:
        raise RuntimeError("the filing ended without a receipt")
    return most

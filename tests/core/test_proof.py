"""The little work asked of browsers: done once it counts, never a reason to keep anybody out."""

import base64
import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from caseapp.complaints.models import Complaint
from caseapp.core.proof import ProofField
from tests.factories import intake


def solved(field: ProofField) -> str:
    """What a browser sends that did the work."""
    asked = json.loads(field.widget.get_context("proof", None, {})["widget"]["attrs"]["data-proof"])
    number = next(
        number
        for number in range(asked["max_number"] + 1)
        if hashlib.sha256(f"{asked['salt']}{number}".encode()).hexdigest() == asked["challenge"]
    )
    answer = {name: asked[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**answer, "number": number}).encode()).decode()


def test_work_counts_once() -> None:
    field = ProofField()
    answer = solved(field)
    assert field.clean(answer) is True
    assert field.clean(answer) is False


@pytest.mark.parametrize("given", ["", None, "nonsense", "e30=", base64.b64encode(b'{"challenge": 1}').decode()])
def test_anything_else_is_not_proven_and_not_refused(given: Any) -> None:
    assert ProofField().clean(given) is False


def test_where_it_is_not_set_up_people_are_let_through(settings: Any) -> None:
    settings.ALTCHA_HMAC_KEY = None
    field = ProofField()
    assert "data-proof" not in field.widget.get_context("proof", None, {})["widget"]["attrs"]
    assert field.clean("x") is False


@pytest.mark.django_db
def test_without_script_an_anonymous_complaint_is_filed_and_flooding_is_slowed_sooner(client: Client) -> None:
    from caseapp.intake.views.pages import UNPROVEN_FILINGS_AN_HOUR

    intake.file(client)
    assert Complaint.objects.count() == 1
    intake_limit = UNPROVEN_FILINGS_AN_HOUR - 1
    for _ in range(intake_limit):
        _count(client)
    other = Client()
    intake.answer_all(other)
    shown = other.get("/file/check/").context["form"]
    sent = {"revision": shown["revision"].value(), "truth": "on"}
    assert other.post("/file/check/", sent).status_code == 429
    sent["proof"] = solved(shown.fields["proof"])
    assert other.post("/file/check/", sent)["Location"] == "/file/receipt/"


def _count(client: Client) -> None:
    from caseapp.core import throttle

    throttle.hit("intake.file", "127.0.0.1", limit=1000, seconds=3600)


@pytest.mark.django_db
def test_named_filing_asks_for_no_work(client: Client) -> None:
    intake.answer_all(client, contact={"filing": "named", "name": "Lin Mei", "email": "lin@example.org"})
    assert "proof" not in client.get("/file/check/").context["form"].fields

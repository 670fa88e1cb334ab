"""Estimates on paper and kept ones: the same bytes for the same answer, every source named, others shut out."""

import io
import json

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from caseapp.core.actors import VISITOR
from caseapp.precedents.models import Estimate, Precedent
from caseapp.precedents.selectors import Difference, case_facts, difference_words, estimate_document
from caseapp.precedents.services import make_estimate
from tests.factories.accounts import AuthorityFactory, UserFactory, place
from tests.factories.complaints import ComplaintFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]

QUESTION = {"target": "compensation", "place": "US-IL", "sector": "employer", "use": "attendance"}


def words(content: bytes) -> str:
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(told.split())


def answer(target="compensation"):
    facts = case_facts({"country": "US", "subdivision": "US-IL", "actor": "private", "sector": "employer"})
    return make_estimate(actor=VISITOR, target=target, facts=facts, currency="USD")


def test_a_visitors_question_comes_as_pdf_with_every_case_and_its_source(client):
    response = client.get(reverse("precedents:estimate_pdf"), QUESTION)
    assert response["Content-Type"] == "application/pdf"
    told = words(response.content)
    assert "one person gets between" in told
    assert told.count("Weight:") == 10
    assert "http" in told
    assert "data" in told.lower()
    assert "not legal advice" in told


def test_half_a_question_leads_back_to_the_form(client):
    response = client.get(reverse("precedents:estimate_pdf"), {"target": "compensation", "place": "US-IL"})
    assert response.status_code == 302
    assert "place=US-IL" in response["Location"]


@pytest.mark.parametrize("target", ["compensation", "fine"])
def test_the_same_answer_gives_the_same_bytes_in_both_languages(target):
    given = answer(target)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert estimate_document(VISITOR, given) == estimate_document(VISITOR, given)


def test_a_refusal_is_told_on_paper_too():
    facts = case_facts({"country": "KG", "actor": "private", "sector": "other", "use": "analytics", "modality": "iris"})
    given = make_estimate(actor=VISITOR, target="compensation", facts=facts, currency="KGS")
    assert given["refused"]
    assert "We give no figure." in words(estimate_document(VISITOR, given))


@pytest.fixture
def complaint():
    return ComplaintFactory(authority=AuthorityFactory(jurisdiction=place("CN")))


def test_a_complaints_estimate_is_kept_opened_again_and_printed(client, complaint):
    client.force_login(complaint.owner)
    page = reverse("precedents:estimate_of_complaint", args=[complaint.reference])
    client.post(page, {"target": "compensation"})
    one = Estimate.objects.get()
    listed = client.get(page).content.decode()
    kept = reverse("precedents:kept", args=[one.pk])
    assert kept in listed
    opened = client.get(kept).content.decode()
    assert complaint.reference in opened
    assert "Run it again" in opened
    for address in (
        reverse("precedents:kept_pdf", args=[one.pk]),
        reverse("precedents:estimate_of_complaint_pdf", args=[complaint.reference]),
    ):
        response = client.get(address)
        assert response["Content-Type"] == "application/pdf"
        assert complaint.reference in words(response.content)
    client.force_login(UserFactory())
    for address in (kept, reverse("precedents:kept_pdf", args=[one.pk])):
        assert client.get(address).status_code == 404


def test_running_again_after_the_facts_changed_says_what_changed(client, complaint):
    client.force_login(complaint.owner)
    page = reverse("precedents:estimate_of_complaint", args=[complaint.reference])
    client.post(page, {"target": "compensation"})
    complaint.minors = not complaint.minors
    complaint.save()
    client.post(page, {"target": "compensation"})
    assert Estimate.objects.count() == 2
    latest = Estimate.objects.order_by("-created_at").first()
    for address in (page, reverse("precedents:kept", args=[latest.pk])):
        assert "The facts of the complaint changed." in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (100, 200, "The middle rose from CNY\xa0100 to CNY\xa0200."),
        (200, 100, "The middle fell from CNY\xa0200 to CNY\xa0100."),
        (100, 100, "The middle stayed at CNY\xa0100."),
        (None, 100, "There was no figure before. The middle is now CNY\xa0100."),
        (100, None, "The middle was CNY\xa0100. There is no figure now."),
        (None, None, "There was no figure before, and there is none now."),
    ],
)
def test_the_difference_is_told_in_words(before, after, told):
    lines = difference_words(Difference((), True, False, before, after, "CNY"))
    assert lines == ["The collection of decided cases changed.", told]


def test_the_whole_collection_comes_one_record_a_line(client):
    response = client.get(reverse("precedents:jsonl"))
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == Precedent.objects.count()
    assert {json.loads(line)["id"] for line in lines} == set(Precedent.objects.values_list("slug", flat=True))


def test_scores_of_an_earlier_collection_are_called_that(client):
    told = "These scores are of an earlier state of the collection."
    page = client.get(reverse("precedents:method")).content.decode()
    assert told not in page
    assert "calibration-compensation" in page
    assert "calibration-fine" in page
    Precedent.objects.filter(slug="us-il-facebook-bipa-2021").delete()
    assert told in client.get(reverse("precedents:method")).content.decode()

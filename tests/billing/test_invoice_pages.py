"""Invoices as people meet them: papers, pages, API."""

import datetime

import pytest
from django.urls import reverse

from caseapp.billing.models import Invoice
from caseapp.billing.selectors import papers
from caseapp.billing.services import paying
from tests.api.test_contract import call, token_of
from tests.billing.made import issued, words_of, worked
from tests.billing.test_trust import browser_of
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import client_of, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def client(firm):
    return client_of(firm)


@pytest.fixture
def partner(firm):
    return actor_of(lawyer(firm, "partner"))


def test_the_papers_in_both_languages_are_always_the_same_bytes(partner, client):
    invoice = issued(partner, client, note="Thank you")
    english, chinese = (papers.invoice_pdf(invoice, language=code) for code in ("en", "zh-hans"))
    assert english == papers.invoice_pdf(invoice, language="en")
    told = words_of(english)
    assert [word for word in ("Invoice 1", "CNY 650", "Drafting", "Court fee", "Thank you") if word not in told] == []
    assert "CNY 650" in words_of(chinese)
    assert "PDF/A" not in told
    paying.void(actor=partner, invoice=invoice, reason="Wrong sum")
    note = words_of(papers.credit_note_pdf(invoice.credit_note, language="en"))
    assert "Credit note 1" in note
    assert "Wrong sum" in note
    assert papers.invoice_pdf(Invoice.objects.get(pk=invoice.pk), language="en") == english


def test_pages_from_draft_to_payment(firm, partner, client, django_assert_max_num_queries):
    worked(partner, client)
    holding("1000", engagement=client)
    desk, owner = browser_of(partner), browser_of(actor_of(client.complaint.owner))
    address = reverse("billing:new_invoice", args=[client.case_file.reference])
    sent = {
        "client": client.reference,
        "currency": "CNY",
        "until": "2026-06-01",
        "fee_kind": "hourly",
        "tax_name": "",
        "tax_percent": "",
        "due_days": "30",
    }
    assert desk.get(address).status_code == 200
    assert desk.post(address, {**sent, "fee_kind": "fixed"}).status_code == 400
    assert desk.post(address, sent).status_code == 302
    invoice = Invoice.objects.get()
    page = reverse("billing:invoice", args=[invoice.reference])
    with django_assert_max_num_queries(30):
        assert "Drafting" in desk.get(page).content.decode()
    assert owner.get(page).status_code == 404
    assert desk.post(reverse("billing:invoice_act", args=[invoice.reference, "issue"])).status_code == 302
    shown = owner.get(page).content.decode()
    assert "Drafting" in shown
    assert "Pay from trust money" not in shown
    assert invoice.reference in owner.get(reverse("billing:invoices")).content.decode()
    pdf = owner.get(reverse("billing:invoice_pdf", args=[invoice.reference]) + "?language=zh-hans")
    assert pdf["Content-Type"] == "application/pdf"
    assert owner.get(reverse("billing:invoice_pdf", args=[invoice.reference]) + "?paper=credit").status_code == 404
    pays = reverse("billing:invoice_act", args=[invoice.reference, "record_payment"])
    assert desk.post(pays, {"amount": "1000", "on": "2026-05-04"}).status_code == 400
    assert desk.post(pays, {"amount": "50", "on": "2026-05-04"}).status_code == 302
    transfer = reverse("billing:from_trust", args=[invoice.reference])
    assert "600" in desk.get(transfer).content.decode()
    assert desk.post(transfer, {"amount": "600"}).status_code == 302
    assert "PAY-" in desk.get(page).content.decode()
    stranger = browser_of(actor_of(lawyer(FirmFactory(), "partner")))
    for name in ("invoice", "invoice_pdf", "from_trust"):
        assert stranger.get(reverse(f"billing:{name}", args=[invoice.reference])).status_code == 404


def test_the_same_by_the_api(firm, partner, client):
    worked(partner, client)
    token, owner = token_of(lawyer(firm)), token_of(client.complaint.owner)
    sent = {"engagement": client.reference, "currency": "CNY", "fee_kind": "hourly"}
    assert call("post", "invoices/", {**sent, "fee_kind": "fixed"}, token=token).status_code == 400
    made = call("post", "invoices/", sent, token=token)
    assert made.status_code == 201, made.content
    address = f"invoices/{made.json()['reference']}/"
    assert call("get", address, token=owner).status_code == 404
    done = call("post", f"{address}transitions/", {"action": "issue"}, token=token)
    assert done.json()["open"] == {"amount": "650.00", "currency": "CNY"}, done.content
    assert call("get", address, token=owner).json()["content"]["total"] == "650.00"
    assert call("get", f"{address}content/?language=zh-hans", token=owner).content.startswith(b"%PDF")
    void = {"action": "void", "reason": "No"}
    assert call("post", f"{address}transitions/", void, token=token).status_code == 403
    assert call("post", f"{address}transitions/", void, token=owner).status_code == 403
    paid = {"action": "record_payment", "amount": "650", "on": str(datetime.date(2026, 5, 4))}
    assert call("post", f"{address}transitions/", paid, token=token).json()["status"] == "paid"
    assert call("post", f"{address}transitions/", paid, token=token).status_code == 409

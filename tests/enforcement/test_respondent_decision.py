"""The respondent is heard before the decision, reads it, and proves that an order was kept."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.core.errors import NotAllowed, WrongState
from caseapp.enforcement import services
from caseapp.enforcement.enums import InvestigationState
from caseapp.enforcement.models import (
    ComplianceOrder,
    Investigation,
)
from caseapp.evidence import selectors as evidence
from caseapp.notifications.models import Notice
from tests.enforcement.respondent import soon, words
from tests.factories.accounts import actor_of, officer
from tests.factories.enforcement import breach_found, draft, order
from tests.factories.evidence import picture, upload

pytestmark = pytest.mark.django_db


NOW = timezone.now()


class TestNoticeAndDecision:
    def test_representations_then_the_decision_with_its_rights(self, case):
        services.give_notice(
            actor=case.actor, investigation=case.investigation, reason="We mean to fine you.", due_on=soon()
        )
        client = case.browser()
        page = words(client.get("/respond/inquiry/"))
        assert "We mean to fine you." in page
        given = {"body": "We deleted everything.", "file": [upload("log.png", picture())]}
        page = words(client.post("/respond/inquiry/notice/", given, follow=True))
        assert "We deleted everything." in page
        case.investigation.refresh_from_db()
        assert case.investigation.state == InvestigationState.REPRESENTATIONS
        assert case.investigation.representations.get().recorded_by is None
        assert client.post("/respond/inquiry/notice/", {"body": "Also."}).status_code == 409
        draft(case.investigation, case.lead, reasons="Faces were captured.")
        breach_found(case.investigation)
        assert "Faces were captured." not in words(client.get("/respond/inquiry/"))
        supervisor = actor_of(officer(case.authority, "supervisor"))
        services.approve_decision(actor=supervisor, investigation=case.investigation)
        page = client.get("/respond/inquiry/")
        assert "Faces were captured." in words(page)
        assert "Your right to go against it" in words(page)
        assert "FINE-" in words(page)
        assert case.complaint.reference not in page.content.decode()


class TestOrder:
    @pytest.fixture
    def ordered(self, case):
        """An order in force, with the respondent's browser and the lead's."""
        decided = draft(case.investigation, officer(case.authority, "supervisor"), outcome="warning", approved_at=NOW)
        made = ComplianceOrder.objects.create(
            decision=decided,
            authority=case.authority,
            respondent=case.investigation.respondent,
            kind="delete_data",
            text="Delete every template.",
            due_on=soon(),
            ordered_on=timezone.localdate(),
            state="ordered",
        )
        Investigation.objects.filter(pk=case.investigation.pk).update(state=InvestigationState.DECIDED)
        desk = Client()
        desk.force_login(case.lead)
        return made, case.browser(), desk

    def test_the_respondent_proves_it_and_is_asked_again(self, case, ordered):
        made, company, desk = ordered
        url = reverse("enforcement:respond_order", args=[made.reference])
        assert url in company.get("/respond/inquiry/").content.decode()
        assert company.post(url, {"body": ""}).status_code == 400
        sent = {"body": "All 4,112 are deleted.", "file": [upload("log.png", picture())], "description": "The log"}
        assert company.post(url, sent).status_code == 302
        proof = made.proofs.get()
        assert (proof.recorded_by, proof.received_on, proof.files.count()) == (None, timezone.localdate(), 1)
        item = proof.files.get()
        assert item.vault_id == Investigation.objects.get(pk=case.investigation.pk).vault_id
        assert evidence.custody(actor_of(case.lead), item), "its custody begins when it arrives"
        made.refresh_from_db()
        assert made.state == "proof_given"
        assert Notice.objects.filter(user=case.lead, kind="enforcement.respondent_news").exists()
        # Nothing more is to be proven until the authority has spoken.
        assert company.post(url, {"body": "Again"}).status_code == 409
        page = desk.get(reverse("enforcement:order", args=[made.reference])).content.decode()
        assert str(item.pk) in page
        assert "The respondent itself" in page
        listed = desk.get(f"/api/v1/compliance-orders/{made.reference}/proofs/").json()["results"][0]
        assert (listed["files"], listed["sent_by_respondent"]) == ([str(item.pk)], True)
        again = {"reason": "The log names no day.", "due_on": soon(20)}
        services.perform_on_order(actor=case.actor, order=made, action="refuse_proof", given=again)
        assert "The log names no day." in words(company.get("/respond/inquiry/"))
        sent = {"body": "With days.", "file": [upload("days.png", picture(colour="red"))]}
        assert company.post(url, sent).status_code == 302
        assert [one.files.count() for one in made.proofs.order_by("pk")] == [1, 1]
        made.refresh_from_db()
        services.perform_on_order(actor=case.actor, order=made, action="accept_proof", given={"recheck_on": soon(90)})
        assert "To be checked again" in words(company.get("/respond/inquiry/"))

    def test_a_large_file_comes_in_pieces_by_the_pages_ticket(self, case, ordered):
        made, company, _desk = ordered
        page = company.get(reverse("enforcement:respond_order", args=[made.reference]))
        content, client = picture(), Client()
        told = {"Tus-Resumable": "1.0.0", "Upload-Ticket": page.context["ticket"]}
        named = {"Upload-Length": str(len(content)), "Upload-Metadata": "filename bG9nLnBuZw=="}
        begun = client.post("/uploads/", headers={**told, **named})
        assert begun.status_code == 201
        for start, end in ((0, 20), (20, len(content))):
            sent = client.patch(
                begun["Location"],
                content[start:end],
                content_type="application/offset+octet-stream",
                headers={**told, "Upload-Offset": str(start)},
            )
            assert sent.status_code == 204
        assert [item.file_name for item in made.files.all()] == ["log.png"]
        assert company.post(page.request["PATH_INFO"], {"body": "See the log."}).status_code == 302
        assert made.proofs.get().files.count() == 1
        # Once sent, and once the invitation is taken back, the ticket opens nothing.
        assert client.post("/uploads/", headers={**told, **named}).status_code in {201, 409}
        services.revoke_invitation(actor=case.actor, invitation=case.invitation)
        assert client.post("/uploads/", headers={**told, **named}).status_code == 404

    def test_an_order_of_another_investigation_is_not_there(self, case, ordered):
        elsewhere = order(authority=case.authority, state="ordered")
        company = ordered[1]
        assert company.get(reverse("enforcement:respond_order", args=[elsewhere.reference])).status_code == 404
        with pytest.raises(NotAllowed):
            services.send_proof(actor=case.respondent, order=elsewhere, body="x")
        with pytest.raises(WrongState):
            services.give_file(actor=case.respondent, about=elsewhere, incoming=None)
        drafted = order(authority=case.authority, state="drafted")
        type(drafted).objects.filter(pk=drafted.pk).update(decision=ordered[0].decision, ordered_on=None)
        assert drafted.reference not in company.get("/respond/inquiry/").content.decode()
        assert company.get(reverse("enforcement:respond_order", args=[drafted.reference])).status_code == 404

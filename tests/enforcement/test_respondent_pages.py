"""The respondent comes by link and code, sees what it is asked and no complaint, and answers for good."""

import hashlib
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.audit import selectors as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, TooManyRequests, WrongState
from caseapp.core.policies import can
from caseapp.enforcement import services
from caseapp.enforcement.models import (
    InformationRequest,
    Invitation,
)
from caseapp.evidence import selectors as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.law.selectors import cited
from caseapp.notifications.models import Notice
from tests.enforcement.respondent import soon, words
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import InvestigationFactory
from tests.factories.evidence import picture, upload
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


class TestDoor:
    def test_the_respondent_sees_what_is_asked_and_no_complaint(self, case):
        page = case.browser().get("/respond/inquiry/")
        assert "Which system do you use?" in page.content.decode()
        contact = case.complaint.owner
        for hidden in (
            case.complaint.reference,
            case.complaint.narrative,
            str(contact),
            contact.email,
            "Ms Shen",
            case.investigation.title,
            case.code,
            case.link,
        ):
            assert hidden not in page.content.decode()
        assert page["Cache-Control"].count("no-store") == 1
        assert Invitation.objects.get().opened_at is not None

    @pytest.mark.parametrize("how", ["wrong code", "wrong link", "no link", "revoked", "expired", "code in address"])
    def test_what_does_not_fit_gets_the_same_words(self, case, how):
        client, code = Client(), case.code
        if how != "no link":
            secret = "0" * 24 if how == "wrong link" else case.link
            client.get(reverse("enforcement:respond_link", args=[secret]))
        if how == "wrong code":
            code = "0" * 24
        if how == "revoked":
            services.revoke_invitation(actor=case.actor, invitation=case.invitation)
        if how == "expired":
            Invitation.objects.update(expires_at=timezone.now())
        if how == "code in address":
            assert client.get("/respond/", {"code": code}).status_code == 200
        else:
            page = client.post("/respond/", {"code": code})
            assert page.status_code in {400, 422}
            assert "This code does not open this link." in words(page)
        assert client.get("/respond/inquiry/").status_code == 302
        assert client.post(case.answer_url, {"answer": "x"}).status_code == 404

    def test_a_wrong_and_an_unknown_link_cost_the_same_work(self, case, monkeypatch):
        seen = []
        monkeypatch.setattr(
            "caseapp.enforcement.services.invitations.check_password",
            lambda code, verifier: seen.append(verifier.split("$")[0]),
        )
        for lookup in (case.invitation.link_lookup, "nothing"):
            with pytest.raises(InvalidInput):
                services.open_invitation(lookup=lookup, code="0" * 24, throttle_key="x")
        assert len(seen) == 2
        assert seen[0] == seen[1]

    def test_guesses_are_slowed_down(self, case):
        for _ in range(10):
            with pytest.raises(InvalidInput):
                services.open_invitation(lookup=case.invitation.link_lookup, code="0" * 24, throttle_key="one")
        with pytest.raises(TooManyRequests):
            services.open_invitation(lookup=case.invitation.link_lookup, code=case.code, throttle_key="one")
        assert services.open_invitation(lookup=case.invitation.link_lookup, code=case.code, throttle_key="two")

    def test_taking_it_back_ends_an_open_page(self, case):
        client = case.browser()
        services.revoke_invitation(actor=case.actor, invitation=case.invitation)
        assert client.get("/respond/inquiry/").status_code == 302

    def test_neither_link_nor_code_reaches_the_logs_or_the_database(self, case, caplog):
        case.browser()
        stored = str(Invitation.objects.values().get()) + str(list(audit.entries_about(case.investigation).values()))
        for secret in (case.link, case.code):
            assert secret not in stored
            assert secret not in caplog.text


class TestAnswer:
    def test_element_by_element_saved_then_sent_for_good(self, case, django_capture_on_commit_callbacks):
        client, field = case.browser(), f"element_{case.request.elements.get().pk}"
        content = picture()
        page = client.post(
            case.answer_url,
            {
                field: "No face is kept.",
                "file": [upload("proof.png", content)],
                "description": "The log",
                "save": "yes",
            },
            follow=True,
        )
        assert "Saved." in words(page)
        assert hashlib.sha256(content).hexdigest()[:4] in words(page)
        # The authority reads nothing of a draft.
        desk = Client()
        desk.force_login(case.lead)
        shown = desk.get(reverse("enforcement:investigation", args=[case.investigation.reference])).content.decode()
        assert "No face is kept." not in shown
        page = client.post(case.answer_url, {field: "", "send": "yes"})
        assert page.status_code == 400
        assert "Answer this, or say that you cannot and why." in words(page)
        page = client.post(
            case.answer_url, {field: "No face is kept.", "answer": "Ask us.", "send": "yes"}, follow=True
        )
        assert "Your answer was sent" in words(page)
        asked = InformationRequest.objects.get()
        assert (asked.answer, asked.answered_on) == ("Ask us.", timezone.localdate())
        shown = desk.get(reverse("enforcement:investigation", args=[case.investigation.reference])).content.decode()
        assert "No face is kept." in shown
        assert "proof.png" in shown
        assert client.post(case.answer_url, {field: "Other.", "send": "yes"}).status_code == 409
        assert Notice.objects.filter(user=case.lead, kind="enforcement.respondent_news").count() == 1

    def test_a_file_lies_in_a_vault_of_the_inquiry_that_its_officers_alone_open(self, case):
        case.browser().post(case.answer_url, {"file": [upload("proof.png", picture())], "save": "yes"})
        item = EvidenceItem.objects.get()
        assert (item.side, item.vault.complaint, item.vault.authority) == ("respondent", None, case.authority)
        assert audit.facts(audit.entries_about(item).get())["side"] == "respondent"
        assert evidence.check_vault(item.vault).problems == ()
        people = cast()
        inside = {"own": case.actor, "colleague": actor_of(officer(case.authority, "intake_officer"))}
        outside = {**people.actors, "complainant": actor_of(case.complaint.owner), "respondent": case.respondent}
        for role, actor in (inside | outside).items():
            may = role in inside
            assert EvidenceItem.objects.visible_to(actor).filter(pk=item.pk).exists() == may, role
            assert can(actor, "evidence.open", item) == may, role
            assert can(actor, "evidence.download", item) == may, role
        desk = Client()
        desk.force_login(case.lead)
        EvidenceItem.objects.update(state="ready")
        assert desk.get(reverse("evidence:item", args=[item.pk])).status_code == 200
        assert b"".join(desk.get(reverse("evidence:content", args=[item.pk]))) == picture()
        assert audit.facts(audit.entries_about(item).order_by("-id").first())["side"] == "authority"
        back = desk.get(reverse("enforcement:inquiry_of_file", args=[item.pk]))
        assert back["Location"] == f"/investigations/{case.investigation.reference}/"

    def test_a_hostile_or_wrong_file_gets_words_and_loses_nothing(self, case):
        field = f"element_{case.request.elements.get().pk}"
        page = case.browser().post(
            case.answer_url, {field: "Kept.", "file": [upload("proof.jpg", b"<html>no</html>")], "send": "yes"}
        )
        assert page.status_code == 400
        assert InformationRequest.objects.get().answered_on is None
        assert case.request.elements.get().answer == "Kept."

    def test_nobody_answers_for_another_respondent(self, case):
        stranger = Actor(kind="respondent", investigation_id=InvestigationFactory().pk)
        for actor in (stranger, case.actor, actor_of(case.complaint.owner)):
            with pytest.raises(NotAllowed):
                services.send_answer(actor=actor, request=case.request, answer="x", elements={})
        other = services.request_information(
            actor=actor_of(officer(other_authority := AuthorityFactory(), "investigator")),
            investigation=InvestigationFactory(authority=other_authority),
            body="Other",
            due_on=soon(),
        )
        assert case.browser().get(reverse("enforcement:respond_answer", args=[other.pk])).status_code == 404


class TestPlan:
    def test_elements_evidence_and_finding_stand_in_one_row_and_feed_the_draft(self, case):
        desk = Client()
        desk.force_login(case.lead)
        said = {f"element_{case.request.elements.get().pk}": "Nobody was asked for a yes."}
        case.browser().post(case.answer_url, {"file": [upload("log.png", picture())], **said, "send": "yes"})
        item, row = EvidenceItem.objects.get(), case.investigation.plan.get()
        reference = case.investigation.reference
        url = reverse("enforcement:plan_item", args=[reference, row.pk])
        assert desk.post(url, {"to_prove": "Nobody was asked.", "means": "The log."}).status_code == 302
        add = reverse("enforcement:plan_evidence", args=[reference, row.pk])
        assert desk.post(add, {"item": str(item.pk), "shows": "No consent box"}).status_code == 302
        law = case.element.framework
        finding = reverse("enforcement:record_finding", args=[reference, law.pk, case.element.key])
        for page in (words(desk.get(finding)), words(desk.get(url))):
            for told in ("Nobody was asked for a yes.", "log.png", "No consent box"):
                assert told in page
        services.record_finding(
            actor=case.actor,
            investigation=case.investigation,
            framework=law,
            element_key=case.element.key,
            result="breach",
            reasons="The log shows it.",
        )
        page = words(desk.get(reverse("enforcement:investigation", args=[reference])))
        for said in ("Nobody was asked.", "The log.", "log.png", "No consent box", "Breach found", str(case.lead)):
            assert said in page
        form = desk.get(reverse("enforcement:draft_decision", args=[reference])).content.decode()
        assert "The log shows it." in form
        # In the language in which a company in China is written to.
        for told in ("Article 29", "认定违法", "log.png", "No consent box"):
            assert told in form
        assert re.search(rf'<option value="{law.pk}"[^>]*selected', form)
        assert f"A finding was recorded: {cited(law, case.element.article)}." in page
        # What was found on stays in the plan.
        with pytest.raises(WrongState):
            services.remove_from_plan(actor=case.actor, plan_item=row)

    def test_foreign_evidence_and_foreign_hands_are_refused(self, case):
        from tests.factories.evidence import add

        row = case.investigation.plan.get()
        with pytest.raises(NotAllowed):
            services.put_evidence(actor=case.actor, plan_item=row, item=add(cast().complaint))
        people = cast()
        for role in ROLES:
            may = role in {"investigator", "supervisor"}
            made = InvestigationFactory(authority=people.authority)
            try:
                services.plan_law(actor=people.actors[role], investigation=made, framework=case.element.framework)
            except NotAllowed:
                assert not may, role
            else:
                assert may, role

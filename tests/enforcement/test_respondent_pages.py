"""The respondent comes by link and code, sees what it is asked and no complaint, and answers for good."""

import datetime
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
from caseapp.enforcement.enums import InvestigationState, TimeWishState
from caseapp.enforcement.models import (
    ComplianceOrder,
    InformationRequest,
    Investigation,
    Invitation,
    MissedDay,
    NoticeOfIntent,
    TimeWish,
)
from caseapp.enforcement.workflow import TIME_WISH
from caseapp.evidence import selectors as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import InvestigationFactory, breach_found, draft, framework, order
from tests.factories.evidence import picture, upload
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def soon(days=14):
    return timezone.localdate() + datetime.timedelta(days=days)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class Case:
    """An investigation with one request about one element, and its respondent in a browser of its own."""

    def __init__(self):
        self.authority = AuthorityFactory()
        self.lead = officer(self.authority, "investigator")
        self.actor = actor_of(self.lead)
        self.investigation = InvestigationFactory(authority=self.authority, lead=self.lead, complaints_joined=1)
        self.complaint = self.investigation.complaints.get()
        self.element = framework().elements.get()
        services.plan_law(actor=self.actor, investigation=self.investigation, framework=self.element.framework)
        self.request = services.request_information(
            actor=self.actor,
            investigation=self.investigation,
            body="Which system do you use?",
            due_on=soon(),
            elements=[self.element],
        )
        self.invitation, self.link, self.code = services.invite_respondent(
            actor=self.actor, investigation=self.investigation, recipient="Ms Shen, counsel", days=90, language="en"
        )
        self.respondent = services.respondent_actor(self.invitation)

    def browser(self):
        client = Client()
        answer = client.get(reverse("enforcement:respond_link", args=[self.link]))
        # The secret leaves the address at once, and the session keeps its hash alone.
        assert (answer.status_code, answer["Location"]) == (302, "/respond/")
        assert self.link not in str(dict(client.session))
        answer = client.post("/respond/", {"code": self.code.lower()})
        assert (answer.status_code, answer["Location"]) == (302, "/respond/inquiry/")
        return client

    @property
    def answer_url(self):
        return reverse("enforcement:respond_answer", args=[self.request.pk])


@pytest.fixture
def case():
    return Case()


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


class TestTime:
    def ask(self, case, **changes):
        told = {"about": case.request, "wanted_until": soon(30), "reason": "Our technician is away.", **changes}
        return services.ask_for_time(actor=case.respondent, **told)

    def test_asked_and_granted_moves_the_day(self, case):
        client = case.browser()
        url = reverse("enforcement:respond_time", args=[case.request.pk])
        page = client.post(url, {"wanted_until": soon(30).isoformat(), "reason": "Holidays."}, follow=True)
        assert "Until the authority answers, the day stands." in words(page)
        assert client.post(url, {"wanted_until": soon(31).isoformat(), "reason": "More."}).status_code == 409
        desk, wish = Client(), TimeWish.objects.get()
        desk.force_login(case.lead)
        shown = words(desk.get(reverse("enforcement:investigation", args=[case.investigation.reference])))
        assert "The respondent asks for more time" in shown
        grant = reverse("enforcement:decide_on_time", args=[case.investigation.reference, wish.pk, "grant"])
        assert soon(30).isoformat() in desk.get(grant).content.decode()
        assert desk.post(grant, {"due_on": soon(20).isoformat(), "reason": "Once."}).status_code == 302
        case.request.refresh_from_db()
        assert case.request.due_on == soon(20)
        assert "Once." in words(client.get("/respond/inquiry/"))

    def test_refused_with_a_reason_and_asked_again(self, case):
        wish = self.ask(case)
        services.perform_on_time_wish(
            actor=case.actor, wish=wish, action="refuse", given={"reason": "You had a month."}
        )
        case.request.refresh_from_db()
        assert (wish.state, case.request.due_on) == (TimeWishState.REFUSED, soon())
        assert self.ask(case).state == TimeWishState.ASKED

    @pytest.mark.parametrize("wanted", [-1, 0, 14])
    def test_only_a_later_day_can_be_wished_for(self, case, wanted):
        with pytest.raises(InvalidInput, match="later"):
            self.ask(case, wanted_until=soon(wanted))

    def test_the_answer_lets_a_wish_lapse(self, case):
        wish = self.ask(case)
        services.send_answer(
            actor=case.respondent,
            request=case.request,
            answer="Here.",
            elements={case.request.elements.get().pk: "No."},
        )
        wish.refresh_from_db()
        assert wish.state == TimeWishState.LAPSED
        with pytest.raises(WrongState):
            services.perform_on_time_wish(actor=case.actor, wish=wish, action="grant", given={"due_on": soon(40)})

    def test_every_role_in_every_state(self):
        people = cast()
        made = InvestigationFactory(authority=people.authority)
        asked = InformationRequest.objects.create(investigation=made, body="?", due_on=soon())
        wish = TimeWish.objects.create(investigation=made, request=asked, wanted_until=soon(20), reason="So.")
        actors = {**people.actors, "respondent": Actor(kind="respondent", investigation_id=made.pk)}
        deciders = {"investigator", "supervisor"}
        table = {"grant": (deciders, "granted"), "refuse": (deciders, "refused")}
        table["lapse"] = (deciders | {"respondent"}, "lapsed")
        assert set(table) == {row.action for row in TIME_WISH.transitions}
        assert TIME_WISH.states == set(TimeWishState.values)
        for role in (*ROLES, "respondent"):
            sees = role in deciders | {"intake_officer", "respondent"}
            assert TimeWish.objects.visible_to(actors[role]).exists() == sees, role
            assert Invitation.objects.visible_to(actors[role]).query is not None
            for state in TimeWishState.values:
                for action, (may, target) in table.items():
                    TimeWish.objects.filter(pk=wish.pk).update(state=state)
                    cell = f"{role} · {action} · {state}"
                    try:
                        given = {"due_on": soon(), "reason": "So."}
                        after = TIME_WISH.apply(actors[role], wish, action, given=given)
                    except NotAllowed:
                        assert role not in may, cell
                    except WrongState:
                        assert role in may, cell
                        assert state != "asked", cell
                    else:
                        assert (role in may, state, after.state) == (True, "asked", target), cell


class TestMissedDays:
    def test_the_clock_writes_each_missed_day_down_once(self, case):
        InformationRequest.objects.update(due_on=soon(-1))
        assert services.mark_missed_days() == 1
        assert services.mark_missed_days() == 0
        assert "Nothing came by" in words(case.browser().get("/respond/inquiry/"))
        assert Notice.objects.filter(user=case.lead, kind="enforcement.day_missed").count() == 1
        desk = Client()
        desk.force_login(case.lead)
        shown = words(desk.get(reverse("enforcement:investigation", args=[case.investigation.reference])))
        assert "The respondent did not answer by" in shown
        # A new day, granted, can be missed again.
        InformationRequest.objects.update(due_on=soon(-2))
        assert services.mark_missed_days() == 1
        assert MissedDay.objects.count() == 2

    def test_what_came_in_time_or_is_not_due_is_no_miss(self, case):
        assert services.mark_missed_days() == 0
        InformationRequest.objects.update(due_on=soon(-1), answered_on=soon(-2))
        assert services.mark_missed_days() == 0

    def test_the_notice_has_its_own_day(self, case):
        services.give_notice(actor=case.actor, investigation=case.investigation, reason="We mean to.", due_on=soon())
        NoticeOfIntent.objects.update(reply_by=soon(-1))
        assert services.mark_missed_days() == 1
        Investigation.objects.update(state=InvestigationState.DECIDED)
        NoticeOfIntent.objects.update(reply_by=soon(-3))
        assert services.mark_missed_days() == 0


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


class TestPlan:
    def test_elements_evidence_and_finding_stand_in_one_row_and_feed_the_draft(self, case):
        desk = Client()
        desk.force_login(case.lead)
        case.browser().post(case.answer_url, {"file": [upload("log.png", picture())], "save": "yes"})
        item, row = EvidenceItem.objects.get(), case.investigation.plan.get()
        reference = case.investigation.reference
        url = reverse("enforcement:plan_item", args=[reference, row.pk])
        assert desk.post(url, {"to_prove": "Nobody was asked.", "means": "The log."}).status_code == 302
        add = reverse("enforcement:plan_evidence", args=[reference, row.pk])
        assert desk.post(add, {"item": str(item.pk), "shows": "No consent box"}).status_code == 302
        services.record_finding(
            actor=case.actor,
            investigation=case.investigation,
            framework=case.element.framework,
            element_key=case.element.key,
            result="breach",
            reasons="The log shows it.",
        )
        page = words(desk.get(reverse("enforcement:investigation", args=[reference])))
        for said in ("Nobody was asked.", "The log.", "log.png", "No consent box", "Breach found", str(case.lead)):
            assert said in page
        form = desk.get(reverse("enforcement:draft_decision", args=[reference])).content.decode()
        assert "The log shows it." in form
        assert "log.png (No consent box)" in form
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

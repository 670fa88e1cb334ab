"""Filing through the pages, as a browser without script does it."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from time_machine import travel

from caseapp.audit.models import Entry
from caseapp.complaints.models import Complaint, ReceiptCode
from caseapp.core import queue
from caseapp.core.models import OutboxMessage
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.intake.models import RECEIPT_SHOWN_FOR, Draft
from caseapp.intake.views.session import COOKIE
from caseapp.respondents.models import Respondent
from tests.factories import evidence as files
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, place
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(UserFactory(display_name="Lin Mei"))
    return client


def page(answer: Any) -> str:
    return answer.content.decode()


def code_on(answer: Any) -> str:
    return "".join(re.findall(r"<span>([0-9A-Z]{4})</span>", page(answer))[:6])


def test_a_visitor_files_anonymously_and_is_let_in_by_the_code(client: Client) -> None:
    authority = AuthorityFactory()
    answer = intake.file(client, contact={"authority": authority.code})
    assert answer["Location"] == "/file/receipt/"
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.anonymous, complaint.owner) == ("submitted", True, None)
    assert complaint.authority == authority
    receipt = client.get("/file/receipt/")
    assert complaint.reference in page(receipt)
    assert complaint.statement_sha256[:4] in page(receipt)
    code = code_on(receipt)
    assert len(code) == 24
    opened = Client().post("/follow/", {"code": code.lower()})
    assert opened["Location"] == f"/complaints/{complaint.reference}/"


def test_a_visitor_gives_details_and_follows_by_the_code(client: Client) -> None:
    authority = AuthorityFactory(name="Office of Fair Trade")
    details = {"filing": "named", "name": "Lin Mei", "email": "lin@example.org", "phone": ""}
    intake.file(client, contact={"authority": authority.code, **details})
    complaint = Complaint.objects.get()
    assert (complaint.anonymous, complaint.owner) == (False, None)
    assert complaint.identity.contact().name == "Lin Mei"
    receipt = client.get("/file/receipt/")
    assert len(code_on(receipt)) == 24
    assert "Office of Fair Trade reads what happened and your evidence. It can open your contact" in page(receipt)
    assert "When there is news we write to lin@example.org." in page(receipt)
    following = Client()
    following.post("/follow/", {"code": code_on(receipt)})
    shown = page(following.get(f"/complaints/{complaint.reference}/"))
    assert "lin@example.org" in shown
    assert "It can open your contact details when its work needs them" in shown


def test_an_anonymous_complainant_reads_that_the_authority_does_not_learn_who_they_are(client: Client) -> None:
    intake.file(client, contact={"authority": AuthorityFactory().code})
    assert "It does not learn who you are." in page(client.get("/file/receipt/"))


def test_what_was_answered_is_what_is_filed(client: Client) -> None:
    intake.file(client, use={"relation": "tenant", "minors": "yes"}, where={"ongoing": "on"})
    complaint = Complaint.objects.select_related("respondent").get()
    assert complaint.respondent.name == "Riverbank Homes"
    assert not complaint.respondent.verified
    assert complaint.venue_name == "展示厅"
    assert complaint.occurred_on.isoformat() == "2026-03-14"
    assert complaint.ongoing
    assert (complaint.use, complaint.persons_affected) == ("identification", 40)
    assert (complaint.minors, complaint.vulnerable) == (True, "tenant")
    assert (complaint.consent_asked, complaint.consent_separate, complaint.consent_withdrawn) == ("no", "no", "yes")
    assert complaint.consent_defect == ["no_consent"]
    assert complaint.harms == ["distress", "loss_of_control"]
    assert complaint.relief_sought == ["deletion", "compensation"]
    assert complaint.narrative == "The camera knew me on my second visit."


def test_somebody_signed_in_files_under_their_name(signed_in: Client) -> None:
    intake.file(signed_in, contact={"filing": "named", "name": "Lin Mei", "email": "lin@example.org", "phone": ""})
    complaint = Complaint.objects.get()
    assert complaint.owner is not None
    assert complaint.identity.contact().email == "lin@example.org"
    assert not ReceiptCode.objects.exists()
    receipt = page(signed_in.get("/file/receipt/"))
    assert "receipt code" not in receipt.lower()
    assert signed_in.post("/file/receipt/leave/")["Location"] == f"/complaints/{complaint.reference}/"


def test_anonymous_from_an_account_leaves_no_tie_to_it(signed_in: Client) -> None:
    intake.answer_all(signed_in, upto="effect")
    signed_in.post("/file/evidence/", {"file": files.upload("sign.png", files.picture()), "add": "1"})
    intake.send(signed_in, "evidence")
    intake.send(signed_in, "contact")
    signed_in.post("/file/check/", {**intake.marks(signed_in, "check"), "truth": "on"})
    complaint = Complaint.objects.get()
    assert complaint.owner is None
    assert Draft.objects.get().owner is None
    assert EvidenceItem.objects.get().added_by is None
    assert not Entry.objects.filter(actor_kind="user").exists()


def test_no_session_names_the_draft_of_an_anonymous_filing(signed_in: Client) -> None:
    intake.file(signed_in)
    draft = Draft.objects.get()
    for session in Session.objects.all():
        assert str(draft.pk) not in str(session.get_decoded())
    cookie = signed_in.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/file/", "")
    code = code_on(signed_in.get("/file/receipt/"))
    signed_in.post("/file/receipt/leave/", {"last_four": code[-4:]})
    assert signed_in.cookies[COOKIE].value == ""


def test_the_cookie_is_secure_where_the_sessions_is(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    place()
    intake.send(client, "where")
    assert client.cookies[COOKIE]["secure"] is True


def test_signing_out_makes_the_cookie_worthless(signed_in: Client) -> None:
    intake.file(signed_in)
    kept = signed_in.cookies[COOKIE].value
    signed_in.post("/account/logout/")
    signed_in.cookies[COOKIE] = kept
    assert signed_in.get("/file/receipt/")["Location"] == "/follow/"


@pytest.mark.parametrize("value", ["", "made-up", "5d0c6dbb-0000-4000-8000-000000000000:1abc:forged"])
def test_a_cookie_that_we_did_not_sign_holds_no_draft(client: Client, value: str) -> None:
    place()
    intake.send(client, "where")
    client.cookies[COOKIE] = value
    assert client.get("/file/use/")["Location"] == "/file/where/"


def test_contact_details_lie_sealed_while_the_draft_waits(signed_in: Client) -> None:
    intake.answer_all(signed_in, contact={"filing": "named", "name": "Lin Mei", "email": "lin@example.org"})
    draft = intake.held(signed_in)
    assert b"lin@example.org" not in bytes(draft.sealed)
    assert "lin@example.org" in page(signed_in.get("/file/contact/"))


def test_once_filed_the_draft_holds_nothing_any_more(signed_in: Client) -> None:
    intake.file(signed_in, contact={"filing": "named", "name": "Lin Mei"})
    draft = Draft.objects.get()
    assert (draft.sealed, draft.sealed_code) == (None, None)


def test_pressing_send_twice_makes_one_complaint_and_the_same_receipt(client: Client) -> None:
    intake.answer_all(client)
    sent = {**intake.marks(client, "check"), "truth": "on"}
    first = client.post("/file/check/", sent)
    shown = code_on(client.get("/file/receipt/"))
    again = client.post("/file/check/", sent)
    assert first["Location"] == again["Location"] == "/file/receipt/"
    assert Complaint.objects.count() == 1
    assert code_on(client.get("/file/receipt/")) == shown


def test_the_code_is_gone_after_ten_minutes(client: Client) -> None:
    intake.file(client)
    code = code_on(client.get("/file/receipt/"))
    with travel(timezone.now() + RECEIPT_SHOWN_FOR):
        later = client.get("/file/receipt/")
    assert code not in page(later).replace(" ", "")
    assert Complaint.objects.get().reference in page(later)


def test_the_clock_erases_the_sealed_code(client: Client) -> None:
    intake.file(client)
    message = OutboxMessage.objects.get(task="intake.forget_receipt_code")
    assert message.available_at == Draft.objects.get().receipt_until
    OutboxMessage.objects.update(available_at=message.created_at)
    queue.run_pending()
    assert Draft.objects.get().sealed_receipt is None


def test_leaving_the_receipt_erases_the_code_and_opens_the_complaint(client: Client) -> None:
    intake.file(client)
    reference = Complaint.objects.get().reference
    code = code_on(client.get("/file/receipt/"))
    answer = client.post("/file/receipt/leave/", {"last_four": code[-4:].lower()})
    assert answer["Location"] == f"/complaints/{reference}/"
    assert Draft.objects.get().sealed_receipt is None
    assert client.get(f"/complaints/{reference}/").status_code == 200
    assert client.get("/file/receipt/")["Location"] == "/follow/"


@pytest.mark.parametrize("typed", ["", "0000", "ZZZZ", "first"])
def test_nobody_leaves_the_code_behind_unkept(client: Client, typed: str) -> None:
    intake.file(client)
    code = code_on(client.get("/file/receipt/"))
    answer = client.post("/file/receipt/leave/", {"last_four": code[:4] if typed == "first" else typed})
    assert answer.status_code == 400
    assert "last_four" in answer.context["form"].errors
    assert code_on(answer) == code


def test_nobody_else_sees_the_receipt(client: Client) -> None:
    intake.file(client)
    assert Client().get("/file/receipt/")["Location"] == "/follow/"


def test_the_receipt_downloads_by_post_with_every_fingerprint(client: Client) -> None:
    intake.answer_all(client, upto="effect")
    client.post("/file/evidence/", {"file": files.upload("照片.png", files.picture()), "add": "1"})
    intake.send(client, "evidence")
    intake.send(client, "contact")
    client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
    code = code_on(client.get("/file/receipt/"))
    text = client.post("/file/receipt/text/").content.decode()
    complaint = Complaint.objects.get()
    for told in (complaint.reference, complaint.statement_sha256, EvidenceItem.objects.get().sha256, "照片.png"):
        assert told in text
    assert code in text.replace(" ", "")
    assert client.get("/file/receipt/text/").status_code == 405


def test_a_page_asks_for_those_before_it_first(client: Client) -> None:
    place()
    assert client.get("/file/effect/")["Location"] == "/file/where/"
    intake.send(client, "where")
    assert client.get("/file/check/")["Location"] == "/file/use/"
    assert client.post("/file/check/", {"truth": "on"})["Location"] == "/file/use/"


def test_change_leads_back_to_the_answers_and_loses_none(client: Client) -> None:
    intake.answer_all(client)
    answer = intake.send(client, "effect", narrative="It happened on the stairs.", back="check")
    assert answer["Location"] == "/file/check/"
    shown = page(client.get("/file/check/"))
    assert "It happened on the stairs." in shown
    assert "Riverbank Homes" in shown


def test_a_change_of_place_asks_again_only_what_no_longer_fits(client: Client) -> None:
    authority = AuthorityFactory()
    place("FR")
    intake.answer_all(client, contact={"authority": authority.code})
    answer = intake.send(client, "where", jurisdiction="FR", back="check")
    assert answer["Location"] == "/file/contact/"
    assert intake.send(client, "contact", back="check")["Location"] == "/file/check/"
    client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
    complaint = Complaint.objects.get()
    assert (complaint.jurisdiction_id, complaint.authority) == ("FR", None)
    assert complaint.narrative == "The camera knew me on my second visit."


def test_answers_must_be_confirmed_before_sending(client: Client) -> None:
    intake.answer_all(client)
    answer = client.post("/file/check/", intake.marks(client, "check"))
    assert answer.status_code == 400
    assert not Complaint.objects.exists()


def test_a_registered_organisation_is_taken_with_what_the_registry_knows(client: Client) -> None:
    known = RespondentFactory(name="Haishu Estates", sector="retail", country=place())
    intake.file(client, where={"respondent_name": "Haishu Estate", "respondent": known.reference, "sector": ""})
    complaint = Complaint.objects.get()
    assert complaint.respondent == known
    assert complaint.sector == "retail"
    assert Respondent.objects.count() == 1


def test_two_complaints_in_one_browser(client: Client) -> None:
    intake.file(client)
    client.post("/file/another/")
    intake.file(client)
    assert Complaint.objects.count() == 2


def test_an_empty_vault_is_no_obstacle(client: Client) -> None:
    intake.file(client)
    assert not Vault.objects.exists()


def test_filing_without_end_is_slowed_down_and_loses_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.intake.views.pages.UNPROVEN_FILINGS_AN_HOUR", 1)
    intake.file(client)
    client.post("/file/another/")
    answer = intake.file(client)
    assert answer.status_code == 429
    assert "too many attempts" in page(answer)
    assert "Riverbank Homes" in page(answer)
    assert Complaint.objects.count() == 1

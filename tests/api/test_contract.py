"""The HTTP contract: tokens, scopes, problem documents, references, keyset pages, repeatable writes."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from caseapp.accounts.adapter import AccountAdapter
from caseapp.api.models import IdempotentAnswer
from caseapp.audit.models import Entry
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, RecoveryContact
from tests.factories.accounts import AuthorityFactory, UserFactory, lawyer, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"
KEY = "0b1f8a52-0a57-4b9c-9f0e-2f8f3f0c7a11"


def call(method, path, body=None, *, token="", **headers):
    extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    if token:
        extra["HTTP_AUTHORIZATION"] = f"Token {token}"
    return Client().generic(
        method.upper(),
        f"/api/v1/{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        **extra,
    )


def token_of(user, *scopes):
    answer = call("post", "tokens/", {"email": user.email, "password": PASSWORD, "scopes": scopes or ("read", "write")})
    assert answer.status_code == 201, answer.content
    return answer.json()["token"]


def complaint_body(**changes):
    return {
        "jurisdiction": place().code,
        "respondent": {"reference": RespondentFactory().reference},
        "venue": {"kind": "sales_office", "name": "Show flat"},
        "occurred_on": "2026-03-14",
        "actor": "private",
        "use": "identification",
        "consent": {"asked": "no"},
        "consent_defect": ["no_consent"],
        "narrative": "A camera recognised me. 摄像头认出了我 🙂",
        "anonymous": True,
        **changes,
    }


class TestTokens:
    def test_a_token_expires_and_says_so(self):
        user = UserFactory()
        answer = call("post", "tokens/", {"email": user.email, "password": PASSWORD, "scopes": ["read"]})
        assert answer.status_code == 201
        assert set(answer.json()) == {"token", "expires_at", "scopes"}

    def test_a_wrong_password_is_a_problem_document(self):
        answer = call("post", "tokens/", {"email": UserFactory().email, "password": "wrong"})
        assert answer.status_code == 401
        assert answer["Content-Type"].startswith("application/problem+json")
        assert {"type", "title", "status", "detail", "errors"} <= set(answer.json())

    def test_a_reading_token_does_not_write(self):
        token = token_of(UserFactory(), "read")
        assert call("get", "complaints/", token=token).status_code == 200
        assert call("post", "complaints/", complaint_body(anonymous=False), token=token).status_code == 403

    def test_an_ended_token_opens_nothing(self):
        token = token_of(UserFactory())
        assert call("delete", "tokens/", token=token).status_code == 204
        assert call("get", "complaints/", token=token).status_code == 401

    def test_demonstration_accounts_have_no_way_in_on_a_real_site(self):
        user = UserFactory(is_demo=True)
        assert call("post", "tokens/", {"email": user.email, "password": PASSWORD}).status_code == 401

    @pytest.mark.parametrize("header", ["Token", "Token a b", "Token ÿÿ", "Token " + "x" * 5000])
    def test_nonsense_in_the_header_is_refused_calmly(self, header):
        answer = Client().get("/api/v1/complaints/", HTTP_AUTHORIZATION=header)
        assert answer.status_code == 401


class TestFiling:
    def test_anonymous_filing_gives_a_code_that_opens_the_complaint(self):
        filed = call("post", "complaints/", complaint_body())
        assert filed.status_code == 201, filed.content
        reference, code = filed.json()["reference"], filed.json()["receipt_code"]
        assert call("get", f"complaints/{reference}/").status_code == 404
        opened = call("get", f"complaints/{reference}/", x_receipt_code=code)
        assert opened.status_code == 200
        assert opened.json()["status"] == "submitted"
        assert "withdraw" in [row["action"] for row in opened.json()["allowed_actions"]]
        assert "receipt_code" not in opened.json()

    def test_an_address_for_a_lost_code_is_kept_sealed_and_never_said_again(self):
        filed = call("post", "complaints/", complaint_body(recovery_email="mei@example.org"))
        assert "mei@example.org" not in filed.content.decode()
        kept = RecoveryContact.objects.get(complaint__reference=filed.json()["reference"])
        assert kept.address("mei@example.org") == "mei@example.org"
        wrong = call("post", "complaints/", complaint_body(recovery_email="nowhere"))
        assert wrong.json()["errors"][0]["pointer"] == "/recovery_email"

    def test_a_visitor_cannot_file_under_a_name(self):
        answer = call("post", "complaints/", complaint_body(anonymous=False))
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/anonymous"

    def test_a_respondent_can_be_described(self):
        body = complaint_body(respondent={"name": "شركة الميناء", "country": "CN", "sector": "retail"})
        filed = call("post", "complaints/", body)
        assert filed.status_code == 201, filed.content
        assert filed.json()["respondent"]["name"] == "شركة الميناء"

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"occurred_on": "2031-01-01"}, "/occurred_on"),
            ({"occurred_on": "14 March"}, "/occurred_on"),
            ({"use": "magic"}, "/use"),
            ({"venue": {"kind": "moon"}}, "/venue/kind"),
            ({"respondent": {}}, "/respondent"),
            ({"narrative": ""}, "/narrative"),
            ({"persons_affected": 0}, "/persons_affected"),
            ({"consent_defect": ["no_consent", "rude"]}, "/consent_defect/1"),
        ],
    )
    def test_every_fault_is_named_by_its_field(self, change, pointer):
        answer = call("post", "complaints/", complaint_body(**change))
        assert answer.status_code == 400, answer.content
        assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]
        assert not Complaint.objects.exists()

    def test_nul_and_lone_surrogates_are_refused_not_stored(self):
        for text in ("a\x00b", "a\ud800b"):
            assert call("post", "complaints/", complaint_body(narrative=text)).status_code == 400

    def test_a_body_that_is_not_json_is_a_problem(self):
        answer = Client().post("/api/v1/complaints/", "{", content_type="application/json")
        assert (answer.status_code, answer.json()["status"]) == (400, 400)
        answer = Client().post("/api/v1/complaints/", "<a/>", content_type="application/xml")
        assert answer.status_code == 415

    def test_the_same_key_and_body_answer_the_first_result_again(self):
        body = complaint_body()
        first = call("post", "complaints/", body, idempotency_key=KEY)
        second = call("post", "complaints/", body, idempotency_key=KEY)
        assert first.status_code == second.status_code == 201
        assert first.json() == second.json()
        assert Complaint.objects.count() == 1
        other = call("post", "complaints/", {**body, "ongoing": True}, idempotency_key=KEY)
        assert other.status_code == 409

    def test_a_refused_write_does_not_use_up_its_key(self):
        refused = call("post", "complaints/", complaint_body(use="magic"), idempotency_key=KEY)
        assert refused.status_code == 400
        assert call("post", "complaints/", complaint_body(), idempotency_key=KEY).status_code == 201

    def test_an_anonymous_filing_leaves_no_account_behind(self):
        user = UserFactory()
        body = complaint_body(respondent={"name": "Harbour Homes", "country": "CN", "sector": "retail"})
        filed = call("post", "complaints/", body, token=token_of(user), idempotency_key=KEY)
        assert filed.status_code == 201
        told = "".join(f"{entry.actor_kind}:{entry.actor_id} " for entry in Entry.objects.all())
        assert f"user:{user.pk} " not in told
        kept = IdempotentAnswer.objects.get()
        assert kept.owner == "anonymous"
        assert filed.json()["receipt_code"].encode() not in bytes(kept.sealed_body)
        assert KEY not in kept.key

    def test_a_new_password_ends_the_tokens(self):
        user = UserFactory()
        token = token_of(user)
        AccountAdapter().set_password(user, "another long pass phrase")
        assert call("get", "complaints/", token=token).status_code == 401

    def test_a_password_alone_does_not_go_round_a_second_factor(self):
        user = UserFactory()
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        assert call("post", "tokens/", {"email": user.email, "password": PASSWORD}).status_code == 403


class TestHandling:
    def test_states_policies_and_visibility_answer_409_403_and_404(self):
        authority = AuthorityFactory()
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.SUBMITTED)
        mine, others = token_of(officer(authority)), token_of(officer(AuthorityFactory(), "supervisor"))
        address = f"complaints/{complaint.reference}/transitions/"
        assert call("post", address, {"action": "accept"}, token=mine).status_code == 409
        assert call("post", address, {"action": "withdraw"}, token=mine).status_code == 403
        assert call("post", address, {"action": "acknowledge"}, token=others).status_code == 404
        assert call("post", address, {"action": "dance"}, token=mine).status_code == 400
        answer = call("post", address, {"action": "acknowledge"}, token=mine)
        assert (answer.status_code, answer.json()["status"]) == (200, "under_review")
        asked = call("post", address, {"action": "request_information", "message": "Which door?"}, token=mine)
        assert asked.json()["status"] == "awaiting_complainant"

    def test_an_invisible_complaint_answers_like_a_missing_one(self):
        complaint = ComplaintFactory()
        token = token_of(UserFactory())
        hidden = call("get", f"complaints/{complaint.reference}/", token=token)
        missing = call("get", "complaints/CN-2026-0000-0000/", token=token)
        assert hidden.status_code == missing.status_code == 404
        assert hidden.json() == missing.json()

    def test_messages_and_timeline(self):
        complaint = ComplaintFactory(authority=AuthorityFactory(), state=ComplaintState.UNDER_REVIEW)
        token = token_of(complaint.owner)
        address = f"complaints/{complaint.reference}/"
        assert call("post", address + "messages/", {"body": "Hello"}, token=token).status_code == 201
        assert call("get", address + "messages/", token=token).json()["results"][0]["body"] == "Hello"
        told = call("get", address + "timeline/", token=token).json()["results"]
        assert told[0]["sentence"] == "A message was written."

    def test_a_lawyer_without_engagement_sees_nothing(self):
        from tests.factories.accounts import FirmFactory

        ComplaintFactory()
        assert call("get", "complaints/", token=token_of(lawyer(FirmFactory()))).json()["results"] == []

    def test_lists_turn_pages_by_cursor(self):
        owner = UserFactory()
        for _number in range(5):
            ComplaintFactory(owner=owner)
        token = token_of(owner)
        first = call("get", "complaints/?page_size=2", token=token).json()
        assert len(first["results"]) == 2
        assert first["previous"] is None
        second = Client().get(first["next"], HTTP_AUTHORIZATION=f"Token {token}").json()
        assert {row["reference"] for row in first["results"]}.isdisjoint(row["reference"] for row in second["results"])


def test_a_visitor_files_with_a_contact_and_gets_a_code():
    contact = {"name": "Lin Mei", "email": "lin@example.org"}
    filed = call("post", "complaints/", complaint_body(anonymous=False, contact=contact))
    assert filed.status_code == 201, filed.content
    complaint = Complaint.objects.get()
    assert (complaint.anonymous, complaint.owner_id) == (False, None)
    assert complaint.identity.contact().email == "lin@example.org"
    opened = call("get", f"complaints/{complaint.reference}/", x_receipt_code=filed.json()["receipt_code"])
    assert opened.status_code == 200
    refused = call("post", "complaints/", complaint_body(anonymous=False))
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/anonymous"


def test_a_body_over_the_limit_is_refused_and_nothing_is_saved():
    answer = call("post", "complaints/", complaint_body(narrative="x" * 1_100_000))
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["type"].endswith("#problem-too-large")
    assert not Complaint.objects.exists()


def test_a_session_needs_the_csrf_token_to_write():
    complaint = ComplaintFactory()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    answer = browser.post(
        f"/api/v1/complaints/{complaint.reference}/transitions/", {"action": "withdraw"}, "application/json"
    )
    assert answer.status_code == 403
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.SUBMITTED


def test_health():
    assert Client().get("/healthz/live").json() == {"status": "live"}
    answer = Client().get("/healthz/ready")
    assert answer.json()["checks"]["database"] is True


def test_the_schema_is_openapi_31_and_complete(settings):
    from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.validation import validate_schema

    reset_generator_stats()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    assert not GENERATOR_STATS, "the description has warnings: manage.py spectacular --validate --file /dev/null"
    assert schema["openapi"].startswith("3.1")
    assert "/api/v1/complaints/{reference}/transitions/" in schema["paths"]


def test_the_documentation_page_needs_no_script():
    page = Client().get("/api/docs/").content.decode()
    assert "/api/v1/estimates/" in page

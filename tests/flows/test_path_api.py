"""The whole mission by the API: two people file, an authority fines, a lawyer sues and wins, everybody sees their part.

The audit chains are recomputed after every call that was answered with success, and all custody at the end.
"""

import datetime
import hashlib
import io
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from PIL import Image

from caseapp.accounts.models import User
from caseapp.audit.models import ChainHead
from caseapp.audit.selectors import chain_faults
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain
from caseapp.core.actors import SYSTEM
from caseapp.enforcement import services as enforcement
from caseapp.enforcement.models import Fine, Investigation
from caseapp.evidence import services
from caseapp.law.models import Element
from caseapp.law.services import load_law
from caseapp.litigation.models import Engagement
from caseapp.litigation.services import conflicts, engagements
from caseapp.precedents.services import load_precedents
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer, place

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PASSWORD = "a long pass phrase"
COMPANY = "宁波海曙置业有限公司"
NARRATIVE = "The camera at the show flat knew me on my second visit. 我没有同意。"
PERSONAL = ("Lin Mei", "lin@example.org", "13800000000", "second visit")
LAW = "CN-PIPL"


def photograph() -> bytes:
    """A small JPEG, as a telephone makes them."""
    held = io.BytesIO()
    Image.radial_gradient("L").resize((320, 240)).convert("RGB").save(held, "JPEG")
    return held.getvalue()


def statement(**changes: Any) -> dict[str, Any]:
    """A complaint against the company in Ningbo."""
    return {
        "jurisdiction": "CN",
        "venue": {"kind": "sales_office", "name": "Show flat", "address": "1 Fictional Road, Haishu, Ningbo"},
        "occurred_on": "2026-03-14",
        "ongoing": True,
        "actor": "private",
        "use": "identification",
        "consent": {"asked": "no", "separate": "no", "alternative_offered": "no"},
        "consent_defect": ["no_consent", "no_notice"],
        "harms": ["distress"],
        "relief_sought": ["deletion"],
        "narrative": NARRATIVE,
        **changes,
    }


class Caller:
    """One program that calls: by token, by receipt code, or as nobody."""

    def __init__(self, *, user: User | None = None, code: str = "") -> None:
        self.headers: dict[str, str] = {"X-Receipt-Code": code} if code else {}
        if user is not None:
            asked = {"email": user.email, "password": PASSWORD, "scopes": ["read", "write"]}
            self.headers["Authorization"] = f"Token {self.post('tokens/', asked, 201)['token']}"

    def get(self, path: str, status: int = 200) -> Any:
        return self._said(Client().get(f"/api/v1/{path}", headers=self.headers), status)

    def post(self, path: str, body: dict[str, Any], status: int = 200, *, key: str = "") -> Any:
        return self._send("POST", path, body, status, {"Idempotency-Key": key} if key else {})

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._send("PUT", path, body, 200, {})

    def act(self, path: str, action: str, **given: Any) -> Any:
        return self.post(f"{path}transitions/", {"action": action, **given})

    def upload(self, path: str, name: str, content: bytes, **more: str) -> Any:
        held = io.BytesIO(content)
        held.name = name
        return self._said(Client().post(f"/api/v1/{path}", {"file": held, **more}, headers=self.headers), 201)

    def download(self, path: str) -> bytes:
        answer: Any = Client().get(f"/api/v1/{path}", headers=self.headers)
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)

    def _send(self, method: str, path: str, body: dict[str, Any], status: int, more: dict[str, str]) -> Any:
        answer = Client().generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={**self.headers, **more},
        )
        return self._said(answer, status)

    @staticmethod
    def _said(answer: HttpResponseBase, status: int) -> Any:
        content: bytes = answer.content  # type: ignore[attr-defined]
        assert answer.status_code == status, (answer.status_code, content.decode())
        every_chain_holds()
        return json.loads(content)


def every_chain_holds() -> None:
    """Recompute the record of every complaint, and of all else that keeps one."""
    chains = set(ChainHead.objects.values_list("pk", flat=True))
    assert {chain(one) for one in Complaint.objects.all()} <= chains
    assert [fault for name in sorted(chains) for fault in chain_faults(name)] == []


def names(answer: dict[str, Any]) -> set[str]:
    return {row["action"] for row in answer["allowed_actions"]}


def days(number: int) -> str:
    """A day as it is counted in Ningbo."""
    today = timezone.localdate(timezone=ZoneInfo("Asia/Shanghai"))
    return (today + datetime.timedelta(days=number)).isoformat()


def test_from_two_complaints_to_a_paid_fine_and_a_won_suit() -> None:
    load_law(actor=SYSTEM)
    load_precedents(actor=SYSTEM)
    authority = AuthorityFactory(code="ningbo-market", name="Market regulator of Ningbo", jurisdiction=place("CN"))
    firm = FirmFactory(name="Harbour Law")
    clerk = Caller(user=officer(authority, "intake_officer"))
    inspector_user, supervisor_user = officer(authority, "investigator"), officer(authority, "supervisor")
    inspector, supervisor = Caller(user=inspector_user), Caller(user=supervisor_user)
    citizen_user = UserFactory(email="lin@example.org", display_name="Lin Mei")
    attorney_user = lawyer(firm, "partner")
    citizen, attorney, public = Caller(user=citizen_user), Caller(user=attorney_user), Caller()

    # The company is in the registry, found by a part of its name.
    registered = {"name": COMPANY, "country": "CN", "sector": "property_management"}
    clerk.post("respondents/", registered, 201)
    company = public.get("respondents/?q=海曙置业")["results"][0]["reference"]

    # Somebody files without a name and adds a photograph.
    body = statement(authority="ningbo-market", respondent={"reference": company}, anonymous=True)
    filed = public.post("complaints/", body, 201, key="the-first-complaint")
    assert public.post("complaints/", body, 201, key="the-first-complaint") == filed
    first, visitor = f"complaints/{filed['reference']}/", Caller(code=filed["receipt_code"])
    picture = photograph()
    added = visitor.upload(f"{first}evidence/", "照片.jpg", picture, title="The camera")
    assert added["sha256"] == hashlib.sha256(picture).hexdigest()
    assert visitor.get(f"{first}evidence/")["results"][0]["sha256"] == added["sha256"]
    assert added["state"] == "received"
    services.examine_item(item_id=added["id"])
    assert visitor.get(f"evidence/{added['id']}/")["state"] == "ready"
    assert visitor.download(f"evidence/{added['id']}/content/") == picture
    public.get(first, 404)

    # A citizen files as well, about the same company, under a name.
    body = statement(
        authority="ningbo-market",
        respondent={"reference": company},
        contact={"name": "Lin Mei", "email": "lin@example.org", "phone": "13800000000"},
    )
    mine = citizen.post("complaints/", body, 201)
    assert mine["receipt_code"] is None
    second = f"complaints/{mine['reference']}/"
    citizen.get(first, 404)

    # The authority lets both in, and asks the citizen something.
    both = {filed["reference"], mine["reference"]}
    assert {row["reference"] for row in clerk.get("complaints/?status=submitted")["results"]} == both
    for path in (first, second):
        assert clerk.act(path, "acknowledge")["status"] == "under_review"
    assert visitor.get(f"{first}timeline/")["results"][0]["kind"] == "complaints.acknowledge"
    asked = clerk.act(second, "request_information", message="Which door was it?", due_on=days(14))
    assert asked["status"] == "awaiting_complainant"
    assert "reply" in names(citizen.get(second))
    assert citizen.get(f"{second}messages/")["results"][-1]["body"] == "Which door was it?"
    assert citizen.act(second, "reply", message="The one to the car park.")["status"] == "under_review"
    assert clerk.get(f"{second}messages/")["results"][-1]["body"] == "The one to the car park."
    for path in (first, second):
        assert clerk.act(path, "accept")["status"] == "accepted"

    # It investigates both together, hears the company, and finds a breach.
    body = {"title": "Cameras in show flats", "complaints": sorted(both)}
    clerk.post("investigations/", body, 403)
    opened = inspector.post("investigations/", body, 201)
    case = f"investigations/{opened['reference']}/"
    assert {row["reference"] for row in inspector.get(f"{case}complaints/")["results"]} == both
    assert citizen.get(second)["status"] == "in_investigation"
    inspector.act(case, "request_information", body="Which system do you use?", due_on=days(14))
    inspector.act(case, "give_notice", reason="We mean to fine you.", due_on=days(14))
    inspector.act(case, "record_representations", reason="The company says that a sign hung at the door.")
    consent = Element.objects.filter(framework__code=LAW, framework__superseded_at=None, role="breach").earliest("pk")
    enforcement.record_finding(
        actor=actor_of(inspector_user),
        investigation=Investigation.objects.get(reference=opened["reference"]),
        framework=consent.framework,
        element_key=consent.key,
        result="breach",
        reasons="Nobody was asked.",
    )

    # One officer drafts, another decides; the fine falls due.
    draft = {
        "outcome": "fine",
        "reasons": "Faces were captured without separate consent.",
        "statement": "We fined the company.",
        "fine": {"amount": "250000.00", "currency": "CNY"},
        "fine_due_on": days(30),
        "legal_basis": LAW,
    }
    inspector.put(f"{case}decision/", draft)
    inspector.post(f"{case}transitions/", {"action": "decide"}, 403)
    assert supervisor.act(case, "decide")["status"] == "decided"
    fine = inspector.get("fines/")["results"][0]
    assert (fine["status"], fine["balance"]["amount"]) == ("due", "250000.00")

    # Two payments; the balance is what the ledger comes to.
    bill = f"fines/{fine['reference']}/"
    pay = {"amount": "100000.00", "currency": "CNY", "on": days(0)}
    for _again in range(2):
        part = inspector.post(f"{bill}payments/", pay, 201, key="the-first-payment")
        assert (part["status"], part["balance"]["amount"]) == ("part_paid", "150000.00")
    paid = inspector.post(f"{bill}payments/", {**pay, "amount": "150000.00"}, 201)
    assert (paid["status"], paid["balance"]["amount"]) == ("paid", "0.00")
    lines = [(line["kind"], line["amount"]) for line in inspector.get(f"{bill}ledger/")["results"]]
    assert lines == [("imposed", "250000.00"), ("payment", "-100000.00"), ("payment", "-150000.00")]

    # The public reads of it only once it is published, and then nothing personal.
    assert public.get("register/fines/")["results"] == []
    public.get(bill, 404)
    enforcement.publish(
        actor=actor_of(supervisor_user),
        fine=Fine.objects.get(reference=fine["reference"]),
        summary="A property company recognised visitors without asking them.",
    )
    listed = public.get("register/fines/")["results"]
    assert [(row["reference"], row["respondent"]["name"], row["state"]) for row in listed] == [
        (fine["reference"], COMPANY, "paid")
    ]
    told = json.dumps([listed, public.get(bill)], ensure_ascii=False)
    assert [word for word in (*PERSONAL, *both) if word in told] == []

    # Both complainants see how it ended.
    for reader, path in ((visitor, first), (citizen, second)):
        ended = reader.get(path)
        assert (ended["status"], ended["outcome"]) == ("closed", "fine")
        kinds = {row["kind"] for row in reader.get(f"{path}timeline/")["results"]}
        assert {"complaints.fine_imposed", "complaints.fine_paid", "complaints.conclude"} <= kinds

    # The citizen engages a firm, which had seen nothing before.
    attorney.get(second, 404)
    asking = engagements.request_engagement(
        actor=actor_of(citizen_user),
        complaint=Complaint.objects.get(reference=mine["reference"]),
        firm=firm,
        scopes=["facts", "evidence", "identity"],
        request="I want compensation.",
    )
    engage(asking, actor_of(attorney_user), actor_of(citizen_user))
    assert attorney.get(second)["narrative"] == NARRATIVE
    attorney.get(first, 404)

    # The lawyer sues and wins.
    title = "Lin Mei and the show flat"
    file = attorney.post("case-files/", {"title": title, "engagements": [asking.reference]}, 201)
    assert file["complaints"] == [mine["reference"]]
    body = {
        "case_file": file["reference"],
        "court": "Haishu District People’s Court",
        "cause": "Infringement of personal information",
        "claimed": {"amount": "20000.00", "currency": "CNY"},
    }
    suit = f"suits/{attorney.post('suits/', body, 201)['reference']}/"
    assert attorney.act(suit, "file", docket_number="(2026) 浙0203民初1号", filed_on=days(0))["status"] == "filed"
    for action in ("serve", "record_answer", "go_to_hearing"):
        attorney.act(suit, action)
    hearing = {
        "starts_at": f"{days(20)}T09:30:00+08:00",
        "time_zone": "Asia/Shanghai",
        "place": "Court room 3",
        "purpose": "Oral hearing",
    }
    attorney.post(f"{suit}hearings/", hearing, 201)
    won = attorney.act(
        suit, "record_judgment", decided_on=days(0), result="for_claimant", summary="The company pays.", final=True
    )
    assert won["status"] == "judgment"
    award = {"kind": "non_material", "amount": "5000.00", "awarded_on": days(0)}
    assert attorney.post(f"{suit}awards/", award, 201)["amount"] == {"amount": "5000.00", "currency": "CNY"}

    # The citizen sees the suit; nobody else does.
    seen = citizen.get(suit)
    assert (seen["status"], seen["docket_number"]) == ("judgment", "(2026) 浙0203民初1号")
    assert (len(seen["hearings"]), seen["judgments"][0]["result"]) == (1, "for_claimant")
    assert seen["awards"][0]["amount"]["amount"] == "5000.00"
    assert names(seen) == set()
    for stranger in (visitor, public, clerk):
        stranger.get(suit, 404)

    # What such a case brings: ten cited precedents, each with its sources.
    facts = {
        "country": mine["jurisdiction"],
        "actor": mine["actor"],
        "sector": mine["sector"],
        "use": mine["use"],
        "modality": mine["modality"],
        "consent_defect": mine["consent_defect"],
        "persons": 1,
    }
    estimate = public.post("estimates/", {"target": "compensation", "facts": facts})
    assert estimate["refused"] is None
    assert len(estimate["comparables"]) == 10
    for one in estimate["comparables"]:
        assert public.get(f"precedents/{one['precedent']}/")["sources"][0]["url"].startswith("http")

    call_command("verify_custody")


def engage(asking: Engagement, attorney: Any, client: Any) -> None:
    """From the request to the accepted offer, with a conflict check that finds nothing."""
    engagements.start_conflict_check(actor=attorney, engagement=asking)
    conflicts.decide_conflict(actor=attorney, engagement=asking, result="clear")
    asking.refresh_from_db()
    engagements.offer(actor=attorney, engagement=asking, terms="No fee unless the suit is won.")
    asking.refresh_from_db()
    engagements.accept(actor=client, engagement=asking, name="Lin Mei")
    every_chain_holds()

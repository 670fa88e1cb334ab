"""Erasing: what goes, what stays and why, by which rule, in two steps; and what forbids it."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from caseapp import personal
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Contact, Grant, Identity, Message, ReceiptCode
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.documents.models import Document
from caseapp.documents.selectors.facts import RIGHTS
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.evidence.selectors import check_everything
from caseapp.law.selectors.erasure import erasure_rights
from caseapp.law.services import files as law_files
from caseapp.notifications.models import Notice
from caseapp.personal import selectors, services
from caseapp.personal.enums import ErasureRule, Part
from caseapp.personal.models import Erasure
from caseapp.personal.selectors.erasures import LAWS, erasure_plan, rule_words
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, FirmFactory, actor_of, officer, place
from tests.factories.complaints import ComplaintFactory, let_firm_in, receipt_holder
from tests.factories.documents import written_letter
from tests.factories.litigation import EngagementFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

CANARY = "canary-77ab"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def kept_as_record(**fields: object) -> Complaint:
    complaint = ComplaintFactory(narrative=CANARY, venue_name=CANARY, **fields)
    if complaint.owner:
        Identity.of(complaint, Contact(name=CANARY)).save()
    files.add(complaint, files.picture() + CANARY.encode())
    return complaint


def ended(state: str = "closed", **fields: object) -> Complaint:
    complaint = ComplaintFactory(
        **fields,
        authority=AuthorityFactory(),
        state=state,
        outcome="no_breach" if state == "closed" else "",
        acknowledged_at=timezone.now(),
        narrative=CANARY,
    )
    Identity.of(complaint, Contact(name="Lin Mei")).save()
    return complaint


def erase(complaint: Complaint) -> Erasure:
    return services.erase_complaint(actor=actor_of(complaint.owner), complaint=complaint, confirmed=complaint.reference)


def test_what_no_authority_took_up_goes_whole_its_key_included():
    complaint = kept_as_record()
    path = files.stored_path(EvidenceItem.objects.get())
    complaints.tell_complainant(complaint=complaint)
    let_firm_in(complaint, FirmFactory())
    left = erase(complaint)
    queue.run_pending()
    assert not path.exists()
    for model in (EvidenceItem, Vault, Message, Grant, Identity, Notice):
        assert not model.objects.exists(), model
    assert not TimelineEntry.objects.filter(subject_id=str(complaint.pk)).exists()
    complaint.refresh_from_db()
    assert CANARY not in str(vars(complaint))
    assert (complaint.owner, complaint.state) == (None, "withdrawn")
    assert set(left.erased) == set(Part) - {Part.STUB}
    assert check_everything().problems == ()


@pytest.mark.parametrize("state", ["closed", "rejected", "withdrawn"])
def test_what_an_authority_took_up_loses_the_person_and_keeps_the_record(state):
    complaint = ended(state)
    files.add(complaint)
    written_letter(complaint)
    left = erase(complaint)
    assert not Document.objects.exists()
    complaint.refresh_from_db()
    assert (complaint.owner, complaint.narrative) == (None, CANARY)
    assert not Identity.objects.exists()
    assert EvidenceItem.objects.count() == 1
    assert Part.EVIDENCE in left.kept
    desk = signed_in(officer(complaint.authority)).get(f"/complaints/{complaint.reference}/").content.decode()
    assert CANARY in desk
    assert "Lin Mei" not in desk


@pytest.mark.parametrize("state", ComplaintState.values)
def test_in_which_state_it_is_possible(state):
    complaint = ended(state)
    possible = not selectors.erasure_plan(complaint).refusal
    assert possible == (state in {"closed", "rejected", "withdrawn", "draft"})
    if not possible:
        with pytest.raises(WrongState):
            erase(complaint)
        assert Identity.objects.exists()


def test_what_is_kept_for_proceedings_is_not_erased():
    complaint = ended()
    Complaint.objects.update(held=True)
    with pytest.raises(WrongState, match="proceedings"):
        erase(Complaint.objects.get())
    shown = signed_in(complaint.owner).get(f"/complaints/{complaint.reference}/erase/").content.decode()
    assert "kept for proceedings" in shown
    assert "Go on to erase" not in shown


def test_a_firm_at_work_comes_first_and_a_mere_request_is_declined():
    complaint = ended()
    engagement = EngagementFactory(complaint=complaint, state="accepted")
    with pytest.raises(WrongState):
        erase(complaint)
    type(engagement).objects.update(state="requested")
    erase(complaint)
    engagement.refresh_from_db()
    assert engagement.state == "declined"


@pytest.mark.parametrize(
    ("code", "rule"),
    [("CN", ErasureRule.PIPL), ("US-IL", ErasureRule.SERVICE), ("EU", ErasureRule.GDPR), ("UK", ErasureRule.UK_GDPR)],
)
def test_the_rule_is_the_places(code, rule):
    assert selectors.erasure_plan(ComplaintFactory(jurisdiction=place(code))).rule == rule


def test_nobody_else_may():
    people = cast(state="withdrawn")
    for role in ROLES:
        if role == "owner":
            continue
        with pytest.raises(NotAllowed):
            services.erase_complaint(
                actor=people.actors[role], complaint=people.complaint, confirmed=people.complaint.reference
            )


def test_the_reference_has_to_be_written_out():
    complaint = ended()
    with pytest.raises(InvalidInput):
        services.erase_complaint(actor=actor_of(complaint.owner), complaint=complaint, confirmed="yes")


def test_two_steps_then_a_stub_for_everybody_and_no_way_back():
    complaint = kept_as_record()
    citizen = signed_in(complaint.owner)
    here = f"/complaints/{complaint.reference}/erase/"
    assert "Go on to erase" in citizen.get(here).content.decode()
    assert citizen.post(here + "confirm/", {"reference": "CN-1"}).status_code == 400
    answer = citizen.post(here + "confirm/", {"reference": complaint.reference.lower()})
    assert answer["Location"] == f"/erased/{complaint.reference}/"
    stub = Client().get(answer["Location"]).content.decode()
    assert "article 47" in stub
    assert CANARY not in stub
    assert citizen.get(f"/complaints/{complaint.reference}/").status_code == 404
    assert citizen.get(here).status_code == 404


def test_a_receipt_opens_nothing_any_more():
    complaint = kept_as_record(owner=None, anonymous=True)
    holder = receipt_holder(complaint)
    services.erase_complaint(actor=holder, complaint=complaint, confirmed=complaint.reference)
    assert not ReceiptCode.objects.exists()
    assert not Complaint.objects.visible_to(holder).exists()


def test_an_archive_that_waits_goes_too():
    complaint = ended()
    before = files.files_on_disk()
    services.request_take_out(actor=actor_of(complaint.owner), complaint=complaint)
    queue.run_pending()
    assert any("parcels" in str(path) for path in files.files_on_disk() - before)
    erase(complaint)
    assert not any("parcels" in str(path) for path in files.files_on_disk() - before)


def test_the_articles_of_an_erasure_are_those_of_the_law_data():
    """Each article stands in the record of its law and is the one that a letter asking for deletion cites."""
    records = {one["code"]: one for one in json.loads((law_files.DATA / "frameworks.json").read_text())}
    letters = json.loads(RIGHTS.read_text())
    assert set(erasure_rights()) == set(LAWS.values())
    for code, right in erasure_rights().items():
        cited = {number for one in records[code]["elements"] for number in re.findall(r"\d+", one["article"] or "")}
        assert {re.match(r"\d+", each).group() for each in (right.right, *right.kept.split(", "))} <= cited, code
        assert right.right == letters[code]["deletion_request"]
        assert records[code]["country"] in right.places


def test_no_article_of_an_erasure_is_written_by_hand():
    source = Path(personal.__file__).parent
    pages = source.parents[1] / "templates" / "personal"
    written = [*source.glob("*.py"), *source.glob("*/*.py"), *pages.glob("*.html")]
    for file in written:
        if file.parent.name != "migrations":
            assert not re.search(r"(?i)\barticles? \d|\bart\. ?\d", file.read_text()), file.name


@pytest.mark.parametrize(
    ("rule", "right", "kept"),
    [
        ("gdpr", "General Data Protection Regulation, article 17(1)", "article 17(3)(b), 17(3)(e)"),
        ("pipl", "Personal Information Protection Law of China, article 47", "article 47(2)"),
        ("service", "The rule of this service", "its own period"),
    ],
)
def test_the_rule_is_said_with_its_article(rule, right, kept):
    assert rule_words(rule).startswith(right)
    code = {"gdpr": "EU", "pipl": "CN", "service": "US-IL"}[rule]
    complaint = ended(jurisdiction=place(code))
    plan = erasure_plan(complaint)
    assert plan.rule == rule
    assert any(kept in str(line.why) for line in plan.stays)

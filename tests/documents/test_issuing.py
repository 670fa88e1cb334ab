"""An authority's letters follow its acts, in the language of each case, and are found where the complainant looks."""

import pytest

from caseapp.casework import services as casework
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.documents import selectors
from caseapp.documents.enums import AUTHORITY_KINDS, Kind
from caseapp.documents.models import Document, LetterTemplate
from caseapp.documents.services import issue_letter
from caseapp.documents.services.acts import letter_for_act
from caseapp.enforcement import services as enforcement
from caseapp.enforcement.models import Investigation
from caseapp.enforcement.services.decision_letters import write_decision
from caseapp.law.models import Framework, Jurisdiction
from tests.documents.made import text_of
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import order
from tests.factories.roles import ROLES, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

REASON = "The camera was <b>switched off</b>."


@pytest.fixture
def people():
    return cast(jurisdiction=Jurisdiction.objects.get(pk="CN-ZJ"), language="zh-hans")


def letters_of(people, role="owner"):
    return list(selectors.documents_of(people.actors[role], people.complaint).order_by("pk"))


def test_acknowledging_and_asking_write_letters_in_the_language_of_the_case(people):
    officer_here = people.actors["intake_officer"]
    complaint = complaints.acknowledge(actor=officer_here, complaint=people.complaint)
    complaints.request_information(actor=officer_here, complaint=complaint, message="Which door was it?")
    queue.run_pending()
    first, second = letters_of(people)
    assert (first.kind, second.kind) == (Kind.ACKNOWLEDGEMENT, Kind.INFORMATION_REQUEST)
    assert first.language == second.language == "zh-hans"
    assert people.complaint.reference in first.title
    assert "Which door was it?" in text_of(Document.objects.get(pk=second.pk))


def test_a_rejection_says_why_and_which_ways_are_open(people):
    officer_here = people.actors["supervisor"]
    complaint = complaints.acknowledge(actor=officer_here, complaint=people.complaint)
    complaints.reject(actor=officer_here, complaint=complaint, reason=REASON)
    queue.run_pending()
    letter = Document.objects.get(kind=Kind.REJECTION)
    text = text_of(letter)
    assert "&lt;b&gt;" in text
    assert "第二十条" in text
    assert letter.authority_id == people.authority.pk


@pytest.mark.parametrize(
    ("action", "state", "given", "kind"),
    [
        ("acknowledge", "submitted", {}, Kind.ACKNOWLEDGEMENT),
        ("request_information", "under_review", {}, Kind.INFORMATION_REQUEST),
        ("reject", "under_review", {}, Kind.REJECTION),
        ("close", "in_investigation", {"outcome": "remedied"}, Kind.CLOSING),
    ],
)
def test_acts_upon_many_write_to_each_complainant_by_the_reviewed_text_in_their_language(action, state, given, kind):
    place = Jurisdiction.objects.get(pk="CN-ZJ")
    authority = AuthorityFactory(jurisdiction=place)
    me = actor_of(officer(authority, "supervisor"))
    made = [
        ComplaintFactory(authority=authority, jurisdiction=place, state=state, language=language)
        for language in ("en", "zh-hans")
    ]
    for complaint in made:
        casework.looked(actor=me, complaint=complaint)
    texts = {} if action == "acknowledge" else {"en": "The camera is down.", "zh-hans": "摄像头已拆除。"}
    bulk = casework.freeze(actor=me, action=action, complaints=Complaint.objects.filter(authority=authority))
    casework.start(actor=me, bulk=bulk, given={**given, "texts": texts})
    queue.run_pending()
    for complaint in made:
        letter = Document.objects.get(complaint=complaint)
        assert (letter.kind, letter.language) == (kind, complaint.language)
        assert texts.get(complaint.language, "") in text_of(letter)
        assert LetterTemplate.objects.filter(kind=kind, language=complaint.language).exists()


def test_doing_the_task_again_writes_nothing_again(people):
    complaints.acknowledge(actor=people.actors["intake_officer"], complaint=people.complaint)
    message = queue.waiting_messages().get(task="complaints.acted")
    first = letter_for_act(**message.arguments)
    assert letter_for_act(**message.arguments) == first
    assert Document.objects.count() == 1


def test_without_a_text_the_act_stands_all_the_same(people):
    LetterTemplate.objects.filter(kind=Kind.ACKNOWLEDGEMENT).update(valid_to="2020-01-01")
    complaint = complaints.acknowledge(actor=people.actors["intake_officer"], complaint=people.complaint)
    queue.run_pending()
    assert complaint.state == ComplaintState.UNDER_REVIEW
    assert not Document.objects.exists()
    assert not queue.dead_messages().exists()


def test_a_decision_goes_to_the_respondent_and_to_every_complainant_in_their_language():
    place = Jurisdiction.objects.get(pk="CN-ZJ")
    authority = AuthorityFactory(jurisdiction=place)
    mine = cast(jurisdiction=place, state=ComplaintState.ACCEPTED, language="en")
    theirs = cast(
        jurisdiction=place, state=ComplaintState.ACCEPTED, language="zh-hans", respondent=mine.complaint.respondent
    )
    for people in (mine, theirs):
        people.complaint.authority = authority
        people.complaint.save()
        complaints.grant_authority(actor=SYSTEM, complaint=people.complaint, authority=authority)
    investigator = actor_of(officer(authority, "investigator"))
    supervisor = actor_of(officer(authority, "supervisor"))
    investigation = enforcement.open_investigation(
        actor=investigator, complaints=[mine.complaint, theirs.complaint], title="Faces"
    )
    framework = Framework.objects.current().get(code="CN-PIPL")
    enforcement.record_finding(
        actor=investigator,
        investigation=investigation,
        framework=framework,
        element_key=framework.elements.first().key,
        result="breach",
        reasons="Seen.",
    )
    enforcement.draft_decision(
        actor=investigator,
        investigation=investigation,
        outcome="warning",
        reasons="Nobody was asked.",
        statement="Nobody was asked, and you should have been.",
        legal_basis=framework,
    )
    Investigation.objects.filter(pk=investigation.pk).update(state="representations")
    enforcement.approve_decision(actor=supervisor, investigation=investigation)
    queue.run_pending()
    told = {row.complaint_id: row for row in Document.objects.filter(kind=Kind.DECISION_COMPLAINANT)}
    assert told[mine.complaint.pk].language == "en"
    assert told[theirs.complaint.pk].language == "zh-hans"
    assert investigation.reference in text_of(told[mine.complaint.pk])
    letter = Document.objects.get(kind=Kind.DECISION_RESPONDENT)
    assert (letter.matter, letter.language, letter.complaint) == (investigation.reference, "zh-hans", None)
    assert "《行政诉讼法》" in text_of(letter) or "46" in text_of(letter)
    assert selectors.documents_of_matter(supervisor, investigation.reference).count() == 1
    assert not selectors.documents_of_matter(mine.actors["owner"], investigation.reference).exists()


@pytest.mark.parametrize(("where", "heading"), [("GB", "What you are ordered to do"), ("CN-ZJ", "责令改正事项")])
def test_the_decision_to_the_respondent_lists_what_it_orders(where, heading):
    authority = AuthorityFactory(jurisdiction=Jurisdiction.objects.get(pk=where))
    made = order(authority=authority, text="Delete every template.\nSend us the log.")
    text = text_of(write_decision(decision=made.decision))
    assert heading in text
    assert made.reference in text
    assert "Delete every template." in text
    assert "Send us the log." in text
    without = order(authority=authority, state="dropped")
    assert heading not in text_of(write_decision(decision=without.decision))


class TestWhoMay:
    @pytest.mark.parametrize("role", ROLES)
    def test_issue_and_read(self, people, role):
        officers = {"intake_officer", "investigator", "supervisor"}
        actor = people.actors[role]
        if role in officers:
            issue_letter(actor=actor, kind=Kind.ACKNOWLEDGEMENT, complaint=people.complaint)
        else:
            with pytest.raises(NotAllowed):
                issue_letter(actor=actor, kind=Kind.ACKNOWLEDGEMENT, complaint=people.complaint)
            issue_letter(actor=SYSTEM, kind=Kind.ACKNOWLEDGEMENT, complaint=people.complaint)
        readers = {"owner", "partner", "associate", "paralegal"} | officers
        assert bool(letters_of(people, role)) == (role in readers)

    def test_only_letters_to_the_complainant_and_only_with_an_authority(self, people):
        with pytest.raises(InvalidInput):
            issue_letter(actor=SYSTEM, kind=Kind.DECISION_RESPONDENT, complaint=people.complaint)
        people.complaint.authority = None
        with pytest.raises(WrongState):
            issue_letter(actor=SYSTEM, kind=Kind.ACKNOWLEDGEMENT, complaint=people.complaint)


@pytest.mark.parametrize("kind", AUTHORITY_KINDS)
def test_every_letter_of_an_authority_is_there_in_both_languages(kind):
    there = set(LetterTemplate.objects.filter(kind=kind, jurisdiction=None).values_list("language", flat=True))
    assert there == {"en", "zh-hans"}

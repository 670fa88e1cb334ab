"""A complainant's letter from the first line to the evidence it becomes."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from caseapp.complaints.models import Contact, Identity
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.documents import selectors
from caseapp.documents.enums import RIGHTS_KINDS, Kind, LetterState
from caseapp.documents.models import Document, RightsLetter
from caseapp.documents.selectors.letters import Given, clock_of, letters
from caseapp.documents.services import letters as services
from caseapp.documents.workflow import LETTER
from caseapp.evidence import selectors as evidence
from caseapp.law.models import Jurisdiction
from tests.documents.made import complaint_in, letter_of, text_of
from tests.factories import evidence as files
from tests.factories.accounts import UserFactory, actor_of
from tests.factories.complaints import receipt_holder
from tests.factories.documents import written_letter
from tests.factories.roles import ROLES, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def pdf_text(document):
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(document.pdf())).pages).split())


class TestWriting:
    @pytest.mark.parametrize("place", ["CN-ZJ", "FR", "GB", "US-IL", "BR"])
    @pytest.mark.parametrize("kind", RIGHTS_KINDS)
    def test_every_letter_of_every_place_in_both_languages(self, place, kind):
        complaint = complaint_in(place)
        letter = letter_of(complaint, kind, language="zh-hans")
        assert (letter.document.language, letter.reading_copy.language) == ("zh-hans", "en")
        for document in (letter.document, letter.reading_copy):
            assert complaint.respondent.name in text_of(document)

    def test_it_goes_out_in_their_language_with_a_copy_in_mine(self):
        letter = letter_of(complaint_in("CN-ZJ"), language="zh-hans")
        assert (letter.document.language, letter.reading_copy.language) == ("zh-hans", "en")
        assert "第四十五条" in pdf_text(letter.document)
        assert "Article 45" in text_of(letter.reading_copy)

    def test_one_language_needs_no_copy(self):
        assert letter_of(complaint_in("FR")).reading_copy is None

    def test_the_article_is_that_of_the_place(self):
        assert "Article 15" in text_of(letter_of(complaint_in("FR")).document)
        assert "Lei Geral" in text_of(letter_of(complaint_in("BR")).document) or "18" in text_of(
            letter_of(complaint_in("BR")).document
        )

    def test_nothing_is_typed_twice(self):
        complaint = complaint_in("FR", venue_name="The Mall", occurred_on=dt.date(2026, 3, 14))
        text = text_of(letter_of(complaint).document)
        assert "The Mall" in text
        assert "14 March 2026" in text

    def test_an_anonymous_letter_bears_no_name_whatever_is_given(self):
        complaint = complaint_in("FR", owner=None, anonymous=True)
        letter = services.write_letter(
            actor=receipt_holder(complaint),
            complaint=complaint,
            kind=Kind.ACCESS,
            language="en",
            given=Given(name="Alex Example", mail_address="box@example.org"),
        )
        text = text_of(letter.document)
        assert "Alex" not in text
        assert "without giving my name" in text

    def test_only_the_complainant_writes(self):
        people = cast(jurisdiction=Jurisdiction.objects.get(pk="FR"))
        for role in set(ROLES) - {"owner"}:
            with pytest.raises(NotAllowed):
                services.write_letter(
                    actor=people.actors[role],
                    complaint=people.complaint,
                    kind=Kind.ACCESS,
                    language="en",
                    given=Given(mail_address="x"),
                )

    def test_another_kind_is_refused(self):
        complaint = complaint_in("FR")
        with pytest.raises(InvalidInput):
            letter_of(complaint, Kind.CLOSING)

    def test_what_was_made_never_changes(self):
        from django.db import DatabaseError, transaction

        document = letter_of(complaint_in("FR")).document
        with pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(sha256="0" * 64)

    def test_versions_count_up(self):
        complaint = complaint_in("FR")
        assert [letter_of(complaint).document.version for _again in range(2)] == [1, 2]


class TestClock:
    def test_the_law_of_the_place_sets_it_with_its_working(self):
        letter = sent(letter_of(complaint_in("FR")), dt.date(2026, 3, 2), received_on=dt.date(2026, 3, 4))
        assert letter.due_on == dt.date(2026, 4, 7)  # 4 April is a Saturday, 6 April Easter Monday
        clock = clock_of(letter)
        assert clock.by_law
        assert any("1 month" in line for line in clock.working)
        with override("zh-hans"):
            assert "12" in clock_of(letter).article

    def test_without_a_verified_law_the_letters_own_time_counts_and_says_so(self):
        letter = sent(letter_of(complaint_in("CN-ZJ")), dt.date(2026, 3, 2))
        assert letter.due_on == dt.date(2026, 3, 17)
        clock = clock_of(letter)
        assert not clock.by_law
        assert "No verified law" in " ".join(clock.working)

    def test_days_in_the_future_or_out_of_order_are_refused_by_field(self):
        letter = letter_of(complaint_in("FR"))
        with pytest.raises(InvalidInput) as refusal:
            sent(letter, dt.date(2126, 1, 1), received_on=dt.date(2026, 1, 1))
        assert set(refusal.value.errors) == {"sent_on", "received_on"}


def share(letter):
    Document.objects.filter(pk=letter.document_id).update(shared_at=timezone.now())


def sent(letter, sent_on=dt.date(2026, 3, 2), **more):
    owner = actor_of(letter.complaint.owner)
    return services.send(actor=owner, letter=letter, sent_on=sent_on, sent_by="recorded", **more)


class TestWhatCame:
    def test_silence_becomes_evidence_once_the_day_has_passed(self):
        letter = sent(letter_of(complaint_in("FR")))
        owner = actor_of(letter.complaint.owner)
        letter = services.record_silence(actor=owner, letter=letter)
        items = list(evidence.items_of(owner, letter.complaint))
        assert [item.sha256 for item in items] == [letter.record.sha256]
        assert letter.document.sha256 in text_of(letter.record)

    def test_silence_before_the_last_day_is_no_silence(self):
        letter = sent(letter_of(complaint_in("FR")), timezone.now().date() - dt.timedelta(days=2))
        with pytest.raises(WrongState):
            services.record_silence(actor=actor_of(letter.complaint.owner), letter=letter)

    def test_the_answer_and_its_files_become_evidence(self):
        letter = sent(letter_of(complaint_in("FR")), keep=True)
        owner = actor_of(letter.complaint.owner)
        vault = files.services.vault_of(actor=SYSTEM, complaint=letter.complaint)
        letter = services.record_answer(
            actor=owner,
            letter=letter,
            answered_on=dt.date(2026, 3, 20),
            answer="refused",
            note="They said no.",
            incoming=[files.arrive(vault, files.picture(), "reply.png")],
        )
        titles = [item.title for item in evidence.items_of(owner, letter.complaint)]
        assert len(titles) == 3
        assert titles[2].startswith("Answer to Request for access")
        assert "They said no." in text_of(letter.record)

    def test_a_late_answer_still_counts(self):
        letter = sent(letter_of(complaint_in("FR")))
        owner = actor_of(letter.complaint.owner)
        services.record_silence(actor=owner, letter=letter)
        letter = services.record_answer(actor=owner, letter=letter, answered_on=dt.date(2026, 5, 1), answer="done")
        assert letter.state == LetterState.ANSWERED

    def test_a_letter_put_aside_leaves_the_list(self):
        letter = letter_of(complaint_in("FR"))
        owner = actor_of(letter.complaint.owner)
        services.discard(actor=owner, letter=letter)
        assert not letters(owner, letter.complaint).exists()


# action: from which states, to which
TABLE = {
    "send": ({LetterState.READY}, LetterState.SENT),
    "record_answer": ({LetterState.SENT, LetterState.UNANSWERED}, LetterState.ANSWERED),
    "record_silence": ({LetterState.SENT}, LetterState.UNANSWERED),
    "discard": ({LetterState.READY}, LetterState.DISCARDED),
}
GIVEN = {"sent_on": dt.date(2026, 3, 2), "sent_by": "post", "answered_on": dt.date(2026, 3, 9), "answer": "done"}


class TestMatrix:
    def test_the_table_names_every_action(self):
        assert set(TABLE) == {row.action for row in LETTER.transitions}

    @pytest.mark.parametrize("state", LetterState.values)
    @pytest.mark.parametrize("action", TABLE)
    def test_action_by_state(self, action, state):
        letter = written_letter(complaint_in("FR"))
        RightsLetter.objects.filter(pk=letter.pk).update(
            state=state, sent_on=dt.date(2026, 3, 2), due_on=dt.date(2026, 4, 2), sent_by="post"
        )
        letter.refresh_from_db()
        sources, target = TABLE[action]
        owner = actor_of(letter.complaint.owner)
        if state in sources:
            assert LETTER.apply(owner, letter, action, given=GIVEN).state == target
        else:
            with pytest.raises(WrongState):
                services.perform(actor=owner, letter=letter, action=action, given=GIVEN)

    @pytest.mark.parametrize("role", sorted(set(ROLES) - {"owner"}))
    def test_nobody_else_acts(self, role):
        people = cast(jurisdiction=Jurisdiction.objects.get(pk="FR"))
        letter = written_letter(people.complaint)
        for action in TABLE:
            with pytest.raises(NotAllowed):
                services.perform(actor=people.actors[role], letter=letter, action=action, given=GIVEN)


class TestVisibility:
    PARTIES = {"intake_officer", "investigator", "supervisor", "partner", "associate", "paralegal"}

    @pytest.mark.parametrize("role", ROLES)
    def test_a_letter_is_the_complainants_alone_until_a_copy_is_kept(self, role):
        people = cast(jurisdiction=Jurisdiction.objects.get(pk="FR"))
        letter = written_letter(people.complaint)
        actor = people.actors[role]
        assert selectors.documents_of(actor, people.complaint).exists() == (role == "owner")
        share(letter)
        assert selectors.documents_of(actor, people.complaint).exists() == (role in {"owner", *self.PARTIES})
        assert letters(actor, people.complaint).exists() == (role in {"owner", *self.PARTIES})

    @pytest.mark.parametrize("scopes", [["facts"], ["facts", "evidence"], ["facts", "identity"]])
    def test_a_firm_without_both_scopes_reads_none(self, scopes):
        people = cast(jurisdiction=Jurisdiction.objects.get(pk="FR"))
        share(written_letter(people.complaint))
        people.complaint.grants.filter(firm=people.firm).update(scopes=scopes)
        assert not selectors.documents_of(people.actors["partner"], people.complaint).exists()

    def test_the_receipt_of_this_complaint_opens_it_and_another_does_not(self):
        complaint = complaint_in("FR", owner=None, anonymous=True)
        mine = receipt_holder(complaint)
        services.write_letter(
            actor=mine, complaint=complaint, kind=Kind.ACCESS, language="en", given=Given(mail_address="x")
        )
        assert selectors.documents_of(mine, complaint).count() == 1
        other = receipt_holder(complaint_in("FR", owner=None, anonymous=True))
        assert not selectors.documents_of(other, complaint).exists()


def test_what_is_kept_shows_no_name(django_assert_num_queries):
    complaint = complaint_in("FR", owner=UserFactory())
    Identity.of(complaint, Contact(name="Quinn Canary", email="canary@example.org")).save()
    letter = letter_of(complaint, name="Quinn Canary")
    row = Document.objects.filter(pk=letter.document.pk).values().get()
    assert "Canary" not in str(
        {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
    )
    assert "Quinn Canary" in text_of(letter.document)

"""Working on a case file: team, parties, facts, tasks from templates, and the matrix of elements."""

import datetime as dt

import pytest
from django.test import Client

from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.models import TimelineEntry
from caseapp.law.models import Jurisdiction
from caseapp.litigation.enums import EngagementState, PartyRole, SuitState
from caseapp.litigation.models import CaseFact, CaseTask, ConflictCheck, ElementProof, Offer
from caseapp.litigation.selectors import case_timeline
from caseapp.litigation.selectors import working as selectors
from caseapp.litigation.services import engagements, suits
from caseapp.litigation.services import working as services
from caseapp.notifications.models import Notice
from tests.factories import evidence as files
from tests.factories.accounts import FirmFactory, actor_of, lawyer, place
from tests.factories.complaints import ComplaintFactory, let_firm_in
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory, EngagementFactory, screened, three_years
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def user(firm):
    return lawyer(firm, display_name="Zhou Lan")


@pytest.fixture
def case_file(firm, user):
    return CaseFileFactory(firm=firm, responsible=user, jurisdiction=place("CN"))


@pytest.fixture
def desk(user):
    client = Client()
    client.force_login(user)
    return client


def test_acts_have_the_day_of_the_place():
    early = TimelineEntry(
        subject_model="litigation.civilsuit",
        subject_id="1",
        kind="suits.withdraw",
        at=dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC),
    )
    ningbo = Jurisdiction(time_zone="Asia/Shanghai")
    (told,) = case_timeline._acts([early], {("litigation.civilsuit", "1"): "S"}, ningbo)
    assert told.day == dt.date(2026, 3, 2)


def test_the_timeline_holds_facts_and_what_was_done_in_every_part(desk, firm, user, case_file):
    client = EngagementFactory(firm=firm, state=EngagementState.ACCEPTED, case_file=case_file)
    other = CivilSuitFactory(case_file__firm=firm, state=SuitState.HEARING)
    suit = CivilSuitFactory(case_file=case_file, state=SuitState.HEARING)
    services.add_fact(
        actor=actor_of(user), case_file=case_file, text="The gate filmed me.", happened_on=dt.date(2026, 3, 2)
    )
    services.add_fact(actor=actor_of(user), case_file=case_file, text="Undated.")
    for one, reason in ((suit, "Settled elsewhere."), (other, "Another matter.")):
        Offer.objects.create(suit=one, side="theirs", amount=1, currency="CNY", offered_on="2026-01-01")
        suits.perform(actor=actor_of(user), suit=one, action="withdraw", given={"reason": reason})
    engagements.end(actor=actor_of(user), engagement=client)
    told = desk.get(f"/api/v1/case-files/{case_file.reference}/timeline/").json()["results"]
    assert [(one["sentence"], one["about"]) for one in told[:2]] == [
        ("The engagement ended.", client.reference),
        ("The offer lapsed: the suit was decided, settled or ended otherwise.", suit.reference),
    ]
    assert told[-1] == {
        "day": "2026-03-02",
        "fact": True,
        "sentence": "The gate filmed me.",
        "by": "Not known",
        "about": "",
    }
    assert other.reference not in str(told)
    page = desk.get(f"/case-files/{case_file.reference}/").content.decode()
    for words in ("The gate filmed me.", "The suit was withdrawn.", "Lapsed", "The offer lapsed"):
        assert words in page


class TestParties:
    def test_a_new_party_runs_the_checks_of_the_whole_firm_again(self, firm, user, case_file):
        client = EngagementFactory(
            firm=firm, state=EngagementState.ACCEPTED, complaint__respondent=RespondentFactory(name="Lyon Stadium")
        )
        ConflictCheck.objects.create(engagement=client, result="clear")
        services.add_party(actor=actor_of(user), case_file=case_file, role=PartyRole.WITNESS, name="Lyon Stadium SA")
        queue.run_pending()
        assert client.conflict_checks.count() == 2

    def test_sixty_new_parties_wait_for_one_check_of_the_firm(self, user, case_file):
        for number in range(60):
            name = f"Witness {number}"
            services.add_party(actor=actor_of(user), case_file=case_file, role=PartyRole.WITNESS, name=name)
        waiting = queue.waiting_messages().filter(task="litigation.recheck_conflicts")
        assert [message.arguments for message in waiting] == [{"firm_id": case_file.firm_id}]

    def test_the_page_adds_and_removes_and_names_what_is_missing(self, desk, case_file):
        at = f"/case-files/{case_file.reference}/parties/"
        assert desk.post(at, {"do": "add", "role": "witness"}).status_code == 400
        assert (
            desk.post(at, {"do": "add", "role": "witness", "name": "张伟", "other_names": "Zhang Wei"}).status_code
            == 302
        )
        assert "Zhang Wei" in desk.get(at).content.decode()
        party = case_file.parties.get()
        assert desk.post(at, {"do": f"remove:{party.pk}"}).status_code == 302
        assert not case_file.parties.exists()

    def test_the_team_is_of_the_firm(self, firm, user, case_file):
        mate = lawyer(firm, "paralegal")
        services.choose_team(actor=actor_of(user), case_file=case_file, user_ids=[mate.pk], responsible_id=user.pk)
        assert list(case_file.team.all()) == [mate]
        with pytest.raises(InvalidInput):
            services.choose_team(
                actor=actor_of(user), case_file=case_file, user_ids=[lawyer(FirmFactory()).pk], responsible_id=None
            )
        with pytest.raises(NotAllowed):
            services.choose_team(actor=actor_of(mate), case_file=case_file, user_ids=[], responsible_id=None)


class TestTasks:
    def test_templates_by_kind_place_and_day(self):
        for code in ("CN", "FR"):
            place(code)
        here = [one.key for one in selectors.task_templates("civil_claim", "CN", dt.date(2026, 5, 1))]
        before = [one.key for one in selectors.task_templates("civil_claim", "CN", dt.date(2021, 7, 31))]
        there = [one.key for one in selectors.task_templates("civil_claim", "FR", dt.date(2026, 5, 1))]
        assert before == there
        assert len(here) == len(there) + 2

    def test_a_template_is_taken_up_once_and_whoever_gets_a_task_is_told(self, firm, user, case_file):
        helper = lawyer(firm, "paralegal")
        case_file.team.add(helper)
        made = services.add_tasks_from_template(actor=actor_of(user), case_file=case_file, kind="civil_claim")
        services.add_tasks_from_template(actor=actor_of(user), case_file=case_file, kind="civil_claim")
        assert CaseTask.objects.count() == len(made)
        assert {task.assignee_id for task in made} == {user.pk, helper.pk}
        assert all(task.due_on for task in made)
        told = set(Notice.objects.filter(kind="litigation.task").values_list("user_id", flat=True))
        assert told == {helper.pk}

    def test_the_page(self, desk, user, case_file):
        at = f"/case-files/{case_file.reference}/tasks/"
        assert desk.post(at, {"do": "add", "title": ""}).status_code == 400
        given = {"do": "add", "title": "Call the witness", "assignee": user.pk, "due_on": "2026-12-01"}
        assert desk.post(at, given).status_code == 302
        assert desk.post(at, {"do": "template", "kind": "settlement"}).status_code == 302
        assert "Call the witness" in desk.get(at).content.decode()
        assert "Call the witness" in [task.title for task in selectors.my_tasks(actor_of(user))]
        (task,) = [one for one in CaseTask.objects.all() if one.title == "Call the witness"]
        assert desk.post(f"{at}{task.pk}/").status_code == 302
        task.refresh_from_db()
        assert task.done_by == user
        stranger = Client()
        stranger.force_login(lawyer(FirmFactory()))
        assert stranger.post(f"{at}{task.pk}/").status_code == 404


class TestMatrix:
    @pytest.fixture
    def law(self, firm, case_file):
        law = three_years().framework
        complaint = ComplaintFactory(jurisdiction=place("CN"), respondent=case_file.respondent)
        let_firm_in(complaint, firm)
        EngagementFactory(firm=firm, complaint=complaint, state=EngagementState.ACCEPTED, case_file=case_file)
        screened(complaint, law)
        self.item = files.add(complaint, name="sign.png")
        return law

    def test_facts_exhibits_strength_and_a_gap_that_becomes_a_task(self, desk, user, case_file, law):
        services.add_fact(actor=actor_of(user), case_file=case_file, text="No sign hung at the door.")
        at = f"/case-files/{case_file.reference}/elements/"
        page = desk.get(at).content.decode()
        assert "Were you asked?" in page
        assert "Speaks for the claim" in page
        assert "your complaint" not in page
        here = f"{at}{law.pk}/asked/"
        fact = CaseFact.objects.get()
        given = {"facts": [fact.pk], "exhibits": [str(self.item.pk)], "strength": "weak", "gap": "Photograph the door"}
        assert desk.post(here, {**given, "strength": ""}).status_code == 400
        assert desk.post(here, given).status_code == 302
        page = desk.get(at).content.decode()
        for words in ("No sign hung", "sign.png", "Weak", "Photograph the door"):
            assert words in page
        task = CaseTask.objects.get()
        assert task.title == "Photograph the door"
        assert desk.post(here, {**given, "gap": "", "strength": "strong"}).status_code == 302
        task.refresh_from_db()
        assert task.done_at is not None
        assert desk.get(f"{at}{law.pk}/nothing/").status_code == 404

    def test_a_fact_is_written_and_taken_out(self, desk, case_file):
        at = f"/case-files/{case_file.reference}/facts/"
        assert desk.post(at, {"do": "add", "text": "", "standing": "agreed"}).status_code == 400
        assert desk.post(at, {"do": "add", "text": "A camera.", "standing": "agreed"}).status_code == 302
        assert "A camera." in desk.get(at).content.decode()
        assert desk.post(at, {"do": f"remove:{CaseFact.objects.get().pk}"}).status_code == 302
        assert not CaseFact.objects.exists()


def test_who_sees_tasks_facts_and_proofs():
    people = cast()
    case_file = CaseFileFactory(firm=people.firm)
    rows = (
        CaseTask.objects.create(case_file=case_file, title="T"),
        CaseFact.objects.create(case_file=case_file, text="F"),
        ElementProof.objects.create(case_file=case_file, framework=three_years().framework, element="e"),
    )
    for row in rows:
        seen = {role for role in ROLES if type(row).objects.visible_to(people.actors[role]).filter(pk=row.pk).exists()}
        assert seen == {"partner", "associate", "paralegal"}

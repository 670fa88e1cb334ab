"""Conflict checks: who is found under which name, what a report keeps, who learns what, and looking again by itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caseapp.complaints.models import Contact, Identity
from caseapp.complaints.services.contacts import change_contact
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import OutboxMessage
from caseapp.litigation.enums import CheckReason, ConflictResult, EngagementState, KnownRole, PartyRole
from caseapp.litigation.models import CaseParty, ConflictCheck, KnownParty
from caseapp.litigation.selectors import conflicts
from caseapp.litigation.services import conflicts as services
from caseapp.litigation.services import engagements, suits
from caseapp.notifications.models import Notice
from caseapp.respondents import services as registry
from caseapp.respondents.models import Alias, Site, Supply
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer
from tests.factories.collective import CollectiveActionFactory, joined
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory, EngagementFactory
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def partner(firm):
    return actor_of(lawyer(firm, "partner"))


def asked(firm, name="Lyon Stadium", **fields):
    """A request against an organisation of this name."""
    return EngagementFactory(firm=firm, complaint=ComplaintFactory(respondent=RespondentFactory(name=name), **fields))


def hits(engagement):
    return [(hit["part"], hit["standing"], hit["weight"]) for hit in conflicts.seek(engagement).hits]


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("Ningbo Harbour Property Co., Ltd.", "NINGBO HARBOUR PROPERTY"),
        ("Ningbo Harbour Property", "Ningbo Harbor Property Ltd"),
        ("宁波海港置业有限公司", "Ningbo Haigang Zhiye"),
        ("Café Étoile SAS", "Cafe Etoile"),
    ],
)
def test_spellings_scripts_and_legal_forms_do_not_hide_a_name(firm, known, wanted):
    other = CaseFileFactory(firm=firm, respondent=RespondentFactory(name=known))
    found = conflicts.seek(asked(firm, wanted)).hits
    assert [(hit["known"], hit["matter"], hit["weight"]) for hit in found] == [(known, other.reference, "alike")]


class TestWhoIsFound:
    def test_a_client_under_an_alias_of_the_other_side_and_no_name_that_nobody_gave(self, firm):
        client = EngagementFactory(
            firm=firm, state=EngagementState.ACCEPTED, complaint__owner=UserFactory(display_name="Harbour Homes")
        )
        asking = asked(firm, "Ningbo Holdings")
        Alias.objects.create(respondent=asking.complaint.respondent, name="Harbour Homes Ltd")
        (hit,) = conflicts.seek(asking).hits
        assert (hit["part"], hit["standing"], hit["weight"]) == ("respondent", "client", "adverse")
        assert (hit["known"], hit["name"], hit["matter"]) == ("", "", client.reference)

    def test_a_former_client(self, firm):
        EngagementFactory(
            firm=firm, state=EngagementState.ENDED, complaint__owner=UserFactory(display_name="Lyon Stadium")
        )
        assert ("respondent", "former_client", "adverse") in hits(asked(firm))

    def test_group_supplier_and_place(self, firm):
        for name in ("Olympia Holding", "Sister Arena", "FaceWorks", "North Gate Hall"):
            KnownParty.objects.create(firm=firm, name=name, role=KnownRole.CLIENT)
        asking = asked(firm)
        respondent = asking.complaint.respondent
        respondent.parent = RespondentFactory(name="Olympia Holding")
        respondent.save()
        RespondentFactory(name="Sister Arena", parent=respondent.parent)
        site = Site.objects.create(respondent=respondent, name="North Gate Hall")
        Supply.objects.create(site=site, supplier=RespondentFactory(name="FaceWorks"))
        assert {hit[0]: hit[2] for hit in hits(asking)} == {
            "parent": "adverse",
            "group": "adverse",
            "supplier": "adverse",
            "site": "look",
        }

    def test_the_person_who_asks_is_held_against_the_opponents_without_being_named(self, firm):
        KnownParty.objects.create(firm=firm, name="Wang Xiaoming", role=KnownRole.OPPONENT, matter="Old 12")
        asking = asked(firm)
        Identity.of(asking.complaint, Contact(name="王小明")).save()
        asking = type(asking).objects.get(pk=asking.pk)
        finding = conflicts.seek(asking)
        (hit,) = finding.hits
        assert (hit["part"], hit["weight"], hit["matter"], hit["name"], hit["known"]) == (
            "client",
            "adverse",
            "Old 12",
            "",
            "",
        )
        assert "王小明" not in str(finding)

    def test_parties_of_case_files_and_people_of_the_firm(self, firm):
        case_file = CaseFileFactory(firm=firm, respondent=RespondentFactory(name="Somebody else"))
        CaseParty.objects.create(
            case_file=case_file, role=PartyRole.WITNESS, name="A. Witness", other_names="Lyon Stadum"
        )
        lawyer(firm, "associate", display_name="Lyon Stadium")
        assert {(hit[1], hit[2]) for hit in hits(asked(firm))} == {("party", "look"), ("member", "adverse")}

    def test_who_stands_in_a_suit_and_who_takes_part_in_a_collective_action(self, firm):
        suit = CivilSuitFactory(
            case_file__firm=firm,
            case_file__respondent=RespondentFactory(name="Somebody else"),
            judge="Sun Li",
            adverse_counsel="Another Firm; Stadium Lyon LLP",
        )
        joined(
            CollectiveActionFactory(case_file=suit.case_file),
            ComplaintFactory(respondent=suit.case_file.respondent, owner=UserFactory(display_name="Lyon Stadium")),
        )
        found = {(hit["standing"], hit["weight"], hit["known"]) for hit in conflicts.seek(asked(firm)).hits}
        assert found == {("counsel", "look", "Stadium Lyon LLP"), ("client", "adverse", "")}
        assert [hit["standing"] for hit in conflicts.seek(asked(firm, "孙丽")).hits] == ["judge"]
        of_this_file = EngagementFactory(firm=firm, case_file=suit.case_file)
        KnownParty.objects.create(firm=firm, name="Stadium Lyon", role=KnownRole.CLIENT)
        assert {hit["part"] for hit in conflicts.seek(of_this_file).hits} == {"party"}

    def test_co_claimants_whose_interests_may_diverge(self, firm):
        asking = asked(firm, relief_sought=["compensation"])
        other = EngagementFactory(
            firm=firm,
            state=EngagementState.ACCEPTED,
            complaint=ComplaintFactory(respondent=asking.complaint.respondent, relief_sought=["deletion"]),
        )
        suit = CivilSuitFactory(case_file__firm=firm, state="settled")
        other.case_file = suit.case_file
        other.save()
        (hit,) = [hit for hit in conflicts.seek(asking).hits if hit["weight"] == "diverging"]
        assert (hit["matter"], hit["notes"]) == (other.reference, ["relief", "settled"])

    def test_strangers_other_firms_and_the_matter_itself_are_no_hits(self, firm):
        CaseFileFactory(respondent=RespondentFactory(name="Lyon Stadium"))
        CaseFileFactory(firm=firm, respondent=RespondentFactory(name="Hangzhou Gardens"))
        asking = asked(firm)
        asking.case_file = CaseFileFactory(firm=firm, respondent=asking.complaint.respondent)
        asking.save()
        assert hits(asking) == []

    def test_another_request_that_is_not_cleared_gives_no_name_away(self, firm):
        other = asked(firm)
        (hit,) = conflicts.seek(asked(firm)).hits
        assert (hit["known"], hit["matter"]) == ("", other.reference)
        assert conflicts.search(firm, "Lyon Stadium") == []


class TestLookingAgain:
    def test_a_new_party_opens_a_review_and_tells_the_partner_once(self, firm, partner):
        asking = asked(firm)
        engagements.start_conflict_check(actor=partner, engagement=asking)
        services.decide_conflict(actor=partner, engagement=asking, result=ConflictResult.CLEAR)
        asking.refresh_from_db()
        engagements.offer(actor=partner, engagement=asking, terms="Terms.")
        queue.run_pending()
        assert asking.conflict_checks.count() == 1
        for _again in range(2):
            services.add_known_parties(actor=partner, firm=firm, rows=[("Stadium Lyon", "client", "Old 7")])
            services.somebody_added(firm_id=firm.pk)
            queue.run_pending()
        newest, _first = asking.conflict_checks.all()
        assert (newest.why, newest.run_by, newest.result) == (CheckReason.PARTY_ADDED, None, "")
        assert Notice.objects.filter(kind="litigation.conflict_review").count() == 1
        assert list(conflicts.undecided_reviews(partner)) == [newest]
        services.decide_conflict(actor=partner, engagement=asking, result="waived", reason="Both agreed.")
        assert not conflicts.undecided_reviews(partner).exists()
        with pytest.raises(WrongState):
            services.decide_conflict(actor=partner, engagement=asking, result="clear")

    def test_a_conflict_found_later_closes_the_complaint_to_the_firm(self, firm, partner):
        asking = asked(firm)
        engagements.start_conflict_check(actor=partner, engagement=asking)
        services.decide_conflict(actor=partner, engagement=asking, result=ConflictResult.CLEAR)
        assert asking.complaint.grants.filter(firm=firm, revoked_at=None).exists()
        services.decide_conflict(actor=partner, engagement=asking, result="conflict", reason="A client.")
        assert not asking.complaint.grants.filter(firm=firm, revoked_at=None).exists()
        asking.refresh_from_db()
        assert asking.cleared_at is None

    def test_a_new_judge_in_a_suit_has_everything_looked_at_again(self, firm, partner):
        asking = asked(firm)
        engagements.start_conflict_check(actor=partner, engagement=asking)
        services.decide_conflict(actor=partner, engagement=asking, result=ConflictResult.CLEAR)
        suit = CivilSuitFactory(case_file__firm=firm, case_file__respondent=RespondentFactory(name="Somebody else"))
        queue.run_pending()
        facts = suits.SuitFacts(court="A", docket_number="1", judge="Lyon Stadium", adverse_counsel="", cause="B")
        suits.change_suit(actor=partner, suit=suit, facts=facts)
        queue.run_pending()
        assert [check.why for check in asking.conflict_checks.all()] == [CheckReason.PARTY_ADDED, CheckReason.ASKED]

    @pytest.mark.parametrize("change", ["alias", "name", "parent", "supplier", "supplier renamed", "merge"])
    def test_what_the_registry_learns_is_held_against_everybody_at_once(self, firm, partner, change):
        def checked(name, firm):
            asking = asked(firm, name)
            engagements.start_conflict_check(actor=actor_of(lawyer(firm, "partner")), engagement=asking)
            return asking

        clerk, stranger = actor_of(officer(AuthorityFactory())), FirmFactory()
        asking, elsewhere = checked("Lyon Stadium", firm), checked("Quiet Gardens", stranger)
        company = asking.complaint.respondent
        other = RespondentFactory(name="Somebody" if change == "supplier renamed" else "Brightgate Sensors")
        site = Site.objects.create(respondent=company, name="North Gate Hall")
        if change == "supplier renamed":
            Supply.objects.create(site=site, supplier=other)
        for each in (firm, stranger):
            KnownParty.objects.create(firm=each, name="Brightgate Sensors", role=KnownRole.CLIENT)
        queue.run_pending()
        renamed = {"name": "Brightgate Sensors"}
        {
            "alias": lambda: registry.change_respondent(
                actor=clerk, respondent=company, changes={}, aliases=["Arena", "Brightgate Sensors"]
            ),
            "name": lambda: registry.change_respondent(
                actor=clerk, respondent=company, changes={"name_local": "Brightgate Sensors"}
            ),
            "parent": lambda: registry.change_respondent(actor=clerk, respondent=company, changes={"parent": other}),
            "supplier": lambda: registry.add_supply(actor=clerk, site=site, supplier=other, source="A contract."),
            "supplier renamed": lambda: registry.change_respondent(actor=clerk, respondent=other, changes=renamed),
            "merge": lambda: registry.merge_respondents(actor=clerk, kept=company, merged=other, reason="The same."),
        }[change]()
        registry.add_site(actor=clerk, respondent=company, name="South Gate Hall")
        queue.run_pending()
        assert [check.why for check in asking.conflict_checks.all()] == [CheckReason.PARTY_ADDED, CheckReason.ASKED]
        assert elsewhere.conflict_checks.count() == 1
        # One run of the firm that knows the organisation for all that changed, and none of the other.
        runs = OutboxMessage.objects.filter(task="litigation.recheck_conflicts", arguments={"firm_id": firm.pk})
        assert runs.count() == 1
        assert not OutboxMessage.objects.filter(arguments={"firm_id": stranger.pk}).exists()

    def test_a_client_who_goes_by_another_name_is_looked_at_again(self, firm):
        asking = asked(firm)
        engagements.start_conflict_check(actor=actor_of(lawyer(firm, "partner")), engagement=asking)
        KnownParty.objects.create(firm=firm, name="Wang Xiaoming", role=KnownRole.OPPONENT)
        complaint = asking.complaint
        change_contact(actor=actor_of(complaint.owner), complaint=complaint, contact=Contact(name="王小明"))
        queue.run_pending()
        newest, _first = asking.conflict_checks.all()
        assert ("client", "adverse", "") in {(hit["part"], hit["weight"], hit["known"]) for hit in newest.hits}

    def test_many_matters_take_the_same_number_of_statements(self, firm):
        def another(number):
            made = asked(firm, f"Company {number}")
            Site.objects.create(respondent=made.complaint.respondent, name=f"Place {number}")
            CivilSuitFactory(case_file__firm=firm, case_file__respondent=made.complaint.respondent, judge=f"J {number}")

        def statements():
            with CaptureQueriesContext(connection) as taken:
                conflicts.seek(asking)
            return len(taken)

        asking = asked(firm, "Another")
        another(1)
        statements()
        of_one = statements()
        for number in range(2, 7):
            another(number)
        assert statements() == of_one


class TestTheFirmsOwnList:
    def test_a_file_is_taken_once_and_bad_lines_are_named(self, firm):
        client = Client()
        client.force_login(lawyer(firm, "paralegal"))
        text = "name,role,matter\n李华,former client,2019-7\nAcme GmbH,,\n"
        file = SimpleUploadedFile("names.csv", text.encode("utf-8-sig"))
        assert client.post("/known/", {"role": "opponent", "file": file}).status_code == 302
        assert set(KnownParty.objects.values_list("name", "role", "matter")) == {
            ("李华", "former_client", "2019-7"),
            ("Acme GmbH", "opponent", ""),
        }
        refused = client.post("/known/", {"role": "client", "names": "Somebody, nobody, x"})
        assert refused.status_code == 400
        assert "Line 1" in refused.content.decode()
        assert "Acme GmbH" in client.get("/known/?q=ACME").content.decode()
        for faulty in ({"role": "client"}, {"role": "client", "file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")}):
            assert client.post("/known/", faulty).status_code == 400

    def test_another_firm_neither_sees_nor_adds(self, firm, partner):
        services.add_known_parties(actor=partner, firm=firm, rows=[("Acme Canary", "client", "")])
        stranger = lawyer(FirmFactory(), "partner")
        with pytest.raises(NotAllowed):
            services.add_known_parties(actor=actor_of(stranger), firm=firm, rows=[("B", "client", "")])
        with pytest.raises(InvalidInput):
            services.add_known_parties(actor=partner, firm=firm, rows=[("B", "friend", "")])
        client = Client()
        client.force_login(stranger)
        assert "Acme Canary" not in client.get("/known/?q=Acme").content.decode()


def test_who_sees_a_report_a_party_and_the_list():
    people = cast()
    made = EngagementFactory(complaint=people.complaint, firm=people.firm, state=EngagementState.ACCEPTED)
    rows = (
        ConflictCheck.objects.create(engagement=made),
        KnownParty.objects.create(firm=people.firm, name="A", role=KnownRole.CLIENT),
        CaseParty.objects.create(case_file=CaseFileFactory(firm=people.firm), role=PartyRole.WITNESS, name="B"),
    )
    for row in rows:
        seen = {role for role in ROLES if type(row).objects.visible_to(people.actors[role]).filter(pk=row.pk).exists()}
        assert seen == {"partner", "associate", "paralegal"}


def test_the_page_names_nobody_before_the_check_is_clear(firm, partner):
    asking = asked(firm, narrative="They filmed me at Canary Court.")
    asking.request = "Sue Canary Court for me."
    asking.save()
    client = Client()
    client.force_login(lawyer(firm, "associate"))
    page = client.get(f"/requests/{asking.reference}/").content.decode()
    assert not any(word in page for word in ("Lyon Stadium", "Canary"))
    assert "Lyon Stadium" not in client.get("/requests/").content.decode()
    assert "Lyon Stadium" not in client.get("/").content.decode()
    assert client.get(f"/complaints/{asking.complaint.reference}/").status_code == 404
    assert client.post(f"/requests/{asking.reference}/do/start_conflict_check/").status_code == 302
    page = client.get(f"/requests/{asking.reference}/").content.decode()
    assert "names were compared with" in page
    client.post(f"/requests/{asking.reference}/conflict/", {"result": "clear"})
    page = client.get(f"/requests/{asking.reference}/").content.decode()
    assert "Lyon Stadium" in page
    assert "Sue Canary Court" in page

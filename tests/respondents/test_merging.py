"""Two entries of one organisation become one, with all that names them, and apart again."""

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from caseapp.audit import selectors as audit
from caseapp.complaints.models import Complaint
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.enforcement.models import Investigation
from caseapp.respondents import services
from caseapp.respondents.models import Alias, Merge, Respondent, Site, Supply
from caseapp.respondents.selectors import respondents, similar
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import InvestigationFactory, breach_found, fine, order
from tests.factories.litigation import CivilSuitFactory
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def actor(authority):
    return actor_of(officer(authority, "investigator"))


@pytest.fixture
def kept():
    return RespondentFactory(name="Haishu Estates")


@pytest.fixture
def merged(authority, kept):
    """A duplicate that everything names: complaint, investigation, fine, order, suit, group, places, supplies."""
    made = RespondentFactory(name="Haishu Real Estate", name_local="海曙置业")
    ComplaintFactory(respondent=made, authority=authority)
    InvestigationFactory(respondent=made, authority=authority)
    for one in (fine(authority=authority), order(authority=authority)):
        type(one).objects.filter(pk=one.pk).update(respondent=made)
    suit = CivilSuitFactory()
    type(suit.case_file).objects.filter(pk=suit.case_file_id).update(respondent=made)
    RespondentFactory(parent=made)
    Alias.objects.create(respondent=made, name="HRE")
    for one in (kept, made):
        Site.objects.create(respondent=one, name="West gate")
    Site.objects.create(respondent=made, name="East gate")
    Supply.objects.create(site=Site.objects.create(respondent=RespondentFactory(), name="Hall"), supplier=made)
    return made


def pointing_at(respondent):
    """Every row of the site that names an organisation, by table; what stays with a duplicate is left out."""
    return {
        (relation.related_model._meta.label, relation.field.name): set(
            relation.related_model._base_manager.filter(**{relation.field.name: respondent}).values_list(
                "pk", flat=True
            )
        )
        for relation in Respondent._meta.related_objects
        if relation.related_model is not Merge and relation.field.name != "merged_into"
    }


def test_everything_of_the_duplicate_names_the_kept_one_and_goes_back(actor, kept, merged):
    before = pointing_at(kept), pointing_at(merged)
    assert sum(map(len, before[1].values())) >= 9
    merge = services.merge_respondents(actor=actor, kept=kept, merged=merged, reason="Same licence.")
    twin = merged.sites.get(name="West gate").pk
    after = pointing_at(kept)
    for table, keys in before[1].items():
        assert keys - {twin} <= after[table], table
    left = {table: keys for table, keys in pointing_at(merged).items() if keys}
    assert left == {("respondents.Site", "respondent"): {twin}}
    assert set(kept.aliases.values_list("name", flat=True)) == {"Haishu Real Estate", "海曙置业", "HRE"}
    assert Complaint.objects.filter(respondent=kept).exists()
    services.undo_merge(actor=actor, merge=merge)
    assert (pointing_at(kept), pointing_at(merged)) == before
    acts = [entry.action for entry in audit.entries_about(kept)] + [
        entry.action for entry in audit.entries_about(merged)
    ]
    assert sorted(acts) == ["respondents.merge"] * 2 + ["respondents.undo_merge"] * 2


def test_the_notes_name_every_kind_of_relation_that_the_site_has():
    """An organisation in a table of another shape (many to many, other keys) would be forgotten by a merge."""
    for relation in Respondent._meta.related_objects:
        assert isinstance(relation.field, models.ForeignKey)
        assert isinstance(relation.related_model._meta.pk, models.IntegerField), relation.related_model


def test_what_came_since_stays_with_the_kept_one(actor, authority, kept, merged):
    merge = services.merge_respondents(actor=actor, kept=kept, merged=merged, reason="Same.")
    later = ComplaintFactory(respondent=kept, authority=authority)
    Investigation.objects.filter(respondent=kept).update(respondent=RespondentFactory())
    services.undo_merge(actor=actor, merge=merge)
    later.refresh_from_db()
    assert later.respondent == kept
    assert not Investigation.objects.filter(respondent=merged).exists()
    with pytest.raises(WrongState):
        services.undo_merge(actor=actor, merge=merge)


def test_a_duplicate_is_not_found_any_more_and_its_name_leads_to_the_kept_one(actor, kept, merged):
    services.merge_respondents(actor=actor, kept=kept, merged=merged, reason="Same.")
    assert [one.pk for one in respondents(actor, q="Haishu")] == [kept.pk]
    assert merged.pk not in [one.pk for one in similar("Haishu Real Estate", actor=actor)]
    described = services.describe_respondent(actor=actor, name="Haishu Real Estate", country=kept.country_id)
    assert described == kept
    page = Client().get(reverse("respondents:detail", args=[merged.reference]))
    assert page["Location"] == reverse("respondents:detail", args=[kept.reference])


def test_what_cannot_be_merged(actor, kept, merged):
    child = RespondentFactory(parent=merged)
    for other in (kept, child):
        with pytest.raises(InvalidInput):
            services.merge_respondents(actor=actor, kept=other, merged=kept if other == kept else merged, reason="x")
    with pytest.raises(InvalidInput):
        services.merge_respondents(actor=actor, kept=kept, merged=merged, reason=" ")
    merge = services.merge_respondents(actor=actor, kept=kept, merged=merged, reason="Same.")
    third = RespondentFactory()
    with pytest.raises(WrongState):
        services.merge_respondents(actor=actor, kept=third, merged=merged, reason="Again.")
    services.merge_respondents(actor=actor, kept=third, merged=kept, reason="Also the same.")
    with pytest.raises(WrongState, match="Undo that first"):
        services.undo_merge(actor=actor, merge=merge)


@pytest.mark.parametrize("role", ROLES)
def test_officers_alone_merge_and_undo(role):
    people, kept, merged = cast(), RespondentFactory(), RespondentFactory()
    merge = None
    may = role in {"intake_officer", "investigator", "supervisor", "officer_elsewhere"}
    try:
        merge = services.merge_respondents(actor=people.actors[role], kept=kept, merged=merged, reason="Same.")
        services.undo_merge(actor=people.actors[role], merge=merge)
    except NotAllowed:
        assert not may
    else:
        assert may


def test_the_pages_show_what_would_move_then_merge_and_undo(authority, kept, merged):
    desk = Client()
    desk.force_login(officer(authority, "investigator"))
    url, given = reverse("respondents:merge", args=[kept.reference]), {"merged": merged.reference, "reason": "Same."}
    shown = desk.post(url, given).content.decode()
    assert "Merge them" in shown
    assert not Merge.objects.exists()
    assert desk.post(url, {**given, "confirmed": "yes"}).status_code == 302
    page = desk.get(reverse("respondents:detail", args=[kept.reference])).content.decode()
    assert "Haishu Real Estate" in page
    assert "Undo the merge" in page
    assert (
        "This entry was merged into"
        in desk.get(reverse("respondents:detail", args=[merged.reference])).content.decode()
    )
    assert desk.post(reverse("respondents:undo_merge", args=[Merge.objects.get().pk])).status_code == 302
    merged.refresh_from_db()
    assert merged.merged_into is None


class TestDossier:
    def test_officers_read_their_own_part_and_others_nothing(self, authority):
        made = fine(authority=authority, amount="5000")
        company, elsewhere = made.respondent, officer(AuthorityFactory(), "supervisor")
        asked = made.decision.investigation.information_requests.create(body="?", due_on="2026-01-10")
        type(asked).objects.filter(pk=asked.pk).update(created_at="2026-01-01T12:00:00Z", answered_on="2026-01-21")
        address = reverse("respondents:detail", args=[company.reference])
        own = Client()
        own.force_login(officer(authority, "intake_officer"))
        page = own.get(address).content.decode()
        for said in (made.reference, made.decision.investigation.reference, "1 asked, 1 answered, 1 of them late"):
            assert said in page
        other = Client()
        other.force_login(elsewhere)
        for client in (other, Client()):
            page = client.get(address).content.decode()
            assert made.reference not in page
            assert made.decision.investigation.reference not in page

    def test_a_finding_about_one_customer_of_a_supplier_is_shown_to_the_next(self, authority, actor):
        maker, mall, hotel = (RespondentFactory(name=name) for name in ("Camera Maker", "Mall", "Hotel"))
        for company in (mall, hotel):
            site = Site.objects.create(respondent=company, name=f"{company.name} gate")
            services.add_supply(actor=actor, site=site, supplier=maker, product="Gate 3000", source="Its own answer")
        breach_found(InvestigationFactory(respondent=mall, authority=authority))
        desk = Client()
        desk.force_login(officer(authority, "investigator"))
        page = desk.get(reverse("respondents:detail", args=[hotel.reference])).content.decode()
        assert "Found elsewhere with the same supplier" in page
        assert "1 breach found" in page
        page = desk.get(reverse("respondents:detail", args=[maker.reference])).content.decode()
        assert "Its own answer" in page
        assert "1 breach found" in page
        other = Client()
        other.force_login(officer(AuthorityFactory(), "investigator"))
        assert "breach found" not in other.get(reverse("respondents:detail", args=[hotel.reference])).content.decode()

    def test_a_supplier_needs_a_source(self, actor):
        site = Site.objects.create(respondent=RespondentFactory(), name="Gate")
        with pytest.raises(InvalidInput):
            services.add_supply(actor=actor, site=site, supplier=RespondentFactory(), source=" ")
        with pytest.raises(InvalidInput):
            services.add_supply(actor=actor, site=site, supplier=site.respondent, source="x")


def test_the_same_over_http(authority, kept, merged):
    desk, at = Client(), f"/api/v1/respondents/{kept.reference}/"
    desk.force_login(officer(authority, "intake_officer"))

    def send(path, **data):
        return desk.post(at + path, data, content_type="application/json")

    trial = send("merges/", merged=merged.reference, trial=True)
    assert (trial.status_code, trial.json()["would_move"] != {}) == (200, True)
    assert send("merges/", merged=merged.reference).status_code in {400, 422}
    assert send("merges/", merged="ORG-2026-0000-0000", reason="No such").status_code in {400, 422}
    made = send("merges/", merged=merged.reference, reason="Same licence number")
    assert made.status_code == 201
    number = desk.get(at + "merges/").json()["results"][0]["id"]
    assert desk.get(f"/api/v1/respondents/{merged.reference}/").json()["merged_into"] == kept.reference
    assert send(f"merges/{number}/undo/").json()["undone_at"]
    assert send(f"merges/{number}/undo/").status_code == 409
    visitor = Client()
    assert visitor.get(at).json()["places"][0]["name"] == "West gate"
    assert visitor.get(at + "merges/").status_code in {401, 403}


def test_an_entry_its_places_and_suppliers_over_http(authority, kept):
    desk, at = Client(), f"/api/v1/respondents/{kept.reference}/"
    desk.force_login(officer(authority, "intake_officer"))
    supplier = RespondentFactory(verified=False)

    def send(path, **data):
        return desk.post(at + path, data, content_type="application/json")

    changed = desk.patch(at, {"aliases": ["Haishu"], "address": "1 West Road"}, content_type="application/json").json()
    assert (changed["aliases"], changed["address"], changed["name"]) == (["Haishu"], "1 West Road", kept.name)
    assert desk.patch(at, {"parent": kept.reference}, content_type="application/json").status_code in {400, 422}
    place = send("places/", name="South hall").json()["id"]
    assert send(f"places/{place}/supplies/", supplier=supplier.reference).status_code in {400, 422}
    given = {"supplier": supplier.reference, "product": "Gate 3", "source": "Its answer of May"}
    assert send(f"places/{place}/supplies/", **given).status_code == 201
    assert send("places/999999/supplies/", **given).status_code == 404
    of = {each["name"]: each["supplies"] for each in desk.get(at).json()["places"]}
    assert of["South hall"][0]["source"] == "Its answer of May"
    visitor = Client()
    assert all(not each["supplies"] for each in visitor.get(at).json()["places"]), "nobody verified the supplier"
    assert desk.post(f"/api/v1/respondents/{supplier.reference}/verification/").json()["verified"] is True
    seen = {each["name"]: each["supplies"] for each in visitor.get(at).json()["places"]}
    assert (seen["South hall"][0]["supplier"], seen["South hall"][0]["source"]) == (supplier.reference, "")
    citizen = Client()
    citizen.force_login(UserFactory())
    assert citizen.patch(at, {"name": "Mine"}, content_type="application/json").status_code == 403
    assert citizen.post(at + "places/", {"name": "Mine"}, content_type="application/json").status_code == 403

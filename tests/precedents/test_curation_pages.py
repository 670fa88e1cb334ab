"""The curators' pages, as two curators and a stranger meet them."""

import pytest
from django.test import Client
from django.utils.datastructures import MultiValueDict

from caseapp.precedents.forms_curation import RecordForm
from caseapp.precedents.models import Precedent, Revision
from caseapp.precedents.selectors import changes
from caseapp.precedents.services.records import RECORDS, read_records
from tests.factories.accounts import UserFactory
from tests.factories.precedents import record, stored

pytestmark = pytest.mark.django_db


def browser(**fields) -> Client:
    client = Client()
    client.force_login(UserFactory(**fields))
    return client


@pytest.fixture
def ann():
    return browser(is_curator=True)


@pytest.fixture
def bo():
    return browser(is_curator=True)


@pytest.fixture
def precedent(tmp_path):
    return stored(tmp_path, record(id="de-hotel-2022"))[0]


def form_of(client, address) -> dict[str, object]:
    """What a browser would post of the form as it is shown."""
    form = client.get(address).context["form"]
    return {field.name: value for field in form if (value := field.value()) not in (None, "")}


def text(response) -> str:
    return response.content.decode()


def test_a_correction_goes_its_way_through_the_pages(ann, bo, precedent):
    address = "/precedents/de-hotel-2022/correct/"
    assert 'href="/precedents/de-hotel-2022/correct/"' in text(ann.get("/precedents/de-hotel-2022/"))
    given = form_of(ann, address) | {"amount": "400", "reason": "The appeal was heard."}
    sent = ann.post(address, given | {"then": "propose"})
    written = Revision.objects.get()
    assert sent["Location"] == f"/precedents/curation/{written.reference}/"
    page = text(ann.get(sent["Location"]))
    assert "Waits for a second curator" in page
    assert f"{sent['Location']}approve/" not in page
    assert "<del>1,000</del>" in page
    assert "<ins>400</ins>" in page
    assert "Guest v. Hotel" in text(bo.get("/precedents/curation/"))
    assert "<ins>400</ins>" in text(bo.get(f"{sent['Location']}approve/"))
    bo.post(f"{sent['Location']}approve/", {"note": "Read it myself."})
    assert Precedent.objects.get().amount == 400
    history = text(Client().get("/precedents/de-hotel-2022/history/"))
    assert "The appeal was heard." in history
    assert "Read it myself." in history
    assert "Written by" not in history
    assert "Written by" in text(ann.get("/precedents/de-hotel-2022/history/"))


def test_an_untouched_form_changes_nothing(ann, tmp_path):
    whole = record(minors=False, vulnerable="pupil", remedies=["apology"], docket="1 C 1/22", costs_awarded=12.5)
    (row,) = stored(tmp_path, whole)
    ann.post(f"/precedents/{row.slug}/correct/", form_of(ann, f"/precedents/{row.slug}/correct/"))
    told = Revision.objects.get().content
    assert told == row.content


def test_every_kind_of_record_that_ships_goes_through_the_form_as_it_is():
    checked, _faults = read_records(RECORDS)
    for one in checked[::5]:
        shown = RecordForm(content=one.content, is_new=False)
        given = MultiValueDict()
        for field in shown:
            value = field.value()
            given.setlist(field.name, value if isinstance(value, list) else [] if value is None else [str(value)])
        sent = RecordForm(given, content=one.content, is_new=False)
        assert sent.is_valid(), sent.errors
        assert changes(one.content, sent.content() | {"id": one.facts.id}) == [], one.facts.id


def test_a_draft_may_lack_anything_and_sending_it_names_what_is_missing(ann):
    ann.post("/precedents/curation/new/", {"title": "Half a case", "then": "keep"})
    draft = Revision.objects.get()
    assert draft.state == "draft"
    edit = f"/precedents/curation/{draft.reference}/edit/"
    refused = ann.post(edit, {"title": "Half a case", "then": "propose"})
    assert refused.status_code == 400
    named = set(refused.context["form"].errors)
    assert {"summary", "kind", "country", "sector", "sources_1_url", "reason"} <= named
    assert Revision.objects.get().state == "draft"


def test_a_fault_of_a_source_stands_beside_it_even_after_an_empty_row(ann, precedent):
    given = form_of(ann, "/precedents/de-hotel-2022/correct/") | {"reason": "More."}
    given |= {"sources_3_url": "ftp://x", "sources_3_title": "Gazette", "then": "propose"}
    refused = ann.post("/precedents/de-hotel-2022/correct/", given)
    assert set(refused.context["form"].errors) == {"sources_3_url", "__all__"}
    # What was refused is kept as a draft, and the form goes on with that one.
    again = ann.post(refused.context["action"], given | {"sources_3_url": "https://gazette.example/1"})
    assert again.status_code == 302
    assert [one["title"] for one in Revision.objects.get().content["sources"]] == ["Judgment", "Gazette"]


def test_what_became_of_it_is_recorded_shown_and_taken_away_again(ann, bo, precedent):
    given = {"kind": "overturned", "on": "2023", "by": "Court", "url": "https://court.example/9", "title": "Appeal"}
    refused = ann.post("/precedents/de-hotel-2022/treatment/", given | {"on": "soon"})
    assert list(refused.context["form"].errors) == ["on"]
    ann.post("/precedents/de-hotel-2022/treatment/", given)
    written = Revision.objects.get()
    bo.post(f"/precedents/curation/{written.reference}/approve/", {})
    page = text(Client().get("/precedents/de-hotel-2022/"))
    assert "https://court.example/9" in page
    assert "The decision was overturned." in page
    found = Client().get("/precedents/", {"treatment": "overturned"})
    assert [one.slug for one in found.context["page"]] == ["de-hotel-2022"]
    given = form_of(bo, "/precedents/de-hotel-2022/correct/")
    bo.post(
        "/precedents/de-hotel-2022/correct/", {**given, "treatments": [], "reason": "Wrong case.", "then": "propose"}
    )
    ann.post(f"/precedents/curation/{Revision.objects.first().reference}/approve/", {})
    assert (Precedent.objects.get().treated, Precedent.objects.get().status) == ([], "final")


@pytest.mark.parametrize("path", ["curation/", "curation/new/", "de-hotel-2022/correct/", "de-hotel-2022/treatment/"])
def test_strangers_stay_out(precedent, path):
    assert Client().get(f"/precedents/{path}").status_code == 302
    assert browser().get(f"/precedents/{path}").status_code == 403
    assert browser(is_administrator=True).get(f"/precedents/{path}").status_code == 200


def test_the_desk_asks_few_questions_however_much_waits(ann, precedent, django_assert_max_num_queries):
    for number in range(5):
        ann.post("/precedents/curation/new/", {"title": f"Case {number}"})
    with django_assert_max_num_queries(6):
        shown = ann.get("/precedents/curation/").context
    assert len(shown["open"]) == 5

"""Lists as files: who may, what is in them, what a spreadsheet makes of them, and that a broken download goes on."""

import csv
import hashlib
import io
import json
import tracemalloc

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from caseapp.accounts.models import Membership
from caseapp.audit.models import Entry
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, TooManyRequests, WrongState
from caseapp.exports import selectors, services
from caseapp.exports.lists import LISTS, Column, copying
from caseapp.exports.models import Export
from caseapp.exports.writing import write_rows
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import fine, order
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

OFFICERS = {"intake_officer", "investigator", "supervisor", "officer_elsewhere"}
LAWYERS = {"partner", "associate", "paralegal", "lawyer_elsewhere"}
SIGNED_IN = set(ROLES) - {"visitor", "receipt_of_another"}
WHO = {
    "complaints": OFFICERS | LAWYERS,
    "investigations": OFFICERS,
    "fines": OFFICERS,
    "orders": OFFICERS,
    "respondents": SIGNED_IN,
    "precedents": SIGNED_IN,
    "register_fines": SIGNED_IN,
    "statistics": {"supervisor", "officer_elsewhere", "analyst"},
}


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def who(authority):
    return actor_of(officer(authority, "supervisor"))


def made(actor, list_name="complaints", form="csv", query=""):
    asked = services.ask_export(actor=actor, list_name=list_name, form=form, query=query)
    queue.run_pending()
    found = selectors.export(actor, asked.pk)
    assert found.job.state == "done", found.job.fault
    return found


def content(actor, export):
    return b"".join(services.open_export(actor=actor, export=export).frames)


def browser(actor):
    client = Client()
    from caseapp.accounts.models import User

    client.force_login(User.objects.get(pk=actor.user_id), backend="caseapp.accounts.backends.Backend")
    return client


@pytest.mark.parametrize("list_name", WHO)
def test_each_list_is_for_those_who_see_its_page(list_name):
    assert set(WHO) == set(LISTS)
    people = cast()
    for role in ROLES:
        if role in WHO[list_name]:
            services.ask_export(actor=people.actors[role], list_name=list_name, form="csv")
        else:
            with pytest.raises(NotAllowed):
                services.ask_export(actor=people.actors[role], list_name=list_name, form="csv")


def test_a_csv_holds_the_list_as_its_page_narrowed_it(who, authority):
    mine = ComplaintFactory(authority=authority, state="accepted", venue_name="=1+1", narrative="secret words")
    ComplaintFactory(authority=authority, state="submitted")
    ComplaintFactory(authority=AuthorityFactory(), state="accepted")
    text = content(who, made(who, query="state=accepted")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Reference"] for row in rows] == [mine.reference]
    assert (rows[0]["State"], rows[0]["Name of the place"]) == ("Accepted", "'=1+1")
    assert "secret words" not in text


@pytest.mark.parametrize("list_name", ["complaints", "fines", "orders", "investigations", "respondents"])
def test_what_the_database_writes_is_what_row_by_row_would_be(who, authority, list_name, monkeypatch):
    monkeypatch.setattr(copying, "PORTION", 2)
    for name in ("=1+1", " -2", "＝1", '"a",b', "two\nlines", "\tx", "@x", "宁波", "a=b"):
        respondent = RespondentFactory(name=name, name_local=name, address=name)
        ComplaintFactory(authority=authority, respondent=respondent, venue_name=name, state="closed", outcome="order")
    fine(authority=authority, paid="400", state="part_paid")
    order(authority=authority)
    listing, query = LISTS[list_name], QueryDict("all=1")
    columns, sink = listing.columns(who, query), io.BytesIO()
    with override(who.language):
        count = write_rows("csv", sink, columns, listing.rows(who, query), progress=lambda _done: None)
    copied = made(who, list_name, query="all=1")
    assert content(who, copied) == sink.getvalue()
    assert copied.rows == count > 0


def test_json_lines_bear_stored_words(who, authority):
    one = fine(authority=authority, amount="1000", paid="400", state="part_paid")
    line = json.loads(content(who, made(who, "fines", "jsonl")))
    assert (line["reference"], line["state"], line["amount"], line["balance"]) == (
        one.reference,
        "part_paid",
        "1000.00",
        "600.00",
    )


def test_a_spreadsheet_takes_no_text_for_a_formula(who, authority):
    order(authority=authority)
    RespondentFactory(name='=HYPERLINK("https://evil.example","x")')
    book = openpyxl.load_workbook(io.BytesIO(content(who, made(who, "respondents", "xlsx"))))
    cells = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row}
    assert cells['=HYPERLINK("https://evil.example","x")'] != "f"
    orders = openpyxl.load_workbook(io.BytesIO(content(who, made(who, "orders", "xlsx"))))
    assert orders.active["A1"].value == "Reference"
    assert orders.active.max_row == 2


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize("list_name", WHO)
def test_every_list_comes_in_every_form(who, authority, list_name, form):
    ComplaintFactory(authority=authority, state="accepted")
    fine(authority=authority, state="due", published_at=timezone.now(), summary="Fined.")
    export = made(who, list_name, form)
    assert export.size > 0 or form == "jsonl"
    assert hashlib.sha256(content(who, export)).hexdigest() == export.sha256


def test_numbers_come_as_pdf_and_nothing_else_does(who):
    assert content(who, made(who, "statistics", "pdf")).startswith(b"%PDF")
    with pytest.raises(InvalidInput):
        services.ask_export(actor=who, list_name="fines", form="pdf")


def test_what_makes_no_sense_is_refused(who):
    for given in ({"list_name": "users", "form": "csv"}, {"list_name": "fines", "form": "exe"}):
        with pytest.raises(InvalidInput):
            services.ask_export(actor=who, **given)
    for _number in range(5):
        services.ask_export(actor=who, list_name="fines", form="csv")
    with pytest.raises(TooManyRequests):
        services.ask_export(actor=who, list_name="fines", form="csv")


def test_whoever_may_no_longer_see_the_list_gets_neither_file_nor_download(who, authority):
    done = made(who, "fines")
    waiting = services.ask_export(actor=who, list_name="fines", form="csv")
    Membership.objects.filter(user_id=who.user_id).delete()
    outside = actor_of(UserFactory._meta.model.objects.get(pk=who.user_id))
    queue.run_pending()
    assert selectors.export(outside, waiting.pk).job.state == "failed"
    with pytest.raises(NotAllowed):
        services.open_export(actor=outside, export=done)
    assert browser(outside).get(f"/exports/{done.pk}/file/").status_code == 403


def test_an_export_is_its_makers_alone(who, authority):
    export = made(who, "fines")
    colleague = actor_of(officer(authority, "supervisor"))
    with pytest.raises(NotFound):
        selectors.export(colleague, export.pk)
    for path in ("", "file/"):
        assert browser(colleague).get(f"/exports/{export.pk}/{path}").status_code == 404
    assert browser(colleague).post(f"/exports/{export.pk}/delete/").status_code == 404


def test_a_broken_download_goes_on_and_is_written_down_once(who, authority):
    for _number in range(40):
        RespondentFactory()
    export = made(who, "respondents")
    client = browser(who)
    whole = b"".join(client.get(f"/exports/{export.pk}/file/").streaming_content)
    rest = client.get(f"/exports/{export.pk}/file/", headers={"Range": "bytes=100-", "If-Range": f'"{export.sha256}"'})
    assert rest.status_code == 206
    assert rest["Content-Range"] == f"bytes 100-{export.size - 1}/{export.size}"
    assert whole[100:] == b"".join(rest.streaming_content)
    other = client.get(f"/exports/{export.pk}/file/", headers={"Range": "bytes=100-", "If-Range": '"older"'})
    assert other.status_code == 200
    acts = list(Entry.objects.filter(subject_id=str(export.pk)).order_by("id").values_list("action", flat=True))
    assert acts == ["exports.ask", "exports.download", "exports.download"]
    assert Notice.objects.filter(user_id=who.user_id, kind="exports.ready", path="/exports/").count() == 1


def test_it_expires_and_can_be_deleted_before(who):
    one, other = made(who, "fines"), made(who, "orders")
    client = browser(who)
    assert client.post(f"/exports/{one.pk}/delete/").status_code == 302
    Export.objects.filter(pk=other.pk).update(expires_at=timezone.now())
    with pytest.raises(WrongState):
        services.open_export(actor=who, export=selectors.export(who, other.pk))
    assert client.get(f"/exports/{other.pk}/file/").status_code == 404
    services.expire_exports()
    assert not Export.objects.exists()


def test_it_is_asked_for_from_the_page_of_the_list(who, authority):
    fine(authority=authority)
    client = browser(who)
    assert 'name="list" value="fines"' in client.get("/fines/?state=due").content.decode()
    sent = client.post("/exports/ask/", {"list": "fines", "form": "xlsx", "query": "state=due"}, follow=True)
    assert "is being made" in sent.content.decode()
    queue.run_pending()
    page = client.get("/exports/").content.decode()
    export = Export.objects.get()
    assert f"/exports/{export.pk}/file/" in page
    assert (export.query, export.rows) == ("state=due", 1)
    refused = client.post("/exports/ask/", {"list": "none", "form": "csv"}, follow=True)
    assert "There is no such list." in refused.content.decode()


def test_over_http(who, authority):
    fine(authority=authority)
    client = browser(who)
    answer = client.post("/api/v1/list-exports/", {"list": "fines", "form": "csv"}, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (201, "waiting")
    address = f"/api/v1/list-exports/{answer.json()['id']}/"
    assert client.get(f"{address}content/").status_code == 404
    queue.run_pending()
    assert client.get(address).json()["rows"] == 1
    part = client.get(f"{address}content/", headers={"Range": "bytes=0-2"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"\xef\xbb\xbf")
    assert len(client.get("/api/v1/list-exports/").json()["results"]) == 1
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_memory_does_not_grow_with_the_rows(form):
    class Nowhere(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return len(data)

    columns = [Column("a", "A"), Column("b", "B"), Column("c", "C")]

    def peak(number):
        tracemalloc.start()
        told = []
        count = write_rows(
            form, Nowhere(), columns, (("text", 3, None) for _row in range(number)), progress=told.append
        )
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (count, len(told)) == (number, number // 1_000)
        return most

    assert peak(12_000) < peak(3_000) * 1.5 + 200_000

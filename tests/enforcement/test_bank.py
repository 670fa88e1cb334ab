"""A bank's file becomes payments: looked at first, booked once, and what does not fit is said."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import BankFileState, FineState
from caseapp.enforcement.models import BankBooking, BankFile, LedgerEntry
from caseapp.enforcement.selectors.bank import report_of
from caseapp.enforcement.workflow import BANK_FILE
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import fine
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()
EARLIER = (timezone.localdate() - datetime.timedelta(days=90)).isoformat()


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def actor(authority):
    return actor_of(officer(authority, "investigator"))


def csv(*rows):
    return "\n".join(["date,amount,currency,reference,payer", *rows]).encode()


def read(actor, authority, *rows):
    return services.read_bank_file(actor=actor, authority=authority, content=csv(*rows), name="march.csv")


def verdicts(file):
    return [(line.verdict, line.why) for line in file.lines.all()]


def test_it_is_read_looked_at_and_booked(authority, actor):
    made, dollars = fine(authority=authority, amount="1000"), fine(authority=authority, amount="500", currency="USD")
    other = fine(amount="77")
    file = read(
        actor,
        authority,
        f"{TODAY},600,CNY,{made.reference},Anybody",
        f"{TODAY},500,CNY,{made.reference},Anybody",
        f"{TODAY},500,CNY,{dollars.reference},Anybody",
        f"{TODAY},500,USD,{dollars.decision.investigation.reference},Anybody",
        f"{TODAY},77,CNY,{other.reference},Another authority’s",
        f"{EARLIER},400,CNY,{made.reference},Too early",
    )
    assert verdicts(file) == [
        ("matched", "by_reference"),
        ("refused", "too_much"),
        ("refused", "other_currency"),
        ("matched", "by_reference"),
        ("unmatched", "no_fine"),
        ("matched", "by_reference"),
    ]
    assert not LedgerEntry.objects.filter(kind="payment").exists()
    services.book_bank_file(actor=actor, file=file)
    assert verdicts(file)[5] == ("refused", "wrong_day")
    assert report_of(file).booked == {"CNY": Decimal(600), "USD": Decimal(500)}
    assert selectors.standing_of(made).owed == 400
    dollars.refresh_from_db()
    assert dollars.state == FineState.PAID
    # The words of a line are nowhere in the clear.
    stored = str(list(BankBooking.objects.values())) + str(list(LedgerEntry.objects.values()))
    assert "Anybody" not in stored
    assert file.lines.first().words["payer"] == "Anybody"


def test_nothing_is_booked_twice(authority, actor):
    made = fine(authority=authority, amount="1000")
    rows = [f"{TODAY},300,CNY,{made.reference},A"]
    file = read(actor, authority, *rows)
    assert read(actor, authority, *rows) == file
    services.book_bank_file(actor=actor, file=file)
    with pytest.raises(WrongState):
        services.book_bank_file(actor=actor, file=file)
    # The same booking in next week's file, with a new one.
    later = read(actor, authority, *rows, f"{TODAY},200,CNY,{made.reference},B")
    assert [verdict for verdict, _why in verdicts(later)] == ["known", "matched"]
    services.book_bank_file(actor=actor, file=later)
    assert selectors.standing_of(made).paid == 500


def test_two_files_read_before_either_is_booked_book_a_line_once(authority, actor):
    made = fine(authority=authority, amount="1000")
    row = f"{TODAY},300,CNY,{made.reference},A"
    files = [read(actor, authority, row), read(actor, authority, row, f"{TODAY},1,CNY,nothing,B")]
    for file in files:
        services.book_bank_file(actor=actor, file=file)
    assert selectors.standing_of(made).paid == 300
    assert verdicts(files[1])[0] == ("known", "booked_before")


def test_a_fine_paid_meanwhile_takes_no_more(authority, actor):
    made = fine(authority=authority, amount="1000")
    file = read(actor, authority, f"{TODAY},1000,CNY,{made.reference},A")
    services.record_payment(actor=actor, fine=made, amount=Decimal(1000), on=timezone.localdate())
    services.book_bank_file(actor=actor, file=file)
    assert verdicts(file)[0][0] == "refused"
    assert selectors.standing_of(made).paid == 1000


def test_what_was_not_matched_is_given_to_a_fine_by_hand(authority, actor):
    made = fine(authority=authority, amount="1000")
    file = read(actor, authority, f"{TODAY},250,CNY,for the cameras,Unknown", f"{TODAY},2000,CNY,no,Unknown")
    line = file.lines.first()
    with pytest.raises(WrongState):
        services.assign_line(actor=actor, line=line, fine=made)
    services.book_bank_file(actor=actor, file=file)
    assert services.assign_line(actor=actor, line=line, fine=made).entry.amount == -250
    with pytest.raises(WrongState):
        services.assign_line(actor=actor, line=line, fine=made)
    with pytest.raises(InvalidInput):
        services.assign_line(actor=actor, line=file.lines.last(), fine=made)
    with pytest.raises(NotAllowed):
        services.assign_line(actor=actor, line=file.lines.last(), fine=fine())


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2", b"\x00\x01", b"date,amount,currency\n", b"x" * 5_000_001])
def test_what_is_no_such_file_gets_words(authority, actor, content):
    with pytest.raises(InvalidInput) as refusal:
        services.read_bank_file(actor=actor, authority=authority, content=content, name="x.csv")
    assert set(refusal.value.errors) == {"file"}


def test_every_role_in_every_state():
    people = cast()
    deciders = {"investigator", "supervisor"}
    file = BankFile.objects.create(authority=people.authority, sha256="0" * 64, file_name="x.csv")
    table = {"book": BankFileState.BOOKED, "drop": BankFileState.DROPPED}
    assert set(table) == {row.action for row in BANK_FILE.transitions}
    assert BANK_FILE.states == set(BankFileState.values)
    for role in ROLES:
        actor = people.actors[role]
        assert BankFile.objects.visible_to(actor).exists() == (role in deciders), role
        for state in BankFileState.values:
            for action, target in table.items():
                BankFile.objects.filter(pk=file.pk).update(state=state)
                with cell(role, action, state, may=role in deciders, legal=state == BankFileState.READ):
                    after = BANK_FILE.apply(actor, file, action)
                    assert after.state == target


def test_the_pages_from_the_file_to_the_ledger(authority):
    made = fine(authority=authority, amount="1000")
    desk = Client()
    desk.force_login(officer(authority, "investigator"))
    content = csv(f"{TODAY},300,CNY,{made.reference},A", f"{TODAY},1,CNY,?,<b>B</b>")
    page = desk.post(reverse("enforcement:bank_files"), {"file": SimpleUploadedFile("march.csv", content)}, follow=True)
    assert "By the reference in its text" in page.content.decode()
    assert "<b>B</b>" not in page.content.decode()
    file = BankFile.objects.get()
    book = reverse("enforcement:bank_file_act", args=[file.pk, "book"])
    assert desk.get(book).status_code == 200
    assert desk.post(book).status_code == 302
    assert desk.post(book).status_code == 409
    assign = reverse("enforcement:assign_line", args=[file.pk, 3])
    assert desk.post(assign, {"reference": "FINE-2026-0000-0000"}).status_code == 400
    assert desk.post(assign, {"reference": made.reference}).status_code == 302
    assert selectors.standing_of(made).paid == 301
    bad = desk.post(reverse("enforcement:bank_files"), {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert "The first row names no column for: date, amount, currency." in bad.content.decode()
    intake = Client()
    intake.force_login(officer(authority, "intake_officer"))
    assert intake.get(reverse("enforcement:bank_files")).status_code == 404
    assert intake.get(reverse("enforcement:bank_file", args=[file.pk])).status_code == 404


def test_the_same_over_http(authority):
    made = fine(authority=authority, amount="1000")
    desk = Client()
    desk.force_login(officer(authority, "investigator"))

    def post(path, **data):
        return desk.post(f"/api/v1/bank-files/{path}", data, content_type="application/json")

    content = csv(f"{TODAY},300,CNY,{made.reference},A", f"{TODAY},1,CNY,?,B").decode()
    read_file = post("", file_name="march.csv", content=content)
    assert read_file.status_code == 201
    assert read_file.json()["lines"] == {"matched": 1, "unmatched": 1}
    number = read_file.json()["id"]
    assert post("", file_name="again.csv", content=content).json()["id"] == number
    booked = post(f"{number}/transitions/", action="book").json()
    assert (booked["status"], booked["booked"]) == ("booked", {"CNY": "300.00"})
    assert post(f"{number}/transitions/", action="book").status_code == 409
    lines = desk.get(f"/api/v1/bank-files/{number}/lines/").json()["results"]
    assert {(line["verdict"], line["fine"]) for line in lines} == {("matched", made.reference), ("unmatched", None)}
    left = next(line["number"] for line in lines if line["verdict"] == "unmatched")
    assert post(f"{number}/lines/{left}/fine/", fine="FN-2026-0000-0000").status_code in {400, 422}
    by_hand = post(f"{number}/lines/{left}/fine/", fine=made.reference).json()
    assert (by_hand["fine"], by_hand["booked"], by_hand["why"]) == (made.reference, True, "by_hand")
    assert post(f"{number}/lines/{left}/fine/", fine=made.reference).status_code == 409
    assert post(f"{number}/lines/99/fine/", fine=made.reference).status_code == 404
    statement = desk.get(f"/api/v1/fines/{made.reference}/statement/")
    assert (statement["Content-Type"], statement.content[:5]) == ("application/pdf", b"%PDF-")
    assert post("", file_name="x.csv", content="a,b").status_code in {400, 422}
    other = Client()
    other.force_login(officer(AuthorityFactory(), "supervisor"))
    assert other.get(f"/api/v1/bank-files/{number}/").status_code == 404
    assert other.post(f"/api/v1/bank-files/{number}/lines/{left}/fine/", {"fine": made.reference}).status_code == 404
    assert other.get(f"/api/v1/fines/{made.reference}/statement/").status_code == 404

"""The clock that survives everything, entries by hand, dated prices, and receipts kept sealed."""

import datetime
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from caseapp.billing.models import Disbursement, TimeEntry
from caseapp.billing.selectors import work as selectors
from caseapp.billing.services import rates
from caseapp.billing.services import work as services
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, WrongState
from caseapp.evidence import gateways
from caseapp.evidence.services import SealedUpload
from tests.api.test_contract import call, token_of
from tests.billing.test_trust import browser_of
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import DAY
from tests.factories.evidence import picture
from tests.factories.litigation import CaseFileFactory

pytestmark = pytest.mark.django_db

PNG = picture()


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def case_file(firm):
    return CaseFileFactory(firm=firm)


@pytest.fixture
def associate(firm):
    return actor_of(lawyer(firm))


def test_a_person_has_one_clock_and_it_counts_begun_minutes(associate, case_file):
    running = services.start_clock(actor=associate, case_file=case_file, activity="Reading the file")
    with pytest.raises(WrongState):
        services.start_clock(actor=associate, case_file=case_file, activity="Another")
    TimeEntry.objects.filter(pk=running.pk).update(started_at=timezone.now() - datetime.timedelta(minutes=6, seconds=2))
    assert services.stop_clock(actor=associate, entry=running).minutes == 7
    with pytest.raises(WrongState):
        services.stop_clock(actor=associate, entry=running)
    forgotten = services.start_clock(actor=associate, case_file=case_file, activity="By mistake")
    TimeEntry.objects.filter(pk=forgotten.pk).update(started_at=timezone.now() - datetime.timedelta(days=9))
    assert services.stop_clock(actor=associate, entry=forgotten).minutes == 1440


def test_the_clock_is_on_the_page_after_leaving_it(associate, case_file):
    desk = browser_of(associate)
    costs = reverse("billing:costs", args=[case_file.reference])
    start = reverse("billing:start_clock", args=[case_file.reference])
    assert desk.post(start, {"activity": ""}).status_code == 400
    assert desk.post(start, {"activity": "Reading"}).status_code == 302
    assert "Reading" in browser_of(associate).get(costs).content.decode()
    stop = reverse("billing:stop_clock", args=[case_file.reference])
    desk.post(stop, {"do": "drop"})
    assert not TimeEntry.objects.exists()
    desk.post(start, {"activity": "Reading"})
    desk.post(stop, {"do": "stop"})
    assert TimeEntry.objects.get().minutes == 1


def test_time_is_corrected_by_its_worker_or_a_partner_alone(firm, associate, case_file):
    entry = services.record_time(actor=associate, case_file=case_file, on=DAY, minutes=30, activity="Drafting")
    with pytest.raises(NotAllowed):
        services.change_time(actor=actor_of(lawyer(firm)), entry=entry, on=DAY, minutes=5, activity="Drafting")
    partner = actor_of(lawyer(firm, "partner"))
    services.change_time(actor=partner, entry=entry, on=DAY, minutes=25, activity="Drafting")
    services.write_off(actor=associate, work=entry, reason="A courtesy")
    with pytest.raises(WrongState):
        services.change_time(actor=partner, entry=entry, on=DAY, minutes=5, activity="Drafting")
    for minutes in (0, 1441):
        with pytest.raises(InvalidInput):
            services.record_time(actor=associate, case_file=case_file, on=DAY, minutes=minutes, activity="X")
    with pytest.raises(InvalidInput):
        services.record_time(
            actor=associate, case_file=case_file, on=datetime.date(2999, 1, 1), minutes=5, activity="X"
        )


def test_prices_and_rounding_are_dated(firm, associate, case_file):
    partner = actor_of(lawyer(firm, "partner"))
    early, late = DAY, DAY + datetime.timedelta(days=10)
    with pytest.raises(NotAllowed):
        rates.set_rounding(actor=associate, firm=firm, step=6, way="up", valid_from=early)
    rates.set_rounding(actor=partner, firm=firm, step=6, way="up", valid_from=late)
    for hourly, day in ((Decimal(600), early), (Decimal(1200), late)):
        rates.set_rate(actor=partner, firm=firm, role="associate", hourly=hourly, currency="CNY", valid_from=day)
    with pytest.raises(WrongState):
        rates.set_rate(actor=partner, firm=firm, role="associate", hourly=Decimal(1), currency="CNY", valid_from=late)
    with pytest.raises(InvalidInput):
        rates.set_rate(
            actor=partner, firm=firm, user=lawyer(FirmFactory()), hourly=Decimal(1), currency="CNY", valid_from=late
        )
    entries = [
        services.record_time(actor=associate, case_file=case_file, on=day, minutes=7, activity="Work")
        for day in (early, late)
    ]
    told = selectors.valued(entries, firm_id=firm.pk, currency="CNY")
    assert [(row.minutes, row.amount) for row in told] == [(7, 70), (12, 240)]
    assert [row.amount for row in selectors.valued(entries, firm_id=firm.pk, currency="EUR")] == [None, None]


def test_a_receipt_is_kept_sealed_and_opens_for_the_firm(associate, case_file):
    made = services.record_disbursement(
        actor=associate,
        case_file=case_file,
        on=DAY,
        purpose="Court fee",
        amount=Decimal(50),
        currency="CNY",
        receipt=SealedUpload.of(io.BytesIO(PNG), name="fee.png"),
    )
    assert made.receipt_type == "image/png"
    with gateways.opened(made.storage_name) as stored:
        assert PNG[:16] not in stored.read()
    desk = browser_of(associate)
    address = reverse("billing:receipt", args=[made.pk])
    answer = desk.get(address)
    assert answer.content == PNG
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser_of(actor_of(lawyer(FirmFactory(), "partner"))).get(address).status_code == 404


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"MZ\x90\x00 nothing to see"])
def test_a_receipt_that_is_none_is_refused(associate, case_file, content):
    with pytest.raises(DomainError):
        services.record_disbursement(
            actor=associate,
            case_file=case_file,
            on=DAY,
            purpose="Court fee",
            amount=Decimal(50),
            currency="CNY",
            receipt=SealedUpload.of(io.BytesIO(content), name="fee.png"),
        )
    assert not Disbursement.objects.exists()


def test_the_database_holds_to_one_clock_and_to_one_fate(associate, case_file):
    entry = services.record_time(actor=associate, case_file=case_file, on=DAY, minutes=5, activity="Work")
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeEntry.objects.filter(pk=entry.pk).update(minutes=0)
    services.start_clock(actor=associate, case_file=case_file, activity="One")
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeEntry.objects.create(
            case_file=case_file, user_id=associate.user_id, on=DAY, started_at=timezone.now(), activity="Two"
        )


def test_pages_of_time_and_outlay(firm, case_file, django_assert_max_num_queries):
    user = lawyer(firm, "partner")
    desk = browser_of(actor_of(user))
    time = reverse("billing:record_time", args=[case_file.reference])
    for minutes in (7, 90):
        sent = {"on": "2026-05-04", "minutes": minutes, "activity": "Drafting"}
        assert desk.post(time, sent).status_code == 302
    outlay = {"on": "2026-05-04", "purpose": "Court fee", "amount": "50", "currency": "CNY"}
    address = reverse("billing:record_disbursement", args=[case_file.reference])
    assert desk.post(address, {**outlay, "amount": "x"}).status_code == 400
    file = SimpleUploadedFile("fee.png", PNG, content_type="image/png")
    assert desk.post(address, {**outlay, "receipt": file}).status_code == 302
    rate = {"who": "role:partner", "hourly": "600", "currency": "CNY", "valid_from": "2026-01-01"}
    assert desk.post(reverse("billing:new_rate"), rate).status_code == 302
    assert desk.post(reverse("billing:new_rate"), {**rate, "who": f"user:{user.pk}"}).status_code == 302
    assert desk.post(reverse("billing:new_rate"), rate).status_code == 400
    rule = {"step": "6", "way": "up", "valid_from": "2026-01-01"}
    assert desk.post(reverse("billing:new_rule"), rule).status_code == 302
    assert "600" in desk.get(reverse("billing:rates")).content.decode()
    with django_assert_max_num_queries(24):
        page = desk.get(reverse("billing:costs", args=[case_file.reference])).content.decode()
    assert "7 → 12" in page
    assert "fee.png" in page
    entry = TimeEntry.objects.order_by("pk")[0]
    change = reverse("billing:change_time", args=[entry.pk])
    assert desk.post(change, {"on": "2026-05-05", "minutes": "9", "activity": "Drafting"}).status_code == 302
    assert desk.post(reverse("billing:write_off_time", args=[entry.pk]), {"reason": "A courtesy"}).status_code == 302
    other = reverse("billing:write_off_disbursement", args=[Disbursement.objects.get().pk])
    assert desk.post(other, {"reason": "Paid by us"}).status_code == 302
    assert "A courtesy" in desk.get(reverse("billing:costs", args=[case_file.reference])).content.decode()


def test_time_by_the_api(firm, case_file):
    token = token_of(lawyer(firm))
    address = f"case-files/{case_file.reference}/"
    assert call("post", f"{address}clock/", {"activity": "Reading"}, token=token).status_code == 201
    assert call("post", f"{address}clock/", {"activity": "Reading"}, token=token).status_code == 409
    assert call("delete", f"{address}clock/", token=token).json()["minutes"] == 1
    made = call("post", f"{address}time/", {"on": "2026-05-04", "minutes": 30, "activity": "Drafting"}, token=token)
    assert made.status_code == 201, made.content
    rows = call("get", f"{address}time/", token=token).json()["results"]
    assert {row["minutes"] for row in rows} == {1, 30}
    assert call("get", f"{address}time/", token=token_of(lawyer(FirmFactory()))).status_code == 404
    assert call("get", f"{address}disbursements/", token=token).json()["results"] == []

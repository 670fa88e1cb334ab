"""The page of numbers: who reads it, what it tells, what it keeps to itself, and how many statements it takes."""

import datetime as dt
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.complaints.models import Cluster, Complaint
from caseapp.statistics import selectors, services
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.periods import Period, last_month, months_later
from caseapp.statistics.selectors.months import period_and_before
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import enter, fine
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


def moment(months_ago=1, day=5):
    first = months_later(timezone.now().date().replace(day=1), -months_ago)
    return dt.datetime(first.year, first.month, day, 12, tzinfo=dt.UTC)


def filed(authority, number, *, months_ago=1, **fields):
    return [
        ComplaintFactory(authority=authority, owner=None, anonymous=True, submitted_at=moment(months_ago), **fields)
        for _number in range(number)
    ]


def browser(user):
    client = Client()
    client.force_login(user, backend="caseapp.accounts.backends.Backend")
    return client


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def analyst(authority):
    return officer(authority, "analyst")


def charts(user):
    services.count_touched()
    return {one.key: one for one in selectors.dashboard(actor_of(user), last_month())}


def rows(chart):
    return {row.value: row.figures for row in chart.rows}


def test_it_tells_of_the_period_and_the_one_before(authority, analyst):
    respondent = RespondentFactory()
    ended = {"state": "closed", "acknowledged_at": moment(1, 7), "closed_at": moment(1, 20)}
    filed(authority, 6, sector="retail", respondent=respondent, **ended)
    filed(authority, 7, sector="health", jurisdiction=place("FR"))
    filed(authority, 5, months_ago=2, sector="retail")
    filed(AuthorityFactory(), 9)
    found = charts(analyst)
    assert found["inflow"].rows[-1].figures == (13, 6)
    assert rows(found["sector"]) == {"health": (7, None, None, 7), "retail": (6, 5, 6, 5)}
    assert rows(found["jurisdiction"])["FR"] == (7, None, None, 7)
    assert rows(found["respondent"])[str(respondent.pk)] == (6, None, 6, None)
    assert rows(found["outcomes"]) == {"fine": (6, None)}
    waited = rows(found["waiting"])
    assert (waited["acknowledged-p50"], waited["decided-p90"]) == ((2, None), (15, None))
    assert sum(row.figures[0] or 0 for row in found["backlog"].rows) == 12


def test_small_counts_are_withheld_everywhere(authority, analyst):
    filed(authority, 6, sector="retail")
    filed(authority, 3, sector="health")
    found = charts(analyst)
    assert rows(found["sector"]) == {"": (9, None, None, 9)}
    assert "Too few" in found["outcomes"].sentence
    page = browser(analyst).get("/statistics/").content.decode()
    assert "Fewer than five are never shown" in page


def test_money_is_told_by_currency(authority, analyst):
    for currency in ("CNY", "EUR"):
        made = fine(authority=authority, currency=currency, amount="1000")
        made.ledger.model.objects.bulk_create(
            [
                made.ledger.model(fine=made, kind="payment", amount=-250, currency=currency, on=moment().date()),
                made.ledger.model(fine=made, kind="interest", amount=1, currency=currency, on=moment().date()),
            ]
        )
    found = charts(analyst)
    assert rows(found["money-cny"])["collected"][0] == rows(found["money-eur"])["collected"][0] == 250


def test_rising_clusters_name_the_organisation_alone(authority, analyst):
    cluster = Cluster.objects.create(
        authority=authority, respondent=RespondentFactory(name="Harbour Homes"), newest_at=timezone.now(), title="Ms X"
    )
    for _number in range(5):
        ComplaintFactory(authority=authority, owner=None, anonymous=True, cluster=cluster)
    found = charts(analyst)["rising"]
    assert [(row.label, row.figures) for row in found.rows] == [("Harbour Homes", (5, 0))]
    Cluster.objects.update(state="dissolved")
    assert not charts(analyst)["rising"].rows
    Cluster.objects.update(state="accepted")
    Complaint.objects.update(submitted_at=timezone.now() - dt.timedelta(days=8))
    services.rising_now()
    assert not charts(analyst)["rising"].rows


def test_a_year_is_told_as_its_months_are(authority, analyst):
    """Quarters and years are kept as sums of months; a month of fewer than five adds nothing to them."""
    for months_ago, number in ((13, 6), (14, 4), (15, 7)):
        filed(authority, number, months_ago=months_ago, sector="retail")
    services.count_touched()
    reader = actor_of(analyst)
    told = {}
    for length in (3, 12):
        for one in selectors.offered(running=True):
            if one.length == length:
                counts, _before = period_and_before(reader, one)
                months = [period_and_before(reader, Period(month, 1))[0] for month in one.months]
                whole = counts.told(Measure.RECEIVED, Dimension.SECTOR)
                parts = [month.told(Measure.RECEIVED, Dimension.SECTOR) for month in months]
                told.update((month, part.total) for month, part in zip(one.months, parts, strict=True))
                assert whole.total == sum(part.total for part in parts)
                assert whole.values == sum((part.values for part in parts), Counter())
                assert whole.left_out == sum(part.left_out for part in parts)
    assert sorted(total for total in told.values() if total) == [6, 7], "and the month with four is left out"


def test_statements_do_not_grow_with_the_cases(authority, analyst, django_assert_max_num_queries):
    client = browser(analyst)
    for number in (1, 30):
        filed(authority, number, sector="retail")
        enter(fine(authority=authority), "payment", "-1")
        services.count_touched()
        client.get("/statistics/")
        with django_assert_max_num_queries(14):
            assert client.get("/statistics/").status_code == 200


def test_each_chart_comes_as_csv_and_over_http(authority, analyst):
    filed(authority, 6, sector="retail")
    services.count_touched()
    client = browser(analyst)
    sheet = b"".join(client.get("/statistics/sector.csv").streaming_content).decode("utf-8-sig")
    assert sheet.splitlines() == [
        "Sector,Received,Received the period before,Ended,Open now",
        "Shop or shopping centre,6,,,6",
    ]
    assert client.get("/statistics/none.csv").status_code == 404
    assert client.get("/statistics/sector.csv?period=1999").status_code == 404
    answer = client.get("/api/v1/statistics/").json()
    assert answer["period"]["key"] == last_month().key
    sector = next(chart for chart in answer["charts"] if chart["key"] == "sector")
    assert sector["rows"] == [{"value": "retail", "label": "Shop or shopping centre", "figures": [6, None, None, 6]}]
    assert client.get("/api/v1/statistics/?period=1999").status_code == 400


def test_the_running_month_is_for_supervisors(authority, analyst):
    running = f"{timezone.now():%Y-%m}"
    supervisor = officer(authority, "supervisor")
    for user, found in ((analyst, 404), (supervisor, 200)):
        assert browser(user).get(f"/statistics/inflow.csv?period={running}").status_code == found
    assert "form-error" not in browser(supervisor).get(f"/statistics/?period={running}").content.decode()
    assert browser(analyst).get(f"/statistics/?period={running}").status_code == 200


@pytest.mark.parametrize("role", ["intake_officer", "investigator"])
def test_others_of_the_authority_do_not_read_it(authority, role):
    assert browser(officer(authority, role)).get("/statistics/").status_code == 403
    assert browser(UserFactory()).get("/statistics/").status_code == 403

"""Rollups against a plain recount in Python: after any order of changes, late ones among them, every count is true."""

import datetime as dt
import random
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from caseapp.complaints import services as complaints
from caseapp.complaints.enums import OPEN_STATES, ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.enforcement.models import LedgerEntry
from caseapp.statistics import services
from caseapp.statistics.models import DailyCount, DailySum, Touched
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import enter, fine
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
STATES = [state for state in ComplaintState if state != ComplaintState.DRAFT]
ENDINGS = {"closed", "rejected", "withdrawn"}


def by_hand():
    """Every count from the cases, one at a time, knowing nothing of the SQL."""
    found: Counter = Counter()

    def add(one, day, measure, **parts):
        for dimension, value in {"all": "", **parts}.items():
            found[one.authority_id, day, measure, dimension, str(value)] += 1

    for one in Complaint.objects.exclude(authority=None):
        where = {
            "jurisdiction": one.jurisdiction_id,
            "sector": one.sector,
            "use": one.use,
            "respondent": one.respondent_id,
        }
        received = one.submitted_at.date()
        add(one, received, "received", **where)
        if one.state in OPEN_STATES:
            add(one, received, "open", **where)
        if one.acknowledged_at:
            day = one.acknowledged_at.date()
            add(one, day, "acknowledged", days=(day - received).days)
        if one.closed_at and one.state in ENDINGS:
            day = one.closed_at.date()
            add(one, day, "ended", **where, outcome=one.outcome if one.state == "closed" else one.state)
            if one.state != "withdrawn":
                add(one, day, "decided", days=(day - received).days)
    return dict(found)


def stored():
    rows = DailyCount.objects.values_list("authority_id", "day", "measure", "dimension", "value", "number")
    return {row[:5]: row[5] for row in rows}


def sums_by_hand():
    found: dict = {}
    for line in LedgerEntry.objects.select_related("fine"):
        key = (line.fine.authority_id, line.on, line.currency)
        fines, imposed, collected = found.get(key, (0, Decimal(0), Decimal(0)))
        found[key] = (
            fines + (line.kind == "imposed"),
            imposed + (line.amount if line.kind in {"imposed", "adjustment"} else 0),
            collected - (line.amount if line.kind == "payment" else 0),
        )
    return found


class Walk:
    """Things that happen to complaints, in any order and to any day."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.authorities = [AuthorityFactory() for _number in range(2)]
        self.respondents = [RespondentFactory() for _number in range(3)]
        self.places = [place("CN"), place("FR")]

    def moment(self):
        return START + dt.timedelta(days=self.chance.randint(0, 40), hours=self.chance.randint(0, 11))

    def some(self):
        return self.chance.choice(list(Complaint.objects.values_list("pk", flat=True)) or [0])

    def file(self):
        ComplaintFactory(
            authority=self.chance.choice([*self.authorities, None]),
            respondent=self.chance.choice(self.respondents),
            jurisdiction=self.chance.choice(self.places),
            sector=self.chance.choice(["retail", "bank_fintech"]),
            submitted_at=self.moment(),
        )

    def acknowledge(self):
        Complaint.objects.filter(pk=self.some()).update(acknowledged_at=self.moment(), state="under_review")

    def end(self):
        state = self.chance.choice(sorted(ENDINGS))
        outcome = "fine" if state == "closed" else ""
        Complaint.objects.filter(pk=self.some()).update(closed_at=self.moment(), state=state, outcome=outcome)

    def go_on(self):
        Complaint.objects.filter(pk=self.some()).update(closed_at=None, state="under_review", outcome="")

    def refer(self):
        Complaint.objects.filter(pk=self.some()).update(authority=self.chance.choice(self.authorities))

    def correct_days(self):
        Complaint.objects.filter(pk__in=[self.some(), self.some()]).update(submitted_at=self.moment())

    def merge_respondents(self):
        one, other = self.chance.sample(self.respondents, 2)
        Complaint.objects.filter(respondent=one).update(respondent=other)

    def count(self):
        services.count_touched()


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_true_after_any_walk(seed):
    walk = Walk(seed)
    steps = [walk.file] * 6 + [walk.acknowledge, walk.end, walk.end, walk.go_on, walk.refer, walk.correct_days]
    steps += [walk.merge_respondents, walk.count]
    for _number in range(90):
        walk.chance.choice(steps)()
    services.count_touched()
    assert stored() == by_hand()
    assert services.differences() == 0


def test_what_happens_through_the_services_is_counted_on_its_day():
    authority = AuthorityFactory()
    intake = actor_of(officer(authority, "investigator"))
    owner = UserFactory()
    complaint = ComplaintFactory(authority=authority, owner=owner)
    complaints.acknowledge(actor=intake, complaint=complaint)
    complaints.reject(actor=intake, complaint=complaint, reason="Not ours.")
    services.count_touched()
    today = timezone.now().date()
    assert stored()[authority.pk, today, "ended", "outcome", "rejected"] == 1
    complaints.request_reconsideration(actor=actor_of(owner), complaint=complaint, reason="Look again.")
    services.count_touched()
    assert (authority.pk, today, "ended", "all", "") not in stored()
    complaints.withdraw(actor=actor_of(owner), complaint=complaint)
    services.count_touched()
    assert stored()[authority.pk, today, "ended", "outcome", "withdrawn"] == 1
    assert (authority.pk, today, "open", "all", "") not in stored()


def test_money_is_counted_by_currency_and_never_mixed():
    authority = AuthorityFactory()
    made = [fine(authority=authority, currency=currency, amount="1000", paid="300") for currency in ("CNY", "EUR")]
    enter(made[0], "adjustment", "-100")
    services.count_touched()
    stored_sums = {
        (row.authority_id, row.day, row.currency): (row.fines, row.imposed, row.collected)
        for row in DailySum.objects.all()
    }
    assert stored_sums == sums_by_hand()
    assert {row.currency: (row.imposed, row.collected) for row in DailySum.objects.all()} == {
        "CNY": (Decimal(900), Decimal(300)),
        "EUR": (Decimal(1000), Decimal(300)),
    }


def test_a_change_that_counts_nothing_touches_nothing():
    complaint = ComplaintFactory(authority=AuthorityFactory())
    services.count_touched()
    Complaint.objects.filter(pk=complaint.pk).update(priority=7, narrative="Other words.")
    assert not Touched.objects.exists()


def test_the_command_finds_and_mends_a_wrong_count(capsys):
    ComplaintFactory(authority=AuthorityFactory())
    call_command("recount")
    call_command("recount", "--check")
    DailyCount.objects.filter(dimension="all").update(number=9)
    with pytest.raises(CommandError, match="differ"):
        call_command("recount", "--check")
    assert DailyCount.objects.filter(number=9).exists()
    call_command("recount")
    call_command("recount", "--check")
    assert "Every count is true." in capsys.readouterr().out

"""Six walk-throughs: the software still says what `docs/walkthroughs.md` says it says, from the same facts."""

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from caseapp.core.wording import written_day, written_sum
from caseapp.law.selectors import checked, screening_facts
from caseapp.rules.estimation import facts as words
from caseapp.rules.estimation.__main__ import RECORDS, read_records
from caseapp.rules.estimation.engine import estimate
from caseapp.rules.estimation.index import Index
from caseapp.rules.estimation.money import published_rates
from caseapp.rules.screening import Finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_law")]

DAY = dt.date(2026, 11, 27)
WALKS: dict[str, Any] = json.loads(Path(__file__).with_name("walkthroughs.json").read_text(encoding="utf-8"))
PAGE = re.sub(r"\s+", " ", (Path(__file__).parents[2] / "docs/walkthroughs.md").read_text(encoding="utf-8"))


@cache
def index() -> Index:
    return Index(read_records(RECORDS), published_rates())


def told(name: str) -> str:
    """What the page tells of one walk, from its heading to the next."""
    start = PAGE.index(f"## {name}")
    end = PAGE.find(" ## ", start)
    return PAGE[start : end if end > 0 else None]


class TestWalks:
    @pytest.mark.parametrize("name", WALKS)
    def test_the_check_still_says_so(self, name: str) -> None:
        walk = WALKS[name]
        given = {
            key: dt.date.fromisoformat(value) if key.endswith("_on") else value for key, value in walk["facts"].items()
        }
        result = checked(screening_facts(as_of=DAY, **given), walk["answers"])
        said = {
            law.told.framework.code: {
                "outcome": law.told.outcome,
                "made_out": [ground.article for ground in law.told.grounds if ground.finding == Finding.MADE_OUT],
            }
            for law in result.laws
        }
        assert said == walk["says"]
        assert [clock.day.isoformat() for clock in result.clocks] == walk["last_days"]
        page = told(name)
        for law in result.laws:
            assert str(law.told.framework.short_name) in page
            for article in said[law.told.framework.code]["made_out"] if law.told.outcome != "outside" else ():
                assert article in page, f"{law.told.framework.code}: {article}"
        for clock in result.clocks:
            assert written_day(clock.day) in page

    @pytest.mark.parametrize("name", WALKS)
    def test_the_estimate_still_says_so(self, name: str) -> None:
        page = told(name)
        for target, asked in WALKS[name]["estimates"].items():
            facts = {
                key: frozenset(value) if key == "consent_defect" else tuple(value) if key == "frameworks" else value
                for key, value in asked["facts"].items()
            }
            found = estimate(target, words.CaseFacts(**facts), index(), currency=asked["currency"], as_of=DAY)
            assert found.quantiles is not None
            sums = {name: format(getattr(found.quantiles, name), "f") for name in ("p10", "p50", "p90")}
            assert sums == asked["says"]
            assert [one.precedent for one in found.comparables[:2]] == asked["nearest"]
            for value in sums.values():
                assert written_sum(value, asked["currency"]).replace("\u00a0", " ") in page

"""Names, dates and sums in the reader's language."""

import pytest
from django.utils import translation

from caseapp.core.wording import NO_BREAK, NamedInTwoScripts, figure, name_for_reader, written_facts, written_sum


class Named(NamedInTwoScripts):
    def __init__(self, name, name_local=""):
        self.name, self.name_local = name, name_local


@pytest.mark.parametrize(
    ("language", "local", "shown", "other"),
    [
        ("en", "宁波东门人居有限公司", "Eastgate Living", "宁波东门人居有限公司"),
        ("zh-hans", "宁波东门人居有限公司", "宁波东门人居有限公司", "Eastgate Living"),
        ("zh-hans", "شركة", "Eastgate Living", "شركة"),
        ("zh-hans", "", "Eastgate Living", ""),
        ("en", "Eastgate Living", "Eastgate Living", ""),
    ],
)
def test_a_name_is_shown_in_the_readers_script_with_the_other_beside_it(language, local, shown, other):
    with translation.override(language):
        named = Named("Eastgate Living", local)
        assert (named.shown_name, named.other_name) == (shown, other)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", {"day": "3 March 2026", "firm": "Harbour", "sum": f"CNY{NO_BREAK}250,000"}),
        ("zh-hans", {"day": "2026年3月3日", "firm": "海港", "sum": f"CNY{NO_BREAK}250,000"}),
    ],
)
def test_stored_facts_are_told_in_the_readers_language(language, told):
    facts = {"day": "2026-03-03", **Named("Harbour", "海港").names("firm"), "amount": "250000.00", "currency": "CNY"}
    with translation.override(language):
        assert told.items() <= written_facts(facts).items()


def test_facts_of_before_and_odd_ones_stay_readable():
    assert written_facts({"firm": "Harbour", "count": 3, "nothing": None}) == {"firm": "Harbour", "count": 3}


def test_sums_show_decimals_only_when_there_are_some():
    assert figure("1234.50") == "1,234.50"
    assert figure("1234.00") == "1,234"
    assert written_sum(None, "CNY") == ""
    assert name_for_reader("A", "") == "A"

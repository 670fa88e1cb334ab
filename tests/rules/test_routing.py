"""Ordered rules: the first that holds, and nothing by chance."""

from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.routing import CONDITIONS, Rule, first, holds

SCHOOL = {"sector": "education", "minors": "yes", "priority": "40"}


def test_the_first_that_holds_is_taken():
    rules = [Rule(1, {"sector": "retail"}), Rule(2, {"minors": "yes"}), Rule(3)]
    assert first(rules, SCHOOL).key == 2
    assert first(rules, {"sector": "retail", "minors": "yes"}).key == 1
    assert first(rules[:1], SCHOOL) is None


def test_a_score_is_at_least_and_an_unknown_condition_never_holds():
    assert holds(Rule(1, {"priority": "40"}), SCHOOL)
    assert not holds(Rule(1, {"priority": "41"}), SCHOOL)
    assert not holds(Rule(1, {"colour": "red"}), {"colour": "red"})


@given(st.dictionaries(st.sampled_from(CONDITIONS[:-1]), st.text(max_size=5)), st.dictionaries(st.text(), st.text()))
def test_a_rule_holds_for_the_facts_it_was_made_of(conditions, others):
    assert holds(Rule(1, conditions), {**others, **conditions})

"""The score of a complaint: its parts by example, and what holds for any facts and weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.priority import PARTS, USUAL, Facts, faults, parts, score

NOTHING = Facts(minors=False, dependent="", people=1, ongoing=False, no_alternative=False)


def changed(**values):
    return Facts(**{**NOTHING.__dict__, **values})


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        (NOTHING, 0),
        (changed(minors=True), 25),
        (changed(dependent="employee"), 10),
        (changed(dependent="tenant"), 15),
        (changed(people=2), 6),
        (changed(people=10), 13),
        (changed(people=100), 19),
        (changed(people=1_000), 25),
        (changed(ongoing=True), 15),
        (changed(no_alternative=True), 10),
        (Facts(True, "pupil", 5_000, True, True), 90),
    ],
)
def test_by_example(facts, points):
    assert score(facts, USUAL) == points


weights = st.dictionaries(st.sampled_from(PARTS), st.integers(0, 100))
any_facts = st.builds(
    Facts,
    minors=st.booleans(),
    dependent=st.sampled_from(["", "employee", "tenant", "pupil"]),
    people=st.integers(1, 10**9),
    ongoing=st.booleans(),
    no_alternative=st.booleans(),
)


@given(any_facts, weights)
def test_the_score_is_the_sum_of_its_parts_and_no_part_is_more_than_its_weight(facts, chosen):
    found = parts(facts, chosen)
    assert [part.name for part in found] == list(PARTS)
    assert all(0 <= part.points <= part.most for part in found)
    assert score(facts, chosen) == min(sum(part.points for part in found), 100)


@given(any_facts, weights, st.integers(1, 10**6))
def test_more_people_and_worse_facts_never_lower_it(facts, chosen, more):
    worse = Facts(True, facts.dependent, facts.people + more, True, True)
    assert score(worse, chosen) >= score(facts, chosen)


def test_weights_that_make_no_sense_are_named():
    assert faults(USUAL) == []
    assert faults({"children": 101}) == ["range", "sum"]
    assert faults({"luck": 1}) == ["unknown"]
    assert faults(dict.fromkeys(PARTS, 20)) == ["sum"]

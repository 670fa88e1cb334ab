"""Names that are the same written otherwise are found; names that are not are left alone."""

import pytest

from caseapp.rules.names import How, Names, compare, ready


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Ningbo Vanke Real Estate Co., Ltd.", "NINGBO VANKE REAL ESTATE", How.SAME),
        ("宁波万科房地产有限公司", "宁波万科房地产", How.SAME),
        ("宁波万科", "Ningbo Wanke", How.LETTERS),
        ("Müller Überwachung GmbH", "Muller Uberwachung", How.SAME),
        ("Иванов Системы", "Ivanov Sistemy", How.LETTERS),
        ("李华", "Hua Li", How.ORDER),
        ("Li Hua", "Hua LI", How.ORDER),
        ("Clearview AI, Inc.", "Clearveiw AI", How.SPELLING),
        ("Vanke", "Ningbo Vanke Real Estate", How.CONTAINED),
        ("International Business Machines", "IBM", How.INITIALS),
        ("Ｏｘｆｏｒｄ Mall", "Oxford Mall", How.SAME),
        ("O'Brien Security", "OBrien Security", How.SAME),
    ],
)
def test_the_same_written_otherwise(one, other, how):
    found = compare(ready(one), ready(other))
    assert found is not None
    assert found.how == how
    assert [match.how for _place, match in Names([other]).near(one)] == [how]
    assert compare(ready(other), ready(one)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ningbo Vanke", "Hangzhou Greentown"),
        ("Li Hua", "Wang Wei"),
        ("Ltd", ""),
        ("AI", "Ai Weiwei Studio GmbH"),
        ("李华", "李娜"),
    ],
)
def test_others_are_left_alone(one, other):
    assert compare(ready(one), ready(other)) is None
    assert Names([other]).near(one) == []


def test_a_name_that_is_a_legal_form_alone_stays_a_name():
    assert ready("Co").letters == "co"


def test_among_many_the_one_is_found():
    names = [f"Company number {number} of the east" for number in range(3_000)] + ["宁波万科房地产有限公司"]
    assert [place for place, _match in Names(names).near("Ningbo Wanke Fangdichan")] == [3_000]

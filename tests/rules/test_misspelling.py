"""What is taken for a name with typing errors, and what is not."""

import pytest

from caseapp.rules.misspelling import is_misspelling_of


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Haisu", "Ningbo Haishu Estates"),
        ("Ningbo Haisu", "Ningbo Haishu Estates"),
        ("ningbo hasihu estate", "Ningbo Haishu Estates"),
        ("NingboHaishu", "Ningbo Haishu Estates"),
        ("Haishu Esstates", "Ningbo Haishu Estates"),
        ("宁波海署置业", "宁波海曙置业有限公司"),
        ("海署置业", "宁波海曙置业有限公司"),
        ("宁海波曙置业有限公司", "宁波海曙置业有限公司"),
        ("海曙业置", "宁波海曙置业有限公司"),
        ("海曙 店展", "宁波海曙 展店 2号"),
    ],
)
def test_an_error_or_two_are_forgiven(typed, name):
    assert is_misspelling_of(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("canteen", "Canton Estates"),
        ("gate", "Agate Hotels"),
        ("face", "Pace Retail"),
        ("Ningbo Haisu", "Ningbo Yinzhou Estates"),
        ("宁波市", "宁波海曙置业有限公司"),
        ("海署", "宁波海曙置业有限公司"),
        ("宁波镇海物业", "宁波海曙置业有限公司"),
        ("", "Haishu"),
        ("!?", "Haishu"),
    ],
)
def test_another_word_is_not(typed, name):
    assert not is_misspelling_of(typed, name)

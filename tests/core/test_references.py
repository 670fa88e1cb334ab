"""References and receipt codes: shaped as said, forgiving to read, and a typing error is noticed."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from caseapp.core.references import (
    ALPHABET,
    check_character,
    in_groups,
    new_receipt_code,
    new_reference,
    normalise_receipt_code,
    normalise_reference,
)


def test_a_reference_reads_as_documented():
    reference = new_reference("CN", datetime.date(2026, 5, 1))
    assert reference[:8] == "CN-2026-"
    assert len(reference) == len("CN-2026-7F3K-9QXM")
    assert normalise_reference(reference) == reference


def test_what_people_type_is_understood():
    reference = new_reference("US-IL", datetime.date(2026, 5, 1))
    assert normalise_reference(f"  {reference.lower()} ") == reference
    assert normalise_reference("CN-2026-XXXX") is None


@given(st.text(ALPHABET, min_size=7, max_size=23), st.data())
def test_one_wrong_character_is_noticed(body, data):
    place = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.sampled_from(ALPHABET))
    changed = body[:place] + other + body[place + 1 :]
    same = ALPHABET.index(other) % 31 == ALPHABET.index(body[place]) % 31
    assert (check_character(changed) == check_character(body)) == same


def test_receipt_codes_have_24_characters_and_survive_their_groups():
    code = new_receipt_code()
    assert len(code) == 24
    assert normalise_receipt_code(in_groups(code).lower()) == code
    assert normalise_receipt_code(code[:-1]) is None
    assert len({new_receipt_code() for _ in range(1000)}) == 1000

"""References such as CN-2026-7F3K-9QXM: random, hard to mistype, with a check character."""

import re
import secrets
from datetime import date

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_PATTERN = re.compile(
    r"^(?P<prefix>[A-Z]{2,4}(?:-[A-Z]{1,3})?)-(?P<year>\d{4})-(?P<first>[0-9A-Z]{4})-(?P<last>[0-9A-Z]{4})$"
)


def check_character(characters: str) -> str:
    """The check character of a base-32 string: a weighted sum modulo 31 catches any one wrong character.

    Weights run 1, 2, 3 … and 31 is prime and larger than the length, so swapping two neighbours is caught too,
    but for the one pair of characters that are equal modulo 31 (0 and Z).
    """
    total = sum(place * ALPHABET.index(character) for place, character in enumerate(characters, start=1))
    return ALPHABET[total % 31]


def random_characters(count: int) -> str:
    """`count` random base-32 characters, five bits each, from the operating system's source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def new_reference(prefix: str, on: date) -> str:
    """A fresh reference: prefix, year, seven random characters and a check character."""
    body = random_characters(7)
    body += check_character(body)
    return f"{prefix}-{on.year}-{body[:4]}-{body[4:]}"


def normalise_reference(text: str) -> str | None:
    """The reference somebody typed, in its written form, or None when it cannot be one (wrong shape or check)."""
    match = _PATTERN.match(text.strip().upper().replace(" ", "-"))
    if not match:
        return None
    body = (match["first"] + match["last"]).translate(_READ_AS)
    if any(character not in ALPHABET for character in body) or check_character(body[:-1]) != body[-1]:
        return None
    return f"{match['prefix']}-{match['year']}-{body[:4]}-{body[4:]}"


def new_receipt_code() -> str:
    """A receipt code: 23 random characters (115 bits) and a check character, without spaces."""
    body = random_characters(23)
    return body + check_character(body)


def normalised_characters(text: str) -> str:
    """Typed base-32 characters as we write them: no blanks or hyphens, capitals, and I, L, O read as 1, 1, 0."""
    return re.sub(r"[\s-]", "", text).upper().translate(_READ_AS)


def normalise_receipt_code(text: str) -> str | None:
    """The receipt code somebody typed (spaces, hyphens, lower case, I/L/O allowed), or None when it cannot be one."""
    code = normalised_characters(text)
    if len(code) != 24 or any(character not in ALPHABET for character in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def in_groups(code: str) -> str:
    """A receipt code in groups of four, as it is shown and printed."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))

"""How alike two texts are, and two accounts of what happened: pure, the same on every machine.

Texts are compared by MinHash over runs of three words, where each Chinese character counts as a word, so that English
and Chinese are treated alike. `sketch` makes 64 numbers of a text; the share of equal numbers in two sketches estimates
how many runs the texts share. `bands` cuts a sketch into 16 keys: texts that share half of their runs share a key in
two cases of three, those that share four fifths practically always, so that an index finds them.
"""

import re
import struct
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import blake2b

HASHES = 64
BANDS = 16
RUN = 3
LONGEST = 4_000
"""How many words of a text are looked at; what comes after adds nothing to finding mass mailings."""

NEAR_SAME = 0.5
"""Texts that share at least half of their runs were written from one another."""

_PRIME = (1 << 61) - 1
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\d_]+")
_PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_]+|\s+|.", re.DOTALL)


def words(text: str) -> list[str]:
    """The words of a text without case, signs and figures; each Chinese character is one."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())[:LONGEST]


def runs(text: str) -> frozenset[str]:
    """The distinct runs of three words; a shorter text is one run, an empty one has none."""
    found = words(text)
    if not found:
        return frozenset()
    return frozenset(" ".join(found[i : i + RUN]) for i in range(max(1, len(found) - RUN + 1)))


def sketch(text: str) -> tuple[int, ...]:
    """The MinHash of a text: 64 numbers below 2^32, none for a text without words."""
    hashed = [int.from_bytes(blake2b(run.encode(), digest_size=7).digest(), "big") for run in runs(text)]
    if not hashed:
        return ()
    return tuple(min((a * value + b) % _PRIME for value in hashed) & 0xFFFFFFFF for a, b in _permutations())


def bands(made: Sequence[int]) -> list[int]:
    """The 16 keys under which an index finds texts alike: signed 63-bit numbers, each different by its place."""
    size = HASHES // BANDS
    return [
        int.from_bytes(
            blake2b(struct.pack(f">B{size}I", band, *made[band * size : (band + 1) * size]), digest_size=8).digest(),
            "big",
        )
        >> 1
        for band in range(BANDS if made else 0)
    ]


def packed(made: Sequence[int]) -> bytes:
    """A sketch as bytes, to be stored."""
    return struct.pack(f">{len(made)}I", *made)


def unpacked(stored: bytes) -> tuple[int, ...]:
    """The sketch that was stored."""
    return struct.unpack(f">{len(stored) // 4}I", stored)


def share(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of common runs of two texts by their sketches, from 0 to 1."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


@lru_cache(maxsize=1)
def _permutations() -> tuple[tuple[int, int], ...]:
    """The 64 fixed pairs of factors, from a digest of their place: no random state that could differ."""

    def number(place: int, part: str) -> int:
        return int.from_bytes(blake2b(f"{place}{part}".encode(), digest_size=8).digest(), "big") % (_PRIME - 1) + 1

    return tuple((number(place, "a"), number(place, "b")) for place in range(HASHES))


@dataclass(frozen=True)
class Account:
    """What of a complaint counts for likeness. `group` is the respondent's group of companies, not only itself."""

    group: int
    respondent: int
    site: str
    use: str
    defects: frozenset[str]
    sketch: tuple[int, ...]


@dataclass(frozen=True)
class Likeness:
    """Why two accounts belong together (`respondent`, `group`, `site`, `practice`, `text`), how near the texts are."""

    reasons: tuple[str, ...]
    text: float

    def __bool__(self) -> bool:
        return bool(self.reasons)


def likeness(one: Account, other: Account) -> Likeness:
    """Whether two accounts are of the same matter.

    Of one group of companies: near-same text, or the same site and the same practice (use, and a defect of consent in
    common where both name any). Of strangers: only texts that are nearly identical, as in a mailing against several.
    """
    text = share(one.sketch, other.sketch)
    near = text >= NEAR_SAME
    related = one.group == other.group
    practice = one.use == other.use and (
        not one.defects or not other.defects or not one.defects.isdisjoint(other.defects)
    )
    site = bool(one.site) and one.site == other.site and related
    if not ((related and (near or (site and practice))) or text >= 0.8):
        return Likeness((), text)
    reasons = [
        ("respondent", one.respondent == other.respondent),
        ("group", related and one.respondent != other.respondent),
        ("site", site),
        ("practice", practice),
        ("text", near),
    ]
    return Likeness(tuple(name for name, holds in reasons if holds), text)


def site_key(name: str) -> str:
    """A place’s name without case, spaces and signs, so that the same place typed twice is the same."""
    return "".join(each for each in unicodedata.normalize("NFKC", name).casefold() if each.isalnum())


@dataclass(frozen=True)
class Passage:
    """A piece of a text beside another: `same`, `gone` (only in the first) or `new` (only in the second)."""

    kind: str
    text: str


def passages(first: str, second: str, *, longest: int = 2_000) -> list[Passage]:
    """What stays, what goes and what is new from one text to the other, word by word."""
    before, after = _PIECE.findall(first[:longest]), _PIECE.findall(second[:longest])
    found: list[Passage] = []
    for what, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Passage("same", "".join(before[i:j])))
            continue
        found += [Passage("gone", "".join(before[i:j]))] if j > i else []
        found += [Passage("new", "".join(after[k:n]))] if n > k else []
    return found


def most_typical(sketches: Iterable[tuple[int, Sequence[int]]]) -> int | None:
    """The key whose text is nearest to the others together; the smallest key where several are. None of none."""
    known = list(sketches)
    if not known:
        return None
    return min(known, key=lambda one: (-sum(share(one[1], other[1]) for other in known), one[0]))[0]

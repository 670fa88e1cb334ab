"""When two names may be the same person or organisation: across scripts, spellings, word orders and legal forms.

A name is compared in two forms: as it is written (without case, accents, signs and legal form) and in Latin letters,
so that 宁波万科 meets Ningbo Wanke. What is found is a help for whoever decides, never an answer.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii

NEAR = 0.82
"""How alike two spellings must be to be pointed out."""

SHORTEST = 3
"""Shorter names in Latin letters are compared whole alone: two letters are part of everything."""

_FORMS_WRITTEN = ("有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "株式会社", "주식회사")
_FORMS = frozenset(
    re.findall(
        r"\w+",
        "limited ltd llc llp lp inc incorporated corp corporation company co plc gmbh ag kg se sa sas sarl srl spa bv "
        "nv ab as oy aps kk pte pty sdn bhd ltda",
    )
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


class How(StrEnum):
    """In which way two names are alike, the nearest first."""

    SAME = "same"
    LETTERS = "letters"
    ORDER = "order"
    CONTAINED = "contained"
    INITIALS = "initials"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Name:
    """A name made ready for comparing: `written` in its own script, `words` and `letters` in Latin ones."""

    written: str
    words: tuple[str, ...]

    @property
    def letters(self) -> str:
        return "".join(self.words)

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.words)


@dataclass(frozen=True)
class Match:
    """How two names are alike, and how much, from 0 to 1."""

    how: How
    likeness: float


@lru_cache(maxsize=50_000)
def ready(text: str) -> Name:
    """A name without case, accents, signs, width and legal form."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for form in _FORMS_WRITTEN:
        plain = plain.replace(form, " ")
    written = " ".join(_letters_only(plain).split())
    kept = " ".join(word for word in written.split() if word not in _FORMS) or written
    latin = [word.casefold() for word in _WORD.findall(anyascii(kept))]
    return Name(_without_accents(kept), tuple(word for word in latin if word not in _FORMS) or tuple(latin))


def compare(one: Name, other: Name) -> Match | None:
    """How two names are alike, or None."""
    if not one.letters or not other.letters:
        return None
    if one.written == other.written:
        return Match(How.SAME, 1.0)
    if one.letters == other.letters:
        return Match(How.LETTERS, 0.98)
    if len(one.words) > 1 and sorted(one.words) == sorted(other.words):
        return Match(How.ORDER, 0.96)
    short, long = sorted((one, other), key=lambda name: len(name.letters))
    if len(short.letters) < SHORTEST:
        return None
    spelling = SequenceMatcher(None, one.letters, other.letters, autojunk=False)
    if spelling.real_quick_ratio() >= NEAR and spelling.ratio() >= NEAR:
        return Match(How.SPELLING, round(spelling.ratio(), 2))
    if set(short.words) <= set(long.words) or (len(short.letters) >= 2 * SHORTEST and short.letters in long.letters):
        return Match(How.CONTAINED, round(max(len(short.letters) / len(long.letters), 0.5), 2))
    if len(short.words) == 1 and len(long.words) >= SHORTEST and short.letters == long.initials:
        return Match(How.INITIALS, 0.6)
    return None


class Names:
    """Many names, looked through by what they share, so that each question meets a few of them and not all."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._names = [ready(text) for text in texts]
        self._by_run: dict[str, list[int]] = defaultdict(list)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for run in _runs(name.letters):
                self._by_run[run].append(place)
            for key in {name.initials, name.letters, _unordered(name)}:
                self._by_key[key].append(place)

    def near(self, text: str) -> list[tuple[int, Match]]:
        """The places of the names that are alike, each with how."""
        asked = ready(text)
        shared: Counter[int] = Counter()
        for run in _runs(asked.letters):
            shared.update(self._by_run.get(run, ()))
        own = len(_runs(asked.letters))
        places = {
            place
            for place, common in shared.items()
            if common >= 0.4 * min(own, max(1, len(self._names[place].letters) - 2))
        }
        for key in {asked.letters, asked.initials, _unordered(asked)}:
            places.update(self._by_key.get(key, ()))
        found = ((place, compare(asked, self._names[place])) for place in sorted(places))
        return [(place, match) for place, match in found if match is not None]


def _unordered(name: Name) -> str:
    return " ".join(sorted(name.words))


def _runs(letters: str) -> frozenset[str]:
    return frozenset(letters[i : i + 3] for i in range(max(1, len(letters) - 2))) if letters else frozenset()


def _letters_only(text: str) -> str:
    return "".join(
        each if each.isalnum() or unicodedata.combining(each) else " "
        for each in text.replace("'", "").replace("’", "")
    )


def _without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))

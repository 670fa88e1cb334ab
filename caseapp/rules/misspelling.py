"""When a text is a name with typing errors in it, in any script."""

import re

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters of scripts written without blanks, each of which stands for itself."""

_PARTS = re.compile(f"[{_ALONE}]|[^\\W_{_ALONE}]+")
_CHARACTER = re.compile(f"[{_ALONE}]")

MOST_ERRORS = 2
LETTERS_AN_ERROR, CHARACTERS_AN_ERROR = 5, 4
"""One error is forgiven in so many letters, or in so many characters of a script written without blanks."""


def is_misspelling_of(typed: str, name: str) -> bool:
    """Whether some words of the name, side by side, are what was typed but for an error or two.

    An error is a letter too many, too few or another, or two neighbours exchanged. Blanks and signs do not count. The
    shorter of the two says how many errors are forgiven.
    """
    wanted, held = _parts(typed), _parts(name)
    text = "".join(wanted)
    for length in range(max(len(wanted) - 1, 1), len(wanted) + 2):
        for start in range(len(held) - length + 1):
            other = "".join(held[start : start + length])
            forgiven = min(_forgiven(text), _forgiven(other))
            if abs(len(text) - len(other)) <= forgiven and _errors(text, other) <= forgiven:
                return True
    return False


def _parts(text: str) -> list[str]:
    return _PARTS.findall(text.casefold())


def _forgiven(text: str) -> int:
    characters = len(_CHARACTER.findall(text))
    return min(int((len(text) - characters) / LETTERS_AN_ERROR + characters / CHARACTERS_AN_ERROR), MOST_ERRORS)


def _errors(one: str, other: str) -> int:
    """The least number of errors between the two (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one):
        above, before_above, row = row, before, [place + 1]
        for column, written in enumerate(other):
            least = min(above[column + 1] + 1, row[column] + 1, above[column] + (letter != written))
            if place and column and letter == other[column - 1] and one[place - 1] == written:
                least = min(least, before_above[column - 1] + 1)
            row.append(least)
        before = above
    return row[-1]

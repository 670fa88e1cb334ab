"""What the reading of a file can come to, besides success."""


class Finding(Exception):
    """The file is kept, but it cannot be shown: `word` is the reason the page knows."""

    word = "damaged"


class Damaged(Finding):
    """Its content does not follow the rules of its kind, or its end is missing."""


class Locked(Finding):
    """It opens with a password only."""

    word = "locked"


class TooLarge(Finding):
    """It would open to more points or pages than we take on."""

    word = "too_large"


def clean(text: object, longest: int = 200) -> str:
    """Words out of a file as one line without control characters, shortened."""
    shown = "".join(letter if letter.isprintable() else " " for letter in str(text)[: longest * 4])
    return " ".join(shown.split())[:longest]

"""Numbers that never move once a bundle was built: exhibits 1, 2, 3 …, a late one 12A; pages 1, 2, 3 …, late 45.1."""

from collections.abc import Sequence
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def late_number(after: str, taken: Sequence[str]) -> str:
    """The number of an exhibit put in after another one: 12A, 12B … Raises ValueError after the 26th."""
    base = after.rstrip(LETTERS)
    for letter in LETTERS:
        if f"{base}{letter}" not in taken:
            return f"{base}{letter}"
    raise ValueError(f"no number is left after {after}")


@dataclass(frozen=True)
class Span:
    """The pages of one exhibit, sheets included: their labels in order."""

    labels: tuple[str, ...]


def page_labels(front: int, counts: Sequence[tuple[str, int]], *, given: int | None = None) -> list[Span]:
    """Labels of the front and of each exhibit in order; `counts` are (number, pages). `given` is how many pages the
    front had when the numbers were given: what an index grows by since is `3.1`.

    An exhibit with a letter does not move those after it: its pages are labelled by the last page before it, `45.1`.
    The label printed on a page is the label that readers of PDF show.
    """
    last = given or front
    grown = (f"{last}.{page}" for page in range(1, front - last + 1))
    spans = [Span((*(str(page) for page in range(1, min(front, last) + 1)), *grown))]
    late = 0
    for number, pages in counts:
        if number[-1:] in LETTERS:
            spans.append(Span(tuple(f"{last}.{late + step}" for step in range(1, pages + 1))))
            late += pages
        else:
            spans.append(Span(tuple(str(last + step) for step in range(1, pages + 1))))
            last, late = last + pages, 0
    return spans


def runs(labels: Sequence[str]) -> str:
    """Labels in their order, those that count on as one: `3, 5–8, 45.1–45.2`."""
    found: list[list[str]] = []
    before: tuple[str, int] | None = None
    for label in labels:
        prefix, _dot, figure = label.rpartition(".")
        if before == (prefix, int(figure) - 1):
            found[-1][1:] = [label]
        else:
            found.append([label])
        before = prefix, int(figure)
    return ", ".join("–".join(run) for run in found)

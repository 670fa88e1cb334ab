"""What a suit that ends without a decision does to the limitation period, by place, as dated data."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from caseapp.core.wording import reader
from caseapp.law.selectors import jurisdiction_chain

DATA = Path(__file__).resolve().parents[1] / "data" / "suit_ends.json"


@dataclass(frozen=True)
class SuitEndRule:
    """Whether the period begins anew on the day the suit ended, with the article and what is to be looked at."""

    restarts: bool
    articles: Mapping[str, str]
    notes: Mapping[str, str]

    @property
    def article(self) -> str:
        """The article in the reader's language."""
        return self.articles[reader()]

    @property
    def note(self) -> str:
        """The note in the reader's language."""
        return self.notes[reader()]


def suit_end_rule(place: str, on: dt.date) -> SuitEndRule | None:
    """The rule of the nearest place on a day. None where none is verified: the period then runs as before the suit,
    which is the earliest day that can be.
    """
    chain = jurisdiction_chain(place)
    held = [
        row
        for row in _rows()
        if row["jurisdiction"] in chain
        and dt.date.fromisoformat(row["valid_from"]) <= on
        and (row["valid_to"] is None or on < dt.date.fromisoformat(row["valid_to"]))
    ]
    if not held:
        return None
    row = min(held, key=lambda one: chain.index(one["jurisdiction"]))
    return SuitEndRule(row["restarts"], row["article"], row["note"])


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(DATA.read_text(encoding="utf-8")))

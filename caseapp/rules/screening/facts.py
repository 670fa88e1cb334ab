"""What is known of a matter before any question about the law is asked."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from caseapp.rules.screening.vocabulary import ActorKind

ANALYSED = frozenset({"identification", "verification", "template_extraction", "attendance", "analytics"})
IDENTIFIED = frozenset({"identification", "verification", "template_extraction", "attendance"})
FACES = frozenset({"face", "multiple"})


@dataclass(frozen=True)
class Facts:
    """Facts of one matter. Everything may be unknown: empty text, empty tuple or None.

    `place`, `residence` and `respondent_place` are chains of jurisdiction codes, the smallest first
    (`("US-IL", "US")`). `sector`, `venue`, `use`, `modality` and `defects` hold the words of the complaint's
    enumerations. `about` is whose face it was: `self`, `child`, `relative` (who has died) or `other`. `relation` is
    what the person was to the organisation: `customer`, `visitor`, `user`, `employee`, `tenant`, `pupil`, `patient`.
    `as_of` is the day on which the question is asked; nothing here reads a clock.
    """

    as_of: dt.date
    place: tuple[str, ...] = ()
    residence: tuple[str, ...] = ()
    respondent_place: tuple[str, ...] = ()
    locality: str = ""
    actor: ActorKind | None = None
    sector: str = ""
    venue: str = ""
    use: str = ""
    modality: str = "face"
    occurred_from: dt.date | None = None
    occurred_to: dt.date | None = None
    ongoing: bool | None = None
    learned_on: dt.date | None = None
    about: str = "self"
    relation: str = ""
    minor: bool | None = None
    persons_affected: int | None = None
    asked: bool | None = None
    separate: bool | None = None
    alternative_offered: bool | None = None
    defects: frozenset[str] = frozenset()
    money_lost: bool | None = None
    costs_paid: bool | None = None
    serious_distress: bool | None = None
    harmed: bool | None = None
    wants_money: bool | None = None
    respondent_known: bool | None = None
    complained_first: bool | None = None

    @property
    def first_day(self) -> dt.date | None:
        """The first day on which it happened, as far as known."""
        return self.occurred_from or self.occurred_to

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it happened: today where it still goes on."""
        return self.as_of if self.ongoing else self.occurred_to or self.occurred_from

    def as_json(self) -> dict[str, Any]:
        """Plain values, for storing beside the result."""
        plain: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, dt.date):
                value = value.isoformat()
            elif isinstance(value, frozenset):
                value = sorted(value)
            elif isinstance(value, tuple):
                value = list(value)
            elif isinstance(value, ActorKind):
                value = value.value
            plain[entry.name] = value
        return plain

"""What the law itself says of sums, laid beside the range; it clips the range only where the law does."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from caseapp.rules.estimation.facts import FactError
from caseapp.rules.estimation.money import RateTable

DAMAGES_KINDS: Final = frozenset({"statutory", "actual", "non_material", "punitive", "costs"})
PER: Final = frozenset({"violation", "person", "case"})
CLIPS: Final = frozenset({"none", "floor", "cap", "both"})


@dataclass(frozen=True)
class DamagesRule:
    """One rule of a framework about sums. `minimum` and `maximum` are in `currency`, for each `per`.

    `clips` says whether the law itself bounds what the range counts: `cap`, `floor`, `both` or `none`. Most sums in
    statutes do not: they hang on negligence, fraud or a breach, give way to a greater actual loss, or leave the court
    free to award less. Those stand beside the range and change nothing.
    """

    framework: str
    kind: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    currency: str | None = None
    per: str | None = None
    article: str | None = None
    note: str | None = None
    clips: str = "none"

    def __post_init__(self) -> None:
        for field, value, allowed in (
            ("kind", self.kind, DAMAGES_KINDS),
            ("per", self.per, PER),
            ("clips", self.clips, CLIPS),
        ):
            if value is not None and value not in allowed:
                raise FactError(f"{self.framework}: damages {field} is {value!r}; allowed are {sorted(allowed)}")
        if self.clips != "none" and (self.per != "person" or self.currency is None):
            raise FactError(f"{self.framework}: only a sum for a person, with its currency, can clip the range")

    @classmethod
    def from_record(cls, framework: str, record: Mapping[str, Any]) -> "DamagesRule":
        """One entry of a framework's `damages`.

        Where the record has no `clips` of its own: a maximum of non-material damages for a person is a cap (of the
        frameworks described so far only the Australian Privacy Act, Schedule 2, clause 11, has one); nothing else
        clips.
        """

        def money(value: Any) -> Decimal | None:
            return None if value is None else Decimal(str(value))

        maximum = money(record.get("max"))
        capped = record.get("kind") == "non_material" and record.get("per") == "person" and maximum is not None
        return cls(
            framework=framework,
            kind=record["kind"],
            minimum=money(record.get("min")),
            maximum=maximum,
            currency=record.get("currency"),
            per=record.get("per"),
            article=record.get("article"),
            note=record.get("note"),
            clips=record.get("clips") or ("cap" if capped else "none"),
        )

    def canonical(self) -> dict[str, Any]:
        """Plain values in a fixed form, for hashing and storing."""
        return {
            "framework": self.framework,
            "kind": self.kind,
            "min": None if self.minimum is None else format(self.minimum, "f"),
            "max": None if self.maximum is None else format(self.maximum, "f"),
            "currency": self.currency,
            "per": self.per,
            "article": self.article,
            "note": self.note,
            "clips": self.clips,
        }


@dataclass(frozen=True)
class FineCap:
    """The highest fine of a framework. `binding` only where the fixed sum is a ceiling whatever the turnover or gain.

    Where the turnover is known, the caller works out the ceiling and passes it as a binding sum.
    """

    framework: str
    amount: Decimal | None = None
    currency: str | None = None
    percent_turnover: Decimal | None = None
    article: str | None = None
    binding: bool = False

    def __post_init__(self) -> None:
        if self.binding and (self.amount is None or self.currency is None):
            raise FactError(f"{self.framework}: a binding ceiling needs a sum and its currency")

    def canonical(self) -> dict[str, Any]:
        """Plain values in a fixed form, for hashing and storing."""
        return {
            "framework": self.framework,
            "kind": "max_fine",
            "max": None if self.amount is None else format(self.amount, "f"),
            "currency": self.currency,
            "percent_turnover": None if self.percent_turnover is None else format(self.percent_turnover, "f"),
            "article": self.article,
            "clips": "cap" if self.binding else "none",
        }


Rule = DamagesRule | FineCap


@dataclass(frozen=True)
class Bounds:
    """What the range is clipped to, in US dollars of the day; None where the law sets nothing."""

    floor: float | None = None
    cap: float | None = None

    def clip(self, value: float) -> float:
        """The value within the bounds; the cap wins over the floor."""
        if self.floor is not None:
            value = max(value, self.floor)
        return value if self.cap is None else min(value, self.cap)


def bounds(rules: Sequence[Rule], rates: RateTable, as_of: dt.date) -> Bounds:
    """The tightest cap and the highest floor of the rules that clip; a rule without a rate for its currency cannot."""
    floors, caps = [], []
    for rule in rules:
        clips = rule.canonical()["clips"]
        if clips == "none" or rule.currency is None:
            continue
        rate = rates.latest(rule.currency, as_of)
        if rate is None:
            continue
        low = rule.minimum if isinstance(rule, DamagesRule) else None
        high = rule.maximum if isinstance(rule, DamagesRule) else rule.amount
        if clips in {"floor", "both"} and low is not None:
            floors.append(float(low) * rate.usd)
        if clips in {"cap", "both"} and high is not None:
            caps.append(float(high) * rate.usd)
    return Bounds(max(floors, default=None), min(caps, default=None))

"""The most that a lawyer's share of what is recovered may come to where the law caps it in steps: each step's
percentage holds for the part of the sum that lies in it, as with a tax.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from caseapp.rules.shares import smallest_unit

ZERO = Decimal(0)


@dataclass(frozen=True)
class Step:
    """A percentage that holds for the part of a sum up to `up_to`, from where the step before it ends; the last one
    has no end.
    """

    up_to: Decimal | None
    percent: Decimal


@dataclass(frozen=True)
class Part:
    """What lies in one step, and what it allows, unrounded."""

    step: Step
    amount: Decimal

    @property
    def allowed(self) -> Decimal:
        return self.amount * self.step.percent / 100


@dataclass(frozen=True)
class Cap:
    """The most that is lawful of a sum, with its working: one part for each step that the sum reaches."""

    parts: tuple[Part, ...]
    currency: str

    @property
    def most(self) -> Decimal:
        """Rounded down once, at the end: a fee never takes the unit that is in doubt."""
        unit = smallest_unit(self.currency)
        exact = sum((part.allowed for part in self.parts), ZERO)
        return (exact / unit).to_integral_value(ROUND_FLOOR) * unit


def check_steps(steps: Sequence[Step]) -> None:
    """Raises ValueError for steps that do not rise, whose percentages do not fall, or whose last one ends."""
    ends = [step.up_to for step in steps[:-1]]
    if not steps or steps[-1].up_to is not None or None in ends:
        raise ValueError("exactly the last step has no end")
    bounds = [ZERO, *(end for end in ends if end is not None)]
    if any(high <= low for low, high in pairwise(bounds)):
        raise ValueError("the steps do not rise")
    percents = [step.percent for step in steps]
    if percents != sorted(percents, reverse=True) or not 0 < percents[-1] <= percents[0] <= 100:
        raise ValueError("the percentages do not fall")


def cap_of(recovered: Decimal, steps: Sequence[Step], currency: str) -> Cap:
    """The most that may be taken of what was recovered, step by step. Nothing of nothing."""
    parts, below = [], ZERO
    for step in steps:
        if recovered <= below:
            break
        end = recovered if step.up_to is None else min(recovered, step.up_to)
        parts.append(Part(step, end - below))
        below = end
    return Cap(tuple(parts), currency)

"""The arithmetic of a fine's worksheet: the ceiling of the law, what the factors weigh, and where that points.

The law names factors and a ceiling and leaves the sum to the authority. What stands here besides the ceiling is a way
of working, the same for everybody and shown on the page: like fines give the range, the factors the place within it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from itertools import pairwise

from caseapp.rules.estimation.result import three_figures

MIDDLE, REACH = Decimal(50), Decimal(40)
"""Without weight either way the median of like fines; with all factors on one side P10 or P90."""

HUNDRED = Decimal(100)


class CapRule(StrEnum):
    """How the highest fine follows from a fixed sum, a share of turnover and the gain from the breach."""

    HIGHER = "higher"
    LOWER = "lower"
    EITHER = "either"
    GAIN = "gain"


class Effect(StrEnum):
    """What an officer finds that a factor does to the sum."""

    RAISES = "raises"
    NEUTRAL = "neutral"
    LOWERS = "lowers"
    UNKNOWN = "unknown"


class CapBasis(StrEnum):
    """What a ceiling rests on, or what is missing to state it."""

    SUM = "sum"
    TURNOVER = "turnover"
    SUM_AT_LEAST = "sum_at_least"
    SUM_AT_MOST = "sum_at_most"
    GAIN = "gain"
    NEEDS_TURNOVER = "needs_turnover"
    NEEDS_GAIN = "needs_gain"
    NONE = "none"


@dataclass(frozen=True)
class FineLaw:
    """What a law says of its highest fine; sums in `currency`. None is not verified, or not said."""

    amount: Decimal | None = None
    currency: str = ""
    percent_turnover: Decimal | None = None
    rule: CapRule | None = None
    gain_times: int | None = None


@dataclass(frozen=True)
class Ceiling:
    """The highest fine. `amount` is None where the law states none or a figure is missing, as `basis` says.

    With `SUM_AT_LEAST` the ceiling may lie higher, with `SUM_AT_MOST` lower, once the turnover is known. `floor` is the
    least fine, where the law states one.
    """

    basis: CapBasis
    amount: Decimal | None = None
    share: Decimal | None = None
    floor: Decimal | None = None

    @property
    def is_firm(self) -> bool:
        """Whether a fine above it would be unlawful, as far as the law's record goes."""
        return self.amount is not None and self.basis is not CapBasis.SUM_AT_LEAST


def ceiling(law: FineLaw, *, turnover: Decimal | None = None, gain: Decimal | None = None, places: int = 2) -> Ceiling:
    """The highest fine of a law; turnover and gain in the law's currency, rounded down to its decimals."""

    def whole(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)

    if law.rule is CapRule.GAIN and law.gain_times is not None:
        if gain is None:
            return Ceiling(CapBasis.NEEDS_GAIN)
        if gain > 0:
            return Ceiling(CapBasis.GAIN, whole(gain * law.gain_times), floor=whole(gain))
        return Ceiling(CapBasis.SUM if law.amount is not None else CapBasis.NONE, law.amount)
    if law.percent_turnover is None:
        return Ceiling(CapBasis.SUM if law.amount is not None else CapBasis.NONE, law.amount)
    if turnover is None:
        if law.amount is None:
            return Ceiling(CapBasis.NEEDS_TURNOVER)
        return Ceiling(CapBasis.SUM_AT_MOST if law.rule is CapRule.LOWER else CapBasis.SUM_AT_LEAST, law.amount)
    share = whole(turnover * law.percent_turnover / HUNDRED)
    if law.amount is None:
        return Ceiling(CapBasis.TURNOVER, share, share)
    by_share = share < law.amount if law.rule is CapRule.LOWER else share > law.amount
    return Ceiling(CapBasis.TURNOVER if by_share else CapBasis.SUM, share if by_share else law.amount, share)


def position(effects: Sequence[Effect]) -> Decimal | None:
    """The place among like fines, in per cent from 10 to 90: 50 + 40 x (raising - lowering) / factors of the law.

    One that is not known or not relevant moves nothing. None where nothing was weighed. Factors are counted, not
    measured: that is what the officer's reasons are for.
    """
    if all(effect is Effect.UNKNOWN for effect in effects):
        return None
    return MIDDLE + REACH * (effects.count(Effect.RAISES) - effects.count(Effect.LOWERS)) / len(effects)


def at_position(quantiles: Mapping[int, Decimal], place: Decimal) -> Decimal:
    """The sum at a place between P10 and P90, on straight lines between the logarithms of the quantiles.

    To three significant figures, as the quantiles are.
    """
    known = sorted(quantiles.items())
    for (low, lower), (high, upper) in pairwise(known):
        if low <= place <= high:
            part = float((place - low) / (high - low))
            return three_figures(math.exp(math.log(float(lower)) * (1 - part) + math.log(float(upper)) * part))
    raise ValueError(f"{place} is not between P{known[0][0]} and P{known[-1][0]}")


@dataclass(frozen=True)
class Guidance:
    """Where ceiling, factors and like fines point. `suggested` and the range are None where like fines are too few.

    `low` and `high` are P10 and P90 of like fines, held under a firm ceiling and above the floor. `held` says that the
    law's bounds moved one of the three.
    """

    ceiling: Ceiling
    position: Decimal | None
    suggested: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    held: bool = False


def guidance(cap: Ceiling, effects: Sequence[Effect], quantiles: Mapping[int, Decimal] | None) -> Guidance:
    """Lay the factors' place over the range of like fines, within what the law allows."""
    place = position(effects)
    if not quantiles:
        return Guidance(cap, place)
    plain = at_position(quantiles, MIDDLE if place is None else place), quantiles[10], quantiles[90]
    suggested, low, high = (_within(value, cap) for value in plain)
    return Guidance(cap, place, suggested, low, high, held=(suggested, low, high) != plain)


def _within(value: Decimal, cap: Ceiling) -> Decimal:
    if cap.floor is not None:
        value = max(value, cap.floor)
    return min(value, cap.amount) if cap.is_firm and cap.amount is not None else value


class Remark(StrEnum):
    """What a second reader should look at in a proposed sum."""

    ABOVE_CEILING = "above_ceiling"
    ABOVE_STATED_SUM = "above_stated_sum"
    BELOW_FLOOR = "below_floor"
    ABOVE_LIKE = "above_like"
    BELOW_LIKE = "below_like"


def remarks(proposed: Decimal, found: Guidance, quantiles: Mapping[int, Decimal] | None) -> tuple[Remark, ...]:
    """How a proposed sum stands to the law's bounds and to like fines. None of it forbids: the law's reader decides."""
    said = []
    cap = found.ceiling
    if cap.amount is not None and proposed > cap.amount:
        said.append(Remark.ABOVE_CEILING if cap.is_firm else Remark.ABOVE_STATED_SUM)
    if cap.floor is not None and proposed < cap.floor:
        said.append(Remark.BELOW_FLOOR)
    if quantiles and proposed > quantiles[90]:
        said.append(Remark.ABOVE_LIKE)
    if quantiles and proposed < quantiles[10]:
        said.append(Remark.BELOW_LIKE)
    return tuple(said)

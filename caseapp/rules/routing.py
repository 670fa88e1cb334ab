"""Which rule of an ordered list a complaint meets: the first whose every condition holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CONDITIONS = ("sector", "use", "venue_kind", "jurisdiction", "language", "respondent_kind", "minors", "priority")
"""What a rule may ask: the same value as the complaint's; `minors` as yes, `priority` as the least score."""


@dataclass(frozen=True)
class Rule:
    """A rule by its key, with what it asks; one that asks nothing holds for all."""

    key: int
    conditions: Mapping[str, str] = field(default_factory=dict)


def holds(rule: Rule, facts: Mapping[str, str]) -> bool:
    """Whether every condition holds; one that is not known holds never."""
    for name, wanted in rule.conditions.items():
        if name not in CONDITIONS:
            return False
        if name == "priority":
            if int(facts.get(name) or 0) < int(wanted):
                return False
        elif facts.get(name, "") != wanted:
            return False
    return True


def first(rules: Sequence[Rule], facts: Mapping[str, str]) -> Rule | None:
    """The first rule that holds, in the order given."""
    return next((rule for rule in rules if holds(rule, facts)), None)

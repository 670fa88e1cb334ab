"""The law for tests: the real data, loaded once, and small frameworks made by hand."""

from functools import cache
from typing import Any

from django.db import transaction

from caseapp.core.actors import SYSTEM
from caseapp.law.models import Framework
from caseapp.law.selectors import framework_rules
from caseapp.law.services import load_law
from caseapp.rules.screening import (
    Answer,
    CoveredActors,
    ElementRule,
    FrameworkRule,
    GroundRule,
    Role,
)

CHAINS = {
    "CN": ("CN",),
    "CN-ZJ": ("CN-ZJ", "CN"),
    "CN-TJ": ("CN-TJ", "CN"),
    "HK": ("HK",),
    "TW": ("TW",),
    "DE": ("DE", "EU"),
    "ES": ("ES", "EU"),
    "FR": ("FR", "EU"),
    "IT": ("IT", "EU"),
    "NL": ("NL", "EU"),
    "PL": ("PL", "EU"),
    "US": ("US",),
    "US-IL": ("US-IL", "US"),
    "US-TX": ("US-TX", "US"),
    "US-WA": ("US-WA", "US"),
    "US-CA": ("US-CA", "US"),
    "US-CO": ("US-CO", "US"),
    "US-NY": ("US-NY", "US"),
    "US-OR": ("US-OR", "US"),
    "US-MI": ("US-MI", "US"),
    "CA-QC": ("CA-QC", "CA"),
    "CA-ON": ("CA-ON", "CA"),
}
"""Chains of the tree as loaded, for tests of the rules that keep no database."""


def chain(code: str) -> tuple[str, ...]:
    """The chain of a jurisdiction code; a country outside the table stands alone."""
    return CHAINS.get(code, (code,)) if code else ()


@cache
def real_rules() -> tuple[FrameworkRule, ...]:
    """Every framework of the data files as a rule; the database is left as it was."""
    with transaction.atomic():
        load_law(actor=SYSTEM)
        rules = tuple(framework_rules(Framework.objects.current().order_by("code")))
        transaction.set_rollback(True)
    return rules


def element(key: str, topic: str = "", **more: Any) -> ElementRule:
    """One element that supports the claim when answered yes, unless told otherwise."""
    return ElementRule(
        **{"key": key, "topic": topic or f"T/{key}", "supports_if": Answer.YES, "role": Role.BREACH, **more}
    )


def framework(*elements: ElementRule, **more: Any) -> FrameworkRule:
    """A framework of the place `CN`; each breach is a ground by itself unless `grounds` are given."""
    grounds = tuple(GroundRule(one.key, (one.key,)) for one in elements if one.role is Role.BREACH)
    return FrameworkRule(
        **{
            "code": "T",
            "version": 1,
            "fingerprint": "0" * 64,
            "jurisdiction": "CN",
            "covered_actors": CoveredActors.BOTH,
            "elements": elements,
            "grounds": grounds,
            **more,
        }
    )

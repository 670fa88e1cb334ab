"""The one registry of who may do what; a page, a view and the API ask `can` and nothing else."""

from collections.abc import Callable
from typing import Any

from rules import RuleSet, predicate

from caseapp.core.actors import Actor

Predicate = Callable[[Actor, Any], bool]

_registry = RuleSet()


def allow(action: str, test: Predicate) -> None:
    """Register the predicate for an action, named `<app>.<verb>`; naming one twice is an error."""
    _registry.add_rule(action, predicate(test))


def can(actor: Actor, action: str, subject: Any = None) -> bool:
    """Whether the actor may do this to the subject. An action nobody registered is a programming error."""
    if not _registry.rule_exists(action):
        raise LookupError(f"No policy is registered for {action!r}")
    return bool(_registry.test_rule(action, actor, subject))


def actions() -> list[str]:
    """Every registered action, for the permission matrix tests."""
    return sorted(_registry)

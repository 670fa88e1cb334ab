"""What is looked at again once the registry of organisations has learned something."""

from collections.abc import Callable

from caseapp.core.queue import task

_after_changes: list[Callable[[int], object]] = []


def when_changed(work: Callable[[int], object]) -> None:
    """Have further work done once an organisation's names, group, places or suppliers changed; it gets the
    organisation, and must be safe to run again.
    """
    _after_changes.append(work)


@task("respondents.changed")
def changed(respondent_id: int) -> None:
    """What other apps do after a change of the registry, such as looking for conflicts again."""
    for work in _after_changes:
        work(respondent_id)

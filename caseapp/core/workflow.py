"""One table of transitions a stateful model: buttons, API, diagram and tests are all read from it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

M = TypeVar("M", bound=models.Model)
Guard = Callable[[Any, Mapping[str, Any]], "_StrOrPromise | None"]


@dataclass(frozen=True)
class Transition:
    """One allowed action: from which states, to which, who may, what must be given, what people are told.

    `needs` names what the caller must give (a reason, a sum, a date); a guard returns the sentence that refuses.
    `shared` is whether the complainant reads of it in the timeline. `grave` actions are shown apart and warn first;
    `main` is the one that the page offers first; an `indirect` one follows from another service and is never offered.
    `offered_when` keeps an action off pages and lists of what is allowed while it would come to nothing; its service or
    a guard refuses it by then in words of its own.
    """

    action: str
    label: "_StrOrPromise"
    sources: frozenset[str]
    target: str
    told: "_StrOrPromise"
    needs: tuple[str, ...] = ()
    may_give: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    shared: bool = True
    grave: bool = False
    main: bool = False
    indirect: bool = False
    offered_when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Workflow:
    """The transition table of one model, whose state lives in `state`.

    `chain` gives the audit chain of an object, so that a case's record stays together.
    """

    name: str
    transitions: tuple[Transition, ...]
    initial: str
    chain: Callable[[Any], str] = field(default=lambda subject: audit.SYSTEM_CHAIN)

    def __post_init__(self) -> None:
        for transition in self.transitions:
            timeline.tell(self.kind(transition), transition.told)

    def kind(self, transition: Transition) -> str:
        return f"{self.name}.{transition.action}"

    @property
    def states(self) -> frozenset[str]:
        found = {self.initial}
        for transition in self.transitions:
            found |= transition.sources | {transition.target}
        return frozenset(found)

    def named(self, action: str) -> tuple[Transition, ...]:
        """The rows for one action; several when it leads elsewhere from different states."""
        return tuple(row for row in self.transitions if row.action == action)

    def allowed(self, actor: Actor, subject: Any, *, without: Collection[str] = ()) -> list[Transition]:
        """What this actor may do to the subject now, in the order of the table. Guards may still refuse.

        `without` names what would come to nothing by a reckoning that the table cannot make, or is offered elsewhere.
        """
        return [
            row
            for row in self.transitions
            if subject.state in row.sources
            and row.action not in without
            and not row.indirect
            and can(actor, self.kind(row), subject)
            and (row.offered_when is None or row.offered_when(subject))
        ]

    def apply(
        self,
        actor: Actor,
        subject: M,
        action: str,
        *,
        given: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        save: Iterable[str] = (),
        change: Callable[[M], None] | None = None,
    ) -> M:
        """Do it: lock the row, check policy, state, what is needed and guards, then write state, audit and timeline.

        `change` sets further fields of the locked row, named in `save`. `facts` go to the timeline and the audit.
        Returns the locked, saved row. Raises NotAllowed, WrongState or InvalidInput, in that order of asking, so that
        nobody learns a state they may not act on. Must run inside the service's transaction.
        """
        rows = self.named(action)
        if not rows:
            raise InvalidInput.field("action", _("There is no such action."))
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("workflow.apply must run inside the service's transaction")
        locked = type(subject)._base_manager.select_for_update().get(pk=subject.pk)
        if not (actor.is_system or can(actor, f"{self.name}.{action}", locked)):
            raise NotAllowed()
        state = locked.state  # type: ignore[attr-defined]
        row = next((each for each in rows if state in each.sources), None)
        if row is None:
            raise WrongState(
                _("“%(action)s” is not possible while this is “%(state)s”.")
                % {"action": rows[0].label, "state": locked.get_state_display()}  # type: ignore[attr-defined]
            )
        given = given or {}
        missing = {name: _("Enter this to go on.") for name in row.needs if given.get(name) in (None, "", [])}
        if missing:
            raise InvalidInput(errors=missing)
        for guard in row.guards:
            refusal = guard(locked, given)
            if refusal is not None:
                raise WrongState(refusal)
        if change is not None:
            change(locked)
        locked.state = row.target  # type: ignore[attr-defined]
        names = {"state", *save}
        if any(each.name == "updated_at" for each in locked._meta.fields):
            names.add("updated_at")
        locked.save(update_fields=sorted(names))
        told = {**(facts or {}), **{name: str(given[name]) for name in ("reason",) if given.get(name)}}
        timeline.write(actor=actor, subject=locked, kind=self.kind(row), data=told, shared=row.shared)
        audited = {key: audit.digest(value) if key == "reason" else value for key, value in told.items()}
        audit.record(
            actor=actor,
            action=self.kind(row),
            subject=locked,
            chain=self.chain(locked),
            facts={"from": state, "to": row.target, **audited},
        )
        return locked


def row(
    action: str,
    label: "_StrOrPromise",
    sources: str | Iterable[str],
    target: str,
    told: "_StrOrPromise",
    **options: Any,
) -> Transition:
    """A line of a table; a single source may be given as text."""
    names = frozenset([sources] if isinstance(sources, str) else sources)
    return Transition(action=action, label=label, sources=names, target=target, told=told, **options)


def state_constraint(workflow_states: Iterable[str], name: str) -> models.CheckConstraint:
    """The check constraint that holds a model's set of states."""
    return models.CheckConstraint(condition=models.Q(state__in=sorted(workflow_states)), name=name)

"""What still has to be asked: each thing once, the most telling first, nothing that is known already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseapp.rules.screening.answers import resolve
from caseapp.rules.screening.facts import Facts
from caseapp.rules.screening.law import FrameworkRule
from caseapp.rules.screening.vocabulary import Answer, Basis, Role

OWN_WEIGHT: Mapping[Role, int] = {
    Role.SCOPE: 55,
    Role.BREACH: 35,
    Role.EXEMPTION: 18,
    Role.HARM: 16,
    Role.STEP: 10,
    Role.TIME: 8,
    Role.CONTEXT: 6,
}
"""How telling a question is that only one framework asks; shared topics carry their own weight."""

ABOUT_CONSENT = (Role.SCOPE, Role.BREACH, Role.EXEMPTION)


@dataclass(frozen=True)
class Asker:
    """A framework's element that asks."""

    framework: str
    element: str
    article: str


@dataclass(frozen=True)
class Question:
    """One thing to ask. `key` is what an answer is stored under."""

    key: str
    topic: str
    weight: int
    roles: tuple[Role, ...]
    asked_by: tuple[Asker, ...]


def questions_for(
    frameworks: Iterable[FrameworkRule],
    facts: Facts,
    *,
    answers: Mapping[str, Answer] | None = None,
    weights: Mapping[str, int] | None = None,
    roles: Iterable[Role] = ABOUT_CONSENT,
    limit: int | None = None,
) -> tuple[Question, ...]:
    """The open questions of these frameworks, in order; questions already answered outright stay in the list.

    Left out is what facts tell and what follows from the answers given so far, so the list shortens as it is
    answered. `weights` says how telling a shared topic is (0 to 100). `limit` caps the list.
    """
    frameworks = tuple(frameworks)
    given = dict(answers or {})
    known = resolve(frameworks, facts, given)
    wanted = frozenset(roles)
    found: dict[str, tuple[str, list[Role], list[Asker]]] = {}
    for framework in frameworks:
        for element in framework.elements:
            if element.role not in wanted:
                continue
            _, basis, _ = known.of(framework, element)
            if basis in (Basis.FACT, Basis.IMPLIED):
                continue
            _, element_roles, askers = found.setdefault(element.asks, (element.topic, [], []))
            if element.role not in element_roles:
                element_roles.append(element.role)
            askers.append(Asker(framework.code, element.key, element.article))
    weights = weights or {}
    questions = [
        Question(
            key,
            topic,
            weights.get(topic, max(OWN_WEIGHT[role] for role in element_roles)),
            tuple(element_roles),
            tuple(askers),
        )
        for key, (topic, element_roles, askers) in found.items()
    ]
    order = {question.key: position for position, question in enumerate(questions)}
    questions.sort(key=lambda question: (-question.weight, -len(question.asked_by), order[question.key]))
    return tuple(questions[:limit] if limit is not None else questions)

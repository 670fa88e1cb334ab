"""From facts and answers to one answer for everything that any framework asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from caseapp.rules.screening.facts import Facts
from caseapp.rules.screening.implied import IMPLIED
from caseapp.rules.screening.law import ElementRule, FrameworkRule
from caseapp.rules.screening.results import Conflict
from caseapp.rules.screening.topics import DERIVED, PARAMETERISED, Told, opposite
from caseapp.rules.screening.vocabulary import Answer, Basis


@dataclass
class Known:
    """What is known of each question, with its basis; built once for a screening."""

    answers: dict[str, tuple[Answer, Basis, str]] = field(default_factory=dict)
    own: dict[str, Answer] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def of(self, framework: FrameworkRule, element: ElementRule) -> tuple[Answer | None, Basis, str]:
        """The element's answer, what it rests on, and the name of that; None where nothing is known."""
        name = f"{framework.code}/{element.key}"
        if name in self.own:
            answer = self.own[name]
            return answer, Basis.ANSWER, name
        known = self.answers.get(element.asks)
        if known is None:
            return None, Basis.NONE, ""
        answer, basis, rests_on = known
        return (opposite(answer) if element.inverted else answer), basis, rests_on


def fact_answer(facts: Facts, topic: str, parameter: str = "") -> Told | None:
    """What the facts alone say on a topic, and which fact it is."""
    if parameter:
        derive = PARAMETERISED.get(topic)
        return derive(facts, parameter) if derive else None
    known = DERIVED.get(topic)
    return known(facts) if known else None


def resolve(frameworks: Iterable[FrameworkRule], facts: Facts, answers: Mapping[str, Answer]) -> Known:
    """Answers given outright, then facts, then what follows from them, in that order; a later one never overrides.

    `answers` are keyed by what is asked (a shared topic) or by `CODE/element` for one framework's element. An
    element's own answer also answers its topic, unless the topic was answered itself.
    """
    frameworks = tuple(frameworks)
    known = Known()
    for key in sorted(answers):
        if answers[key] is Answer.UNSURE:
            continue
        if "/" in key:
            known.own[key] = answers[key]
        else:
            known.answers[key] = (answers[key], Basis.ANSWER, key)
    for framework in frameworks:
        for element in framework.elements:
            name = f"{framework.code}/{element.key}"
            if name in known.own and element.asks not in known.answers:
                given = known.own[name]
                known.answers[element.asks] = (opposite(given) if element.inverted else given, Basis.ANSWER, name)
    asked = {(e.topic, e.parameter) for framework in frameworks for e in framework.elements}
    for topic, parameter in sorted(asked | {(topic, "") for topic in DERIVED}):
        told = fact_answer(facts, topic, parameter)
        if told is None:
            continue
        key = f"{topic}:{parameter}" if parameter else topic
        given_before = known.answers.get(key)
        if given_before is None:
            known.answers[key] = (told[0], Basis.FACT, told[1])
        elif given_before[0] is not told[0]:
            known.conflicts.append(Conflict(key, given_before[0], told[1]))
    _follow(known)
    return known


def _follow(known: Known) -> None:
    changed = True
    while changed:
        changed = False
        for premises, conclusions in IMPLIED:
            if not all(known.answers.get(key, (None,))[0] is answer for key, answer in premises):
                continue
            for key, answer in conclusions:
                if key not in known.answers:
                    known.answers[key] = (answer, Basis.IMPLIED, premises[0][0])
                    changed = True

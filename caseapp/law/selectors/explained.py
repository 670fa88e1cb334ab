"""A stored screening in the words of the law's version that made it, for pages and letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.law.enums import (
    Answer,
    Basis,
    ExemptionState,
    Finding,
    Outcome,
    RouteKind,
    RouteReason,
    RouteState,
)
from caseapp.law.models import Framework, Topic, Wording, wording
from caseapp.law.selectors.citations import located
from caseapp.law.selectors.workings import working

NO_ANSWER = _("Not answered")


@dataclass(frozen=True)
class ExplainedElement:
    """One question with its answer, what that does for the complaint, and where it is written."""

    key: str
    role: str
    question: Wording
    answer: str
    finding: str
    finding_words: str
    basis: str
    article: str
    evidence: Wording
    """What would settle it; empty where that is plain."""


@dataclass(frozen=True)
class ExplainedGround:
    """One way of breaking the law, and the questions whose answers decide it."""

    title: Wording
    finding: str
    article: str
    elements: tuple[ExplainedElement, ...]


@dataclass(frozen=True)
class ExplainedExemption:
    """One thing that may excuse it."""

    what: Wording
    state: str
    state_words: str
    article: str


@dataclass(frozen=True)
class ExplainedRoute:
    """One way to go, with what comes first."""

    kind: str
    kind_words: str
    state: str
    state_words: str
    reason: str
    name: Wording
    address: Wording
    answer_time: Wording
    article: str
    steps: tuple[Wording, ...]


@dataclass(frozen=True)
class ExplainedFramework:
    """What the answers amount to under one version of one law, in words."""

    framework: Framework
    outcome: str
    outcome_words: str
    elements: tuple[ExplainedElement, ...]
    grounds: tuple[ExplainedGround, ...]
    exemptions: tuple[ExplainedExemption, ...]
    routes: tuple[ExplainedRoute, ...]
    unknowns: tuple[ExplainedElement, ...]
    harm: str
    limitation: Mapping[str, Any] | None
    limitation_words: tuple[str, ...]
    start_verified: bool


def explained(
    framework: Framework, result: Mapping[str, Any], topics: Mapping[str, Topic] | None = None
) -> ExplainedFramework:
    """The plain form of a framework's result (`FrameworkResult.as_json()`) in words, in the language active now.

    `framework` must be the version that the result names. `topics` by key spares a query where several are explained.
    """
    known_topics = topics if topics is not None else {topic.key: topic for topic in Topic.objects.all()}
    rows = {row.key: row for row in framework.elements.all()}
    elements = {one["key"]: _element(framework, one, rows[one["key"]], known_topics) for one in result["elements"]}
    grounds = {row.key: row for row in framework.grounds.all()}
    exemptions = {row.position: row for row in framework.exemptions.all()}
    return ExplainedFramework(
        framework=framework,
        outcome=result["outcome"],
        outcome_words=str(Outcome(result["outcome"]).label),
        elements=tuple(elements.values()),
        grounds=tuple(
            ExplainedGround(
                grounds[one["key"]].title,
                one["finding"],
                located(framework, one["article"]),
                tuple(elements[key] for key in one["elements"]),
            )
            for one in result["grounds"]
        ),
        exemptions=tuple(
            ExplainedExemption(
                exemptions[one["position"]].what,
                one["state"],
                str(ExemptionState(one["state"]).label),
                located(framework, one["article"]),
            )
            for one in result["exemptions"]
        ),
        routes=tuple(_route(one, framework, elements) for one in result["routes"]),
        unknowns=tuple(elements[key] for key in result["unknowns"]),
        harm=result["harm"] or "",
        limitation=result["limitation"],
        limitation_words=tuple(working(result["limitation"])) if result["limitation"] else (),
        start_verified=result["start_verified"],
    )


def _element(framework: Framework, one: Mapping[str, Any], row: Any, topics: Mapping[str, Topic]) -> ExplainedElement:
    topic = topics.get(row.topic)
    return ExplainedElement(
        key=row.key,
        role=one["role"],
        question=row.question,
        answer=str(Answer(one["answer"]).label if one["answer"] else NO_ANSWER),
        finding=one["finding"],
        finding_words=str(Finding(one["finding"]).label),
        basis=str(Basis(one["basis"]).label),
        article=located(framework, one["article"]),
        evidence=topic.evidence if topic is not None else wording("", ""),
    )


def _route(one: Mapping[str, Any], framework: Framework, elements: Mapping[str, ExplainedElement]) -> ExplainedRoute:
    empty = wording("", "")
    authority = next((row for row in framework.authorityroutes.all() if row.position == one["authority"]), None)
    court = next((row for row in framework.authorityroutes.all() if row.kind == "court"), None)
    body = authority or (court if one["kind"] == RouteKind.SUIT.value else None)
    return ExplainedRoute(
        kind=one["kind"],
        kind_words=str(RouteKind(one["kind"]).label),
        state=one["state"],
        state_words=str(RouteState(one["state"]).label),
        reason=str(RouteReason(one["reason"]).label),
        name=body.name if body else empty,
        address=body.complaint_route if body else empty,
        answer_time=body.response_deadline if body else empty,
        article=_route_article(framework, one["article"]),
        steps=tuple(elements[key].question for key in one["elements"]),
    )


def _route_article(framework: Framework, article: str) -> str:
    """A suit's place in the law may be a sentence, which has a translation of its own."""
    if article == framework.private_right_article_en:
        return located(framework, str(framework.private_right_article))
    return located(framework, article)

"""What the law makes of the answers: what to ask, what is made out and what is open, and which dates run."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from caseapp.complaints.enums import FiledFor
from caseapp.complaints.models import Complaint, Screening
from caseapp.core.enums import Vulnerability
from caseapp.intake.enums import Relation
from caseapp.intake.selectors.consent import consent_of
from caseapp.intake.selectors.drafts import Answers
from caseapp.law import selectors as law
from caseapp.law.enums import DeadlineKind, ExemptionState, Finding, Outcome
from caseapp.law.models import Framework
from caseapp.rules import clocks
from caseapp.rules.screening import Facts, ScreeningResult

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ALWAYS_ASKED = ("told", "separate_consent", "alternative")
"""Shared questions that a complaint answers wherever it happened: its consent columns are read from them."""

BEFORE_STANDING = 4
"""How many of the law's questions come before those that are asked everywhere."""

WITHOUT_A_LAW = (
    "refused_without_face",
    "bundled",
    "other_use",
    "passed_on",
    "kept_long",
    "deletion_refused",
    "wrong_match",
)
"""What is asked besides where no law is described here yet."""


@dataclass(frozen=True)
class ConsentQuestion:
    """One question of the consent page, in the reader's words; `articles` says which laws ask it."""

    key: str
    text: str
    help: str = ""
    articles: str = ""


def facts_from(answers: Answers, *, with_consent: bool = True) -> Facts:
    """The facts of a draft as the screening takes them; without consent for asking what is still to be asked."""
    where, use, effect = (answers.stored(slug) for slug in ("where", "use", "effect"))
    relation = use.get("relation", "")
    consent = consent_of(answers)
    facts = law.screening_facts(
        jurisdiction=where.get("jurisdiction", ""),
        as_of=timezone.localdate(),
        locality=where.get("venue_address", ""),
        respondent_kind=where.get("respondent_kind", ""),
        sector=where.get("sector", ""),
        venue_kind=where.get("venue_kind", ""),
        use=use.get("use", ""),
        occurred_on=answers.occurred_on,
        ongoing=where.get("ongoing"),
        consent_asked=consent.asked if with_consent else "",
        harms=effect.get("harms", ()) if with_consent else (),
        relief_sought=effect.get("relief_sought", ()) if with_consent else (),
        minors=use["minors"] == "yes" if use.get("minors") else None,
        vulnerable=relation if relation in Vulnerability.values else "",
        persons_affected=use.get("persons_affected"),
        respondent_known=True if where.get("respondent_name") else None,
    )
    # Who files for somebody else in their name stands where that person stands.
    about = use.get("about") or FiledFor.SELF.value
    return dataclasses.replace(
        facts,
        about=FiledFor.SELF.value if about == FiledFor.OTHER else about,
        relation="" if relation == Relation.OTHER else relation,
    )


def consent_questions(answers: Answers) -> list[ConsentQuestion]:
    """The questions that the laws of the place ask about notice and consent, the most telling first.

    Where no law is described here, the shared questions stand in, but for public bodies, who need no consent. The
    list depends on earlier pages alone, so that answering it does not change it.
    """
    found = [
        ConsentQuestion(one.key, str(one.text), str(one.help), _articles(one.asked_by))
        for one in law.questions(facts_from(answers, with_consent=False))
    ]
    asked = {question.key for question in found}
    if answers.told_page == "public":
        return found
    wanted = [key for key in (ALWAYS_ASKED if found else ALWAYS_ASKED + WITHOUT_A_LAW) if key not in asked]
    topics = law.reference().topics
    standing = [
        ConsentQuestion(key, str(topics[key].question), str(topics[key].help)) for key in wanted if key in topics
    ]
    return [*found[:BEFORE_STANDING], *standing, *found[BEFORE_STANDING:]]


def _articles(asked_by: Iterable[tuple[str, str, str, str]]) -> str:
    """The laws that ask, each with its article: `PIPL 14; GDPR 7`."""
    return "; ".join(f"{name} {article}".strip() for _code, name, _element, article in asked_by)


def screening_of(answers: Answers) -> ScreeningResult:
    """What the draft's answers amount to under the law loaded today."""
    given: Mapping[str, str] = answers.get(answers.told_page, "answers", {})
    return law.screen(facts_from(answers), given)


@dataclass(frozen=True)
class Row:
    """One element, breach or exemption in words, with what was found and where the law says it."""

    text: str
    article: str
    finding: str
    word: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Clock:
    """A date that runs: what must happen by then, the rule's article, and how the date came about, line by line."""

    what: "_StrOrPromise"
    day: dt.date
    article: str
    note: str = ""
    working: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class FrameworkReading:
    """One law's result in words. `made_out` are breaches the answers describe, `open` what is not known yet."""

    code: str
    name: str
    outcome: str
    summary: str
    made_out: tuple[Row, ...]
    open: tuple[Row, ...]
    elements: tuple[Row, ...]
    exemptions: tuple[Row, ...]
    limitation: Clock | None = None


@dataclass(frozen=True)
class Reading:
    """All laws that come into question, the telling ones first, and the dates that run."""

    frameworks: tuple[FrameworkReading, ...] = ()
    clocks: tuple[Clock, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.frameworks)


_ORDER = (Outcome.SUPPORTED, Outcome.EXEMPTION_POSSIBLE, Outcome.OPEN, Outcome.NOT_SUPPORTED, Outcome.OUTSIDE)


def reading(answers: Answers) -> Reading:
    """The draft's screening in words."""
    results = screening_of(answers).as_json()["frameworks"]
    rows = law.reference().frameworks
    return _read([(rows[one["code"], one["version"]], one) for one in results])


def reading_of(complaint: Complaint) -> Reading:
    """What was screened when the complaint was filed, by the versions of the law that were asked then."""
    kept = list(Screening.objects.filter(complaint=complaint).order_by("id"))
    rows = {row.pk: row for row in Framework.objects.filter(pk__in=[one.framework_id for one in kept]).with_parts()}
    return _read([(rows[one.framework_id], one.result) for one in kept])


def outline_of(complaint: Complaint) -> Reading:
    """What each law came to and the dates that run, without the questions one by one; one statement."""
    found = [
        FrameworkReading(
            code=one.framework.code,
            name=str(one.framework.short_name),
            outcome=one.result["outcome"],
            summary=str(Outcome(one.result["outcome"]).label),
            made_out=(),
            open=(),
            elements=(),
            exemptions=(),
            limitation=_limitation(one.framework, one.result["limitation"]),
        )
        for one in Screening.objects.filter(complaint=complaint).select_related("framework").order_by("id")
    ]
    return _in_order(found)


def _read(results: Sequence[tuple[Framework, Mapping[str, Any]]]) -> Reading:
    if not results:
        return Reading()
    topics = law.reference().topics
    found = [framework_reading(law.explained(framework, result, topics)) for framework, result in results]
    return _in_order(found)


def _in_order(found: Sequence[FrameworkReading]) -> Reading:
    rank = {outcome.value: place for place, outcome in enumerate(_ORDER)}
    frameworks = tuple(sorted(found, key=lambda one: rank.get(one.outcome, len(rank))))
    return Reading(frameworks=frameworks, clocks=_together([one.limitation for one in frameworks if one.limitation]))


def _together(clocks: Sequence[Clock]) -> tuple[Clock, ...]:
    """Clocks in the order of their days; laws that lead to the same day share one, with all their articles."""
    found: dict[tuple[dt.date, str], Clock] = {}
    for clock in clocks:
        key = (clock.day, str(clock.what))
        held = found.get(key)
        found[key] = dataclasses.replace(held, article=f"{held.article}; {clock.article}") if held else clock
    return tuple(found[key] for key in sorted(found))


def framework_reading(told: law.ExplainedFramework) -> FrameworkReading:
    """What the pages of a complaint show of one law's explained result."""
    name = str(told.framework.short_name)
    elements = {
        one.key: Row(str(one.question), one.article, one.finding, one.finding_words, one.answer)
        for one in told.elements
    }
    return FrameworkReading(
        code=told.framework.code,
        name=name,
        outcome=told.outcome,
        summary=told.outcome_words,
        made_out=tuple(
            Row(str(one.title), one.article, one.finding) for one in told.grounds if one.finding == Finding.MADE_OUT
        ),
        open=tuple(elements[one.key] for one in told.unknowns),
        elements=tuple(elements.values()),
        exemptions=tuple(
            Row(str(one.what), one.article, one.state, one.state_words)
            for one in told.exemptions
            if one.state != ExemptionState.EXCLUDED
        ),
        limitation=_limitation(told.framework, told.limitation),
    )


def _limitation(framework: Framework, given: Mapping[str, Any] | None) -> Clock | None:
    if not given or not given.get("last_day"):
        return None
    return Clock(
        what=DeadlineKind(given["kind"]).label,
        day=dt.date.fromisoformat(given["last_day"]),
        article=law.cited(framework, given["article"]),
        working=tuple(law.working(given)),
        kind=f"{given['kind']}/{framework.code}",
    )


def authority_clocks(complaint: Complaint) -> list[Clock]:
    """By when the authority has to confirm, report and decide, where the law of its place says so."""
    if complaint.submitted_at is None or complaint.authority_id is None:
        return []
    jurisdiction = complaint.jurisdiction
    received = law.day_in(jurisdiction, complaint.submitted_at)
    found = []
    kinds = (
        DeadlineKind.AUTHORITY_ACKNOWLEDGEMENT,
        DeadlineKind.AUTHORITY_PROGRESS,
        DeadlineKind.AUTHORITY_DECISION,
    )
    rules = law.deadline_rules(jurisdiction.pk, *kinds, on=received)
    for kind in kinds:
        for rule in (one for one in rules if one.kind == kind):
            worked = law.deadline(rule, {clocks.Start.COMPLAINT_RECEIVED: received}, jurisdiction=jurisdiction)
            if worked.last_day is not None:
                lines = tuple(law.working(worked))
                place = law.article_words(rule.article)
                found.append(Clock(kind.label, worked.last_day, place, str(rule.note), lines, kind.value))
                break
    return found

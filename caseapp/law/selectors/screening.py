"""Screening by the law that is loaded: the frameworks in question, what to ask, and what the answers amount to."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseapp.law.models import Element, Framework, Topic, Wording
from caseapp.law.models.wording import wording
from caseapp.law.selectors.citations import located
from caseapp.law.selectors.conversion import framework_rules, known_rules
from caseapp.law.selectors.jurisdictions import calendar_of, jurisdiction_chain
from caseapp.law.selectors.reference import reference
from caseapp.rules import screening
from caseapp.rules.clocks import Calendar
from caseapp.rules.screening import ActorKind, Answer, Facts, FrameworkRule
from caseapp.rules.screening.topics import PARAMETERISED

FLAGS: Mapping[str, bool | None] = {"yes": True, "no": False}


def screening_facts(
    *,
    jurisdiction: str,
    as_of: dt.date,
    residence: str = "",
    respondent_jurisdiction: str = "",
    locality: str = "",
    respondent_kind: str = "",
    sector: str = "",
    venue_kind: str = "",
    use: str = "",
    modality: str = "face",
    occurred_on: dt.date | None = None,
    occurred_to: dt.date | None = None,
    ongoing: bool | None = None,
    learned_on: dt.date | None = None,
    consent_asked: str = "",
    consent_separate: str = "",
    alternative_offered: str = "",
    consent_defect: Iterable[str] = (),
    harms: Iterable[str] = (),
    relief_sought: Iterable[str] = (),
    minors: bool | None = None,
    vulnerable: str = "",
    persons_affected: int | None = None,
    respondent_known: bool | None = None,
) -> Facts:
    """The facts of a matter from the words of a complaint (public enumerations; answers as yes, no, unsure, empty).

    Jurisdictions are codes. A public body of the sector `police` counts as police. Harms tell of wrong matches and
    of data passed on, as the consent defects do.
    """
    harms, defects = frozenset(harms), set(consent_defect)
    if "wrong_match" in harms:
        defects.add("wrong_match")
    if "data_sold" in harms:
        defects.add("disclosure_to_third_party")
    actor = ActorKind(respondent_kind) if respondent_kind else None
    if sector == "police" and actor is not ActorKind.PRIVATE:
        actor = ActorKind.POLICE
    relation = vulnerable or ("customer" if venue_kind in {"shop", "sales_office", "hotel", "gym"} else "")
    return Facts(
        as_of=as_of,
        place=jurisdiction_chain(jurisdiction),
        residence=jurisdiction_chain(residence),
        respondent_place=jurisdiction_chain(respondent_jurisdiction),
        locality=locality,
        actor=actor,
        sector=sector,
        venue=venue_kind,
        use=use,
        modality=modality,
        occurred_from=occurred_on,
        occurred_to=occurred_to or occurred_on,
        ongoing=ongoing,
        learned_on=learned_on,
        relation=relation,
        minor=minors,
        persons_affected=persons_affected,
        asked=FLAGS.get(consent_asked),
        separate=FLAGS.get(consent_separate),
        alternative_offered=FLAGS.get(alternative_offered),
        defects=frozenset(defects),
        money_lost=True if "money" in harms else None,
        harmed=None if not harms else harms != {"none_yet"},
        wants_money="compensation" in relief_sought if relief_sought else None,
        respondent_known=respondent_known,
    )


def frameworks_to_screen(facts: Facts) -> list[FrameworkRule]:
    """Current frameworks of the places that the facts name, whether or not they turn out to apply."""
    codes = {*facts.place, *facts.residence, *facts.respondent_place}
    rules = known_rules(reference().frameworks.values())
    return [rule for rule in rules if codes.intersection((rule.jurisdiction, *rule.also_in))]


def applicable_frameworks(facts: Facts) -> list[FrameworkRule]:
    """The frameworks that can apply to the facts; the reasons against the others are in the screening's result."""
    return list(screening.applicable(frameworks_to_screen(facts), facts)[0])


def screen(
    facts: Facts, answers: Mapping[str, Answer | str] | None = None, *, frameworks: Iterable[str] | None = None
) -> screening.ScreeningResult:
    """What facts and answers amount to under the law loaded today. Changes nothing; the caller stores the result.

    `answers` are keyed by question (or `CODE/element`); `frameworks` limits the screening to these codes, whatever
    the place.
    """
    given = {key: Answer(answer) for key, answer in (answers or {}).items()}
    if frameworks is None:
        rules = frameworks_to_screen(facts)
    else:
        wanted = Framework.objects.current().filter(code__in=list(frameworks))
        rules = framework_rules(wanted.order_by("code", "version"))
    return screening.screen(rules, facts, given, calendars=_calendars(rules, facts))


def _calendars(rules: Iterable[FrameworkRule], facts: Facts) -> dict[str, Calendar]:
    """Calendars of the places whose limitation needs one, for the years in which it may end."""
    needed = {
        rule.jurisdiction: rule.limitation.amount or 0
        for rule in rules
        if rule.limitation is not None and rule.limitation.last_day != "stays"
    }
    day = facts.learned_on or facts.last_day
    if day is None or not needed:
        return {}
    places = reference().places
    return {
        code: calendar_of(places[code], day, day.replace(year=day.year + months // 12, day=1))
        for code, months in needed.items()
    }


@dataclass(frozen=True)
class WordedQuestion:
    """One question as people read it: shared text and help where several laws ask it, else the law's own words."""

    key: str
    text: Wording
    help: Wording
    evidence: Wording
    asked_by: tuple[tuple[str, str, str, str], ...]
    """Framework code, its short name, element key and the article in words, for each law that asks."""


def questions(
    facts: Facts,
    answers: Mapping[str, Answer | str] | None = None,
    *,
    limit: int | None = None,
    roles: Iterable[screening.Role] = screening.ABOUT_CONSENT,
) -> list[WordedQuestion]:
    """What is still to be asked under the frameworks that can apply, the most telling first, in the reader's words."""
    topics = reference().topics
    rules = applicable_frameworks(facts)
    asked = screening.questions_for(
        rules,
        facts,
        answers={key: Answer(answer) for key, answer in (answers or {}).items()},
        weights={key: topic.weight for key, topic in topics.items()},
        roles=roles,
        limit=limit,
    )
    named = {row.code: row for row in reference().frameworks.values()}
    return [_worded(question, topics.get(question.topic), named) for question in asked]


def _worded(question: screening.Question, topic: Topic | None, named: Mapping[str, Framework]) -> WordedQuestion:
    askers = tuple(
        (
            one.framework,
            str(named[one.framework].short_name),
            one.element,
            located(named[one.framework], one.article),
        )
        for one in question.asked_by
    )
    empty = wording("", "")
    if topic is not None:
        return WordedQuestion(question.key, topic.question, topic.help, topic.evidence, askers)
    first = question.asked_by[0]
    element = next(one for one in named[first.framework].elements.all() if one.key == first.element)
    return WordedQuestion(question.key, element.question, empty, empty, askers)


def topics_to_choose() -> list[tuple[str, str]]:
    """Every shared question that an element may ask: its key, and its words with the key where it has any."""
    worded = {topic.key: str(topic.question) for topic in Topic.objects.all()}
    keys = set(
        Element.objects.filter(framework__superseded_at__isnull=True)
        .exclude(topic__contains="/")
        .values_list("topic", flat=True)
    )
    keys |= {*worded, *PARAMETERISED}
    return [(key, f"{key}: {worded[key]}" if key in worded else key) for key in sorted(keys)]

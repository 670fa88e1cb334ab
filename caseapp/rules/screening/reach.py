"""Which frameworks come into question: by place, by who acted, by the day, and national before general."""

from collections.abc import Iterable, Sequence

from caseapp.rules.screening.facts import Facts
from caseapp.rules.screening.law import FrameworkRule
from caseapp.rules.screening.results import LeftOut
from caseapp.rules.screening.vocabulary import ActorKind, CoveredActors, NotApplicable, Reach


def applicable(
    frameworks: Iterable[FrameworkRule], facts: Facts
) -> tuple[tuple[FrameworkRule, ...], tuple[LeftOut, ...]]:
    """The frameworks that can apply, in the order given, and the others with the reason why not.

    A framework that states the national form of another (`specialises`) takes that one's place. Where the law's
    first day is not verified, the day alone never rules it out.
    """
    taken: list[FrameworkRule] = []
    left: list[LeftOut] = []
    for framework in frameworks:
        reason = _why_not(framework, facts)
        if reason is None:
            taken.append(framework)
        else:
            left.append(reason)
    special = {framework.specialises: framework.code for framework in taken if framework.specialises}
    left.extend(
        LeftOut(framework.code, NotApplicable.SPECIALISED, instead=(special[framework.code],))
        for framework in taken
        if framework.code in special
    )
    return tuple(one for one in taken if one.code not in special), tuple(left)


def _why_not(framework: FrameworkRule, facts: Facts) -> LeftOut | None:
    if not _in_territory(framework, facts):
        return LeftOut(framework.code, NotApplicable.PLACE)
    if facts.actor is ActorKind.POLICE and framework.police_instead is not None:
        return LeftOut(framework.code, NotApplicable.POLICE, framework.police_article, framework.police_instead)
    if framework.covered_actors is CoveredActors.PRIVATE and facts.actor in (ActorKind.PUBLIC, ActorKind.POLICE):
        return LeftOut(framework.code, NotApplicable.ACTOR_PUBLIC)
    if framework.covered_actors is CoveredActors.PUBLIC and facts.actor is ActorKind.PRIVATE:
        return LeftOut(framework.code, NotApplicable.ACTOR_PRIVATE)
    last, first = facts.last_day, facts.first_day
    if framework.valid_from is not None and last is not None and last < framework.valid_from:
        return LeftOut(framework.code, NotApplicable.NOT_YET_IN_FORCE)
    if framework.valid_to is not None and first is not None and first >= framework.valid_to:
        return LeftOut(framework.code, NotApplicable.NO_LONGER_IN_FORCE)
    return None


def _in_territory(framework: FrameworkRule, facts: Facts) -> bool:
    codes = {framework.jurisdiction, *framework.also_in}
    chains: dict[Reach, Sequence[str]] = {
        Reach.PLACE: facts.place,
        Reach.RESIDENCE: facts.residence,
        Reach.RESPONDENT: facts.respondent_place,
    }
    return any(codes.intersection(chains[reach]) for reach in framework.reach)

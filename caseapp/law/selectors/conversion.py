"""From rows to the values that the rules take: the one place where the two meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from caseapp.law.models import DamagesRule, DeadlineRule, Framework
from caseapp.law.querysets import FrameworkQuerySet
from caseapp.rules import clocks
from caseapp.rules.screening import (
    Answer,
    AuthorityRule,
    CoveredActors,
    ElementRule,
    ExemptionRule,
    FrameworkRule,
    GroundRule,
    Reach,
    Role,
    StepFirst,
    SuitRule,
)

_known: dict[tuple[int, str], FrameworkRule] = {}
"""Rules by row and fingerprint. A version never changes, so what was converted once stays right."""


def framework_rules(frameworks: FrameworkQuerySet) -> list[FrameworkRule]:
    """The rules of these rows, in their order; one query when all were converted before."""
    keys = list(frameworks.values_list("pk", "fingerprint"))
    missing = [pk for pk, fingerprint in keys if (pk, fingerprint) not in _known]
    if missing:
        for row in Framework.objects.filter(pk__in=missing).with_parts():
            _known[row.pk, row.fingerprint] = framework_rule(row)
    return [_known[key] for key in keys]


def known_rules(rows: Iterable[Framework]) -> list[FrameworkRule]:
    """The rules of rows that were read with all their parts; no statement."""
    found = []
    for row in rows:
        if (row.pk, row.fingerprint) not in _known:
            _known[row.pk, row.fingerprint] = framework_rule(row)
        found.append(_known[row.pk, row.fingerprint])
    return found


def framework_rule(row: Framework) -> FrameworkRule:
    """One version of a framework with all its parts, as the screening engine takes it."""
    deadlines = {rule.key: rule for rule in row.deadline_rules.all()}
    limitation = deadlines.get("limitation")
    answer = deadlines.get("controller_response")
    return FrameworkRule(
        code=row.code,
        version=row.version,
        fingerprint=row.fingerprint,
        jurisdiction=row.jurisdiction_id,
        covered_actors=CoveredActors(row.covered_actors),
        elements=tuple(
            ElementRule(
                key=one.key,
                supports_if=Answer(one.supports_claim_if),
                role=Role(one.role),
                topic=one.topic,
                article=one.article,
                inverted=one.inverted,
                parameter=one.parameter,
            )
            for one in row.elements.all()
        ),
        grounds=tuple(
            GroundRule(one.key, tuple(one.element_keys), one.article, one.since) for one in row.grounds.all()
        ),
        exemptions=tuple(
            ExemptionRule(one.position, one.article, tuple(one.element_keys), one.made_for)
            for one in row.exemptions.all()
        ),
        authorities=tuple(
            AuthorityRule(one.position, one.kind, tuple(one.after_keys)) for one in row.authorityroutes.all()
        ),
        suit=SuitRule(
            exists=row.private_right_exists,
            article=row.private_right_article_en,
            grounds=tuple(row.suit_grounds),
            after=tuple(StepFirst(step["element"], step.get("unless", "")) for step in row.suit_after),
            blocked_by=tuple(row.suit_blocked_by),
            waits_on=tuple(row.suit_waits_on),
        ),
        also_in=tuple(row.also_in),
        reach=tuple(Reach(one) for one in row.reach),
        specialises=row.specialises,
        police_instead=tuple(row.police_instead) if row.police_excluded else None,
        police_article=row.police_article,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        harm_groups=None if row.harm_groups is None else tuple(tuple(group) for group in row.harm_groups),
        limitation=deadline_rule(limitation, framework=row.code) if limitation else None,
        answer_article=answer.article if answer else "",
        answer_is_timed=answer is not None and answer.amount is not None,
    )


def deadline_rule(row: DeadlineRule, *, framework: str = "") -> clocks.Rule:
    """One period as the clocks take it. A start that is not verified is read as the event itself."""
    return clocks.Rule(
        key=row.key,
        kind=clocks.Kind(row.kind),
        amount=row.amount,
        unit=clocks.Unit(row.unit) if row.unit else clocks.Unit.DAYS,
        starts_from=clocks.Start(row.starts_from) if row.starts_from else clocks.Start.EVENT,
        from_year_end=row.from_year_end,
        longstop_months=row.longstop_months,
        extension_amount=row.extension_amount,
        last_day=clocks.LastDay(row.last_day),
        last_day_article=row.last_day_article,
        article=row.article,
        framework=framework or (row.framework.code if row.framework is not None else ""),
        jurisdiction=row.jurisdiction_id,
    )


@dataclass(frozen=True)
class DamagesTerms:
    """What a law gives in money: kind, bounds in `currency` for each `per`, and where it says so.

    `kind` is statutory, actual, non_material, punitive or costs; `per` is violation, person or case. `to_person` is
    false where the sum goes to the State. A bound that the law does not state is None.
    """

    framework: str
    kind: str
    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    per: str
    article: str
    note: str
    to_person: bool


def damages_terms(rows: Iterable[DamagesRule]) -> tuple[DamagesTerms, ...]:
    """The terms of these rows, the note in the language active now."""
    return tuple(
        DamagesTerms(
            framework=row.framework.code,
            kind=row.kind,
            minimum=row.minimum,
            maximum=row.maximum,
            currency=row.currency,
            per=row.per,
            article=row.article,
            note=str(row.note),
            to_person=row.to_person,
        )
        for row in rows
    )

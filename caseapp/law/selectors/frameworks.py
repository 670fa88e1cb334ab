"""Laws by code, by place and by day; what they give in money; and the periods they set."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from caseapp.law.enums import DeadlineKind
from caseapp.law.models import DamagesRule, DeadlineRule, Framework, Jurisdiction
from caseapp.law.querysets import FrameworkQuerySet
from caseapp.law.selectors.conversion import DamagesTerms, damages_terms, deadline_rule
from caseapp.law.selectors.jurisdictions import calendar_of, jurisdiction_chain
from caseapp.rules import clocks


def framework_by_code(code: str, on: dt.date | None = None) -> Framework | None:
    """The current version of a framework: the one that holds on the day, or the newest; None if there is none."""
    found = Framework.objects.current().filter(code=code)
    if on is not None:
        found = found.in_force(on)
    return found.with_parts().order_by("-valid_from", "-version").first()


def frameworks_of(jurisdiction: str) -> FrameworkQuerySet:
    """Current versions of every framework that is law in the jurisdiction, those of its parents included."""
    chain = list(jurisdiction_chain(jurisdiction))
    wanted = Q(jurisdiction_id__in=chain)
    for code in chain:
        wanted |= Q(also_in__contains=[code])
    return Framework.objects.current().filter(wanted).order_by("code", "version")


def frameworks_in_force(jurisdiction: str, on: dt.date) -> list[Framework]:
    """Frameworks that hold in the jurisdiction on the day, with their parts; a national version before its parent.

    Where a national version stands (GDPR in France), the general one is left out.
    """
    found = list(frameworks_of(jurisdiction).in_force(on).with_parts())
    replaced = {framework.specialises for framework in found if framework.specialises}
    return [framework for framework in found if framework.code not in replaced]


def statutory_damages(codes: Iterable[str], on: dt.date | None = None) -> tuple[DamagesTerms, ...]:
    """What the frameworks of these codes give in money, in the order of the codes; unknown codes give nothing."""
    wanted = list(codes)
    rows = DamagesRule.objects.filter(framework__code__in=wanted, framework__superseded_at__isnull=True).select_related(
        "framework"
    )
    if on is not None:
        rows = rows.filter(
            Q(framework__valid_from__isnull=True) | Q(framework__valid_from__lte=on),
            Q(framework__valid_to__isnull=True) | Q(framework__valid_to__gt=on),
        )
    ordered = sorted(rows, key=lambda row: (wanted.index(row.framework.code), row.framework.version, row.position))
    return damages_terms(ordered)


def deadline_rules(
    jurisdiction: str,
    *kinds: DeadlineKind,
    on: dt.date,
    frameworks: Iterable[str] | None = None,
) -> list[DeadlineRule]:
    """Periods of these kinds that hold in the jurisdiction on the day: its procedure's first, then its frameworks'.

    `frameworks` limits the latter to these codes. The nearest jurisdiction of the chain comes first.
    """
    chain = jurisdiction_chain(jurisdiction)
    held = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    procedure = DeadlineRule.objects.filter(
        held, jurisdiction_id__in=chain, framework__isnull=True, superseded_at__isnull=True, kind__in=kinds
    )
    laws = frameworks_of(jurisdiction).in_force(on)
    if frameworks is not None:
        laws = laws.filter(code__in=list(frameworks))
    of_laws = DeadlineRule.objects.filter(held, framework__in=laws, kind__in=kinds).select_related("framework")
    found = [*procedure.select_related("framework"), *of_laws]
    return sorted(
        found,
        key=lambda rule: (
            rule.framework_id is not None,
            chain.index(rule.jurisdiction_id) if rule.jurisdiction_id in chain else len(chain),
            rule.framework.code if rule.framework else "",
            rule.position,
        ),
    )


def deadline(
    rule: DeadlineRule,
    starts: Mapping[clocks.Start, dt.date],
    *,
    jurisdiction: Jurisdiction | None = None,
    pauses: Sequence[clocks.Pause] = (),
    restarts: Sequence[clocks.Restart] = (),
    extended: bool = False,
) -> clocks.Deadline:
    """The last day of a period with its working, by the calendar of the jurisdiction (the rule's own if none)."""
    calendar = calendar_of(jurisdiction or rule.jurisdiction, *starts.values(), *(one.day for one in restarts))
    return clocks.deadline(
        deadline_rule(rule), starts, calendar=calendar, pauses=pauses, restarts=restarts, extended=extended
    )


def fine_payment_rule(jurisdiction: str, on: dt.date) -> DeadlineRule | None:
    """The period in which a fine must be paid in the jurisdiction; None where none is verified."""
    found = deadline_rules(jurisdiction, DeadlineKind.FINE_PAYMENT, on=on)
    return found[0] if found else None


def fine_payment_days(jurisdiction: str, on: dt.date) -> int | None:
    """The number of calendar days to pay a fine; None where that is not verified or is counted otherwise."""
    rule = fine_payment_rule(jurisdiction, on)
    return rule.amount if rule is not None and rule.unit == clocks.Unit.DAYS.value else None

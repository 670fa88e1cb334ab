"""What estimates stand on: the index of precedents, the law laid beside it, and estimates that were kept."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from threading import Lock
from typing import Any
from uuid import UUID

from babel.numbers import get_territory_currencies
from django.db.models import Count, Max, QuerySet
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.core.wording import written_sum
from caseapp.law.models import Framework, Jurisdiction
from caseapp.law.selectors import DamagesTerms, frameworks_of, statutory_damages
from caseapp.precedents.enums import PrecedentKind
from caseapp.precedents.models import Estimate, Precedent
from caseapp.precedents.selectors.detail import precedents_by_slug
from caseapp.rules.estimation.facts import CaseFacts, FactError, PartialDate, PrecedentFacts
from caseapp.rules.estimation.features import profile
from caseapp.rules.estimation.index import Index
from caseapp.rules.estimation.likeness import Likeness, weights
from caseapp.rules.estimation.method import variant_of
from caseapp.rules.estimation.money import published_rates
from caseapp.rules.estimation.sample import Target
from caseapp.rules.estimation.statute import DamagesRule, FineCap, Rule

# The laws that a case is compared under where nobody names them: most precedents cite one, hardly any more than two.
LAWS_COMPARED = 2

_held: tuple[tuple[int, dt.datetime | None], Index] | None = None
_building = Lock()
_compared: tuple[Index, Likeness] | None = None


def estimation_index() -> Index:
    """The index over all precedents, built once a process and again when any of them has changed. One statement."""
    global _held
    stamp = Precedent.objects.aggregate(number=Count("pk"), changed=Max("updated_at"))
    key = (stamp["number"], stamp["changed"])
    if _held is None or _held[0] != key:
        with _building:
            if _held is None or _held[0] != key:
                records = Precedent.objects.order_by("slug").values_list("record", flat=True)
                found = [PrecedentFacts.from_record(record) for record in records.iterator(chunk_size=1000)]
                _held = (key, Index(found, published_rates()))
    return _held[1]


def similar_precedents(actor: Actor, precedent: Precedent, limit: int = 5) -> list[Precedent]:
    """The decided matters most like this one by the method's own table, likest first. Two statements."""
    global _compared
    index = estimation_index()
    if _compared is None or _compared[0] is not index:
        _compared = (index, Likeness([profile(one) for one in index.precedents]))
    target: Target = "fine" if precedent.kind == PrecedentKind.REGULATOR_FINE else "compensation"
    factors = index.weights.variants[variant_of(target, with_proceeding=True)].log_factors()
    mass = weights(_compared[1].distances(profile(PrecedentFacts.from_record(precedent.record))), factors)
    order = sorted(range(len(mass)), key=lambda place: (-round(float(mass[place]), 9), index.precedents[place].id))
    slugs = [index.precedents[place].id for place in order[: limit + 1]]
    wanted = [slug for slug in slugs if slug != precedent.slug][:limit]
    found = precedents_by_slug(actor, wanted)
    return [found[slug] for slug in wanted if slug in found]


def case_facts(given: Mapping[str, Any]) -> CaseFacts:
    """The facts of a question as the API and the page state them (`shared` names of the data). Refuses, by field.

    Keys: country, subdivision, frameworks, actor, sector, use, modality, consent_defect, minors, vulnerable, persons,
    proceeding, on. What is missing, null or empty is not known.
    """
    known = {key: value for key, value in given.items() if value not in (None, "", [], ())}
    try:
        return CaseFacts(
            country=known.get("country"),
            subdivision=known.get("subdivision"),
            frameworks=tuple(known.get("frameworks", ())),
            actor=known.get("actor"),
            sector=known.get("sector"),
            use=known.get("use"),
            modality=known.get("modality"),
            consent_defect=frozenset(known.get("consent_defect", ())),
            minors=known.get("minors"),
            vulnerable=known.get("vulnerable"),
            persons=known.get("persons"),
            proceeding=known.get("proceeding"),
            on=PartialDate.parse(known.get("on")),
        )
    except FactError as error:
        words = str(error).removeprefix("case: ")
        field = words.split()[0]
        raise InvalidInput(
            _("These facts do not make sense: %(what)s") % {"what": words},
            errors={field if field in _FACTS else "": _("Choose one of the values in the list.")},
        ) from error
    except (TypeError, AttributeError, ValueError) as error:
        raise InvalidInput(_("These facts do not make sense.")) from error


_FACTS = frozenset(field.name for field in fields(CaseFacts))


def jurisdiction_of(facts: CaseFacts) -> str:
    """The smallest place of the facts that the law data knows; empty where it knows none."""
    codes = [code for code in (facts.subdivision, facts.country) if code]
    known = set(Jurisdiction.objects.filter(code__in=codes).values_list("code", flat=True))
    return next((code for code in codes if code in known), "")


@dataclass(frozen=True)
class LawBeside:
    """The law of the place: what is compared with precedents, and what is laid beside the range."""

    compared: tuple[str, ...]
    rules: tuple[Rule, ...]


def law_beside(target: str, facts: CaseFacts, index: Index, on: dt.date) -> LawBeside:
    """The laws that reach these facts on the day: at most two to compare under, and every rule on sums.

    Named frameworks are compared as named. Else those of the place that decisions of the place cite most: decisions
    seldom cite more. A general law gives way to its national version, except that decisions cite the general one.
    """
    jurisdiction = jurisdiction_of(facts)
    laws = [law for law in frameworks_of(jurisdiction).in_force(on) if _covers(law, facts)] if jurisdiction else []
    replaced = {law.specialises for law in laws if law.specialises}
    shown = [law for law in laws if law.code not in replaced]
    codes = list(facts.frameworks) or [law.code for law in shown]
    with translation.override("en"):
        rules: tuple[Rule, ...] = (
            tuple(_damages_rule(term) for term in statutory_damages(codes, on) if term.to_person)
            if target == "compensation"
            else tuple(_fine_caps(shown if not facts.frameworks else _named(codes, on)))
        )
    compared = facts.frameworks or _most_cited({law.code for law in laws}, facts, index)
    return LawBeside(compared, rules)


NoteKey = tuple[str, str, str, Decimal | None, Decimal | None]


def localised_notes(codes: Iterable[str], on: dt.date) -> dict[NoteKey, str]:
    """The notes of damages rules in the reader's language; empty for English readers.

    By framework, kind, article and bounds: a law may have two rules that differ in their sums alone.
    An answer bears the English notes, so that it is the same whoever asks.
    """
    if not (get_language() or "").startswith("zh"):
        return {}
    terms = statutory_damages(codes, on)
    return {(one.framework, one.kind, one.article, one.minimum, one.maximum): one.note for one in terms}


def laws_named(codes: Iterable[str]) -> dict[str, Framework]:
    """The frameworks of these codes as they read now; a code without a description is left out."""
    found = Framework.objects.current().filter(code__in=list(codes)).order_by("valid_from", "version")
    return {law.code: law for law in found}


def law_names(codes: Iterable[str]) -> dict[str, str]:
    """Short names of frameworks in the reader's language; a code without a description is left out."""
    return {code: str(law.short_name) for code, law in laws_named(codes).items()}


def estimates_of(actor: Actor, subject: str) -> QuerySet[Estimate]:
    """The actor's own estimates kept for a complaint, newest first: what a firm or an authority reckons stays its own.

    Ask only for complaints that the actor may see. A receipt holder's bear no account.
    """
    if actor.is_visitor or not subject:
        return Estimate.objects.none()
    return Estimate.objects.filter(subject=subject, made_by_id=actor.user_id)


def kept_estimate(actor: Actor, identifier: UUID) -> Estimate:
    """One estimate that the actor kept. Raises NotFound for others'; the caller makes sure that they may still see
    the complaint that `subject` names."""
    found: Estimate | None = None
    if not actor.is_visitor:
        found = Estimate.objects.filter(pk=identifier, made_by_id=actor.user_id).exclude(subject="").first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Difference:
    """What changed between two kept estimates of one target: causes, and the medians before and after."""

    facts: tuple[str, ...]
    data: bool
    method: bool
    before: Decimal | None
    after: Decimal | None
    currency: str


def difference(earlier: Estimate, later: Estimate) -> Difference:
    """Why a later estimate says something else: other facts (named), other data, another method."""
    one, other = earlier.inputs.get("facts", {}), later.inputs.get("facts", {})
    return Difference(
        facts=tuple(sorted(key for key in {*one, *other} if one.get(key) != other.get(key))),
        data=earlier.data_version != later.data_version,
        method=earlier.method_version != later.method_version,
        before=_median(earlier),
        after=_median(later),
        currency=later.currency,
    )


def difference_words(found: Difference) -> list[str]:
    """What changed between two kept estimates, and why, one sentence for each cause and one for the result."""
    lines = []
    if found.facts:
        lines.append(__("The facts of the complaint changed."))
    if found.data:
        lines.append(__("The collection of decided cases changed."))
    if found.method:
        lines.append(__("The method changed."))
    if not lines:
        lines.append(__("Only the day changed: exchange rates and the age of the decisions."))
    sums = {
        "before": written_sum(found.before, found.currency),
        "after": written_sum(found.after, found.currency),
    }
    if found.before is None and found.after is None:
        lines.append(__("There was no figure before, and there is none now."))
    elif found.before is None:
        lines.append(__("There was no figure before. The middle is now %(after)s.") % sums)
    elif found.after is None:
        lines.append(__("The middle was %(before)s. There is no figure now.") % sums)
    elif found.before == found.after:
        lines.append(__("The middle stayed at %(after)s.") % sums)
    elif found.after > found.before:
        lines.append(__("The middle rose from %(before)s to %(after)s.") % sums)
    else:
        lines.append(__("The middle fell from %(before)s to %(after)s.") % sums)
    return lines


def question_of(facts: PrecedentFacts) -> dict[str, Any]:
    """The facts of a precedent as the estimate page's address states them."""
    asked: dict[str, Any] = {
        "target": "fine" if facts.kind == "regulator_fine" else "compensation",
        "place": facts.subdivision or facts.country,
        "actor": facts.actor,
        "sector": facts.sector,
        "use": facts.use,
        "modality": facts.modality,
        "consent_defect": sorted(facts.consent_defect),
        "minors": "on" if facts.minors else None,
        "vulnerable": facts.vulnerable,
    }
    return {key: value for key, value in asked.items() if value}


def currency_of(country: str | None) -> str:
    """The currency of a country today: the law data's, else the common one; US dollars where nobody knows."""
    known = Jurisdiction.objects.filter(code=country or "").values_list("currency", flat=True).first()
    if known:
        return known
    found = get_territory_currencies(country, dt.date.today(), tender=True) if country else []
    return str(found[0]) if found else "USD"


def _covers(law: Framework, facts: CaseFacts) -> bool:
    return facts.actor is None or law.covered_actors in {facts.actor, "both"}


def _named(codes: Iterable[str], on: dt.date) -> Iterable[Framework]:
    return Framework.objects.in_force(on).filter(code__in=list(codes)).order_by("code")


def _damages_rule(term: DamagesTerms) -> DamagesRule:
    return DamagesRule.from_record(
        term.framework,
        {
            "kind": term.kind,
            "min": term.minimum,
            "max": term.maximum,
            "currency": term.currency or None,
            "per": term.per,
            "article": term.article or None,
            "note": term.note or None,
        },
    )


def _fine_caps(laws: Iterable[Framework]) -> Iterable[FineCap]:
    for law in laws:
        if law.max_fine_amount is None and law.max_fine_percent_turnover is None:
            continue
        yield FineCap(
            framework=law.code,
            amount=law.max_fine_amount,
            currency=law.max_fine_currency or None,
            percent_turnover=law.max_fine_percent_turnover,
            article=str(law.max_fine_article) or None,
        )


def _most_cited(codes: set[str], facts: CaseFacts, index: Index) -> tuple[str, ...]:
    cited: Counter[str] = Counter()
    for one in index.precedents:
        if one.country == facts.country and (facts.subdivision is None or one.subdivision == facts.subdivision):
            cited.update(code for code in one.frameworks if code in codes)
    if not cited and facts.subdivision is not None:
        for one in index.precedents:
            if one.country == facts.country:
                cited.update(code for code in one.frameworks if code in codes)
    ordered = sorted(cited, key=lambda code: (-cited[code], code))
    return tuple(ordered[:LAWS_COMPARED])


def _median(estimate: Estimate) -> Decimal | None:
    quantiles = estimate.result.get("quantiles")
    return Decimal(quantiles["p50"]) if quantiles else None

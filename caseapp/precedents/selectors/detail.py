"""One precedent with everything a reader must know before citing it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caseapp.core.actors import Actor
from caseapp.core.enums import Modality, Use
from caseapp.core.errors import NotFound
from caseapp.law.models import Framework
from caseapp.precedents.enums import (
    Confidence,
    PerPersonBasis,
    PersonsBasis,
    PrecedentKind,
    PrecedentStatus,
    Remedy,
)
from caseapp.precedents.models import Precedent
from caseapp.precedents.selectors.wording import DEFECTS, USES
from caseapp.rules.estimation.facts import PartialDate, PrecedentFacts
from caseapp.rules.estimation.money import ECB_SOURCE, Conversion, Rate, convert, published_rates
from caseapp.rules.estimation.sample import ended_with_money, informs_range

COMPARED_IN = "USD"


@dataclass(frozen=True)
class LawCited:
    """A code of law that the decision rests on; `name` is empty where we have no description of it."""

    code: str
    name: str


@dataclass(frozen=True)
class Converted:
    """A sum in US dollars at the time of the decision, with the rate in words, its day where it has one, and its worth
    in the money of `restated_year`. `rate` is empty where the sum was in US dollars."""

    amount: Decimal
    currency: str
    rate: str
    rate_date: dt.date | None
    source: str
    restated: Decimal
    restated_year: int


def precedent_by_slug(actor: Actor, slug: str) -> Precedent:
    """One precedent with its sources; raises NotFound."""
    found: Precedent | None = Precedent.objects.visible_to(actor).filter(slug=slug).prefetch_related("sources").first()
    if found is None:
        raise NotFound
    return found


def precedents_by_slug(actor: Actor, slugs: Iterable[str]) -> dict[str, Precedent]:
    """These precedents by their slug, in one statement; ids that are gone are left out."""
    found: QuerySet[Precedent] = Precedent.objects.visible_to(actor).filter(slug__in=list(slugs))
    return {one.slug: one for one in found.defer("record", "search")}


def facts_of(precedent: Precedent) -> PrecedentFacts:
    """The precedent as the estimate reads it."""
    return PrecedentFacts.from_record(precedent.record)


def laws_cited(precedent: Precedent) -> list[LawCited]:
    """The codes of law in their order, each with the name of its description where there is one."""
    described = {
        law.code: str(law.short_name)
        for law in Framework.objects.current().filter(code__in=precedent.legal_basis).order_by("valid_from")
    }
    return [LawCited(code, described.get(code, "")) for code in precedent.legal_basis]


def converted(precedent: Precedent, amount: Decimal | None) -> Converted | None:
    """A sum of this precedent in US dollars; None where there is no sum, no need or no rate."""
    if amount is None or not precedent.currency:
        return None
    found = convert(amount, precedent.currency, known_date(precedent), published_rates())
    if found is None or (precedent.currency == COMPARED_IN and found.restatement.factor == 1):
        return None
    return _worded(found)


def known_date(precedent: Precedent) -> PartialDate:
    """The date of the decision, as far as it is known."""
    return PartialDate.parse(precedent.record.get("decided_on"))


def _worded(found: Conversion) -> Converted:
    day = dt.date.fromisoformat(found.rate.on) if found.rate.basis == "day" else None
    cents = Decimal("0.01")
    return Converted(
        amount=_whole(Decimal(str(found.usd_then)).quantize(cents)),
        currency=COMPARED_IN,
        rate=rate_words(found.rate),
        rate_date=day,
        source=source_words(found.rate.source),
        restated=_rounded(found.usd_now),
        restated_year=found.restatement.to_year,
    )


def _whole(value: Decimal) -> Decimal:
    """Without cents from a hundred on: a rate carries no more."""
    return value.quantize(Decimal(1)) if value >= 100 else value


def _rounded(value: float) -> Decimal:
    """Three significant digits, because a price index carries no more."""
    return Decimal(f"{value:.3g}").quantize(Decimal(1)) if value >= 100 else Decimal(f"{value:.2f}")


def source_words(source: str) -> str:
    """Where a rate comes from, in the reader's language where we have the words."""
    return (
        _("European Central Bank, euro reference rates, crossed through the euro") if source == ECB_SOURCE else source
    )


def rate_words(rate: Rate) -> str:
    """How the sum was converted, as a short line: the rate and what kind of rate it is."""
    if rate.currency == COMPARED_IN:
        return ""
    line = f"1 {rate.currency} = {rate.usd:.4g} USD"
    what = {
        "mid_month": _("rate in the middle of %(on)s"),
        "year_average": _("average of %(on)s"),
        "nearest_year": _("average of the nearest year known, %(on)s"),
        "undated": _("the date of the decision is not known; average of %(on)s"),
    }.get(rate.basis)
    return f"{line} ({what % {'on': rate.on}})" if what else line


def cautions(precedent: Precedent) -> list[str]:
    """What a reader must bear in mind before comparing: the warnings of the data, for this record, in sentences."""
    return list(_cautions(precedent))


def _cautions(precedent: Precedent) -> Iterator[str]:
    if precedent.use == Use.OTHER and precedent.modality != Modality.GENERAL_PERSONAL_DATA:
        yield _(
            "This case is about a picture or recording that was shown, sold or published, not about a system that"
            " recognises people. The sums in such cases follow other considerations."
        )
    if precedent.modality == Modality.GENERAL_PERSONAL_DATA:
        yield _("This case is about personal data in general, not about faces.")
    if precedent.kind == PrecedentKind.REGULATOR_FINE and precedent.amount:
        yield _("A fine goes to the state. The people concerned received nothing of it.")
    if precedent.kind == PrecedentKind.CLASS_SETTLEMENT and precedent.amount:
        yield _(
            "Only those who claimed were paid, after costs. Dividing the sum by the number of people says nothing about"
            " what one person received."
        )
    if precedent.kind == PrecedentKind.STATE_SETTLEMENT and precedent.amount:
        yield _("The settlement was made with a state, and the sum went to it.")
    if precedent.kind == PrecedentKind.MEDIATION_AWARD:
        yield _(
            "Compensation orders of data commissioners stand under this heading too. A proposal made in mediation"
            " binds only if both sides accept it."
        )
    if precedent.status == PrecedentStatus.OVERTURNED:
        yield _("The decision was overturned. It tells something about the odds and nothing about the sum.")
    elif precedent.status == PrecedentStatus.REDUCED:
        yield _("The sum was reduced later. It tells something about the odds and nothing about the sum.")
    elif precedent.status == PrecedentStatus.UNDER_APPEAL:
        yield _("The decision was under appeal when it was recorded and may not stand.")
    elif precedent.status == PrecedentStatus.UNKNOWN:
        yield _("The sources do not say whether the decision is final.")
    if precedent.decided_on is None:
        yield _("The sources do not give the date of the decision.")
    if precedent.per_person_basis == PerPersonBasis.REPORTED_ESTIMATE:
        yield _("The sum for one person is a forecast from before the payments. What people received was often lower.")
    elif precedent.per_person_basis == PerPersonBasis.COMPUTED:
        yield _("The sum for one person was worked out from the total and the number of people. Nobody reported it.")
    if precedent.persons_basis == PersonsBasis.AFFECTED and precedent.persons:
        yield _(
            "The number counts everybody affected, as reported. Some reports count pictures or records instead of"
            " people; the summary then says so."
        )
    if precedent.country == "LU":
        yield _("Decisions of the European Union’s own bodies are listed under Luxembourg.")
    if precedent.confidence == Confidence.ONE_SOURCE:
        yield _("We read this in one source.")


def use_in_estimates(precedent: Precedent) -> str:
    """What the estimates take from this precedent, in one sentence."""
    facts = facts_of(precedent)
    if informs_range(facts, "compensation"):
        return _("Estimates of compensation learn from the sum for one person, and from the fact that money was paid.")
    if informs_range(facts, "fine"):
        return _("Estimates of fines learn from this sum.")
    if ended_with_money(facts, "compensation") is not None or ended_with_money(facts, "fine") is not None:
        return _("Estimates learn from the outcome how often such cases end with money, and nothing about the sum.")
    return _("Estimates do not use this case.")


def defects(precedent: Precedent) -> list[str]:
    """How consent failed, in words."""
    return [str(DEFECTS[one]) for one in precedent.consent_defect]


def use(precedent: Precedent) -> str:
    """What the system did, in words."""
    return str(USES[precedent.use])


def remedies(precedent: Precedent) -> list[str]:
    """What was ordered beside money, in words."""
    return [str(Remedy(one).label) for one in precedent.remedies]

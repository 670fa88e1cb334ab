"""The worksheet of a fine as people read it: facts for like fines, the ceiling in words, the reasoned draft text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.wording import figure, written_sum
from caseapp.enforcement.enums import FactorEffect
from caseapp.enforcement.models import FineWorksheet, Investigation
from caseapp.law.enums import JurisdictionKind
from caseapp.law.models import Framework
from caseapp.law.selectors import cited, fine_factors, located
from caseapp.precedents import selectors as precedents
from caseapp.rules.estimation.facts import CaseFacts
from caseapp.rules.fine_worksheet import CapBasis, CapRule, FineLaw, Remark

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LIKE_NAMED = 3
"""So many of the nearest fines are named in the draft text; the page shows them all."""

REMARKS: "Mapping[Remark, _StrOrPromise]" = {
    Remark.ABOVE_CEILING: gettext_lazy("The proposed fine is above the highest fine of the law."),
    Remark.ABOVE_STATED_SUM: gettext_lazy(
        "The proposed fine is above the fixed sum of the law. It is lawful only if the share of turnover is higher."
    ),
    Remark.BELOW_FLOOR: gettext_lazy("The proposed fine is below the least that the law names."),
    Remark.ABOVE_LIKE: gettext_lazy("The proposed fine is above nine in ten like fines. Say why this case is graver."),
    Remark.BELOW_LIKE: gettext_lazy(
        "The proposed fine is below nine in ten like fines. Say why this case weighs less."
    ),
}


def fine_law(framework: Framework) -> FineLaw:
    """What a law's record says of its highest fine."""
    return FineLaw(
        amount=framework.max_fine_amount,
        currency=framework.max_fine_currency,
        percent_turnover=framework.max_fine_percent_turnover,
        rule=CapRule(framework.max_fine_rule) if framework.max_fine_rule else None,
        gain_times=framework.max_fine_gain_times,
    )


def facts_of(investigation: Investigation, persons: int | None = None) -> CaseFacts:
    """The facts that like fines are sought by: what most of the investigation's complaints say.

    Ways that consent failed are those of any complaint. Without `persons` the number of people is not known: how
    many complained says little of how many were reached.
    """
    rows = list(
        Complaint.objects.filter(investigation_links__investigation=investigation)
        .order_by("id")
        .values(
            "jurisdiction_id",
            "jurisdiction__kind",
            "respondent_kind",
            "sector",
            "use",
            "modality",
            "consent_defect",
            "minors",
            "vulnerable",
        )
    )
    place = _most(rows, "jurisdiction_id") or investigation.authority.jurisdiction_id
    kinds = {row["jurisdiction_id"]: row["jurisdiction__kind"] for row in rows}
    kind = kinds.get(place, investigation.authority.jurisdiction.kind)
    return precedents.case_facts(
        {
            "country": None if kind == JurisdictionKind.UNION else place.partition("-")[0],
            "subdivision": place if kind == JurisdictionKind.SUBDIVISION else None,
            "actor": _most(rows, "respondent_kind"),
            "sector": _most(rows, "sector") or investigation.respondent.sector,
            "use": _most(rows, "use"),
            "modality": _most(rows, "modality"),
            "consent_defect": sorted({one for row in rows for one in row["consent_defect"]}),
            "minors": any(row["minors"] for row in rows) or None,
            "vulnerable": _most(rows, "vulnerable"),
            "persons": persons,
        }
    )


def _most(rows: Sequence[Mapping[str, Any]], column: str) -> Any:
    counted = Counter(row[column] for row in rows if row[column])
    return counted.most_common(1)[0][0] if counted else None


def quantiles_of(answer: Mapping[str, Any]) -> dict[int, Decimal] | None:
    """P10 to P90 of an estimate by their number, or None where it gives no figure."""
    if not answer.get("quantiles"):
        return None
    return {int(name.removeprefix("p")): Decimal(value) for name, value in answer["quantiles"].items()}


def worksheet_of(investigation: Investigation) -> FineWorksheet | None:
    """The worksheet as it was last written. Ask only for investigations that the actor may see."""
    return FineWorksheet.objects.filter(investigation=investigation).select_related("framework", "made_by").first()


@dataclass(frozen=True)
class WeighedFactor:
    """One factor in words, with the officer's answer."""

    title: str
    article: str
    effect: str
    effect_words: str
    reason: str


@dataclass(frozen=True)
class Presented:
    """A worksheet in the reader's language; sums are None where they are not known."""

    sheet: FineWorksheet
    ceiling: Decimal | None
    ceiling_words: tuple[str, ...]
    ceiling_cite: str
    suggested: Decimal | None
    low: Decimal | None
    high: Decimal | None
    held: bool
    position_words: str
    remarks: tuple[str, ...]
    factors: tuple[WeighedFactor, ...]
    like: precedents.Presented
    text: str


def presented_worksheet(actor: Actor, sheet: FineWorksheet) -> Presented:
    """Everything that the page of a worksheet says."""
    found = sheet.guidance

    def amount(name: str) -> Decimal | None:
        return None if found[name] is None else Decimal(found[name])

    ceiling = found["ceiling"]["amount"]
    return Presented(
        sheet=sheet,
        ceiling=None if ceiling is None else Decimal(ceiling),
        ceiling_words=_ceiling_words(sheet),
        ceiling_cite=cited(sheet.framework, str(sheet.framework.max_fine_article)),
        suggested=amount("suggested"),
        low=amount("low"),
        high=amount("high"),
        held=found["held"],
        position_words=_position_words(sheet),
        remarks=tuple(str(REMARKS[Remark(one)]) for one in found["remarks"]),
        factors=_weighed(sheet),
        like=precedents.presented(actor, sheet.estimate),
        text=worksheet_text(actor, sheet),
    )


def worksheet_text(actor: Actor, sheet: FineWorksheet) -> str:
    """A reasoned draft in the reader's language: basis and ceiling, what was weighed, like fines, the sum.

    A draft to be read over and changed by the person who decides, never sent by itself.
    """
    law = sheet.framework
    parts = [
        _("The fine rests on %(law)s.") % {"law": law.name} + " " + " ".join(_ceiling_words(sheet)),
    ]
    for effect, opening in (
        (FactorEffect.RAISES, _("These speak for a higher fine:")),
        (FactorEffect.LOWERS, _("These speak for a lower fine:")),
        (FactorEffect.NEUTRAL, _("These were weighed and speak for neither:")),
    ):
        lines = [
            f"– {one.title} ({one.article}){': ' + one.reason if one.reason else ''}"
            for one in _weighed(sheet)
            if one.effect == effect
        ]
        if lines:
            parts.append("\n".join([opening, *lines]))
    parts.append(_like_words(actor, sheet))
    if sheet.proposed is not None:
        parts.append(
            _("Weighing all of this, a fine of %(sum)s is proposed.")
            % {"sum": written_sum(sheet.proposed, sheet.currency)}
        )
    return "\n\n".join(parts)


def _weighed(sheet: FineWorksheet) -> tuple[WeighedFactor, ...]:
    answers = {one["key"]: one for one in sheet.factors}
    found = []
    for factor in fine_factors(sheet.framework):
        given = answers.get(factor.key, {"effect": FactorEffect.UNKNOWN.value, "reason": ""})
        found.append(
            WeighedFactor(
                title=str(factor.title),
                article=located(sheet.framework, factor.article),
                effect=given["effect"],
                effect_words=str(FactorEffect(given["effect"]).label),
                reason=given["reason"],
            )
        )
    return tuple(found)


def _ceiling_words(sheet: FineWorksheet) -> tuple[str, ...]:
    """How the highest fine comes about, line by line."""
    cap, law = sheet.guidance["ceiling"], sheet.framework
    sums = {
        "sum": written_sum(cap["amount"], sheet.currency),
        "fixed": written_sum(law.max_fine_amount, sheet.currency),
        "share": written_sum(cap["share"], sheet.currency),
        "percent": figure(law.max_fine_percent_turnover),
        "turnover": written_sum(sheet.turnover, sheet.currency),
        "gain": written_sum(sheet.gain, sheet.currency),
        "times": figure(law.max_fine_gain_times),
    }
    lines = []
    if cap["share"] is not None:
        lines.append(_("%(percent)s %% of a turnover of %(turnover)s is %(share)s.") % sums)
    match CapBasis(cap["basis"]):
        case CapBasis.SUM if law.max_fine_rule == CapRule.GAIN:
            lines.append(_("Where nothing was gained, the highest fine is %(sum)s.") % sums)
        case CapBasis.SUM | CapBasis.TURNOVER:
            lines.append(_("The highest fine is %(sum)s.") % sums)
        case CapBasis.GAIN:
            lines.append(
                _("The fine lies between the gain of %(gain)s and %(times)s times as much: at most %(sum)s.") % sums
            )
        case CapBasis.SUM_AT_LEAST:
            lines.append(
                _("The highest fine is at least %(fixed)s; it is %(percent)s %% of turnover where that is more.") % sums
            )
        case CapBasis.SUM_AT_MOST:
            lines.append(_("The highest fine is %(percent)s %% of turnover, and never more than %(fixed)s.") % sums)
        case CapBasis.NEEDS_TURNOVER:
            lines.append(_("The highest fine is %(percent)s %% of turnover, which is not known yet.") % sums)
        case CapBasis.NEEDS_GAIN:
            lines.append(
                _(
                    "The highest fine is %(times)s times the unlawful gain, or %(fixed)s where nothing was gained. "
                    "The gain is not known yet."
                )
                % sums
            )
        case CapBasis.NONE:
            lines.append(_("The highest fine of this law is not verified here."))
    return tuple(lines)


def _position_words(sheet: FineWorksheet) -> str:
    position = sheet.guidance["position"]
    counted = Counter(one["effect"] for one in sheet.factors)
    if position is None:
        return _("No factor was weighed yet, so this is the middle of like fines.")
    return _(
        "Factors that speak for more: %(more)s, for less: %(less)s, for neither: %(neither)s. Among a hundred like "
        "fines, ordered by size, this is about the place %(place)s."
    ) % {
        "more": counted[FactorEffect.RAISES],
        "less": counted[FactorEffect.LOWERS],
        "neither": counted[FactorEffect.NEUTRAL],
        "place": figure(Decimal(position).quantize(Decimal(1))),
    }


def _like_words(actor: Actor, sheet: FineWorksheet) -> str:
    answer = sheet.estimate
    if not answer["quantiles"]:
        return _("Published fines in cases like this are too few to draw a range from them.")
    words = _(
        "In published decisions on cases like this one, eight fines in ten lie between %(low)s and %(high)s, and the "
        "middle is %(middle)s."
    ) % {
        "low": written_sum(answer["quantiles"]["p10"], sheet.currency),
        "high": written_sum(answer["quantiles"]["p90"], sheet.currency),
        "middle": written_sum(answer["quantiles"]["p50"], sheet.currency),
    }
    nearest = answer["comparables"][:LIKE_NAMED]
    known = precedents.precedents_by_slug(actor, [one["precedent"] for one in nearest])
    named = [
        f"{known[one['precedent']].heading} ({written_sum(one['sum']['amount'], one['sum']['currency'])})"
        for one in nearest
        if one["precedent"] in known
    ]
    if not named:
        return words
    return (
        words
        + " "
        + ngettext("The nearest is %(cases)s.", "The nearest are %(cases)s.", len(named)) % {"cases": "; ".join(named)}
    )

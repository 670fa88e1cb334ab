"""An estimate on paper: everything its page says, with the address of every case's sources, as a PDF."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from caseapp.core.actors import Actor
from caseapp.core.enums import ActorSector, Modality, Sector, Vulnerability
from caseapp.core.pdf import render_pdf
from caseapp.core.wording import figure, written_day, written_sum
from caseapp.precedents.enums import DatePrecision, PrecedentKind
from caseapp.precedents.models import Precedent, Source
from caseapp.precedents.selectors.places import place_name
from caseapp.precedents.selectors.presented import Comparison, Presented, StatuteRow, presented
from caseapp.precedents.selectors.wording import DEFECTS, USES


def estimate_document(actor: Actor, answer: Mapping[str, Any], *, caption: str = "") -> bytes:
    """An answer of `make_estimate` as PDF in the active language: the same answer gives the same bytes.

    `caption` is the reference of the complaint it was made for. Four statements.
    """
    shown = presented(actor, answer)
    named = [*shown.comparables, *shown.without_money]
    addresses = _addresses([one.precedent for one in named])
    day = written_day(shown.as_of)
    title = (
        _("What fine a case like this might bring")
        if shown.target == "fine"
        else _("What a case like this might bring")
    )
    data = {
        "foot": f"{caption} · {day}" if caption else day,
        "words": {
            "range": _("The range"),
            "facts": _("The facts given"),
            "cases": _("The nearest decided cases"),
            "without_money": _("Like cases that ended without a fine")
            if shown.target == "fine"
            else _("Like cases that ended without money"),
            "law": _("What the law itself says about sums"),
            "no_law": _("The law of this place is not described here yet, or it names no sum."),
            "confidence": _("How sure we are, and why"),
            "limits": _("What this is not"),
            "not_advice": _(
                "It is not legal advice, not a promise and not what your case is worth. It says what happened in"
                " published cases like yours. A court looks at your proof, and two courts may differ."
            ),
        },
        "answer": _answer(shown),
        "lines": _lines(shown),
        "range": _range(shown),
        "facts": _facts(answer["facts"]),
        "cases": [_case(one, shown, addresses) for one in shown.comparables],
        "without_money": [_case(one, shown, addresses) for one in shown.without_money],
        "law": [_rule(rule, shown.currency) for rule in shown.statute],
        "confidence": _confidence(shown),
        "changes": [
            _("%(change)s: the middle would be about %(sum)s.")
            % {"change": change.words, "sum": written_sum(change.middle, shown.currency)}
            for change in shown.changes
        ],
        "versions": [
            [_("Made on"), day],
            [_("Data"), shown.data_version],
            [_("Method"), shown.method_version],
            [_("Question"), answer["inputs_hash"]],
        ],
    }
    dated = dt.datetime.combine(shown.as_of, dt.time(), tzinfo=dt.UTC)
    return render_pdf("estimate", data=data, title=f"{title} ({caption})" if caption else title, dated=dated)


def decided_words(precedent: Precedent) -> str:
    """The date as far as it is known: 9 March 2021, March 2021, 2021, or that it was not reported."""
    return partial_day(precedent.decided_on, precedent.decided_precision)


def partial_day(day: dt.date | None, precision: str) -> str:
    """A date written no more exactly than it is known."""
    if day is None:
        return _("Date not reported")
    chinese = (get_language() or "").startswith("zh")
    pattern = {
        DatePrecision.DAY: "y年M月d日" if chinese else "d MMMM y",
        DatePrecision.MONTH: "y年M月" if chinese else "MMMM y",
    }.get(DatePrecision(precision), "y年" if chinese else "y")
    return format_date(day, pattern, locale="zh_Hans" if chinese else "en_GB")


def _addresses(precedents: list[Precedent]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for source in Source.objects.filter(precedent__in=[one.pk for one in precedents]).order_by("precedent", "position"):
        found.setdefault(source.precedent_id, []).append(source.url)
    return found


def _answer(shown: Presented) -> str:
    if shown.refused:
        return _("We give no figure. %(reason)s") % {"reason": shown.refused}
    sums = {
        "low": written_sum(shown.p10, shown.currency),
        "high": written_sum(shown.p90, shown.currency),
        "middle": written_sum(shown.p50, shown.currency),
    }
    if shown.target == "fine":
        return (
            _(
                "If the organisation is fined in a case like this, the fine lies between %(low)s and %(high)s in about"
                " eight cases of ten. The middle is %(middle)s."
            )
            % sums
        )
    return (
        _(
            "If money is awarded in a case like this, one person gets between %(low)s and %(high)s in about eight cases"
            " of ten. The middle is %(middle)s."
        )
        % sums
    )


def _lines(shown: Presented) -> list[str]:
    if shown.refused or shown.in_ten is None:
        return []
    fine = shown.target == "fine"
    if shown.in_ten == 0:
        odds = (
            _("Fewer than 1 in 10 published decisions of regulators in cases like this ended with a fine.")
            if fine
            else _("Fewer than 1 in 10 published cases like this ended with money for the person.")
        )
    elif shown.in_ten == 10:
        odds = (
            _("More than 9 in 10 published decisions of regulators in cases like this ended with a fine.")
            if fine
            else _("More than 9 in 10 published cases like this ended with money for the person.")
        )
    else:
        odds = (
            _("About %(number)s in 10 published decisions of regulators in cases like this ended with a fine.")
            if fine
            else _("About %(number)s in 10 published cases like this ended with money for the person.")
        ) % {"number": shown.in_ten}
    return [odds, _("Cases that were won are published more often than cases that were lost.")]


def _range(shown: Presented) -> list[list[str]]:
    if shown.refused:
        return []
    rows = (
        (_("One in ten is lower than (P10)"), shown.p10),
        (_("A quarter is lower than (P25)"), shown.p25),
        (_("Median (P50)"), shown.p50),
        (_("A quarter is higher than (P75)"), shown.p75),
        (_("One in ten is higher than (P90)"), shown.p90),
    )
    found = [[words, written_sum(value, shown.currency)] for words, value in rows]
    if shown.rate:
        found.append([_("Rate"), "; ".join(filter(None, [shown.rate, shown.rate_source]))])
    return [*found, [_("Money of the year"), str(shown.money_year)]]


def _facts(facts: Mapping[str, Any]) -> list[list[str]]:
    def word(choices: Any, value: Any) -> str:
        return str(dict(choices).get(value, value or ""))

    rows = [
        (_("Place"), place_name(facts["country"], facts.get("subdivision") or "") if facts.get("country") else ""),
        (_("Where"), word(Sector.choices, facts.get("sector"))),
        (_("Who used the system"), word(ActorSector.choices, facts.get("actor"))),
        (_("What the system did"), word(USES, facts.get("use"))),
        (_("What was captured"), word(Modality.choices, facts.get("modality"))),
        (_("How consent failed"), "; ".join(word(DEFECTS, one) for one in facts.get("consent_defect") or ())),
        (_("Children"), _minors(facts.get("minors"))),
        (_("Whether the person depended on the organisation"), word(Vulnerability.choices, facts.get("vulnerable"))),
        (_("People"), figure(facts.get("persons"))),
        (_("The way taken"), word(PrecedentKind.choices, facts.get("proceeding"))),
    ]
    return [[name, value] for name, value in rows if value]


def _minors(known: bool | None) -> str:
    if known is None:
        return ""
    return _("children involved") if known else _("no children involved")


def _case(one: Comparison, shown: Presented, addresses: Mapping[int, list[str]]) -> dict[str, Any]:
    precedent = one.precedent
    where = place_name(precedent.country, precedent.subdivision)
    sums = []
    if one.amount is not None:
        own = written_sum(one.amount, one.currency)
        sums.append(
            _("Its sum: %(own)s, then %(converted)s (%(rate)s).")
            % {"own": own, "converted": written_sum(one.usd, "USD"), "rate": one.rate}
            if one.rate
            else _("Its sum: %(own)s.") % {"own": own}
        )
    if one.adjusted is not None:
        sums.append(_("On your facts: %(sum)s.") % {"sum": written_sum(one.adjusted, shown.currency)})
        sums.append(
            _("Weight: %(percent)s %%.") % {"percent": one.weight} if one.weight else _("Weight: under 1 %%.") % {}
        )
    reasons = []
    if one.alike:
        reasons.append(_("Alike: %(reasons)s") % {"reasons": " ".join(one.alike)})
    if one.apart:
        reasons.append(_("Different: %(reasons)s") % {"reasons": " ".join(one.apart)})
    return {
        "title": str(precedent.heading),
        "where": " · ".join([str(precedent.get_kind_display()), where, decided_words(precedent), precedent.slug]),
        "sums": sums,
        "reasons": reasons,
        "sources": addresses.get(precedent.pk, []),
    }


def _rule(rule: StatuteRow, currency: str) -> str:
    parts = [f"{rule.law}, {rule.article}" if rule.article else rule.law, rule.kind]
    low, high = written_sum(rule.low, rule.currency), written_sum(rule.high, rule.currency)
    if low and high:
        parts.append(high if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high})
    elif high:
        parts.append(_("up to %(high)s") % {"high": high})
    elif low:
        parts.append(_("at least %(low)s") % {"low": low})
    if rule.percent_turnover is not None:
        parts.append(_("%(percent)s %% of turnover") % {"percent": figure(rule.percent_turnover)})
    if rule.per:
        parts.append(rule.per)
    here = rule.high_here if rule.high_here is not None else rule.low_here
    if here is not None:
        parts.append(_("about %(sum)s") % {"sum": written_sum(here, currency)})
    if rule.note:
        parts.append(rule.note)
    if rule.applied:
        parts.append(_("The range above is cut to this."))
    return _("; ").join(str(one) for one in parts)


def _confidence(shown: Presented) -> list[str]:
    found = [shown.confidence] if shown.confidence else []
    found.append(
        ngettext(
            "The range rests on the equivalent of %(size)s closely similar cases, out of %(total)s that bears a sum.",
            "The range rests on the equivalent of %(size)s closely similar cases, out of %(total)s that bear a sum.",
            shown.precedents,
        )
        % {"size": figure(shown.effective), "total": figure(shown.precedents)}
    )
    if shown.laws:
        found.append(_("Compared under: %(laws)s.") % {"laws": ", ".join(shown.laws)})
    return found

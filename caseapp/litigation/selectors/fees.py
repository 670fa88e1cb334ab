"""Which kinds of fee the law of a place lets a lawyer agree, as dated data; and a fee in words."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caseapp.core.wording import figure, reader, written_sum
from caseapp.law.selectors import day_in, jurisdiction_chain
from caseapp.litigation.enums import FeeKind
from caseapp.rules.share_caps import Cap, Step, cap_of, check_steps

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from caseapp.complaints.models import Complaint
    from caseapp.law.models import Jurisdiction
    from caseapp.litigation.models import Engagement

DATA = Path(__file__).resolve().parents[1] / "data" / "fees.json"


@dataclass(frozen=True)
class FeeRule:
    """What the law of a place says on a kind of fee. `most_percent` None means that no cap is verified; `steps` lower
    it for the higher parts of what is recovered, in `steps_currency`. `in_group_actions` tells whether it may be agreed
    with somebody who takes part in one.
    """

    jurisdiction: str
    kind: str
    lawful: bool
    articles: dict[str, str]
    note_en: str
    note_zh: str
    most_percent: Decimal | None
    in_group_actions: bool
    valid_from: dt.date | None
    valid_to: dt.date | None
    steps: tuple[Step, ...] = ()
    steps_currency: str = ""
    steps_articles: dict[str, str] = field(default_factory=dict)

    def cap(self, recovered: Decimal, currency: str) -> Cap | None:
        """The most that may be taken of a sum, with its working; None where no steps are known in its currency."""
        return cap_of(recovered, self.steps, currency) if self.steps and currency == self.steps_currency else None

    @property
    def article(self) -> str:
        """The article, in the reader's language where it is named there in its own words."""
        return _named(self.articles)

    @property
    def steps_article(self) -> str:
        """The article of the steps, likewise."""
        return _named(self.steps_articles)

    @property
    def note(self) -> str:
        """The note in the reader's language."""
        return self.note_zh if reader() == "zh" else self.note_en


@cache
def fee_rules() -> tuple[FeeRule, ...]:
    """Every row of the data."""
    return tuple(_rule(row) for row in json.loads(DATA.read_text(encoding="utf-8")))


def fee_rule(jurisdiction: str, kind: str, on: dt.date) -> FeeRule | None:
    """The rule that holds in the place on the day, the nearest place first; None where none is verified."""
    chain = jurisdiction_chain(jurisdiction)
    held = [
        rule
        for rule in fee_rules()
        if rule.kind == kind
        and rule.jurisdiction in chain
        and (rule.valid_from is None or rule.valid_from <= on)
        and (rule.valid_to is None or on < rule.valid_to)
    ]
    return min(held, key=lambda rule: chain.index(rule.jurisdiction), default=None)


def share_refusal(place: "Jurisdiction", percent: Decimal | None, on: dt.date) -> "tuple[str, _StrOrPromise] | None":
    """Why a share of what is recovered cannot be agreed in a place, with the field it stands beside; None where it can:
    refused too where nothing is verified.
    """
    rule = fee_rule(place.pk, FeeKind.CONTINGENT, on)
    if rule is None:
        message = _(
            "Whether a share of what is recovered is lawful in %(place)s is not verified here. Choose another fee."
        )
        return "fee_kind", message % {"place": place}
    if not rule.lawful:
        message = _("In %(place)s a share of what is recovered is not lawful (%(article)s). Choose another fee.")
        return "fee_kind", message % {"place": place, "article": rule.article}
    if percent is None or not 0 < percent <= 100:
        return "fee_percent", _("Enter the share in per cent, above 0 and at most 100.")
    if rule.most_percent is not None and percent > rule.most_percent:
        message = _("At most %(percent)s per cent is lawful in %(place)s (%(article)s).")
        return "fee_percent", message % {"percent": rule.most_percent, "place": place, "article": rule.article}
    return None


def share_refusal_together(complaint: "Complaint", on: dt.date) -> "_StrOrPromise | None":
    """Why nobody may take a share of what this person recovers in a group action; None where it is lawful."""
    rule = fee_rule(complaint.jurisdiction_id, FeeKind.CONTINGENT, on)
    if rule is None or rule.in_group_actions:
        return None
    message = _("In %(place)s a share of what is recovered is not lawful in a group action (%(article)s).")
    return message % {"place": complaint.jurisdiction, "article": rule.article}


def fee_words(engagement: "Engagement") -> str:
    """The fee in a sentence, in the language active now; empty where the terms alone say it."""
    money = written_sum(engagement.fee_amount, engagement.fee_currency)
    match engagement.fee_kind:
        case FeeKind.HOURLY:
            return _("Fee: %(sum)s an hour.") % {"sum": money}
        case FeeKind.FIXED:
            return _("Fee: %(sum)s, fixed.") % {"sum": money}
        case FeeKind.CONTINGENT:
            share = _("Fee: %(percent)s per cent of what is recovered; nothing where nothing is recovered.") % {
                "percent": figure(engagement.fee_percent)
            }
            return " ".join(filter(None, [share, _steps_in_words(engagement)]))
        case FeeKind.PRO_BONO:
            return _("We act without a fee.")
    return ""


def cap_for(engagement: "Engagement", recovered: Decimal, currency: str) -> Cap | None:
    """The most that a client's lawyer may take of what was recovered for them, by the law of the day on which they
    accepted the engagement, else of today; None where no steps are known there.
    """
    rule = _share_rule(engagement)
    return rule.cap(recovered, currency) if rule is not None else None


def _share_rule(engagement: "Engagement") -> FeeRule | None:
    """The law on shares by which an engagement is held: of the day on which the client accepted it, else of today."""
    place = engagement.complaint.jurisdiction
    return fee_rule(place.pk, FeeKind.CONTINGENT, day_in(place, engagement.accepted_at or timezone.now()))


def working_words(parts: Iterable[tuple[Decimal, Decimal]], most: Decimal, currency: str) -> str:
    """The working of a cap in one line, from the percentage and the sum of each part."""
    told = [
        _("%(percent)s %% of %(sum)s") % {"percent": figure(percent), "sum": written_sum(amount, currency)}
        for percent, amount in parts
    ]
    return f"{' + '.join(told)} = {written_sum(most, currency)}"


def cap_words(cap: Cap, before: Decimal) -> str:
    """The working of a cap in one line, with the fees that go off it."""
    working = working_words([(part.step.percent, part.amount) for part in cap.parts], cap.most, cap.currency)
    if not before:
        return working
    return _("%(working)s, less %(sum)s in the accounts of other suits") % {
        "working": working,
        "sum": written_sum(before, cap.currency),
    }


def _steps_in_words(engagement: "Engagement") -> str:
    """The law's steps in a sentence, for the letter that the client signs; empty where there are none."""
    rule = _share_rule(engagement)
    if rule is None or not rule.steps:
        return ""
    told = [step_words(step, rule.steps_currency, first=at == 0) for at, step in enumerate(rule.steps)]
    return _(
        "By law it is never more than what these percentages of what is recovered come to together: %(steps)s "
        "(%(article)s)."
    ) % {"steps": _("; ").join(told), "article": rule.steps_article}


def step_words(step: Step, currency: str, *, first: bool) -> str:
    """One step in words; each but the first begins where the one before it ends."""
    percent = figure(step.percent)
    if step.up_to is None:
        return _("%(percent)s per cent of what is above that") % {"percent": percent}
    told = (
        _("%(percent)s per cent of what is not above %(sum)s")
        if first
        else _("%(percent)s per cent of what is above that and not above %(sum)s")
    )
    return told % {"percent": percent, "sum": written_sum(step.up_to, currency)}


def _in_languages(words: str | dict[str, str]) -> dict[str, str]:
    return {"en": words} if isinstance(words, str) else words


def _named(words: dict[str, str]) -> str:
    return words.get(reader()) or words.get("en", "")


def _rule(row: dict[str, Any]) -> FeeRule:
    def day(name: str) -> dt.date | None:
        return dt.date.fromisoformat(row[name]) if row[name] else None

    return FeeRule(
        jurisdiction=row["jurisdiction"],
        kind=row["kind"],
        lawful=row["lawful"],
        articles=_in_languages(row["article"]),
        note_en=row["note"]["en"],
        note_zh=row["note"]["zh"],
        most_percent=Decimal(row["most_percent"]) if row["most_percent"] else None,
        in_group_actions=row.get("in_group_actions", True),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
        **_steps(row.get("steps")),
    )


def _steps(told: dict[str, Any] | None) -> dict[str, Any]:
    """The steps of a cap, checked as they are read."""
    if told is None:
        return {}
    steps = tuple(
        Step(Decimal(part["up_to"]) if part["up_to"] else None, Decimal(part["percent"])) for part in told["parts"]
    )
    check_steps(steps)
    return {"steps": steps, "steps_currency": told["currency"], "steps_articles": _in_languages(told["article"])}

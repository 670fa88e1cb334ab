"""A complaint as plain facts by the names that templates use, written in the language that is active."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from caseapp.complaints.enums import Answer, Harm, Relief
from caseapp.complaints.models import Complaint, Contact
from caseapp.complaints.selectors import screenings
from caseapp.core.enums import ConsentDefect
from caseapp.core.wording import figure, reader, written_day, written_sum
from caseapp.law.enums import DeadlineKind, Finding
from caseapp.law.models import Framework
from caseapp.law.selectors import (
    article_words,
    cited,
    day_in,
    deadline,
    deadline_rules,
    frameworks_in_force,
    located,
    period,
)
from caseapp.rules.clocks import Start

RIGHTS = Path(__file__).resolve().parents[1] / "data" / "rights.json"

Facts = dict[str, Any]


@cache
def _rights() -> dict[str, dict[str, str]]:
    """By framework and kind of letter, the article that gives the right."""
    found: dict[str, dict[str, str]] = json.loads(RIGHTS.read_text(encoding="utf-8"))
    return found


def day_in_a_paper(day: dt.date, place: str) -> str:
    """A day as papers of the place write it: in English of the United States the month stands first."""
    american = place.partition("-")[0] == "US" and reader() == "en"
    return format_date(day, "F j, Y") if american else written_day(day)


def sum_in_a_paper(amount: Any, currency: str) -> str:
    """A sum as papers write it: 人民币20,000元, $5,000; by code and figure where neither is usual."""
    before, after = _SUMS.get((reader(), currency), ("", ""))
    return f"{before}{figure(amount)}{after}" if (before or after) and amount else written_sum(amount, currency)


_SUMS = {
    ("zh", "CNY"): ("人民币", "元"),
    ("zh", "USD"): ("", "美元"),
    ("zh", "EUR"): ("", "欧元"),
    ("zh", "GBP"): ("", "英镑"),
    ("en", "USD"): ("$", ""),
    ("en", "EUR"): ("€", ""),
    ("en", "GBP"): ("£", ""),
}


def complaint_facts(complaint: Complaint, *, contact: Contact | None, today: dt.date) -> Facts:
    """What happened, to whom and by whom, without what is not known. `contact` only for whoever may read it."""
    respondent = complaint.respondent
    venue = [complaint.venue_name, complaint.venue_address]
    facts: Facts = {
        "complaint_reference": complaint.reference,
        "respondent": respondent.shown_name,
        "respondent_other": respondent.other_name,
        "respondent_address": respondent.address,
        "place": str(complaint.jurisdiction.name),
        "venue": _(", ").join(filter(None, venue)) or str(complaint.get_venue_kind_display()),
        "country": complaint.jurisdiction_id,
        "day": day_in_a_paper(complaint.occurred_on, complaint.jurisdiction_id),
        "ongoing": complaint.ongoing,
        "use": str(complaint.get_use_display()),
        "not_asked": complaint.consent_asked == Answer.NO,
        "not_separate": complaint.consent_separate == Answer.NO,
        "no_other_way": complaint.alternative_offered == Answer.NO,
        "children": complaint.minors,
        "persons": complaint.persons_affected if complaint.persons_affected > 1 else "",
        "narrative": complaint.narrative,
        "defects": [str(ConsentDefect(value).label) for value in complaint.consent_defect],
        "harms": [str(Harm(value).label) for value in complaint.harms],
        "wishes": [str(Relief(value).label) for value in complaint.relief_sought],
        "breaches": breaches(complaint),
        "today": day_in_a_paper(today, complaint.jurisdiction_id),
        "recipient": [respondent.shown_name, respondent.other_name, respondent.address],
    }
    if contact is not None:
        facts["complainant"] = contact.name
        facts["complainant_contact"] = _("; ").join(filter(None, [contact.email, contact.phone]))
    return {name: value for name, value in facts.items() if value not in (None, "", [], False)}


def breaches(complaint: Complaint) -> list[Facts]:
    """What the answers make out under each law that was screened, with its article, each once."""
    found: list[Facts] = []
    for screening in screenings(complaint):
        grounds = {ground.key: ground for ground in screening.framework.grounds.all()}
        for one in screening.result.get("grounds", ()):
            ground = grounds.get(one.get("key", ""))
            if ground is not None and one["finding"] == Finding.MADE_OUT:
                found.append(
                    {
                        "law": _law(screening.framework),
                        "article": located(screening.framework, ground.article),
                        "text": str(ground.title.sentence),
                    }
                )
    return found


def bases(complaint: Complaint, kind: str, *, on: dt.date) -> list[Facts]:
    """The laws of the place that give the right which a kind of letter uses, each with its article."""
    return [
        {"law": _law(framework), "article": located(framework, article)}
        for framework, article in _giving(complaint, kind, on)
    ]


def _law(framework: Framework) -> str:
    """The name of a law as papers write it: in Chinese between the marks of a title."""
    name = str(framework.name)
    return f"《{name}》" if reader() == "zh" and "《" not in name else name


def codes_giving(complaint: Complaint, kind: str, *, on: dt.date) -> list[str]:
    """The codes of those laws."""
    return [framework.code for framework, _article in _giving(complaint, kind, on)]


def _giving(complaint: Complaint, kind: str, on: dt.date) -> list[tuple[Framework, str]]:
    table: Mapping[str, Mapping[str, str]] = _rights()
    return [
        (framework, table[framework.code][kind])
        for framework in frameworks_in_force(complaint.jurisdiction_id, on)
        if kind in table.get(framework.code, {})
    ]


def reference_line(name: str, value: str) -> Facts:
    """One reference above a letter."""
    return {"name": name, "text": value}


def authority_dates(complaint: Complaint) -> list[Facts]:
    """By when the authority has to report and decide, where the law of the place says so."""
    if complaint.submitted_at is None:
        return []
    received = day_in(complaint.jurisdiction, complaint.submitted_at)
    found: list[Facts] = []
    for kind in (DeadlineKind.AUTHORITY_PROGRESS, DeadlineKind.AUTHORITY_DECISION):
        for rule in deadline_rules(complaint.jurisdiction_id, kind, on=received):
            worked = deadline(rule, {Start.COMPLAINT_RECEIVED: received}, jurisdiction=complaint.jurisdiction)
            if worked.last_day is not None:
                found.append(
                    {
                        "what": str(kind.label),
                        "day": written_day(worked.last_day),
                        "article": cited(rule.framework, rule.article)
                        if rule.framework
                        else article_words(rule.article),
                    }
                )
                break
    return found


def appeal_periods(place: str, *, on: dt.date) -> list[Facts]:
    """The verified times to go against a decision with a fine."""
    return [
        {"what": str(kind.label), "period": period(rule.amount, rule.unit), "article": article_words(rule.article)}
        for kind in (DeadlineKind.FINE_REVIEW, DeadlineKind.FINE_APPEAL)
        for rule in deadline_rules(place, kind, on=on)
        if rule.amount is not None
    ]

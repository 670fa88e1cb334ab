"""What differs between two records of a law, line by line and in words."""

import datetime as dt
import difflib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.core.wording import written_day
from caseapp.law.enums import (
    AuthorityKind,
    CoveredActors,
    DamagesKind,
    DamagesPer,
    DeadlineKind,
    ElementRole,
    FineCapRule,
    LastDay,
    StartEvent,
    Unit,
)
from caseapp.law.selectors.records import PARTS, PlainRecord

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LABELS: "Mapping[str, _StrOrPromise]" = {
    "jurisdiction_id": gettext_lazy("Jurisdiction"),
    "in_force_from": gettext_lazy("In force from, as published"),
    "valid_from": gettext_lazy("The text holds from"),
    "short_name": gettext_lazy("Short name"),
    "name": gettext_lazy("Name"),
    "name_local": gettext_lazy("Name in its own language"),
    "citation": gettext_lazy("Citation"),
    "biometric_definition": gettext_lazy("What is protected"),
    "consent_standard": gettext_lazy("Consent"),
    "burden_of_proof": gettext_lazy("Who must prove what"),
    "collective_action": gettext_lazy("Together with others"),
    "amendments": gettext_lazy("Changes of the law"),
    "sources": gettext_lazy("Sources"),
    "covered_actors": gettext_lazy("Whom it binds"),
    "private_right_exists": gettext_lazy("Suing yourself"),
    "private_right_article": gettext_lazy("Article on suing"),
    "max_fine_amount": gettext_lazy("Highest fine"),
    "max_fine_currency": gettext_lazy("Currency of the highest fine"),
    "max_fine_percent_turnover": gettext_lazy("Highest fine in per cent of turnover"),
    "max_fine_article": gettext_lazy("Article on the highest fine"),
    "max_fine_rule": gettext_lazy("How the highest fine is reckoned"),
    "max_fine_gain_times": gettext_lazy("Highest fine in times of the gain"),
    "fine_factors": gettext_lazy("What is weighed when a fine is set"),
    "position": gettext_lazy("Order"),
    "key": gettext_lazy("Short key"),
    "question": gettext_lazy("Question"),
    "supports_claim_if": gettext_lazy("Answer that supports the claim"),
    "article": gettext_lazy("article"),
    "role": gettext_lazy("role"),
    "topic": gettext_lazy("shared question"),
    "inverted": gettext_lazy("asks the opposite of the shared question"),
    "parameter": gettext_lazy("parameter of the shared question"),
    "title": gettext_lazy("Title"),
    "element_keys": gettext_lazy("Elements"),
    "since": gettext_lazy("Since"),
    "what": gettext_lazy("What it excuses"),
    "made_for": gettext_lazy("Setting it is made for"),
    "kind": gettext_lazy("Kind"),
    "minimum": gettext_lazy("At least"),
    "maximum": gettext_lazy("At most"),
    "currency": gettext_lazy("Currency"),
    "per": gettext_lazy("Counted"),
    "note": gettext_lazy("Note"),
    "to_person": gettext_lazy("Goes to the person"),
    "complaint_route": gettext_lazy("The way to complain"),
    "deadline_to_file": gettext_lazy("File by"),
    "response_deadline": gettext_lazy("Its answer"),
    "after_keys": gettext_lazy("Steps that come first"),
    "amount": gettext_lazy("Length"),
    "unit": gettext_lazy("Unit"),
    "starts_from": gettext_lazy("Runs from"),
    "from_year_end": gettext_lazy("Counted from the end of the year"),
    "longstop_months": gettext_lazy("Ends at the latest after so many months"),
    "extension_amount": gettext_lazy("May be extended by"),
    "last_day": gettext_lazy("Last day"),
    "last_day_article": gettext_lazy("Article on the last day"),
}
"""What a column of a record is called; others are named as they are."""

CHOICES: Mapping[str, Any] = {
    "covered_actors": CoveredActors,
    "max_fine_rule": FineCapRule,
    "role": ElementRole,
    "per": DamagesPer,
    "unit": Unit,
    "starts_from": StartEvent,
    "last_day": LastDay,
}
KINDS: Mapping[str, Any] = {
    "damagesrules": DamagesKind,
    "authorityroutes": AuthorityKind,
    "deadline_rules": DeadlineKind,
}
LISTS_IN_CHINESE = ("amendments_zh", "fine_factors_zh")
BY_KEY = frozenset({"elements", "grounds", "deadline_rules"})
TOLD_BY = {"exemptions": "what_en", "damagesrules": "note_en", "authorityroutes": "name_en"}


@dataclass(frozen=True)
class Change:
    """One line of a difference; `part` and `key` name the part of the law that changed, if it was one."""

    label: str
    before: str
    after: str
    part: str = ""
    key: str = ""
    column: str = ""


def changes(before: PlainRecord, after: PlainRecord) -> tuple[Change, ...]:
    """Every line in which the second record differs from the first, in the language active now."""
    found = _row_changes(before.columns, after.columns, "", "", "")
    for part in PARTS:
        found += _part_changes(part, before.parts[part], after.parts[part])
    return tuple(found)


def _row_changes(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str, part: str, key: str) -> list[Change]:
    found = []
    for column in after:
        if column in ("position", *LISTS_IN_CHINESE) or before.get(column) == after[column]:
            continue
        label = _label(column)
        found.append(
            Change(
                _("%(part)s: %(what)s") % {"part": prefix, "what": label[:1].lower() + label[1:]} if prefix else label,
                _shown(column, before.get(column), part),
                _shown(column, after[column], part),
                part,
                key,
                column,
            )
        )
    for column in LISTS_IN_CHINESE:
        if not prefix and before.get(column) != after.get(column):
            label = _("%(what)s, in Chinese") % {"what": LABELS[column.removesuffix("_zh")]}
            said = ("; ".join(filter(None, row.get(column, []))) or _not_verified() for row in (before, after))
            before_words, after_words = said
            found.append(Change(label, before_words, after_words, column=column))
    return found


def _part_changes(part: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Change]:
    found: list[Change] = []
    pairs = _by_key(before, after) if part in BY_KEY else _by_likeness(before, after)
    for old, new in pairs:
        row = new or old or {}
        key, name = str(row.get("key", "")), _name(part, row)
        if old is None:
            found.append(Change(name, _("Not there"), _summary(part, row), part, key))
        elif new is None:
            found.append(Change(name, _summary(part, row), _("Removed"), part, key))
        else:
            found += _row_changes(old, new, _name(part, old), part, key)
    both = [(old, new) for old, new in pairs if old is not None and new is not None]
    if [new for _old, new in sorted(both, key=lambda pair: int(pair[1]["position"]))] != [new for _old, new in both]:
        found.append(Change(_order_label(part), _listed(before), _listed(after), part))
    return found


Pair = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


def _by_key(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Pair]:
    old, new = ({row["key"]: row for row in rows} for rows in (before, after))
    return [*((row, new.get(key)) for key, row in old.items()), *((None, new[key]) for key in new if key not in old)]


def _by_likeness(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """Rows without a name of their own: equal ones belong together, then those between them in their order."""
    matcher = difflib.SequenceMatcher(
        None, [_without_order(row) for row in before], [_without_order(row) for row in after], autojunk=False
    )
    pairs: list[Pair] = []
    for _tag, first, last, start, end in matcher.get_opcodes():
        pairs += itertools.zip_longest(before[first:last], after[start:end])
    return pairs


def _without_order(row: Mapping[str, Any]) -> str:
    return json.dumps({key: str(value) for key, value in row.items() if key != "position"}, sort_keys=True)


def _listed(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(str(row.get("key", row["position"] + 1)) for row in rows)


def _order_label(part: str) -> str:
    return {
        "elements": _("Order of the elements"),
        "grounds": _("Order of the grounds"),
        "exemptions": _("Order of the exemptions"),
        "damagesrules": _("Order of the damages"),
        "authorityroutes": _("Order of the authorities"),
        "deadline_rules": _("Order of the periods"),
    }[part]


def _name(part: str, row: Mapping[str, Any]) -> str:
    name = str(row.get("key") or row["position"] + 1)
    return {
        "elements": _("Element %(name)s"),
        "grounds": _("Ground %(name)s"),
        "exemptions": _("Exemption %(name)s"),
        "damagesrules": _("Damages %(name)s"),
        "authorityroutes": _("Authority %(name)s"),
        "deadline_rules": _("Period %(name)s"),
    }[part] % {"name": name}


def _summary(part: str, row: Mapping[str, Any]) -> str:
    """A part in a line: its first text and its article."""
    if part == "deadline_rules":
        text = str(DeadlineKind(row["kind"]).label) if row["kind"] in DeadlineKind.values else row["kind"]
    else:
        text = row[TOLD_BY.get(part, "question_en" if part == "elements" else "title_en")]
        text = text or _shown("kind", row.get("kind"), part)
    article = row.get("article", "")
    return f"{text} ({article})" if article else str(text)


def _label(column: str) -> str:
    if column[:-3] in LABELS and column.endswith("_en"):
        return _("%(what)s, in English") % {"what": LABELS[column[:-3]]}
    if column[:-3] in LABELS and column.endswith("_zh"):
        return _("%(what)s, in Chinese") % {"what": LABELS[column[:-3]]}
    return str(LABELS.get(column, column.replace("_", " ")))


def _not_verified() -> str:
    return _("Not verified")


def _shown(column: str, value: Any, part: str) -> str:
    """A value as people read it; what is empty or null is not verified."""
    if value is None or value == "" or value == []:
        return _not_verified()
    choices = KINDS.get(part) if column == "kind" else CHOICES.get(column)
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.date):
        return written_day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list | tuple):
        return "; ".join(_item(one) for one in value)
    if column == "supports_claim_if":
        return {"yes": _("Yes"), "no": _("No")}.get(value, str(value))
    return str(value)


def _item(one: Any) -> str:
    if isinstance(one, Mapping):
        return " · ".join(str(text) for text in one.values())
    return ", ".join(map(str, one)) if isinstance(one, list | tuple) else str(one)

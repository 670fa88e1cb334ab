"""What each column of the register's tables means, for the description of the data package."""

from typing import Any

from caseapp.register import selectors

_TYPES = {
    "amount": "number",
    "paid": "number",
    "balance": "number",
    "count": "integer",
}
_MEANINGS = {
    "reference": "stable identifier; it never changes",
    "respondent_reference": "stable identifier of the organisation",
    "respondent": "name of the organisation, international",
    "respondent_local": "name in the local script",
    "respondent_country": "ISO 3166-1 alpha-2",
    "sector": "kind of place or business",
    "authority": "who decided",
    "jurisdiction": "code of the authority's jurisdiction",
    "legal_basis": "code of the law applied",
    "outcome": "fine, warning, no_breach or discontinued",
    "kind": "what was ordered",
    "state": "where it stands on the day of this copy",
    "currency": "ISO 4217",
    "amount": "sum imposed, after changes on appeal",
    "paid": "sum paid so far",
    "balance": "sum still owed; below zero where more was paid than is due now",
    "decided_on": "day the decision was approved",
    "imposed_on": "day the fine was imposed",
    "ordered_on": "day the order was made",
    "due_on": "day by which to pay or to act",
    "fulfilled_on": "day the proof was accepted",
    "published_on": "day it was put into the register",
    "summary": "public text",
    "text": "public text",
    "reply": "reply of the organisation, where it gave one",
    "table": "which statistic",
    "value": "stored word; `others` stands for small counts put together",
    "label": "the word in English",
    "count": "how many; below five is never told of complaints",
}


def _fields(*names: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "type": _TYPES.get(name) or ("date" if name.endswith("_on") else "string"),
            "description": _MEANINGS[name],
        }
        for name in names
    ]


FIELDS = {
    "decisions": _fields(*selectors.DECISION_HEADER),
    "orders": _fields(*selectors.ORDER_HEADER),
    "fines": _fields(*selectors.SHEET_HEADER),
    "statistics": _fields("table", "value", "label", "count"),
}

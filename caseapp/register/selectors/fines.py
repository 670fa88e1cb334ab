"""Published fines as the public sees them: who, by whom, how much, whether paid, and what became of an appeal."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caseapp.core.enums import Sector
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.enforcement.enums import AppealOutcome, EntryKind, FineState
from caseapp.enforcement.models import Fine
from caseapp.enforcement.selectors import published_fines
from caseapp.register.enums import Kind
from caseapp.register.selectors.entries import all_replies
from caseapp.register.selectors.texts import versions
from caseapp.respondents.selectors import contains, tidy_name

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHOWN_STATES = [state for state in FineState.values if state != FineState.IMPOSED]

SHEET_HEADER = (
    *("reference", "respondent", "respondent_local", "respondent_country", "sector", "authority", "jurisdiction"),
    *(
        "legal_basis",
        "imposed_on",
        "due_on",
        "state",
        "currency",
        "amount",
        "paid",
        "balance",
        "published_on",
        "summary",
    ),
)


@dataclass(frozen=True)
class FineQuery:
    """A question to the register of fines, as it stands in an address. An empty field does not narrow."""

    q: str = ""
    country: str = ""
    sector: str = ""
    state: str = ""

    @classmethod
    def from_mapping(cls, given: Mapping[str, str]) -> "FineQuery":
        """Read an address's query; a value out of its list is refused."""
        values = {field.name: (given.get(field.name) or "").strip() for field in fields(cls)}
        errors: dict[str, _StrOrPromise] = {}
        if values["sector"] and values["sector"] not in Sector.values:
            errors["sector"] = _("Choose one of the values in the list.")
        if values["state"] and values["state"] not in SHOWN_STATES:
            errors["state"] = _("Choose one of the values in the list.")
        values["country"] = values["country"].upper()
        if values["country"] and not (len(values["country"]) == 2 and values["country"].isascii()):
            errors["country"] = _("Choose one of the values in the list.")
        if errors:
            raise InvalidInput(errors=errors)
        return cls(**values)

    def given(self) -> dict[str, str]:
        """The fields that narrow, for an address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


@dataclass(frozen=True)
class PublicEvent:
    """One line of a fine's public history, oldest first. `amount` is None where no money moved."""

    on: dt.date
    what: "_StrOrPromise"
    amount: Decimal | None = None
    note: "_StrOrPromise" = ""


def public_fines(query: FineQuery | None = None) -> QuerySet[Fine]:
    """Published fines that match, with `amount`, `paid` and `balance`; page by `-imposed_on`."""
    query = query or FineQuery()
    found: QuerySet[Fine] = published_fines()
    if query.country:
        country = Q(authority__jurisdiction_id=query.country)
        found = found.filter(country | Q(authority__jurisdiction__code__startswith=f"{query.country}-"))
    if query.sector:
        found = found.filter(respondent__sector=query.sector)
    if query.state:
        found = found.filter(state=query.state)
    if wanted := tidy_name(query.q):
        found = found.filter(contains("respondent__name", wanted) | contains("respondent__name_local", wanted))
    return found


def public_fine(reference: str) -> Fine:
    """One published fine; raises NotFound also for one that exists and is not published."""
    found: Fine | None = published_fines().filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


_LINES: "dict[str, _StrOrPromise]" = {
    EntryKind.IMPOSED: _("Fine imposed"),
    EntryKind.ADJUSTMENT: _("Sum changed"),
    EntryKind.INTEREST: _("Interest added"),
    EntryKind.PAYMENT: _("Paid"),
    EntryKind.WRITE_OFF: _("Written off"),
}

_OUTCOMES: "dict[str, _StrOrPromise]" = {
    AppealOutcome.UPHELD: _("Appeal decided: the fine stands"),
    AppealOutcome.REDUCED: _("Appeal decided: the fine is reduced"),
    AppealOutcome.ANNULLED: _("Appeal decided: the fine is annulled"),
}


def history(fine: Fine) -> list[PublicEvent]:
    """What happened to a published fine: ledger, appeals, publication. No names and no notes of officers."""
    events = [
        PublicEvent(on, _LINES[kind], abs(amount) if kind != EntryKind.ADJUSTMENT else amount)
        for kind, amount, on in fine.ledger.order_by("id").values_list("kind", "amount", "on")
    ]
    for lodged_on, court, decided_on, outcome in fine.appeals.values_list(
        "lodged_on", "court", "decided_on", "outcome"
    ):
        events.append(PublicEvent(lodged_on, _("Appeal lodged"), note=court))
        if decided_on is not None and outcome:
            events.append(PublicEvent(decided_on, _OUTCOMES[outcome], note=court))
    texts = versions(decision=fine.decision, kind=Kind.FINE, fine=fine)
    events += [
        PublicEvent(text.reviewed_at.date(), _("Public text changed")) for text in texts[:-1] if text.reviewed_at
    ]
    if fine.published_at is not None:
        events.append(PublicEvent(fine.published_at.date(), _("Published in this register")))
    return sorted(events, key=lambda event: event.on)


def as_record(fine: Fine) -> dict[str, Any]:
    """A published fine in the form of the API: money as sum and currency, references and no database ids."""
    respondent, authority = fine.respondent, fine.authority
    return {
        "reference": fine.reference,
        "respondent": {
            "reference": respondent.reference,
            "name": respondent.name,
            "name_local": respondent.name_local,
            "country": respondent.country_id,
            "sector": respondent.sector,
        },
        "authority": {"code": authority.code, "name": authority.name, "jurisdiction": authority.jurisdiction_id},
        "legal_basis": fine.decision.legal_basis.code if fine.decision.legal_basis else None,
        "imposed_on": fine.imposed_on,
        "due_on": fine.due_on,
        "state": fine.state,
        "amount": {"amount": f"{fine.amount:.2f}", "currency": fine.currency},
        "paid": {"amount": f"{fine.paid:.2f}", "currency": fine.currency},
        "balance": {"amount": f"{fine.balance:.2f}", "currency": fine.currency},
        "published_on": fine.published_at.date() if fine.published_at else None,
        "summary": fine.summary,
    }


def sheet_rows(query: FineQuery) -> Iterator[list[Any]]:
    """Published fines as rows under `SHEET_HEADER`, one at a time."""
    for fine in public_fines(query).iterator(chunk_size=500):
        record = as_record(fine)
        yield [
            record["reference"],
            fine.respondent.name,
            fine.respondent.name_local,
            fine.respondent.country_id,
            fine.respondent.sector,
            fine.authority.name,
            fine.authority.jurisdiction_id,
            record["legal_basis"],
            fine.imposed_on,
            fine.due_on,
            fine.state,
            fine.currency,
            fine.amount,
            fine.paid,
            fine.balance,
            record["published_on"],
            fine.summary,
        ]


def fine_records(query: FineQuery) -> Iterator[dict[str, Any]]:
    """Published fines as records, one at a time."""
    for fine in public_fines(query).iterator(chunk_size=500):
        yield as_record(fine)


def fine_histories() -> Iterator[dict[str, Any]]:
    """Published fines as records with their whole public history and the respondent's reply, one at a time."""
    replies = all_replies()
    for fine in public_fines().iterator(chunk_size=500):
        with override("en"):
            told = [
                {
                    "on": event.on,
                    "what": str(event.what),
                    "amount": None
                    if event.amount is None
                    else {"amount": f"{event.amount:.2f}", "currency": fine.currency},
                    "note": str(event.note),
                }
                for event in history(fine)
            ]
        yield {**as_record(fine), "history": told, "reply": replies.get(fine.decision_id)}

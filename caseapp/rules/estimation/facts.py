"""The facts that the estimate knows of a case and of a decided matter, checked where they enter."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from caseapp.rules.estimation.treatment import TREATMENTS, standing


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KINDS = _words(
    "regulator_fine court_award class_settlement individual_settlement state_settlement mediation_award"
    " order_only dismissed"
)
# A case can hope for these ways to end; an order without money and a dismissal are outcomes, not ways to claim.
PROCEEDINGS = KINDS - {"order_only", "dismissed"}
SECTORS = _words(
    "retail property_management hospitality sports_venue entertainment_venue transport education employer"
    " bank_fintech social_media photo_service face_search technology_vendor gym_leisure health police government"
    " other"
)
STATUSES = _words("final under_appeal overturned reduced pending_payment unknown")
PERSONS_BASES = _words("class_members claimants plaintiffs affected")
PER_PERSON_BASES = _words("reported_payout reported_estimate award computed")
MODALITIES = _words("face fingerprint hand iris voice multiple general_personal_data")
USES = _words("identification verification template_extraction attendance analytics surveillance other")
CONSENT_DEFECTS = _words(
    "no_consent bundled_consent no_alternative no_notice purpose_exceeded retention disclosure_to_third_party"
    " security_breach no_impact_assessment refused_deletion wrong_match"
)
VULNERABILITIES = _words("employee tenant pupil patient")
REMEDIES = _words("delete_data stop_use delete_models offer_alternative apology publish_policy ban_period audit")
CONFIDENCES = _words("two_sources one_source official_source")
ACTORS = frozenset({"private", "public"})

# Words by which the English name of a deciding body shows that it is a court; checked on its first part only,
# because a regulator's decision is often followed by the court that heard the appeal.
_COURT_WORDS = ("court", "tribunal", "sheriff", "council of state", "appeals board", "procuratorate", "judge")


class FactError(ValueError):
    """A fact outside its enumeration or shape; the message names the record or the field and what is allowed."""


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as far as it is known: a day, a month, a year, or nothing. Never completed by guessing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if (self.month is not None and self.year is None) or (self.day is not None and self.month is None):
            raise FactError("A date may lack its day, or day and month, but not its year alone")
        if self.year is not None:
            try:
                dt.date(self.year, self.month or 1, self.day or 1)
            except ValueError as error:
                raise FactError(f"Not a date: {self.iso()} ({error})") from error

    @classmethod
    def parse(cls, text: "str | dt.date | PartialDate | None") -> "PartialDate":
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null and the empty text are the unknown date."""
        if isinstance(text, PartialDate):
            return text
        if isinstance(text, dt.date):
            return cls(text.year, text.month, text.day)
        if not text:
            return cls()
        parts = text.split("-")
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(
            part.isascii() and part.isdigit() for part in parts
        ):
            raise FactError(f"Not a date as YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
        return cls(*(int(part) for part in parts))

    @property
    def precision(self) -> str:
        """`day`, `month`, `year` or `unknown`."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        return "year" if self.year is not None else "unknown"

    def iso(self) -> str | None:
        """The date as it was written, with no part added; None when unknown."""
        if self.year is None:
            return None
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text


def actor_of(sector: str | None) -> str | None:
    """Whether a respondent of this sector is public or private, as far as the sector alone tells.

    Schools and hospitals may be either, so for them nothing is said.
    """
    if sector in {"police", "government"}:
        return "public"
    return None if sector in {None, "education", "health"} else "private"


def forum_of(kind: str, authority: str) -> str:
    """`court` or `regulator`: who decided, from the kind of outcome or else from the body's English name."""
    if kind in {"court_award", "class_settlement", "individual_settlement", "state_settlement"}:
        return "court"
    if kind in {"regulator_fine", "mediation_award"}:
        return "regulator"
    first = authority.split(";")[0].lower()
    return "court" if any(word in first for word in _COURT_WORDS) else "regulator"


@dataclass(frozen=True)
class CaseFacts:
    """What is known of a case before it is decided. None (or an empty collection) means not known or not said.

    `country` is ISO 3166-1 alpha-2, `subdivision` ISO 3166-2, `frameworks` are codes of the law data, `persons` the
    number of people in the class or affected (1 for one claimant), `proceeding` the way the case is pursued if that
    is settled, and `on` the date for which the estimate is made.
    """

    country: str | None = None
    subdivision: str | None = None
    frameworks: tuple[str, ...] = ()
    actor: str | None = None
    sector: str | None = None
    use: str | None = None
    modality: str | None = None
    consent_defect: frozenset[str] = frozenset()
    minors: bool | None = None
    vulnerable: str | None = None
    persons: int | None = None
    proceeding: str | None = None
    on: PartialDate = PartialDate()

    def __post_init__(self) -> None:
        _check_country("case", "country", self.country)
        for field, value, allowed in (
            ("actor", self.actor, ACTORS),
            ("sector", self.sector, SECTORS),
            ("use", self.use, USES),
            ("modality", self.modality, MODALITIES),
            ("vulnerable", self.vulnerable, VULNERABILITIES),
            ("proceeding", self.proceeding, PROCEEDINGS),
        ):
            _check("case", field, value, allowed)
        _check_all("case", "consent_defect", self.consent_defect, CONSENT_DEFECTS)
        if self.persons is not None and self.persons < 1:
            raise FactError("case: persons must be at least 1")
        object.__setattr__(self, "frameworks", tuple(sorted(set(self.frameworks))))
        object.__setattr__(self, "consent_defect", frozenset(self.consent_defect))

    @classmethod
    def of_precedent(cls, precedent: "PrecedentFacts", *, with_proceeding: bool = True) -> "CaseFacts":
        """The facts of a decided matter as a case would have stated them: nothing of the sum or the outcome."""
        proceeding = precedent.kind if with_proceeding and precedent.kind in PROCEEDINGS else None
        return cls(
            country=precedent.country,
            subdivision=precedent.subdivision,
            frameworks=precedent.frameworks,
            actor=precedent.actor,
            sector=precedent.sector,
            use=precedent.use,
            modality=precedent.modality,
            consent_defect=precedent.consent_defect,
            minors=precedent.minors,
            vulnerable=precedent.vulnerable,
            persons=precedent.persons,
            proceeding=proceeding,
            on=precedent.decided_on,
        )

    def canonical(self) -> dict[str, Any]:
        """Plain values in a fixed form, for hashing and storing."""
        return {
            "country": self.country,
            "subdivision": self.subdivision,
            "frameworks": list(self.frameworks),
            "actor": self.actor,
            "sector": self.sector,
            "use": self.use,
            "modality": self.modality,
            "consent_defect": sorted(self.consent_defect),
            "minors": self.minors,
            "vulnerable": self.vulnerable,
            "persons": self.persons,
            "proceeding": self.proceeding,
            "on": self.on.iso(),
        }


@dataclass(frozen=True)
class PrecedentFacts:
    """A decided matter, as far as estimation uses it. Sums are in `currency`, exact; `per_person` is never computed.

    `status` is how it stands after its treatments.
    """

    id: str
    kind: str
    country: str
    status: str
    sector: str
    modality: str
    use: str
    forum: str
    subdivision: str | None = None
    frameworks: tuple[str, ...] = ()
    decided_on: PartialDate = PartialDate()
    amount: Decimal | None = None
    currency: str | None = None
    persons: int | None = None
    persons_basis: str | None = None
    per_person: Decimal | None = None
    per_person_basis: str | None = None
    consent_defect: frozenset[str] = frozenset()
    minors: bool | None = None
    vulnerable: str | None = None

    @property
    def actor(self) -> str | None:
        """Public or private, as far as the respondent's sector tells."""
        return actor_of(self.sector)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "PrecedentFacts":
        """One object of the precedents file. Refuses, naming the record, any unknown word, bad date or bad number."""
        name = str(record.get("id") or "record without id")
        if not record.get("id"):
            raise FactError(f"{name}: id is missing")
        kind = _required(name, record, "kind", KINDS)
        _check_country(name, "country", record.get("country") or "")
        _check_all(name, "remedies", record.get("remedies") or (), REMEDIES)
        _check(name, "confidence", record.get("confidence") or None, CONFIDENCES)
        defects = frozenset(record.get("consent_defect") or ())
        _check_all(name, "consent_defect", defects, CONSENT_DEFECTS)
        minors = record.get("minors")
        if minors not in (None, True, False):
            raise FactError(f"{name}: minors must be true, false or null, not {minors!r}")
        currency = record.get("currency") or None
        if currency is not None and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
            raise FactError(f"{name}: currency must be an ISO 4217 code, not {currency!r}")
        amount, per_person = _money(name, record, "amount"), _money(name, record, "per_person")
        if currency is None and (amount or per_person):
            raise FactError(f"{name}: a sum needs its currency")
        persons = record.get("persons")
        if persons is not None and (isinstance(persons, bool) or not isinstance(persons, int) or persons < 0):
            raise FactError(f"{name}: persons must be a whole number or null, not {persons!r}")
        try:
            decided_on = PartialDate.parse(record.get("decided_on"))
        except (FactError, AttributeError) as error:
            raise FactError(f"{name}: decided_on: {error}") from error
        return cls(
            id=name,
            kind=kind,
            country=record["country"],
            status=standing(_required(name, record, "status", STATUSES), _treatments(name, record)),
            sector=_required(name, record, "sector", SECTORS),
            modality=_required(name, record, "modality", MODALITIES),
            use=_required(name, record, "use", USES),
            forum=forum_of(kind, record.get("authority") or ""),
            subdivision=record.get("subdivision") or None,
            frameworks=tuple(sorted(set(record.get("legal_basis") or ()))),
            decided_on=decided_on,
            amount=amount,
            currency=currency,
            persons=persons or None,
            persons_basis=_check(name, "persons_basis", record.get("persons_basis") or None, PERSONS_BASES),
            per_person=per_person,
            per_person_basis=_check(name, "per_person_basis", record.get("per_person_basis") or None, PER_PERSON_BASES),
            consent_defect=defects,
            minors=minors,
            vulnerable=_check(name, "vulnerable", record.get("vulnerable") or None, VULNERABILITIES),
        )

    def canonical(self) -> dict[str, Any]:
        """Plain values in a fixed form, for hashing: the same matter gives the same form from file and database."""
        return {
            "id": self.id,
            "kind": self.kind,
            "country": self.country,
            "subdivision": self.subdivision,
            "frameworks": list(self.frameworks),
            "forum": self.forum,
            "sector": self.sector,
            "decided_on": self.decided_on.iso(),
            "status": self.status,
            "amount": _plain(self.amount),
            "currency": self.currency,
            "persons": self.persons,
            "persons_basis": self.persons_basis,
            "per_person": _plain(self.per_person),
            "per_person_basis": self.per_person_basis,
            "modality": self.modality,
            "use": self.use,
            "consent_defect": sorted(self.consent_defect),
            "minors": self.minors,
            "vulnerable": self.vulnerable,
        }


def _plain(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _check(name: str, field: str, value: str | None, allowed: frozenset[str]) -> str | None:
    if value is not None and value not in allowed:
        raise FactError(f"{name}: {field} is {value!r}; allowed are {', '.join(sorted(allowed))}")
    return value


def _check_all(name: str, field: str, values: Iterable[str], allowed: frozenset[str]) -> None:
    for value in values:
        _check(name, field, value, allowed)


def _check_country(name: str, field: str, value: str | None) -> None:
    if value is not None and not (len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()):
        raise FactError(f"{name}: {field} must be an ISO 3166-1 alpha-2 code, not {value!r}")


def _treatments(name: str, record: Mapping[str, Any]) -> list[str]:
    found = record.get("treatments") or []
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise FactError(f"{name}: treatments must be a list of objects")
    kinds = [str(one.get("kind") or "") for one in found]
    _check_all(name, "treatments", kinds, frozenset(TREATMENTS))
    return kinds


def _required(name: str, record: Mapping[str, Any], field: str, allowed: frozenset[str]) -> str:
    value = record.get(field)
    if not isinstance(value, str) or not value:
        raise FactError(f"{name}: {field} is missing")
    _check(name, field, value, allowed)
    return value


def _money(name: str, record: Mapping[str, Any], field: str) -> Decimal | None:
    value = record.get(field)
    if value is None or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation as error:
        raise FactError(f"{name}: {field} is not a number: {value!r}") from error
    if isinstance(value, bool) or not math.isfinite(number) or number < 0:
        raise FactError(f"{name}: {field} must be a sum of zero or more, not {value!r}")
    return number

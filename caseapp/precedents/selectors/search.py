"""The search of precedents: what may be asked, the matches, and how many there are behind each further choice."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchRank
from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.enums import ConsentDefect, Modality, Sector, Use
from caseapp.core.errors import InvalidInput
from caseapp.core.words import QUERY_LENGTH, plain, search_query
from caseapp.precedents.enums import MinorsKnown, PrecedentKind, PrecedentSort, PrecedentStatus, SumBand, TreatmentKind
from caseapp.precedents.models import UNDATED, Precedent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

FACETS = ("country", "kind", "use", "sector", "modality", "defect", "minors", "status", "treatment", "sum")

_CHOICES: dict[str, list[str]] = {
    "kind": PrecedentKind.values,
    "use": Use.values,
    "sector": Sector.values,
    "modality": Modality.values,
    "defect": ConsentDefect.values,
    "minors": MinorsKnown.values,
    "status": PrecedentStatus.values,
    "treatment": TreatmentKind.values,
    "sum": SumBand.values,
    "sort": PrecedentSort.values,
}

_BANDS: tuple[tuple[SumBand, int | None], ...] = (
    (SumBand.UNDER_1K, 1_000),
    (SumBand.UNDER_10K, 10_000),
    (SumBand.UNDER_100K, 100_000),
    (SumBand.UNDER_1M, 1_000_000),
    (SumBand.UNDER_10M, 10_000_000),
    (SumBand.OVER_10M, None),
)


@dataclass(frozen=True)
class PrecedentQuery:
    """One question to the collection, as it stands in an address. An empty field does not narrow.

    `country` is ISO 3166-1 alpha-2, `basis` a code of the law data, the years are inclusive and of the decision.
    """

    q: str = ""
    country: str = ""
    kind: str = ""
    use: str = ""
    sector: str = ""
    modality: str = ""
    defect: str = ""
    minors: str = ""
    status: str = ""
    treatment: str = ""
    sum: str = ""
    basis: str = ""
    decided_after: str = ""
    decided_before: str = ""
    sort: str = ""

    @classmethod
    def from_mapping(cls, given: Mapping[str, str]) -> "PrecedentQuery":
        """Read an address's query; names it does not know are left alone, a value out of its list is refused."""
        values = {field.name: (given.get(field.name) or "").strip() for field in fields(cls)}
        errors: dict[str, _StrOrPromise] = {}
        for name, allowed in _CHOICES.items():
            if values[name] and values[name] not in allowed:
                errors[name] = _("Choose one of the values in the list.")
        if len(values["q"]) > QUERY_LENGTH:
            errors["q"] = _("Search for at most 200 characters.")
        country = values["country"] = values["country"].upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            errors["country"] = _("Choose one of the values in the list.")
        for name in ("decided_after", "decided_before"):
            if values[name] and _day(values[name], last=name == "decided_before") is None:
                errors[name] = _("Enter a year, such as 2021, or a date, such as 2021-03-15.")
        if errors:
            raise InvalidInput(errors=errors)
        return cls(**values)

    @property
    def order(self) -> str:
        """The order asked for; else the best match where words were given, and the newest first where not."""
        has_words = bool(plain(self.q))
        if self.sort and (has_words or self.sort != PrecedentSort.RELEVANCE):
            return self.sort
        return PrecedentSort.RELEVANCE if has_words else PrecedentSort.NEWEST

    def given(self) -> dict[str, str]:
        """The fields that narrow or order, for an address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def narrows(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(replace(self, sort="").given())


# The key of each order: an annotation that holds no null, so that pages follow it.
KEYSETS = {
    PrecedentSort.RELEVANCE: "-relevance",
    PrecedentSort.NEWEST: "-decided_order",
    PrecedentSort.OLDEST: "decided_order",
    PrecedentSort.HIGHEST: "-sum_order",
    PrecedentSort.LOWEST: "sum_order",
    PrecedentSort.TITLE: "title",
}


def precedents(actor: Actor, query: PrecedentQuery | None = None) -> QuerySet[Precedent]:
    """The matches in the order asked for, then by key; for pages use `keyset(query)` with the same query."""
    query = query or PrecedentQuery()
    key = keyset(query)
    sign = "-" if key.startswith("-") else ""
    return _ordered(_narrowed(actor, query), query).order_by(key, f"{sign}pk")


def keyset(query: PrecedentQuery) -> str:
    """The field, with a minus where descending, that pages of this query follow."""
    return KEYSETS[PrecedentSort(query.order)]


@dataclass(frozen=True)
class FacetValue:
    """One choice within a facet and how many precedents it leaves."""

    value: str
    count: int


@dataclass(frozen=True)
class Overview:
    """How many precedents match, and for each facet its values with the counts that choosing them gives."""

    total: int
    facets: dict[str, list[FacetValue]]


def overview(actor: Actor, query: PrecedentQuery) -> Overview:
    """The matches counted, for each facet with the other choices kept; most first, sums from small to large.

    One statement that groups the matches of the words by all facets at once, however many facets there are.
    """
    words_only = _narrowed(actor, replace(query, **dict.fromkeys(FACETS, "")))
    grouped = (
        words_only.order_by()
        .annotate(minors_known=_facet_value("minors"), band=_facet_value("sum"))
        .values_list(*_FACET_COLUMNS)
        .annotate(found=Count("pk"))
    )
    chosen = {facet: value for facet in FACETS if (value := getattr(query, facet))}
    total, counted = 0, {facet: Counter[str]() for facet in FACETS}
    for *row, found in grouped:
        values = {facet: value if facet in _LISTS else [value] for facet, value in zip(FACETS, row, strict=True)}
        missed = [facet for facet, value in chosen.items() if value not in values[facet]]
        total += 0 if missed else found
        if len(missed) <= 1:
            for facet in missed or FACETS:
                for value in values[facet]:
                    counted[facet][value] += found
    ordered = {
        facet: sorted((FacetValue(value, number) for value, number in counts.items()), key=_in_order(facet))
        for facet, counts in counted.items()
    }
    return Overview(total, ordered)


def _in_order(facet: str) -> Callable[[FacetValue], Any]:
    if facet == "sum":
        return lambda one: SumBand.values.index(one.value)
    return lambda one: (-one.count, one.value)


def facets(actor: Actor, query: PrecedentQuery) -> dict[str, list[FacetValue]]:
    """The facets of `overview` alone."""
    return overview(actor, query).facets


def count(actor: Actor, query: PrecedentQuery) -> int:
    """How many precedents match. The collection is counted in thousands, so an exact count is cheap."""
    return _narrowed(actor, query).count()


def spelled_alike(actor: Actor, text: str, limit: int = 5) -> list[Precedent]:
    """Precedents whose title holds a word spelled like the one typed: what to offer when nothing matches."""
    typed = plain(text)[:QUERY_LENGTH]
    if len(typed) < 3:
        return []
    return list(
        Precedent.objects.visible_to(actor).filter(title__trigram_word_similar=typed).order_by("-sum_usd", "pk")[:limit]
    )


def _narrowed(actor: Actor, query: PrecedentQuery) -> QuerySet[Precedent]:
    found: QuerySet[Precedent] = Precedent.objects.visible_to(actor)
    exact = {
        "country": query.country,
        "kind": query.kind,
        "use": query.use,
        "sector": query.sector,
        "modality": query.modality,
        "status": query.status,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if query.defect:
        found = found.filter(consent_defect__contains=[query.defect])
    if query.treatment:
        found = found.filter(treated__contains=[query.treatment])
    if query.basis:
        found = found.filter(legal_basis__contains=[query.basis])
    if query.minors:
        found = found.filter(minors={"yes": True, "no": False}.get(query.minors))
    if query.sum:
        found = found.filter(_band(query.sum))
    if after := _day(query.decided_after):
        found = found.filter(decided_on__gte=after)
    if before := _day(query.decided_before, last=True):
        found = found.filter(decided_on__lte=before)
    words = search_query(query.q)
    if words is not None:
        return found.filter(search=words)
    return found.none() if plain(query.q) else found


def _ordered(found: QuerySet[Precedent], query: PrecedentQuery) -> QuerySet[Precedent]:
    order = query.order
    if order == PrecedentSort.RELEVANCE:
        # A whole number, because a page's key must come back from its text exactly as it was.
        rank = SearchRank(F("search"), search_query(query.q) or Value(""))
        return found.annotate(relevance=Cast(rank * Value(1_000_000), IntegerField()))
    if order in {PrecedentSort.NEWEST, PrecedentSort.OLDEST}:
        return found.annotate(decided_order=Coalesce("decided_on", Value(UNDATED)))
    if order in {PrecedentSort.HIGHEST, PrecedentSort.LOWEST}:
        end = Decimal(-1) if order == PrecedentSort.HIGHEST else Decimal(10**17)
        money = DecimalField(max_digits=20, decimal_places=2)
        return found.annotate(sum_order=Coalesce("sum_usd", Value(end, output_field=money)))
    return found


_HAS_SUM = Q(amount__gt=0) | Q(per_person__gt=0)


def _band(value: str) -> Q:
    if value == SumBand.NONE:
        return ~_HAS_SUM | Q(amount=None, per_person=None)
    if value == SumBand.UNCONVERTED:
        return _HAS_SUM & Q(sum_usd=None)
    low = 0
    for band, high in _BANDS:
        if band == value:
            return Q(sum_usd__gte=low) & (Q(sum_usd__lt=high) if high else Q())
        low = high or low
    raise LookupError(value)


# Facets whose column holds several values.
_LISTS = {"defect", "treatment"}
# The columns of FACETS, in that order.
_FACET_COLUMNS = (
    *("country", "kind", "use", "sector", "modality", "consent_defect"),
    *("minors_known", "status", "treated", "band"),
)


def _facet_value(facet: str) -> Case:
    if facet == "minors":
        return Case(
            When(minors=True, then=Value("yes")),
            When(minors=False, then=Value("no")),
            default=Value("unknown"),
            output_field=TextField(),
        )
    bands = [When(sum_usd__lt=high, then=Value(band.value)) for band, high in _BANDS if high]
    return Case(
        When(_band(SumBand.NONE), then=Value(SumBand.NONE.value)),
        When(sum_usd=None, then=Value(SumBand.UNCONVERTED.value)),
        *bands,
        default=Value(SumBand.OVER_10M.value),
        output_field=TextField(),
    )


def _day(text: str, *, last: bool = False) -> dt.date | None:
    """A day from `2021-03-15`, or the first (`last`: the last) day of `2021`; None where it is neither."""
    try:
        if len(text) == 4 and text.isascii() and text.isdigit():
            return dt.date(int(text), 12, 31) if last else dt.date(int(text), 1, 1)
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None

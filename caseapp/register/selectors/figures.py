"""Numbers for everybody: totals for the first page, and counts by place, sector and use in which nobody stands out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Count, F, Func, Sum, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.counts import SMALLEST, without_small
from caseapp.core.enums import Sector
from caseapp.enforcement.enums import EntryKind, FineState
from caseapp.enforcement.models import LedgerEntry
from caseapp.precedents.enums import PrecedentKind
from caseapp.precedents.models import Precedent
from caseapp.precedents.selectors import USES, country_name

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

KEPT_SECONDS = 60


@dataclass(frozen=True)
class Money:
    """A sum of one currency; sums of different currencies are never added."""

    currency: str
    count: int
    total: Decimal


@dataclass(frozen=True)
class Counted:
    """One row of a table of counts; `value` is the stored word, empty for the rest put together."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Table:
    """A table of counts, most first. `suppressed` says that small numbers were put together or left out."""

    key: str
    title: "_StrOrPromise"
    head: "_StrOrPromise"
    rows: list[Counted]
    suppressed: bool = False


def public_numbers() -> dict[str, Any]:
    """Complaints filed (None below five), published fines by currency, precedents and their countries.

    Three statements, at most once a minute; the rest of the time none.
    """
    return cache.get_or_set("register:numbers", _numbers, KEPT_SECONDS) or _numbers()


def public_figures() -> list[dict[str, Any]]:
    """The same for the first page, as label, count, address and note in the reader's language."""
    numbers = public_numbers()
    figures: list[dict[str, Any]] = []
    if numbers["complaints"] is not None:
        figures.append(_figure(_("complaints filed"), numbers["complaints"], "register:statistics"))
    fines: list[Money] = numbers["fines"]
    if fines:
        note = " · ".join(f"{money.currency} {money.total:,.0f}" for money in fines)
        figures.append(_figure(_("fines in the register"), sum(money.count for money in fines), "register:front", note))
    if numbers["precedents"]:
        figures.append(_figure(_("decided cases with sources"), numbers["precedents"], "precedents:list"))
        figures.append(_figure(_("countries they come from"), numbers["countries"], "register:statistics"))
    return figures


def statistics() -> list[Table]:
    """Counts of complaints, fines and precedents by country, sector and use; at most a minute old."""
    raw = cache.get_or_set("register:statistics", _counts, KEPT_SECONDS) or _counts()
    return [
        _table("complaints_by_country", raw, guarded=True),
        _table("complaints_by_sector", raw, guarded=True),
        _table("complaints_by_use", raw, guarded=True),
        _table("fines_by_country", raw),
        _table("fines_by_sector", raw),
        _table("precedents_by_country", raw),
        _table("precedents_by_kind", raw),
        _table("precedents_by_sector", raw),
        _table("precedents_by_use", raw),
    ]


def complaints_about(respondent_id: int) -> int | None:
    """How many complaints name an organisation; None below five. One statement that stops counting at a thousand."""
    found = _filed().filter(respondent_id=respondent_id).values("pk")[:1000].count()
    return found if found >= SMALLEST else None


def _filed() -> Any:
    return Complaint.objects.exclude(state=ComplaintState.DRAFT)


def _numbers() -> dict[str, Any]:
    complaints = _filed().count()
    precedents = Precedent.objects.aggregate(number=Count("pk"), countries=Count("country", distinct=True))
    return {
        "complaints": complaints if complaints >= SMALLEST else None,
        "fines": fines_by_currency(),
        "precedents": precedents["number"],
        "countries": precedents["countries"],
    }


def fines_by_currency() -> list[Money]:
    """Published fines that stand: how many and how much, a row a currency, most fines first."""
    rows = (
        _standing_lines()
        .values("currency")
        .annotate(number=Count("fine", distinct=True), total=Sum("amount"))
        .order_by("-number", "currency")
    )
    return [Money(row["currency"], row["number"], row["total"]) for row in rows]


def _standing_lines() -> Any:
    return (
        LedgerEntry.objects.filter(fine__published_at__isnull=False, kind__in=[EntryKind.IMPOSED, EntryKind.ADJUSTMENT])
        .exclude(fine__state__in=[FineState.IMPOSED, FineState.ANNULLED])
        .order_by()
    )


def _counts() -> dict[str, dict[str, int]]:
    country, fined_in = _country_of("jurisdiction_id"), _country_of("fine__authority__jurisdiction_id")
    filed, fines = _filed().order_by(), _standing_lines()
    decided = Precedent.objects.order_by()
    return {
        "complaints_by_country": dict(filed.annotate(place=country).values_list("place").annotate(n=Count("pk"))),
        "complaints_by_sector": dict(filed.values_list("sector").annotate(n=Count("pk"))),
        "complaints_by_use": dict(filed.values_list("use").annotate(n=Count("pk"))),
        "fines_by_country": dict(
            fines.annotate(place=fined_in).values_list("place").annotate(n=Count("fine", distinct=True))
        ),
        "fines_by_sector": dict(fines.values_list("fine__respondent__sector").annotate(n=Count("fine", distinct=True))),
        "precedents_by_country": dict(decided.values_list("country").annotate(n=Count("pk"))),
        "precedents_by_kind": dict(decided.values_list("kind").annotate(n=Count("pk"))),
        "precedents_by_sector": dict(decided.values_list("sector").annotate(n=Count("pk"))),
        "precedents_by_use": dict(decided.values_list("use").annotate(n=Count("pk"))),
    }


def _country_of(code: str) -> Func:
    """The country of a jurisdiction's code: `US` of `US-IL`."""
    return Func(F(code), Value("-"), Value(1), function="split_part", output_field=TextField())


_TITLES: "dict[str, tuple[_StrOrPromise, _StrOrPromise]]" = {
    "complaints_by_country": (gettext_lazy("Complaints by country"), gettext_lazy("Country")),
    "complaints_by_sector": (gettext_lazy("Complaints by kind of place"), gettext_lazy("Where")),
    "complaints_by_use": (gettext_lazy("Complaints by use"), gettext_lazy("What the system did")),
    "fines_by_country": (gettext_lazy("Fines in this register by country"), gettext_lazy("Country")),
    "fines_by_sector": (gettext_lazy("Fines in this register by kind of place"), gettext_lazy("Where")),
    "precedents_by_country": (gettext_lazy("Precedents by country"), gettext_lazy("Country")),
    "precedents_by_kind": (gettext_lazy("Precedents by outcome"), gettext_lazy("Outcome")),
    "precedents_by_sector": (gettext_lazy("Precedents by kind of place"), gettext_lazy("Where")),
    "precedents_by_use": (gettext_lazy("Precedents by use"), gettext_lazy("What the system did")),
}
_WORDS: "dict[str, Mapping[str, _StrOrPromise]]" = {
    "sector": dict(Sector.choices),
    "kind": dict(PrecedentKind.choices),
    "use": USES,
}


def _table(key: str, raw: Mapping[str, Mapping[str, int]], *, guarded: bool = False) -> Table:
    title, head = _TITLES[key]
    counts, rest, suppressed = dict(raw[key]), None, False
    if guarded:
        told, rest = without_small(counts)
        suppressed, counts = len(told) < len(counts), told
    rows = [Counted(value, _label(key, value), count) for value, count in _most_first(counts.items())]
    if rest is not None:
        rows.append(Counted("", _("All others together"), rest))
    return Table(key, title, head, rows, suppressed)


def _most_first(items: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(items, key=lambda item: (-item[1], item[0]))


def _label(key: str, value: str) -> str:
    dimension = key.rpartition("_")[2]
    if dimension == "country":
        return country_name(value)
    return str(_WORDS[dimension].get(value, value))


def _figure(label: str, count: int, url_name: str, note: str = "") -> dict[str, Any]:
    return {"label": label, "count": count, "href": reverse(url_name), "note": note}

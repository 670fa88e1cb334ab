"""A place's law as answers to what people ask: what is forbidden, what is consent, where to go, what one may get."""

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from caseapp.law.enums import CoveredActors, DamagesKind, DamagesPer, DeadlineKind, StartEvent
from caseapp.law.models import AuthorityRoute, DeadlineRule, Framework, Jurisdiction, Wording, wording
from caseapp.law.selectors.citations import article_words, located
from caseapp.law.selectors.frameworks import frameworks_in_force
from caseapp.law.selectors.jurisdictions import jurisdiction_chain
from caseapp.law.selectors.written import period, written_partial


@dataclass(frozen=True)
class Statement:
    """Something the law says, and where."""

    text: Wording
    cite: str


@dataclass(frozen=True)
class DamagesLine:
    """What a court or the law may give; a bound that the law does not state is None."""

    kind: str
    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    per: str
    note: Wording
    cite: str
    to_person: bool


@dataclass(frozen=True)
class PeriodLine:
    """A time limit in the law's own unit; `period` is empty where it is not verified."""

    what: str
    period: str
    starts: str
    longest: str
    note: Wording
    cite: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RightsUnderLaw:
    """One law of the place, arranged by question."""

    framework: Framework
    binds: str
    since: str
    forbidden: tuple[Statement, ...]
    exemptions: tuple[Statement, ...]
    police_law: tuple[Wording, ...]
    """Laws that hold for police instead; empty where the law itself covers police or names none."""
    police_cite: str
    authorities: tuple[AuthorityRoute, ...]
    right_to_sue: bool | None
    right_cite: str
    damages: tuple[DamagesLine, ...]
    fine_cite: str
    periods: tuple[PeriodLine, ...]
    amendments: tuple[Statement, ...]
    """Each with its day in place of an article."""
    sources: tuple[tuple[str, str], ...]

    @property
    def binds_public_bodies(self) -> bool:
        return self.framework.covered_actors != CoveredActors.PRIVATE.value


@dataclass(frozen=True)
class Rights:
    """A place's law: its own, its parents', and the periods of its procedure."""

    jurisdiction: Jurisdiction
    laws: tuple[RightsUnderLaw, ...]
    procedure: tuple[PeriodLine, ...]

    @property
    def public_laws(self) -> tuple[RightsUnderLaw, ...]:
        """Laws that bind public bodies as well."""
        return tuple(law for law in self.laws if law.binds_public_bodies)

    @property
    def without_police(self) -> tuple[RightsUnderLaw, ...]:
        """Laws that leave police work to another law."""
        return tuple(law for law in self.laws if law.framework.police_excluded)


def rights(jurisdiction: Jurisdiction, on: dt.date) -> Rights:
    """The law of a place on a day: its own first, then its parents'; those with most to say about faces first."""
    chain = jurisdiction_chain(jurisdiction.code)
    frameworks = sorted(
        frameworks_in_force(jurisdiction.code, on),
        key=lambda row: (
            chain.index(row.jurisdiction_id) if row.jurisdiction_id in chain else len(chain),
            row.covered_actors == CoveredActors.PUBLIC.value,
            -len(row.grounds.all()),
            row.code,
        ),
    )
    named = {row.code: row.short_name for row in frameworks}
    procedure = DeadlineRule.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        jurisdiction_id__in=chain,
        framework__isnull=True,
        superseded_at__isnull=True,
    )
    return Rights(
        jurisdiction,
        tuple(_under(row, named) for row in frameworks),
        tuple(_period(rule, article_words(rule.article)) for rule in procedure),
    )


def _under(row: Framework, named: dict[str, Wording]) -> RightsUnderLaw:
    return RightsUnderLaw(
        framework=row,
        binds=str(CoveredActors(row.covered_actors).label),
        since=written_partial(row.in_force_from),
        forbidden=tuple(Statement(one.title, located(row, one.article)) for one in row.grounds.all()),
        exemptions=tuple(Statement(one.what, located(row, one.article)) for one in row.exemptions.all()),
        police_law=tuple(named[code] for code in row.police_instead if code in named),
        police_cite=located(row, row.police_article),
        authorities=tuple(row.authorityroutes.all()),
        right_to_sue=row.private_right_exists,
        right_cite=located(row, str(row.private_right_article)),
        damages=tuple(
            DamagesLine(
                kind=str(DamagesKind(one.kind).label),
                minimum=one.minimum,
                maximum=one.maximum,
                currency=one.currency,
                per=str(DamagesPer(one.per).label),
                note=one.note,
                cite=located(row, one.article),
                to_person=one.to_person,
            )
            for one in row.damagesrules.all()
        ),
        fine_cite=located(row, str(row.max_fine_article)),
        periods=tuple(_period(rule, located(row, rule.article)) for rule in row.deadline_rules.all()),
        amendments=tuple(
            Statement(wording(one["what"], chinese), written_partial(one["date"]))
            for one, chinese in zip(row.amendments, row.amendments_zh, strict=True)
        ),
        sources=_sources(row.sources),
    )


def _period(rule: DeadlineRule, cite: str) -> PeriodLine:
    longest = period(rule.longstop_months, "months") if rule.longstop_months else ""
    if rule.extension_amount and rule.amount:
        longest = _("%(period)s if it is extended") % {"period": period(rule.amount + rule.extension_amount, rule.unit)}
    elif longest:
        longest = _("%(period)s after it happened, at the latest") % {"period": longest}
    starts: str | Promise = StartEvent(rule.starts_from).label if rule.starts_from else ""
    if rule.from_year_end:
        starts = _("the end of the year in which you learned of it")
    return PeriodLine(
        what=str(DeadlineKind(rule.kind).label),
        period=period(rule.amount, rule.unit) if rule.amount is not None else "",
        starts=str(starts),
        longest=longest,
        note=rule.note,
        cite=cite,
        sources=_sources(rule.sources),
    )


def _sources(sources: Iterable[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    """Title and web address; the address is empty for a source that has none."""
    return tuple((one["title"], one["url"] if one["url"].startswith("http") else "") for one in sources)


@dataclass(frozen=True)
class DescribedPlace:
    """A place with law of its own that is described, and how many laws that is."""

    jurisdiction: Jurisdiction
    laws: int
    parts: tuple["DescribedPlace", ...]


def described_places() -> tuple[DescribedPlace, ...]:
    """Every place whose own law is described, as a tree: a state or member under its country or union."""
    own = Framework.objects.current().values_list("jurisdiction_id", flat=True)
    laws = Counter(own)
    rows = list(Jurisdiction.objects.filter(code__in=laws))
    codes = {row.code for row in rows}

    def place(row: Jurisdiction) -> DescribedPlace:
        parts = [place(one) for one in rows if one.parent_id == row.code]
        return DescribedPlace(
            row, laws[row.code], tuple(sorted(parts, key=lambda one: name_order(one.jurisdiction.name)))
        )

    tops = [place(row) for row in rows if row.parent_id not in codes]
    return tuple(sorted(tops, key=lambda one: name_order(one.jurisdiction.name)))


def places_to_choose() -> list[Jurisdiction]:
    """Every place by name in the reader's language: who lives in Tianjin looks for Tianjin, not for China."""
    return sorted(Jurisdiction.objects.select_related("parent"), key=lambda row: name_order(row.name))


def name_order(name: str) -> bytes:
    """A key that sorts names as readers look for them: by letter without accents, Chinese ones by their sound.

    The common characters of GB 18030 stand in the order of pinyin, so their codes sort well enough for a list.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).encode("gb18030")

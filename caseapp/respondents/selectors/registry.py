"""Reads of the registry: which organisation somebody means, however they spelled it, and what is public about it."""

import re
import unicodedata

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from caseapp.core.actors import VISITOR, Actor
from caseapp.core.errors import NotFound
from caseapp.respondents.models import Alias, Respondent

LEAST_LIKENESS = 0.24
"""From here on two names count as alike: one wrong character in a Chinese name of four gives 0.25."""

WORD_DISCOUNT = 0.9
"""A name that only contains what was typed ranks a little behind one that equals it."""

SAME_COUNTRY_BONUS = 0.1

NAME_LENGTH = 200


def tidy_name(text: str) -> str:
    """A name as we compare it: full-width letters made plain, blanks collapsed, at most 200 characters."""
    return " ".join(unicodedata.normalize("NFKC", text).split())[:NAME_LENGTH]


def similar(
    name: str, jurisdiction_code: str | None = None, limit: int = 8, *, actor: Actor = VISITOR
) -> list[Respondent]:
    """Organisations whose name, local name or alias is like the one typed, likest first; each carries `likeness`.

    `likeness` runs from 0.24 to 1.1. Tolerates typing errors in any script and finds parts of names. Those of the
    jurisdiction's country come first among equals; others stay in, because a company seated abroad may be meant.
    What somebody described and nobody verified is shown to officers alone. Four statements, on trigram indexes.
    """
    wanted = tidy_name(name)
    if len(wanted) < 2:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = %s", [LEAST_LIKENESS])
        by_alias: dict[int, float] = {}
        aliases = Alias.objects.filter(_names("name", wanted)).annotate(score=_score("name", wanted))
        for pk, score in aliases.order_by("-score").values_list("respondent_id", "score")[: limit * 4]:
            by_alias.setdefault(pk, score)
        found: list[Respondent] = list(
            Respondent.objects.visible_to(actor)
            .filter(merged_into=None)
            .filter(_names("name", wanted) | _names("name_local", wanted) | Q(pk__in=by_alias))
            .select_related("country")
            .annotate(
                likeness=Greatest(_score("name", wanted), _score("name_local", wanted), _alias_score(by_alias))
                + _bonus(jurisdiction_code)
            )
            .order_by("-likeness", "-verified", "name", "pk")[:limit]
        )
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = DEFAULT")
    return found


def respondent_by_reference(reference: str, *, actor: Actor = VISITOR) -> Respondent:
    """One organisation with its country, group and places; raises NotFound, for strangers also when not verified."""
    found = (
        Respondent.objects.visible_to(actor)
        .filter(reference=reference)
        .select_related("country", "parent", "merged_into")
        .prefetch_related("aliases", "sites__supplies__supplier", "subsidiaries")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def respondents(
    actor: Actor, *, q: str = "", country: str = "", sector: str = "", verified: bool | None = None
) -> QuerySet[Respondent]:
    """The registry, narrowed: `q` finds parts of names and aliases in any script (exact characters, not typos)."""
    found = Respondent.objects.visible_to(actor).filter(merged_into=None).select_related("country")
    if country:
        found = found.filter(country_id=country)
    if sector:
        found = found.filter(sector=sector)
    if verified is not None:
        found = found.filter(verified=verified)
    wanted = tidy_name(q)
    if wanted:
        by_alias = list(Alias.objects.filter(contains("name", wanted)).values_list("respondent_id", flat=True)[:500])
        found = found.filter(contains("name", wanted) | contains("name_local", wanted) | Q(pk__in=by_alias))
    return found


def _names(field: str, wanted: str) -> Q:
    """Alike as a whole, or containing what was typed, with typing errors or exactly."""
    alike = Q(**{f"{field}__trigram_similar": wanted}) | Q(**{f"{field}__trigram_word_similar": wanted})
    return alike | contains(field, wanted)


def contains(field: str, wanted: str, *, whole: bool = False) -> Q:
    """The field holds these characters (or, `whole`, nothing else), in upper or lower case.

    A regular expression, because the trigram index answers that and not Django's `UPPER(…) LIKE`.
    """
    pattern = re.escape(wanted)
    return Q(**{f"{field}__iregex": f"^{pattern}$" if whole else pattern})


def _score(field: str, wanted: str) -> Greatest:
    held = Case(When(contains(field, wanted), then=Value(WORD_DISCOUNT)), default=Value(0.0), output_field=FloatField())
    return Greatest(TrigramSimilarity(field, wanted), TrigramWordSimilarity(wanted, field) * Value(WORD_DISCOUNT), held)


def _alias_score(scores: dict[int, float]) -> Case | Value:
    if not scores:
        return Value(0.0, output_field=FloatField())
    return Case(
        *(When(pk=pk, then=Value(score)) for pk, score in scores.items()),
        default=Value(0.0),
        output_field=FloatField(),
    )


def _bonus(jurisdiction_code: str | None) -> Case | Value:
    if not jurisdiction_code:
        return Value(0.0, output_field=FloatField())
    return Case(
        When(country_id__in=[jurisdiction_code, jurisdiction_code.split("-")[0]], then=Value(SAME_COUNTRY_BONUS)),
        default=Value(0.0),
        output_field=FloatField(),
    )

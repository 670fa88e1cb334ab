"""How words are indexed and found in English and Chinese: stems, and pairs of neighbouring characters."""

import re
import unicodedata
from collections.abc import Mapping
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value
from django.db.models.expressions import CombinedExpression

# Scripts written without blanks between words: Han, kana; and Hangul, whose endings cling to the words.
_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")

QUERY_LENGTH = 200


def plain(text: str) -> str:
    """Full-width letters made plain, blanks collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def bigrams(text: str) -> str:
    """Each run of such a script as its pairs of neighbours and its last character: 宁波市 → `宁波 波市 市`.

    The last character alone stands between two runs, so that no phrase reaches over their border.
    """
    return " ".join(" ".join(run[place : place + 2] for place in range(len(run))) for run in _RUN.findall(plain(text)))


def search_vector(texts: Mapping[str, str]) -> CombinedExpression | SearchVector:
    """The index of a record: `texts` maps a weight (A to D) to its words, English stemmed and Chinese in bigrams."""
    parts: list[CombinedExpression | SearchVector] = []
    for weight, text in texts.items():
        parts.append(SearchVector(Value(_RUN.sub(" ", plain(text))), config="english", weight=weight))
        if pairs := bigrams(text):
            parts.append(SearchVector(Value(pairs), config="simple", weight=weight))
    return reduce(lambda one, other: one + other, parts)


def search_query(text: str) -> SearchQuery | None:
    """What somebody typed as a query: English words stemmed (quotes, `or` and `-` as on the web), Chinese as phrases.

    Every part must be found. None where nothing was typed.
    """
    typed = plain(text)[:QUERY_LENGTH]
    parts: list[SearchQuery] = []
    for run in _RUN.findall(typed):
        if len(run) == 1:
            parts.append(SearchQuery(f"'{run}':*", config="simple", search_type="raw"))
        else:
            pairs = " ".join(run[place : place + 2] for place in range(len(run) - 1))
            parts.append(SearchQuery(pairs, config="simple", search_type="phrase"))
    words = plain(_RUN.sub(" ", typed))
    if any(character.isalnum() for character in words):
        parts.append(SearchQuery(words, config="english", search_type="websearch"))
    return reduce(and_, parts) if parts else None

"""How the place in a law that bears a statement is named beside it."""

import json
import re
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caseapp.law.models import Framework
from caseapp.law.selectors.chinese_places import chinese_place

ARTICLES = frozenset({"CN", "EU", "DE", "FR", "ES", "IT", "NL", "GB", "CH", "TR", "BR", "KR", "JP"})
"""Places whose laws are cited by article; elsewhere it is the section."""

NUMBERS = re.compile(r"\d[\d().,\s/a-zA-Z\-–:]*")


LEADING = re.compile(r"(?P<place>\d[\d(),.\s]*) (?P<more>\(.*[a-zA-Z]{3,}.*\))")
"""A place in numbers with words about it in brackets."""

NOT_SEEN = "not seen"
"""How the records mark an article that no source gave."""


@cache
def _chinese_articles() -> dict[str, str]:
    """Chinese names of those places in a law that numbers alone do not give."""
    path = Path(__file__).resolve().parents[1] / "data" / "zh-hans.json"
    articles: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["articles"]
    return articles


def article_words(article: str) -> str:
    """A place in a law in the reader's language where it has words; numbers and case names stay."""
    if (get_language() or "").startswith("zh"):
        return _chinese_articles().get(article, article)
    return _("article not verified") if article == NOT_SEEN else article


def located(framework: Framework, article: str) -> str:
    """The place in a law that bears a statement, where the law's name stands above: `article 9(1)`."""
    place = framework.jurisdiction_id.partition("-")[0]
    if NUMBERS.fullmatch(article) and not re.search(r"[a-zA-Z]{3,}", article):
        if (get_language() or "").startswith("zh"):
            return _chinese_articles().get(article) or chinese_place(place, article)
        if place in ARTICLES:
            return _("article %(number)s") % {"number": article}
        return _("section %(number)s") % {"number": article}
    if (opening := LEADING.fullmatch(article)) and article_words(article) == article:
        return f"{located(framework, opening['place'])} {opening['more']}"
    return article_words(article)


def cited(framework: Framework, article: str) -> str:
    """The law with the place in it that bears a statement: `GDPR, article 9(1)`. The law alone without a place."""
    law = str(framework.short_name)
    if not article:
        return law
    return _("%(law)s, %(place)s") % {"law": law, "place": located(framework, article)}

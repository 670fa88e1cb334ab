"""Names of countries and their parts in the reader's language."""

import gettext
import re
from functools import cache

import pycountry
from babel import Locale
from django.utils.translation import get_language

# What the standard adds to a name: the Chinese word for province or city, a second language, the kind of region.
_GENERIC = re.compile(r" (?:Sheng|Shi|Zizhiqu)$| \[.*\]$|, Comunidad .*$")


def country_name(code: str) -> str:
    """The country of an ISO 3166-1 code in the reader's language; the code itself where nobody knows it."""
    return _territories("zh_Hans" if _chinese() else "en").get(code, code)


def place_name(country: str, subdivision: str = "") -> str:
    """A country, with its part where one is known: `Illinois, United States`."""
    if not subdivision:
        return country_name(country)
    part = _subdivision(subdivision, _chinese())
    return f"{country_name(country)}{part}" if _chinese() and not part.isascii() else f"{part}, {country_name(country)}"


def countries() -> tuple[tuple[str, str], ...]:
    """Every country's code and name in the reader's language."""
    return _countries("zh_Hans" if _chinese() else "en")


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = _territories(locale)
    return tuple((one.alpha_2, names.get(one.alpha_2, one.name)) for one in pycountry.countries)


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


@cache
def _territories(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)


@cache
def _subdivision(code: str, chinese: bool) -> str:
    found = pycountry.subdivisions.get(code=code)
    if found is None:
        return code
    translated = _chinese_names().gettext(found.name) if chinese else found.name
    return translated if translated != found.name else _GENERIC.sub("", found.name)


@cache
def _chinese_names() -> gettext.NullTranslations:
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["zh_CN"], fallback=True)

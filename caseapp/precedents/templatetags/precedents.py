"""How a decision's date and place are written: never more exactly than they are known."""

from babel.dates import format_date
from django import template
from django.utils.translation import get_language, gettext

from caseapp.precedents.enums import DatePrecision
from caseapp.precedents.models import Precedent
from caseapp.precedents.selectors import country_name, place_name

register = template.Library()


@register.filter
def decided(precedent: Precedent) -> str:
    """The date as far as it is known: 9 March 2021, March 2021, 2021, or that it was not reported."""
    if precedent.decided_on is None:
        return gettext("Date not reported")
    chinese = (get_language() or "").startswith("zh")
    pattern = {
        DatePrecision.DAY: "y年M月d日" if chinese else "d MMMM y",
        DatePrecision.MONTH: "y年M月" if chinese else "MMMM y",
    }.get(DatePrecision(precedent.decided_precision), "y年" if chinese else "y")
    return format_date(precedent.decided_on, pattern, locale="zh_Hans" if chinese else "en_GB")


@register.filter
def country(code: str) -> str:
    """The country's name."""
    return country_name(code)


@register.filter
def decided_where(precedent: Precedent) -> str:
    """Country, and state or province."""
    return place_name(precedent.country, precedent.subdivision)


@register.filter
def language_tag(words: str) -> str:
    """The `lang` attribute of a text that says which language it is in."""
    return "zh-Hans" if getattr(words, "language", "en").startswith("zh") else "en"

"""How a decision's date and place are written: never more exactly than they are known."""

from django import template

from caseapp.precedents.models import Precedent, Treatment
from caseapp.precedents.selectors import country_name, decided_words, partial_day, place_name

register = template.Library()


@register.filter
def decided(precedent: Precedent) -> str:
    """The date as far as it is known: 9 March 2021, March 2021, 2021, or that it was not reported."""
    return decided_words(precedent)


@register.filter
def treated_when(treatment: Treatment) -> str:
    """When a decision was treated so, as far as it is known."""
    return partial_day(treatment.on, treatment.precision)


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

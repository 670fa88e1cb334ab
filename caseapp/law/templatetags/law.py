"""How pages name the place in a law."""

from django import template

from caseapp.law.models import Framework
from caseapp.law.selectors import citations

register = template.Library()


@register.simple_tag
def cited(framework: Framework, article: str) -> str:
    """The law with the place in it: `GDPR, article 9(1)`."""
    return citations.cited(framework, article)


@register.simple_tag
def located(framework: Framework, article: str) -> str:
    """The place alone, where the law's name stands above."""
    return citations.located(framework, article)

"""How an article is named beside a statement, and how a first day known in part is written."""

import re

from django.utils.translation import gettext as _

from caseapp.law.models import Framework
from caseapp.law.selectors.workings import written_day
from caseapp.rules.dates import last_possible_day

ARTICLES = frozenset({"CN", "EU", "DE", "FR", "ES", "IT", "NL", "GB", "CH", "TR", "BR", "KR", "JP"})
"""Places whose laws are cited by article; elsewhere it is the section."""

NUMBERS = re.compile(r"\d[\d().,\s/a-zA-Z\-–:]*")


def cited(framework: Framework, article: str) -> str:
    """The law with the place in it that bears a statement: `GDPR, article 9(1)`. The law alone without a place."""
    law = str(framework.short_name)
    if not article:
        return law
    if NUMBERS.fullmatch(article) and not re.search(r"[a-zA-Z]{3,}", article):
        if framework.jurisdiction_id.partition("-")[0] in ARTICLES:
            return _("%(law)s, article %(number)s") % {"law": law, "number": article}
        return _("%(law)s, section %(number)s") % {"law": law, "number": article}
    return _("%(law)s, %(place)s") % {"law": law, "place": article}


def written_partial(text: str) -> str:
    """A date known as year, year and month, or day, as far as it is known; empty for an unknown one."""
    if not text:
        return ""
    day = last_possible_day(text)
    if len(text) == 4:
        return _("the year %(year)s") % {"year": day.year}
    if len(text) == 7:
        return _("%(year)s, month %(month)s") % {"year": day.year, "month": day.month}
    return written_day(day)

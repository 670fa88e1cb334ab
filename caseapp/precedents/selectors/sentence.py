"""What an answer comes to, in one sentence for the person whose case it is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caseapp.core.wording import written_sum


def range_sentence(answer: Mapping[str, Any]) -> str:
    """The range of compensation, rounded to what it can bear; says so where the decided cases are too few."""
    if answer["refused"] or not answer["quantiles"]:
        return _("There are too few decided cases like yours to say what such a case brings.")
    sums = {
        name: written_sum(_rounded(answer["quantiles"][quantile]), answer["currency"])
        for name, quantile in (("low", "p10"), ("middle", "p50"), ("high", "p90"))
    }
    return (
        _(
            "If money is awarded in a case like this, one person gets between %(low)s and %(high)s in about eight cases"
            " of ten. The middle is %(middle)s."
        )
        % sums
    )


def _rounded(value: str) -> Decimal:
    """Two leading figures: the cases bear no more."""
    number = Decimal(value)
    return number if not number else Decimal(int(round(number, 1 - number.adjusted())))

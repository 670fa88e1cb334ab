"""The rule on paying a fine late that holds in a place on a day."""

import datetime as dt

from django.db.models import Q

from caseapp.law.models import LatePaymentRule
from caseapp.law.selectors.jurisdictions import jurisdiction_chain


def late_payment_rule(jurisdiction: str, on: dt.date) -> LatePaymentRule | None:
    """The place's own rule, else the nearest of those it belongs to; None where none is verified."""
    chain = list(jurisdiction_chain(jurisdiction))
    rules = LatePaymentRule.objects.filter(jurisdiction__in=chain, valid_from__lte=on)
    rules = rules.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("-valid_from")
    return min(rules, key=lambda rule: chain.index(rule.jurisdiction_id), default=None)

"""The one door to an estimate for pages, API and tasks: facts in, the answer as plain values out, kept when asked."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit.services import record
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.precedents.enums import EstimateTarget
from caseapp.precedents.models import Estimate
from caseapp.precedents.selectors.estimates import estimates_of, estimation_index, law_beside
from caseapp.rules.estimation.engine import estimate
from caseapp.rules.estimation.facts import CaseFacts
from caseapp.rules.estimation.sample import Target

CHAIN = "estimates"


def make_estimate(
    *,
    actor: Actor,
    target: str,
    facts: CaseFacts,
    currency: str,
    complaint_reference: str = "",
    keep: bool = False,
) -> dict[str, Any]:
    """What a case of these facts brings one person (`compensation`) or what fine it draws (`fine`), as the API says it.

    Without named frameworks the case is compared under those that decisions of the place cite most; `facts` in the
    answer says which. The law's own sums are laid beside the range. The date of the case, where it has none, is today.
    `keep` stores the answer for the complaint, once for the same question, data and method, and writes the audit;
    the caller has made sure that the actor may see the complaint. Refuses an unknown target or currency, and
    visitors who want to keep.
    """
    wanted: Target
    if target == EstimateTarget.COMPENSATION:
        wanted = "compensation"
    elif target == EstimateTarget.FINE:
        wanted = "fine"
    else:
        raise InvalidInput.field("target", _("Choose compensation or fine."))
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise InvalidInput.field("currency", _("Enter a currency code of three letters, such as CNY."))
    if keep and not complaint_reference:
        raise InvalidInput(_("Say which complaint the estimate belongs to."))
    if keep and not can(actor, "estimates.keep"):
        raise NotAllowed(_("Sign in to keep an estimate."))
    index, today = estimation_index(), timezone.localdate()
    law = law_beside(target, facts, index, today)
    asked = replace(facts, frameworks=law.compared)
    found = estimate(wanted, asked, index, currency=currency.upper(), as_of=today, statute=law.rules)
    answer = {**found.to_dict(), "facts": asked.canonical()}
    if keep:
        _keep(actor, answer, complaint_reference)
    return answer


def date_kept_estimates(*, subject: str, at: dt.datetime) -> None:
    """Let the estimates kept for a complaint bear this moment and no other: that of somebody anonymous, to the day."""
    Estimate.objects.filter(subject=subject).update(created_at=at, updated_at=at)


@transaction.atomic
def _keep(actor: Actor, answer: dict[str, Any], subject: str) -> Estimate:
    latest = estimates_of(actor, subject).filter(target=answer["target"]).first()
    if latest is not None and _same(latest.result, answer):
        return latest
    kept = Estimate.objects.create(
        target=answer["target"],
        subject=subject,
        made_by_id=actor.user_id,
        currency=answer["currency"],
        inputs={"facts": answer["facts"], "as_of": answer["as_of"], "hash": answer["inputs_hash"]},
        result=answer,
        method_version=answer["method_version"],
        data_version=answer["data_version"],
    )
    record(
        actor=actor,
        action="estimates.keep",
        subject=kept,
        chain=CHAIN,
        facts={
            "subject": subject,
            "target": answer["target"],
            "inputs": answer["inputs_hash"],
            "method": answer["method_version"],
            "data": answer["data_version"],
        },
    )
    return kept


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """The same question to the same data by the same method; the day alone makes no new answer."""
    return all(one.get(key) == other.get(key) for key in ("facts", "currency", "method_version", "data_version"))

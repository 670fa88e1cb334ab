"""The worksheet of a fine: the officer's weighing, laid over what the law allows and what like matters cost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.enforcement.enums import FactorEffect
from caseapp.enforcement.models import FineWorksheet, Investigation
from caseapp.enforcement.selectors.worksheets import facts_of, fine_law, quantiles_of
from caseapp.enforcement.services.investigations import locked_investigation
from caseapp.enforcement.workflow import investigation_chain
from caseapp.law.models import Framework
from caseapp.precedents.enums import EstimateTarget
from caseapp.precedents.services import make_estimate
from caseapp.rules import fine_worksheet
from caseapp.rules import fines as arithmetic

REASON_MAX = 2000
LARGEST = Decimal(10) ** 16

timeline.tell("investigations.record_worksheet", _("The worksheet of the fine was written."))


@transaction.atomic
def record_worksheet(
    *,
    actor: Actor,
    investigation: Investigation,
    framework: Framework,
    factors: Mapping[str, tuple[str, str]],
    turnover: Decimal | None = None,
    gain: Decimal | None = None,
    persons: int | None = None,
    proposed: Decimal | None = None,
) -> FineWorksheet:
    """Write or rewrite the worksheet: each factor of the law with its effect and the officer's reason.

    Sums are in the currency of the law's highest fine, else of the authority's place. Like fines are looked up from
    the facts of the investigation's complaints; the answer is kept with its versions. Writes timeline (for those on
    the case) and audit. Refuses once the decision is approved, unknown factors and effects, an effect without a
    reason, and sums that are no sums.
    """
    locked = locked_investigation(actor, investigation, "enforcement.record_worksheet")
    law = fine_law(framework)
    currency = law.currency or locked.authority.jurisdiction.currency
    weighed = _checked_factors(framework, factors)
    _check_sums(currency, turnover=turnover, gain=gain, proposed=proposed)
    if persons is not None and not 0 < persons < 10**12:
        raise InvalidInput.field("persons", _("Enter how many people were affected, as a whole number."))
    cap = fine_worksheet.ceiling(law, turnover=turnover, gain=gain, places=arithmetic.places_of(currency))
    answer = make_estimate(actor=actor, target=EstimateTarget.FINE, facts=facts_of(locked, persons), currency=currency)
    quantiles = quantiles_of(answer)
    effects = [fine_worksheet.Effect(one["effect"]) for one in weighed]
    found = fine_worksheet.guidance(cap, effects, quantiles)
    sheet, _made = FineWorksheet.objects.update_or_create(
        investigation=locked,
        defaults={
            "framework": framework,
            "currency": currency,
            "turnover": turnover,
            "gain": gain,
            "persons": persons,
            "factors": weighed,
            "proposed": proposed,
            "estimate": answer,
            "guidance": _plain(found, proposed, quantiles),
            "made_by_id": actor.user_id,
        },
    )
    timeline.write(actor=actor, subject=locked, kind="investigations.record_worksheet", shared=False)
    audit.record(
        actor=actor,
        action="investigations.record_worksheet",
        subject=locked,
        chain=investigation_chain(locked),
        facts={
            "framework": f"{framework.code} v{framework.version}",
            "currency": currency,
            "turnover": turnover,
            "gain": gain,
            "persons": persons,
            "proposed": proposed,
            "effects": {one["key"]: one["effect"] for one in weighed},
            "reasons": audit.digest("\n".join(one["reason"] for one in weighed)),
            "inputs_hash": answer["inputs_hash"],
        },
    )
    return sheet


def _checked_factors(framework: Framework, given: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    known = [factor["key"] for factor in framework.fine_factors]
    faults: dict[str, Any] = {}
    for key in given:
        if key not in known:
            faults[key] = _("This law has no such factor.")
    found = []
    for key in known:
        effect, reason = given.get(key, (FactorEffect.UNKNOWN.value, ""))
        reason = reason.strip()
        if effect not in FactorEffect.values:
            faults[f"effect_{key}"] = _("This is not one of the choices.")
        if effect in (FactorEffect.RAISES, FactorEffect.LOWERS) and not reason:
            faults[f"reason_{key}"] = _("Say why, so that the respondent and a court can follow it.")
        if len(reason) > REASON_MAX:
            faults[f"reason_{key}"] = _("Use at most 2,000 characters.")
        found.append({"key": key, "effect": effect, "reason": reason})
    if faults:
        raise InvalidInput(errors=faults)
    return found


def _check_sums(currency: str, **sums: Decimal | None) -> None:
    faults: dict[str, Any] = {}
    for name, value in sums.items():
        if value is None:
            continue
        if value < 0 or (value == 0 and name == "proposed"):
            faults[name] = _("Enter a sum that is not below zero.") if name != "proposed" else _("Enter a sum.")
        elif value >= LARGEST:
            faults[name] = _("This sum is too large to be stored.")
        elif not arithmetic.fits(value, arithmetic.places_of(currency)):
            faults[name] = _("This currency has fewer decimals than you entered.")
    if faults:
        raise InvalidInput(errors=faults)


def _plain(
    found: fine_worksheet.Guidance, proposed: Decimal | None, quantiles: Mapping[int, Decimal] | None
) -> dict[str, Any]:
    """The rules' answer as it is kept and as the API says it."""

    def text(value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    return {
        "ceiling": {
            "basis": found.ceiling.basis.value,
            "amount": text(found.ceiling.amount),
            "share": text(found.ceiling.share),
            "floor": text(found.ceiling.floor),
            "firm": found.ceiling.is_firm,
        },
        "position": None if found.position is None else format(found.position.quantize(Decimal("0.1")), "f"),
        "suggested": text(found.suggested),
        "low": text(found.low),
        "high": text(found.high),
        "held": found.held,
        "remarks": [
            remark.value for remark in (fine_worksheet.remarks(proposed, found, quantiles) if proposed else ())
        ],
    }

"""Why something cannot be done with a suit now: said once, for its page, its addresses, the API and the services."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from caseapp.litigation.enums import CollectionKind, JudgmentResult, SuitState
from caseapp.litigation.models import CivilSuit, OutcomeProposal
from caseapp.litigation.selectors.collecting import standing_of
from caseapp.litigation.selectors.outcomes import final_day
from caseapp.litigation.selectors.procedures import procedure_of, stages_at
from caseapp.litigation.selectors.suits import ENDED, total_awarded
from caseapp.litigation.workflow import AWARDING, TO_SETTLE
from caseapp.rules.collection import Standing

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NOTHING_OUTSTANDING = _("Nothing is outstanding.")


def refusal_of(suit: CivilSuit, action: str, standing: Standing | None = None) -> "_StrOrPromise | None":
    """A plain sentence where the suit does not allow the action now, whoever asks; None where it does.

    `standing` is what the collection ledger comes to, where the caller has summed it already.
    """
    match action:
        case "propose_outcome":
            return _no_outcome(suit)
        case "record_award":
            return _no_award(suit)
        case "record_receipt" | "waive":
            owed = standing or standing_of(suit)
            return None if owed.outstanding else NOTHING_OUTSTANDING
        case "add_interest":
            return None if suit.collection.exists() else _("Nothing was awarded yet.")
        case "reckon":
            if suit.collective_actions.exists():
                return _("What came in for a collective action is divided among its members, in a distribution of it.")
            came_in = standing or standing_of(suit)
            return None if came_in.received else _("Nothing has come in yet.")
        case "reverse_receipt":
            held = suit.collection.filter(kind=CollectionKind.RECEIVED).exists()
            return None if held else _("Nothing has come in yet.")
    if suit.state in ENDED:
        return _("This suit has ended.")
    if action == "record_offer" and suit.state not in TO_SETTLE:
        return _("An offer to settle is recorded while the suit is neither decided nor settled.")
    if action == "remove_head" and suit.state != SuitState.PREPARING:
        return _("The claim was filed with this head.")
    if action == "record_stage" and len(stages_at(procedure_of(suit), suit.state)) < 2:
        return _("There is no further stage within the state that the suit has now.")
    return None


def _no_outcome(suit: CivilSuit) -> "_StrOrPromise | None":
    if OutcomeProposal.objects.filter(suit=suit).exists():
        return _("This outcome was proposed before.")
    if final_day(suit) is None or not total_awarded(suit):
        return _(
            "The outcome is not final yet. It can be proposed as a precedent once the suit is settled, or once a "
            "judgment is final and its sums are entered."
        )
    return None


def _no_award(suit: CivilSuit) -> "_StrOrPromise | None":
    judgment = suit.judgments.order_by("decided_on", "pk").last()
    if judgment is None or suit.state not in AWARDING:
        return _("Record the judgment first.")
    if judgment.result == JudgmentResult.FOR_RESPONDENT:
        return _("This judgment gives the claimant nothing.")
    return None

"""Who sees and does what with a suit."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible_suits(actor: Actor) -> Q:
    """The firm's, and those of the clients and members whose complaints they are about."""
    if actor.is_system:
        return Q()
    found = Q(case_file__firm_id__in=actor.firm_ids())
    # A former client keeps the suits of their time; what the firm does later for others is not theirs.
    clients = apps.get_model("litigation", "Engagement").objects.filter(
        Q(state="accepted") | Q(state="ended", updated_at__gte=OuterRef("created_at")),
        case_file=OuterRef("case_file"),
    )
    # Who takes part in a collective action sees the suit it is brought in.
    members = apps.get_model("litigation", "CollectiveMember").objects.filter(
        action__suit=OuterRef("pk"), state__in=["joined", "deficient", "admitted"]
    )
    if actor.is_receipt_holder:
        own = {"complaint_id": actor.complaint_id or 0}
    elif actor.is_signed_in:
        own = {"complaint__owner_id": actor.user_id or 0}
    else:
        return found
    return found | Q(Exists(clients.filter(**own))) | Q(Exists(members.filter(**own)))


def _suit_lawyer(actor: Actor, suit: Any) -> bool:
    return suit.case_file.firm_id in actor.firm_ids("partner", "associate")


def _suit_firm(actor: Actor, suit: Any) -> bool:
    return suit.case_file.firm_id in actor.firm_ids()


for _action in (
    "file",
    "serve",
    "record_answer",
    "go_to_mediation",
    "go_to_hearing",
    "record_judgment",
    "settle",
    "withdraw",
    "dismiss",
    "appeal",
    "withdraw_appeal",
    "record_stage",
    "record_head",
    "propose_outcome",
    "remove_head",
    "start_collecting",
    "conclude",
    "record_award",
):
    allow(f"suits.{_action}", _suit_lawyer)
allow("suits.schedule_hearing", _suit_firm)
allow("suits.change", _suit_firm)

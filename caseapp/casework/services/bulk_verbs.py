"""What can be done to many complaints at once: each verb says whom it refuses, does one, and takes one back.

Apps above add theirs with `offer` (`enforcement` adds "into an investigation"). A verb gets what was given as the
form cleaned it: `texts` by language, and ids.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority, User
from caseapp.casework.services.desk import add_tag, remove_tag
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import ComplaintState, ReferralState
from caseapp.complaints.models import Cluster, Complaint, Referral
from caseapp.complaints.services import clusters
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import Actor
from caseapp.core.errors import WrongState
from caseapp.core.policies import can

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Verb:
    """`needs` and `may_give` name fields of `forms.bulk`; `text` is the field that is written once a language.

    `refusal(actor, complaint, given)` is why one is left out. `do` acts on one, or `do_many` on some together. `undo`
    takes one back by how it stood before; without it the act cannot be taken back. `closes` verbs rest on complaints
    having been read. `prepare` finds out, of what was frozen, what every refusal needs to know.
    """

    name: str
    label: "_StrOrPromise"
    explanation: "_StrOrPromise"
    refusal: Callable[[Actor, Complaint, Given], "_StrOrPromise | None"]
    afterwards: Callable[[Complaint, Given], "_StrOrPromise"]
    do: Callable[[Actor, Complaint, Given], object] | None = None
    do_many: Callable[[Actor, list[Complaint], dict[str, Any]], object] | None = None
    undo: Callable[[Actor, Complaint, Mapping[str, Any]], object] | None = None
    needs: tuple[str, ...] = ()
    may_give: tuple[str, ...] = ()
    text: str = ""
    closes: bool = False
    targets: frozenset[str] = frozenset()
    prepare: Callable[[Any], dict[str, Any]] | None = None


_verbs: dict[str, Verb] = {}


def offer(verb: Verb) -> Verb:
    """Add a verb to the list that desks offer."""
    if verb.name in _verbs:
        raise LookupError(f"There is a verb named {verb.name!r} already")
    _verbs[verb.name] = verb
    return verb


def verbs() -> dict[str, Verb]:
    """Every verb by its name, in the order they are offered."""
    return dict(_verbs)


def by_workflow(*actions: str) -> Callable[[Actor, Complaint, Given], "_StrOrPromise | None"]:
    """Refuses what the complaint's own table would refuse for the first of the actions that fits its state."""

    def refusal(actor: Actor, complaint: Complaint, given: Given) -> "_StrOrPromise | None":
        for action in actions:
            if any(complaint.state in row.sources for row in WORKFLOW.named(action)):
                return None if can(actor, f"complaints.{action}", complaint) else _("Your role may not do this to it.")
        return _("Its state does not allow it: %(state)s.") % {"state": complaint.get_state_display()}

    return refusal


def by_policy(action: str) -> Callable[[Actor, Complaint, Given], "_StrOrPromise | None"]:
    """Refuses who may not, whatever the state."""

    def refusal(actor: Actor, complaint: Complaint, given: Given) -> "_StrOrPromise | None":
        return None if can(actor, action, complaint) else _("Your role may not do this to it.")

    return refusal


def becomes(state: ComplaintState) -> Callable[[Complaint, Given], "_StrOrPromise"]:
    """The state afterwards, as people read it."""
    return lambda complaint, given: state.label


def text_for(complaint: Complaint, given: Given) -> str:
    """The words in the complainant’s language; those of another language only where theirs were not written."""
    texts: Mapping[str, str] = given.get("texts", {})
    return texts.get(complaint.language) or next(iter(texts.values()), "")


def _take_up(actor: Actor, complaint: Complaint, given: Given) -> None:
    if complaint.state != ComplaintState.UNDER_REVIEW:
        complaint = complaints.acknowledge(actor=actor, complaint=complaint)
    complaints.accept(actor=actor, complaint=complaint)


def _take_up_back(actor: Actor, complaint: Complaint, before: Mapping[str, Any]) -> None:
    """Back to where it stood; an acknowledgement stays where somebody was written to since, or another authority has it
    as its receipt.
    """
    complaint = complaints.take_back(actor=actor, complaint=complaint)
    if before["state"] != ComplaintState.UNDER_REVIEW:
        with suppress(WrongState), transaction.atomic():
            complaints.take_back_acknowledgement(actor=actor, complaint=complaint)


def _request(actor: Actor, complaint: Complaint, given: Given) -> None:
    due = parse_date(given["due_on"]) if given.get("due_on") else None
    complaints.request_information(actor=actor, complaint=complaint, message=text_for(complaint, given), due_on=due)


def _refer(actor: Actor, complaint: Complaint, given: Given) -> None:
    receiver = Authority.objects.get(pk=given["authority"])
    complaints.refer(actor=actor, complaint=complaint, authority=receiver, reason=text_for(complaint, given))


def _recall(actor: Actor, complaint: Complaint, before: Mapping[str, Any]) -> None:
    waiting = complaints.open_referral(complaint)
    if waiting is None:
        raise WrongState(_("No referral of it waits."))
    complaints.recall_referral(actor=actor, referral=waiting, reason=str(_("It was referred in error.")))


def _proposal(actor: Actor, complaint: Complaint) -> Referral | None:
    proposed = Referral.objects.visible_to(actor).filter(complaint=complaint, state=ReferralState.PROPOSED)
    found: Referral | None = proposed.select_related("complaint", "from_authority", "to_authority").first()
    return found


def _not_proposed(actor: Actor, complaint: Complaint, given: Given) -> "_StrOrPromise | None":
    if complaint.state not in {ComplaintState.SUBMITTED, ComplaintState.UNDER_REVIEW}:
        return _("Its state does not allow it: %(state)s.") % {"state": complaint.get_state_display()}
    return None if _proposal(actor, complaint) else _("No rule proposes to refer it.")


def _confirm(actor: Actor, complaint: Complaint, given: Given) -> None:
    proposal = _proposal(actor, complaint)
    if proposal is None:
        raise WrongState(_("No rule proposes to refer it."))
    complaints.perform_on_referral(
        actor=actor, referral=proposal, action="confirm", given={"reason": text_for(complaint, given)}
    )


def _join_cluster(actor: Actor, complaint: Complaint, given: Given) -> None:
    wanted = Cluster.objects.get(pk=given["cluster"])
    clusters.add(actor=actor, cluster=wanted, complaints=[complaint])


def _leave_cluster(actor: Actor, complaint: Complaint, before: Mapping[str, Any]) -> None:
    now = clusters.membership_of(complaint)
    if now is None:
        raise WrongState(_("It is in no cluster now."))
    reason = str(_("It was put there by mistake."))
    clusters.remove(actor=actor, cluster=now.cluster, complaints=[complaint], reason=reason)


def _close(actor: Actor, complaint: Complaint, given: Given) -> None:
    """Close it with the reasons; the letter that holds them follows from the act, as from every closing."""
    reason = text_for(complaint, given)
    complaints.conclude(actor=actor, complaint=complaint, outcome=given["outcome"], reason=reason)


def _assign(actor: Actor, complaint: Complaint, given: Given) -> None:
    who = User.objects.get(pk=given["assignee"]) if given.get("assignee") else None
    complaints.assign(actor=actor, complaint=complaint, assignee=who)


def _assign_back(actor: Actor, complaint: Complaint, before: Mapping[str, Any]) -> None:
    held = before.get("assigned_to")
    complaints.assign(actor=actor, complaint=complaint, assignee=User.objects.get(pk=held) if held else None)


def _take_back(actor: Actor, complaint: Complaint, before: Mapping[str, Any]) -> None:
    complaints.take_back(actor=actor, complaint=complaint)


_S = ComplaintState

offer(
    Verb(
        "acknowledge",
        _("Acknowledge"),
        _("Each complainant is told that you have the complaint."),
        by_workflow("acknowledge"),
        becomes(_S.UNDER_REVIEW),
        do=lambda actor, complaint, given: complaints.acknowledge(actor=actor, complaint=complaint),
        undo=lambda actor, complaint, before: complaints.take_back_acknowledgement(actor=actor, complaint=complaint),
        targets=frozenset({_S.UNDER_REVIEW}),
    )
)
offer(
    Verb(
        "take_up",
        _("Acknowledge and accept"),
        _("Each complaint is acknowledged if it was not yet, and accepted: it may then be investigated."),
        by_workflow("acknowledge", "accept"),
        becomes(_S.ACCEPTED),
        do=_take_up,
        undo=_take_up_back,
        targets=frozenset({_S.ACCEPTED}),
    )
)
offer(
    Verb(
        "assign",
        _("Assign"),
        _("Each complaint is given to the colleague, who is told."),
        by_policy("complaints.assign"),
        lambda complaint, given: _("Assigned"),
        do=_assign,
        undo=_assign_back,
        may_give=("assignee",),
    )
)
offer(
    Verb(
        "tag",
        _("Tag"),
        _("Each complaint gets the word, by which the queue finds it. Complainants do not see it."),
        by_policy("complaints.assign"),
        lambda complaint, given: _("Tagged"),
        do=lambda actor, complaint, given: add_tag(actor=actor, complaint=complaint, word=given["word"]),
        undo=lambda actor, complaint, before: remove_tag(actor=actor, complaint=complaint, word=before["word"]),
        needs=("word",),
    )
)
offer(
    Verb(
        "add_to_cluster",
        _("Put into a cluster"),
        _("Each complaint joins the cluster, out of another if it is in one. Complainants do not see it."),
        by_policy("complaints.assign"),
        lambda complaint, given: _("In the cluster"),
        do=_join_cluster,
        undo=_leave_cluster,
        needs=("cluster",),
    )
)
offer(
    Verb(
        "request_information",
        _("Ask for information"),
        _("Each complainant gets your question in their language, and the complaint waits for the answer."),
        by_workflow("request_information"),
        becomes(_S.AWAITING_COMPLAINANT),
        do=_request,
        undo=_take_back,
        may_give=("due_on",),
        text="message",
        targets=frozenset({_S.AWAITING_COMPLAINANT}),
    )
)
offer(
    Verb(
        "refer",
        _("Refer to another authority"),
        _(
            "The other authority is let in to each complaint whole. Each complainant is told where it went and why. "
            "What the other authority has not taken on can be taken back."
        ),
        by_workflow("refer"),
        becomes(_S.REFERRED),
        do=_refer,
        undo=_recall,
        needs=("authority",),
        text="reason",
        targets=frozenset({_S.REFERRED}),
    )
)
offer(
    Verb(
        "refer_as_proposed",
        _("Refer as the rules propose"),
        _("Each complaint goes to the authority that a rule proposes for it, and its complainant is told why."),
        _not_proposed,
        becomes(_S.REFERRED),
        do=_confirm,
        undo=_recall,
        text="reason",
        targets=frozenset({_S.REFERRED}),
    )
)
offer(
    Verb(
        "reject",
        _("Reject with a reason"),
        _("Each complainant reads the reason in their language, and may ask you to look again."),
        by_workflow("reject"),
        becomes(_S.REJECTED),
        do=lambda actor, complaint, given: complaints.reject(
            actor=actor, complaint=complaint, reason=text_for(complaint, given)
        ),
        undo=_take_back,
        text="reason",
        closes=True,
        targets=frozenset({_S.REJECTED}),
    )
)
offer(
    Verb(
        "close",
        _("Close with a letter"),
        _("Each complaint is closed with the outcome, and each complainant gets a letter with your reasons."),
        by_workflow("conclude"),
        becomes(_S.CLOSED),
        do=_close,
        undo=_take_back,
        needs=("outcome",),
        text="letter",
        closes=True,
        targets=frozenset({_S.CLOSED}),
    )
)

"""Whether a suit's outcome is final, whose case it was, and which names its public words may not hold."""

from datetime import date

from caseapp.complaints.models import Complaint
from caseapp.litigation.enums import EngagementState, SuitState
from caseapp.litigation.models import CivilSuit, CollectiveMember, OutcomeProposal

OPEN = frozenset({SuitState.APPEALED})
SHORTEST_NAME = 2


def final_day(suit: CivilSuit) -> date | None:
    """The day since which the outcome stands: the settlement's, or that of a judgment that is final; None before."""
    if suit.state in OPEN:
        return None
    settled = suit.awards.filter(kind="settlement", replaced_by=None).order_by("awarded_on").last()
    if settled is not None:
        return settled.awarded_on
    judgment = suit.judgments.order_by("decided_on", "pk").last()
    return judgment.decided_on if judgment is not None and judgment.final else None


def represented(suit: CivilSuit) -> Complaint | None:
    """The first client's complaint: what the estimate was made for."""
    engagement = (
        suit.case_file.engagements.filter(state__in=[EngagementState.ACCEPTED, EngagementState.ENDED])
        .select_related("complaint")
        .order_by("pk")
        .first()
    )
    return engagement.complaint if engagement is not None else None


def names_to_keep_out(suit: CivilSuit) -> list[str]:
    """Names and references of all that the suit is brought for; for the service that looks for them in public words."""
    people = {
        one.complaint_id: one.complaint for one in suit.case_file.engagements.select_related("complaint__identity")
    }
    members = CollectiveMember.objects.filter(action__suit=suit).select_related("complaint__identity")
    names: list[str] = []
    for member in members:
        people[member.complaint_id] = member.complaint
        names.append(member.open_name())
    for complaint in people.values():
        names.append(complaint.reference)
        held = getattr(complaint, "identity", None)
        if held is not None:
            contact = held.contact()
            names += [contact.name, contact.email, contact.phone]
    return [name for name in dict.fromkeys(each.strip() for each in names) if len(name) >= SHORTEST_NAME]


def outcome_of(suit: CivilSuit) -> OutcomeProposal | None:
    """What was proposed, with what the curators made of it."""
    return OutcomeProposal.objects.filter(suit=suit).select_related("suggestion", "score__estimate").first()

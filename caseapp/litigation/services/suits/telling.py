"""News of a suit for everybody it is brought for: clients, and members of a collective action."""

from django.utils.translation import gettext_lazy as _

from caseapp.complaints import services as complaints
from caseapp.litigation.enums import TAKING_PART
from caseapp.litigation.models import CivilSuit, CollectiveMember
from caseapp.notifications import services as notifications

notifications.tell("litigation.suit_news", _("There is news on your suit %(reference)s."))


def tell_clients(suit: CivilSuit) -> None:
    """A notice for each, once."""
    people = {one.complaint_id: one.complaint for one in suit.case_file.engagements.select_related("complaint")}
    members = CollectiveMember.objects.filter(action__suit=suit, state__in=TAKING_PART).select_related("complaint")
    people.update((one.complaint_id, one.complaint) for one in members)
    for complaint in people.values():
        complaints.tell_complainant(
            complaint=complaint,
            kind="litigation.suit_news",
            data={"reference": suit.reference},
            path=f"/suits/{suit.reference}/",
        )

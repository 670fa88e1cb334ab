"""The people of the permission matrices, each as seen from one complaint and one firm."""

from dataclasses import dataclass

from caseapp.accounts.models import Authority, Firm
from caseapp.complaints.models import Complaint
from caseapp.core.actors import VISITOR, Actor
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer
from tests.factories.complaints import ComplaintFactory, let_firm_in

ROLES = (
    "visitor",
    "other_citizen",
    "owner",
    "receipt_of_another",
    "intake_officer",
    "investigator",
    "supervisor",
    "analyst",
    "officer_elsewhere",
    "partner",
    "associate",
    "paralegal",
    "lawyer_elsewhere",
    "administrator",
)


@dataclass(frozen=True)
class Cast:
    """A complaint with its authority and engaged firm, and an actor for every role."""

    complaint: Complaint
    authority: Authority
    firm: Firm
    actors: dict[str, Actor]


def cast(**complaint_fields: object) -> Cast:
    """Everybody who might want something of one complaint."""
    authority, firm = AuthorityFactory(), FirmFactory()
    complaint = ComplaintFactory(authority=authority, **complaint_fields)
    let_firm_in(complaint, firm)
    another = ComplaintFactory(owner=None, anonymous=True)
    actors = {
        "visitor": VISITOR,
        "other_citizen": actor_of(UserFactory()),
        "owner": actor_of(complaint.owner),
        "receipt_of_another": Actor(kind="receipt", complaint_id=another.pk),
        "intake_officer": actor_of(officer(authority, "intake_officer")),
        "investigator": actor_of(officer(authority, "investigator")),
        "supervisor": actor_of(officer(authority, "supervisor")),
        "analyst": actor_of(officer(authority, "analyst")),
        "officer_elsewhere": actor_of(officer(AuthorityFactory(), "supervisor")),
        "partner": actor_of(lawyer(firm, "partner")),
        "associate": actor_of(lawyer(firm, "associate")),
        "paralegal": actor_of(lawyer(firm, "paralegal")),
        "lawyer_elsewhere": actor_of(lawyer(FirmFactory(), "partner")),
        "administrator": actor_of(UserFactory(is_administrator=True)),
    }
    return Cast(complaint, authority, firm, actors)

"""Who acts: a plain value that every service, selector and policy takes first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.rules.dates import local_day

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ActorKind = Literal["visitor", "user", "receipt", "respondent", "system"]

LAWYER_ROLES = frozenset({"partner", "associate", "paralegal"})
CASEWORK_ROLES = frozenset({"intake_officer", "investigator", "supervisor"})


@dataclass(frozen=True)
class Actor:
    """A person (or the system) and the roles they hold, fixed for one request or task.

    `firms` and `authorities` map the organisation's primary key to the role held there; a curator keeps the public
    collection of precedents, beside whatever else they are; `time_zones` are those in which their authorities sit and
    their firms practise, or in which the authority sits that asks a respondent; `complaint_id` is the one complaint
    that a receipt holder may see; `investigation_id` the one investigation whose respondent acts. What somebody did who
    is anonymous is dated `to_the_day`.
    """

    kind: ActorKind = "visitor"
    user_id: int | None = None
    display_name: str = ""
    language: str = "en"
    firms: Mapping[int, str] = field(default_factory=dict)
    authorities: Mapping[int, str] = field(default_factory=dict)
    time_zones: frozenset[str] = frozenset()
    is_administrator: bool = False
    is_curator: bool = False
    complaint_id: int | None = None
    investigation_id: int | None = None
    to_the_day: bool = False

    def now(self) -> dt.datetime:
        """The moment that is written down for what the actor does: the day alone where the hour could betray them."""
        return day_of(timezone.now()) if self.to_the_day else timezone.now()

    def today(self) -> dt.date:
        """The day it is now where the actor works: by it their pages, lists and counts say what is due and overdue.

        Of authorities in several places the earliest, so that nothing is called late too soon; of a firm's places the
        latest, so that no day seems to be left that is gone; in UTC for others.
        """
        now = timezone.now()
        foremost = max if self.firms else min
        return foremost((local_day(now, zone) for zone in self.time_zones), default=timezone.localdate(now))

    @property
    def audit_id(self) -> str:
        """What the audit writes down: the account's id, or what a code opened; never a name."""
        if self.kind == "user":
            return str(self.user_id)
        if self.kind == "respondent":
            return f"investigation:{self.investigation_id}"
        return f"complaint:{self.complaint_id}" if self.kind == "receipt" else ""

    @property
    def is_visitor(self) -> bool:
        return self.kind == "visitor"

    @property
    def is_signed_in(self) -> bool:
        return self.kind == "user"

    @property
    def is_receipt_holder(self) -> bool:
        return self.kind == "receipt"

    @property
    def is_respondent(self) -> bool:
        """Answers an authority for the company that is investigated, by invitation and without an account."""
        return self.kind == "respondent"

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def is_lawyer(self) -> bool:
        return bool(self.firms)

    @property
    def is_officer(self) -> bool:
        """Works on an authority's cases (an analyst sees numbers, not cases)."""
        return any(role in CASEWORK_ROLES for role in self.authorities.values())

    @property
    def is_supervisor(self) -> bool:
        return "supervisor" in self.authorities.values()

    @property
    def is_analyst(self) -> bool:
        return "analyst" in self.authorities.values()

    @property
    def is_complainant(self) -> bool:
        """Signed in for themselves alone."""
        return self.is_signed_in and not (self.firms or self.authorities or self.is_administrator)

    def authority_ids(self, *roles: str) -> frozenset[int]:
        """Authorities where the actor holds one of the roles; without roles, any casework role."""
        wanted = frozenset(roles) or CASEWORK_ROLES
        return frozenset(pk for pk, role in self.authorities.items() if role in wanted)

    def firm_ids(self, *roles: str) -> frozenset[int]:
        """Firms where the actor holds one of the roles; without roles, any."""
        wanted = frozenset(roles) or LAWYER_ROLES
        return frozenset(pk for pk, role in self.firms.items() if role in wanted)

    @property
    def side(self) -> str:
        """Which side of a case this actor speaks for, as the timeline and messages show it."""
        if self.is_system:
            return "system"
        if self.is_respondent:
            return "respondent"
        if self.authorities:
            return "authority"
        if self.firms:
            return "firm"
        return "administrator" if self.is_administrator else "complainant"


def day_of(moment: dt.datetime) -> dt.datetime:
    """The beginning of a moment's day in UTC."""
    return moment.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


SYSTEM = Actor(kind="system", display_name="Countenance")
VISITOR = Actor()

SIDE_LABELS: "dict[str, _StrOrPromise]" = {
    "system": _("Countenance"),
    "authority": _("The authority"),
    "firm": _("The law firm"),
    "complainant": _("The complainant"),
    "respondent": _("The respondent"),
    "third_party": _("Somebody outside who was asked"),
    "administrator": _("An administrator"),
}

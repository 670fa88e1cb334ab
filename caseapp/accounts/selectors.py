"""Who somebody is to the rest of the software, and which firms and authorities there are."""

import datetime as dt
import functools
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from caseapp.accounts.models import Authority, Firm, Membership, User
from caseapp.core.actors import Actor
from caseapp.law.selectors import day_in

_SEAT = {
    "firm": "firm_id",
    "authority": "authority_id",
    "role": "role",
    "zone": "authority__jurisdiction__time_zone",
    "firm_zone": "firm__jurisdictions__time_zone",
}


def user_with_seats(user_id: Any) -> User | None:
    """An account and its `seats` in one statement: `firm`, `authority`, `role`, and the `zone` of the authority or the
    `firm_zone`, a seat for each place where the firm practises.
    """
    return _users_with_seats().filter(pk=user_id).first()


@functools.cache
def _users_with_seats() -> QuerySet[User]:
    """Never asked itself; only put together once, for every page begins with it."""
    seats = Membership.objects.filter(user=OuterRef("pk")).values(seat=JSONObject(**_SEAT))
    return User.objects.annotate(seats=ArraySubquery(seats)).order_by("pk")


def actor_for(user: User) -> Actor:
    """The actor an account stands for, its roles read once."""
    seats = getattr(user, "seats", None)
    if seats is None:
        rows = Membership.objects.filter(user=user).values_list(*_SEAT.values())
        seats = [dict(zip(_SEAT, row, strict=True)) for row in rows]
    return Actor(
        kind="user",
        user_id=user.pk,
        display_name=str(user),
        language=user.language,
        firms={seat["firm"]: seat["role"] for seat in seats if seat["firm"] is not None},
        authorities={seat["authority"]: seat["role"] for seat in seats if seat["authority"] is not None},
        time_zones=frozenset(zone for seat in seats if (zone := seat["zone"] or seat["firm_zone"])),
        is_administrator=user.is_administrator,
        is_curator=user.is_curator,
    )


def receipt_actor(complaint_id: int, language: str) -> Actor:
    """The actor that a receipt code stands for: one complaint, no name."""
    return Actor(kind="receipt", complaint_id=complaint_id, language=language)


def receipt_sessions_ended_at(complaint_id: int) -> float:
    """Since which second, if any, what a complaint's earlier receipt code opened counts no more."""
    return float(cache.get(ended_receipt_key(complaint_id), 0))


def ended_receipt_key(complaint_id: int) -> str:
    """Where the shared cache keeps that second."""
    return f"accounts.receipt_ended:{complaint_id}"


def main_firm(actor: Actor) -> Firm:
    """The firm at whose desk a lawyer sits: the one where they are a partner, else the first."""
    ids = sorted(actor.firm_ids("partner")) or sorted(actor.firm_ids())
    return Firm.objects.get(pk=ids[0])


def firms_in(jurisdiction_codes: list[str]) -> QuerySet[Firm]:
    """Firms that practise in any of the jurisdictions."""
    return Firm.objects.filter(jurisdictions__code__in=jurisdiction_codes).distinct()


def authorities_for(jurisdiction_codes: list[str]) -> QuerySet[Authority]:
    """Authorities of the jurisdictions; give a place and its parents to see who may hear a complaint from there."""
    return Authority.objects.filter(jurisdiction__code__in=jurisdiction_codes).select_related("jurisdiction")


def today_at(authority: Authority) -> dt.date:
    """The day it is now where the authority sits: what its acts are dated by, and its respondents' days to pay."""
    return day_in(authority.jurisdiction, timezone.now())


def today_of_firm(firm: Firm) -> dt.date:
    """The day it is now where the firm practises; the latest of them, where it practises in several places."""
    now = timezone.now()
    return max((day_in(place, now) for place in firm.jurisdictions.all()), default=timezone.localdate())


def curators() -> QuerySet[User]:
    """Who keeps the collection of precedents: curators, and administrators."""
    return User.objects.filter(Q(is_curator=True) | Q(is_administrator=True), is_active=True)


def colleagues(actor: Actor, authority: Authority) -> QuerySet[User]:
    """People of the actor's own authority who can be given work."""
    if authority.pk not in actor.authority_ids():
        return User.objects.none()
    return User.objects.filter(
        memberships__authority=authority,
        memberships__role__in=["intake_officer", "investigator", "supervisor"],
        is_active=True,
    ).order_by("display_name")


def supervisors(authority_id: int) -> QuerySet[User]:
    """The active accounts that supervise an authority: whom it tells of what waits for a second pair of eyes."""
    return User.objects.filter(
        memberships__authority=authority_id, memberships__role="supervisor", is_active=True
    ).distinct()

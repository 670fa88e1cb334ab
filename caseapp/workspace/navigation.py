"""Which places each role sees in the frame of a page: one table, so that a place is added or moved in one line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: its words, its URL name, and the URL names that also count as being there."""

    label: str | _StrPromise
    url_name: str
    within: tuple[str, ...] = ()


_COSTS = ("billing:costs", "billing:record", "billing:start", "billing:change", "billing:write", "billing:receive")
"""What is done about money on the page of a case file."""

HOME = Place(_("Home"), "workspace:home")
FILE = Place(_("File a complaint"), "intake:start", within=("intake:",))
FOLLOW = Place(_("Follow mine"), "complaints:follow", within=("complaints:",))
MINE = Place(_("My complaints"), "complaints:list", within=("complaints:",))
PRECEDENTS = Place(_("Precedents"), "precedents:list", within=("precedents:",))
ESTIMATE = Place(_("Estimate"), "precedents:estimate")
RIGHTS = Place(_("Your rights"), "law:rights", within=("law:",))
REGISTER = Place(_("Public register"), "register:front", within=("register:",))
PROFESSIONALS = Place(_("For professionals"), "workspace:professionals")
QUEUE = Place(
    _("Queue"), "complaints:list", within=("complaints:", "casework:", "personal:retention", "personal:disposal")
)
KEY_IN = Place(_("Key in a complaint"), "intake:at_the_desk", within=("intake:",))
INVESTIGATIONS = Place(_("Investigations"), "enforcement:investigations", within=("enforcement:",))
FINES = Place(
    _("Fines"),
    "enforcement:fines",
    within=("enforcement:fine", "enforcement:bank_file", "enforcement:assign_line", "enforcement:reminders"),
)
ORDERS = Place(_("Orders"), "enforcement:orders", within=("enforcement:order",))
RESPONDENTS = Place(_("Respondents"), "respondents:list", within=("respondents:",))
REQUESTS = Place(
    _("Requests"),
    "litigation:requests",
    within=("litigation:request", "litigation:engagement", "litigation:decide_conflict", "litigation:known"),
)
CASE_FILES = Place(_("Case files"), "litigation:case_files", within=("litigation:", "moving:", *_COSTS))
INVOICES = Place(_("Invoices"), "billing:invoices", within=("billing:invoice", "billing:rate", "billing:new_r"))
TRUST = Place(_("Trust money"), "billing:trust", within=("billing:",))
SUITS = Place(
    _("Suits"),
    "litigation:suits",
    within=(
        "litigation:suit",
        "litigation:schedule_hearing",
        "litigation:record_",
        "litigation:change_suit",
        "litigation:add_",
        "litigation:remove_head",
        "litigation:offer",
        "litigation:reverse_receipt",
        "litigation:waive",
        "litigation:reckon",
        "litigation:propose_outcome",
        "litigation:feed",
    ),
)
ACTIONS = Place(
    _("Collective actions"),
    "litigation:actions",
    within=(
        "litigation:action",
        "litigation:change_action",
        "litigation:member",
        "litigation:weigh",
        "litigation:admit_chosen",
        "litigation:divide",
        "litigation:distribution",
    ),
)
TEXTS = Place(_("Texts of letters"), "documents:templates", within=("documents:template", "documents:edit_template"))
NUMBERS = Place(_("Numbers"), "statistics:dashboard", within=("statistics:",))
AUDIT = Place(_("Audit"), "workspace:audit")
CURATION = Place(_("Curation"), "precedents:curation", within=("precedents:revision", "precedents:new"))
LAW = Place(_("Law"), "workspace:law", within=("workspace:law", "law:"))
JOBS = Place(_("Jobs"), "workspace:jobs")

PLACES: dict[str, tuple[Place, ...]] = {
    "visitor": (FILE, FOLLOW, PRECEDENTS, ESTIMATE, RIGHTS, REGISTER, PROFESSIONALS),
    "receipt": (FOLLOW, FILE, PRECEDENTS, ESTIMATE, RIGHTS, REGISTER),
    "complainant": (HOME, MINE, FILE, PRECEDENTS, ESTIMATE, RIGHTS),
    "officer": (HOME, QUEUE, KEY_IN, INVESTIGATIONS, FINES, ORDERS, RESPONDENTS, PRECEDENTS, REGISTER, TEXTS),
    "analyst": (HOME, NUMBERS, RESPONDENTS, PRECEDENTS, REGISTER),
    "lawyer": (HOME, REQUESTS, CASE_FILES, SUITS, ACTIONS, INVOICES, TRUST, PRECEDENTS, ESTIMATE, TEXTS),
    "administrator": (HOME, AUDIT, LAW, CURATION, JOBS),
}

FOOTER: tuple[Place, ...] = (
    Place(_("About"), "workspace:about"),
    Place(_("Accessibility"), "workspace:accessibility"),
    Place(_("Privacy"), "workspace:privacy"),
    Place(_("How estimates are made"), "precedents:method"),
    Place(_("Source of data"), "precedents:sources"),
    Place(_("API"), "api:docs"),
)

DESK_ROLES = frozenset({"officer", "analyst", "lawyer", "administrator"})


def role_of(actor: Any) -> str:
    """The key of `PLACES` for an actor; without an actor (an error page), the visitor's."""
    if actor is None or not (actor.is_signed_in or actor.is_receipt_holder):
        return "visitor"
    if actor.is_receipt_holder:
        return "receipt"
    if actor.is_administrator:
        return "administrator"
    if actor.is_officer or actor.is_supervisor:
        return "officer"
    if actor.is_lawyer:
        return "lawyer"
    if actor.is_analyst:
        return "analyst"
    return "complainant"


def places_of(actor: Any) -> tuple[Place, ...]:
    """The places of whoever looks: those of their role, numbers for a supervisor, the curators' desk for a curator."""
    places = PLACES[role_of(actor)]
    if actor is not None and actor.is_supervisor and NUMBERS not in places:
        places = (*places, NUMBERS)
    if actor is not None and actor.is_curator and CURATION not in places:
        return (places[0], CURATION, *places[1:])
    return places


def address(url_name: str) -> str:
    """The path of a URL name without arguments, or an empty string where this installation has no such page."""
    return _path(url_name, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _path(url_name: str, urlconf: str) -> str:
    """A page has thirty of them, and they stay what they are."""
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Entry:
    """A place with its address; `current` is "page" on the place's own page, "true" within it, else empty."""

    place: Place
    href: str
    current: str = ""

    @property
    def label(self) -> str | _StrPromise:
        """The words of the link."""
        return self.place.label


def entries(places: tuple[Place, ...], request: HttpRequest | None = None) -> list[Entry]:
    """The places that exist, the one that holds the current page marked: its own, else the closest."""
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    exact = next((place for place in places if place.url_name == here), None)
    holding = [(len(prefix), place) for place in places for prefix in place.within if here.startswith(prefix)]
    around = max(holding, key=lambda found: found[0])[1] if holding else None
    current, word = (exact, "page") if exact else (around, "true")
    return [
        Entry(place, href, word if place is current else "") for place in places if (href := address(place.url_name))
    ]

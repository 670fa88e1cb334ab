"""What is asked once for all frameworks, and what facts already tell of it."""

import datetime as dt
from collections.abc import Callable, Mapping

from caseapp.rules.dates import add_months, end_of_year, last_possible_day
from caseapp.rules.screening.facts import ANALYSED, FACES, IDENTIFIED, Facts
from caseapp.rules.screening.vocabulary import ActorKind, Answer

YES, NO = Answer.YES, Answer.NO

Told = tuple[Answer, str]
"""An answer and the name of the fact it rests on."""

CUSTOMERS = frozenset({"customer", "visitor"})
DEPENDENT = frozenset({"employee", "tenant", "pupil", "patient"})
PUBLIC_PLACES = frozenset(
    {"retail", "hospitality", "sports_venue", "entertainment_venue", "transport", "bank_fintech", "gym_leisure"}
)
OPEN_VENUES = frozenset(
    {"shop", "sales_office", "hotel", "bank", "station_airport", "stadium", "entertainment", "gym", "street"}
)
CLOSED_VENUES = frozenset({"home", "online"})
ONLINE = frozenset({"social_media", "photo_service", "face_search"})
SELLING = PUBLIC_PLACES | ONLINE | {"property_management", "health"}
NEVER_HEALTH = frozenset(
    {
        "property_management",
        "hospitality",
        "sports_venue",
        "entertainment_venue",
        "transport",
        "bank_fintech",
        "social_media",
        "police",
        "government",
    }
)


def opposite(answer: Answer) -> Answer:
    """Yes for no and no for yes; unsure stays."""
    return {YES: NO, NO: YES}.get(answer, answer)


def _flag(value: bool | None, fact: str) -> Told | None:
    return None if value is None else (YES if value else NO, fact)


def _defect(name: str, answer: Answer = YES) -> Callable[[Facts], Told | None]:
    return lambda facts: (answer, "consent_defect") if name in facts.defects else None


def _either(*tests: Callable[[Facts], Told | None]) -> Callable[[Facts], Told | None]:
    def first(facts: Facts) -> Told | None:
        return next((told for told in (test(facts) for test in tests) if told), None)

    return first


def _agreed(facts: Facts) -> Told | None:
    if facts.asked is False or "no_consent" in facts.defects:
        return NO, "consent"
    return None


def _separate(facts: Facts) -> Told | None:
    if facts.separate is not None:
        return (YES if facts.separate else NO), "consent"
    return (NO, "consent_defect") if "bundled_consent" in facts.defects else None


def _face_machine(facts: Facts) -> Told | None:
    if facts.modality and facts.modality not in FACES:
        return NO, "modality"
    return (YES, "use") if facts.use in ANALYSED else None


def _biometric_machine(facts: Facts) -> Told | None:
    if facts.modality == "general_personal_data":
        return NO, "modality"
    return (YES, "use") if facts.use in ANALYSED else None


def _template_made(facts: Facts) -> Told | None:
    if facts.modality == "general_personal_data":
        return NO, "modality"
    return (YES, "use") if facts.use in IDENTIFIED else None


def _used_to_identify(facts: Facts) -> Told | None:
    if facts.use in IDENTIFIED:
        return YES, "use"
    return (NO, "use") if facts.use == "analytics" else None


def _private_body(facts: Facts) -> Told | None:
    return None if facts.actor is None else (YES if facts.actor is ActorKind.PRIVATE else NO, "actor")


def _police_body(facts: Facts) -> Told | None:
    if facts.actor is ActorKind.POLICE:
        return YES, "actor"
    return (NO, "actor") if facts.actor is ActorKind.PRIVATE else None


def _state_officer(facts: Facts) -> Told | None:
    return (NO, "actor") if facts.actor is ActorKind.PRIVATE else None


def _sells_to_public(facts: Facts) -> Told | None:
    if facts.actor in (ActorKind.PUBLIC, ActorKind.POLICE):
        return NO, "actor"
    return (YES, "sector") if facts.sector in SELLING else None


def _commercial(facts: Facts) -> Told | None:
    if facts.actor in (ActorKind.PUBLIC, ActorKind.POLICE):
        return NO, "actor"
    return (YES, "sector") if facts.sector in SELLING | {"employer", "technology_vendor"} else None


def _public_place(facts: Facts) -> Told | None:
    if facts.venue in OPEN_VENUES | CLOSED_VENUES:
        return (YES if facts.venue in OPEN_VENUES else NO), "venue"
    if facts.venue in {"workplace", "school", "health"}:
        return None
    if facts.sector in PUBLIC_PLACES:
        return YES, "sector"
    return (NO, "sector") if facts.sector in ONLINE else None


def _venue_nyc(facts: Facts) -> Told | None:
    if facts.venue in {"shop", "stadium", "entertainment"}:
        return YES, "venue"
    if facts.venue in {"home", "online", "workplace", "school", "bank"}:
        return NO, "venue"
    if facts.sector in {"retail", "sports_venue", "entertainment_venue"}:
        return YES, "sector"
    return (NO, "sector") if facts.sector in {"employer", "education", "property_management"} | ONLINE else None


def _customer(facts: Facts) -> Told | None:
    if facts.relation in CUSTOMERS:
        return YES, "relation"
    return (NO, "relation") if facts.relation in DEPENDENT else None


def _power(facts: Facts) -> Told | None:
    if facts.relation in DEPENDENT:
        return YES, "relation"
    return (YES, "actor") if facts.actor in (ActorKind.PUBLIC, ActorKind.POLICE) else None


def _bank(facts: Facts) -> Told | None:
    if facts.sector == "bank_fintech":
        return YES, "sector"
    return (NO, "sector") if facts.sector not in {"", "other", "education", "technology_vendor"} else None


def _health_setting(facts: Facts) -> Told | None:
    if facts.relation == "patient":
        return YES, "relation"
    return (NO, "sector") if facts.sector in NEVER_HEALTH else None


def _face_search(facts: Facts) -> Told | None:
    if facts.modality and facts.modality not in FACES:
        return NO, "modality"
    return {"identification": (YES, "use"), "verification": (NO, "use")}.get(facts.use)


def _clocking(facts: Facts) -> Told | None:
    if not facts.use:
        return None
    if facts.use != "attendance":
        return NO, "use"
    return (NO, "relation") if facts.relation == "pupil" else (YES, "use")


def _emotion(facts: Facts) -> Told | None:
    if facts.use and facts.use != "analytics":
        return NO, "use"
    if facts.relation in {"customer", "visitor", "user", "tenant"}:
        return NO, "relation"
    return None


def _own_face(facts: Facts) -> Told | None:
    return (YES if facts.about in {"self", "child", "relative"} else NO, "about") if facts.about else None


def _many(facts: Facts) -> Told | None:
    return None if facts.persons_affected is None else (YES if facts.persons_affected > 1 else NO, "persons_affected")


DERIVED: Mapping[str, Callable[[Facts], Told | None]] = {
    "agreed": _agreed,
    "separate_consent": _separate,
    "told": _defect("no_notice", NO),
    "bundled": _defect("bundled_consent"),
    "alternative": _either(
        lambda f: _flag(f.alternative_offered, "alternative_offered"), _defect("no_alternative", NO)
    ),
    "other_use": _defect("purpose_exceeded"),
    "kept_long": _defect("retention"),
    "passed_on": _defect("disclosure_to_third_party"),
    "leaked": _defect("security_breach"),
    "assessment_done": _defect("no_impact_assessment", NO),
    "assessment_shown": _defect("no_impact_assessment", NO),
    "deletion_refused": _defect("refused_deletion"),
    "wrong_match": _defect("wrong_match"),
    "face_machine": _face_machine,
    "biometric_machine": _biometric_machine,
    "template_made": _template_made,
    "used_to_identify": _used_to_identify,
    "image_used": lambda f: (YES, "modality") if f.modality in FACES else None,
    "own_face": _own_face,
    "private_body": _private_body,
    "police_body": _police_body,
    "state_officer": _state_officer,
    "sells_to_public": _sells_to_public,
    "commercial": _commercial,
    "public_place": _public_place,
    "venue_nyc": _venue_nyc,
    "customer": _customer,
    "power_imbalance": _power,
    "bank": _bank,
    "health_setting": _health_setting,
    "face_search": _face_search,
    "could_name_you": lambda f: (YES, "use") if f.use in {"attendance", "verification"} else None,
    "own_device": lambda f: (NO, "use") if f.use in {"attendance", "identification", "surveillance"} else None,
    "work_clocking": _clocking,
    "emotion_work_school": _emotion,
    "realtime_police": lambda f: (NO, "actor") if f.actor is ActorKind.PRIVATE else None,
    "scraped_faces": lambda f: (NO, "use") if f.use in {"verification", "attendance", "analytics"} else None,
    "other_than_safety": lambda f: (YES, "use") if f.use in {"analytics", "attendance"} else None,
    "child": lambda f: _flag(f.minor, "minor"),
    "guardian_agreed": lambda f: (YES, "minor") if f.minor is False else None,
    "child_without_parent": lambda f: (NO, "minor") if f.minor is False else None,
    "ongoing": lambda f: _flag(f.ongoing, "ongoing"),
    "many_people": _many,
    "money_lost": lambda f: _flag(f.money_lost, "harms"),
    "costs_paid": lambda f: _flag(f.costs_paid, "harms"),
    "serious_distress": lambda f: _flag(f.serious_distress, "harms"),
    "harm": lambda f: _flag(f.harmed, "harms"),
    "wants_money": lambda f: _flag(f.wants_money, "relief_sought"),
    "controller_known": lambda f: _flag(f.respondent_known, "respondent"),
    "complained_first": lambda f: _flag(f.complained_first, "complained_first"),
}


def _within_place(facts: Facts, code: str) -> Told | None:
    return (YES if code in facts.place else NO, "place") if facts.place else None


def _residence(facts: Facts, code: str) -> Told | None:
    return (YES if code in facts.residence else NO, "residence") if facts.residence else None


def _place_or_residence(facts: Facts, code: str) -> Told | None:
    if code in facts.place:
        return YES, "place"
    if code in facts.residence:
        return YES, "residence"
    return (NO, "place") if facts.place and facts.residence else None


def _locality(facts: Facts, name: str) -> Told | None:
    return (YES, "locality") if name.casefold() in facts.locality.casefold() else None


def _since(facts: Facts, parameter: str) -> Told | None:
    """`day` or `first/second`: before the first no, from the second on yes, between the two it must be asked."""
    first, _, second = parameter.partition("/")
    day = facts.last_day
    if day is None:
        return None
    if day >= last_possible_day(second or first):
        return YES, "occurred_on"
    earliest = dt.date.fromisoformat((first + "-01-01")[:10] if len(first) == 4 else (first + "-01")[:10])
    return (NO, "occurred_on") if day < earliest else None


def _within(facts: Facts, parameter: str) -> Told | None:
    """`knowledge:36`, `event:60` or `year_end:36`: whether the period in months still runs on the day of asking."""
    start, months = parameter.split(":")
    if start == "event":
        day = facts.last_day
        return None if day is None else (YES if facts.as_of <= add_months(day, int(months)) else NO, "occurred_on")
    day = facts.learned_on
    if day is not None:
        begin = end_of_year(day) if start == "year_end" else day
        return (YES if facts.as_of <= add_months(begin, int(months)) else NO), "learned_on"
    day = facts.first_day
    if day is not None and facts.as_of <= add_months(day, int(months)):
        return YES, "occurred_on"
    return None


PARAMETERISED: Mapping[str, Callable[[Facts, str], Told | None]] = {
    "place": _within_place,
    "residence": _residence,
    "place_or_residence": _place_or_residence,
    "locality": _locality,
    "since": _since,
    "within": _within,
}

"""Many invented complaints, made from a seed: matters of uneven size, both languages, every state, written by COPY."""

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from caseapp.accounts.models import Authority, User
from caseapp.complaints.models import Cluster, Complaint
from caseapp.respondents.models import Respondent
from caseapp.rules import priority
from caseapp.workspace.demo.caseload import USE_BY_VENUE, VULNERABLE_BY_VENUE
from caseapp.workspace.demo.copying import fresh_ids
from caseapp.workspace.demo.generated_inquiries import inquiries_over, staff_of
from caseapp.workspace.demo.generated_inquiry_tables import write_inquiries
from caseapp.workspace.demo.generated_tables import Matter, reference_of, write
from caseapp.workspace.demo.generated_words import CLOSINGS, NAMES, OPENINGS, SITES, TRADES
from caseapp.workspace.demo.narratives import NARRATIVES
from caseapp.workspace.demo.organisations import ORGANISATIONS, Organisation

BATCH = 20_000
DAYS = 730
STATES = (
    ("submitted", 22),
    ("under_review", 18),
    ("awaiting_complainant", 6),
    ("accepted", 9),
    ("in_investigation", 8),
    ("closed", 22),
    ("rejected", 9),
    ("referred", 3),
    ("withdrawn", 3),
)
OUTCOMES = (("fine", 3), ("order", 3), ("remedied", 4), ("no_breach", 2), ("insufficient_evidence", 3))
ENDED = {"closed", "rejected", "withdrawn"}


def generate(*, complaints: int, seed: int, authority: Authority, told: Any = None) -> int:
    """Write so many complaints to the authority; the same seed gives the same ones. Answers how many were written.

    Statements, grants, sketches, clusters and the first line of each timeline are written, and what was investigated has
    its investigation, up to fines with their ledgers and orders. The audit chain of each begins with the first real act
    upon it, and files are not invented.
    """
    chance = random.Random(seed)  # noqa: S311  # invented data, no secret
    filers = _filers(chance, seed, min(max(complaints // 3, 1), 20_000))
    respondents = _respondents(chance, seed, authority, min(max(complaints // 60, 20), 2_000))
    staff = staff_of(authority, seed)
    ids = fresh_ids(Complaint, complaints)
    made, number = 0, 0
    pending: list[dict[str, Any]] = []
    matters: list[Matter] = []
    sketches: dict[str, tuple[bytes, list[int]]] = {}
    while made < complaints:
        matter = _matter(chance, respondents, complaints - made)
        if matter.size > 1:
            matter.cluster = Cluster(
                pk=None, authority=authority, respondent=matter.respondent, reference=reference_of("CL", seed, number)
            )
            matters.append(matter)
            number += 1
        for _each in range(matter.size):
            row = _row(chance, matter, authority, filers, pk=next(ids), reference_number=made, seed=seed)
            pending.append(row)
            made += 1
        if len(pending) >= BATCH or made >= complaints:
            inquiries = inquiries_over(random.Random(f"{seed} {made}"), pending, staff)  # noqa: S311
            write(pending, matters, sketches, authority)
            write_inquiries(inquiries, authority, staff)
            if told is not None:
                told(made)
            pending, matters = [], []
    return made


def _matter(chance: random.Random, respondents: list[tuple[Organisation, Respondent]], most: int) -> Matter:
    """A matter of uneven size: two of five are single complaints, one in a hundred is a mass mailing."""
    organisation, respondent = respondents[min(int(chance.paretovariate(1.1)) - 1, len(respondents) - 1)]
    luck = chance.random()
    size = 1 if luck < 0.55 else chance.randint(2, 9) if luck < 0.93 else chance.randint(10, 60)
    if luck > 0.997:
        size = chance.randint(150, 400)
    site = chance.choice(organisation.sites) if organisation.sites else chance.choice(SITES)
    return Matter(
        organisation,
        respondent,
        f"{site} {chance.randint(1, 40)}",
        [_wording(chance, organisation) for _one in range(1 if size < 3 else chance.randint(1, 4))],
        sorted(chance.sample(["no_consent", "no_notice", "no_alternative", "bundled_consent", "retention"], 2)),
        min(size, most),
    )


def _wording(chance: random.Random, organisation: Organisation) -> tuple[str, str]:
    """A text and its language: an opening, what happened, and what the person wants to be known."""
    language = "zh-hans" if organisation.country == "CN" and chance.random() < 0.7 else "en"
    parts = (
        chance.choice(OPENINGS[language]),
        chance.choice(NARRATIVES[organisation.venue][language]),
        chance.choice(CLOSINGS[language]),
    )
    return ("" if language == "zh-hans" else " ").join(parts), language


def _row(
    chance: random.Random,
    matter: Matter,
    authority: Authority,
    filers: list[int],
    *,
    pk: int,
    reference_number: int,
    seed: int,
) -> dict[str, Any]:
    text, language = chance.choice(matter.wordings)
    state = _weighted(chance, STATES)
    received = timezone.now() - dt.timedelta(days=chance.triangular(0, DAYS, 0), minutes=chance.randint(0, 1400))
    venue, anonymous = matter.organisation.venue, chance.random() < 0.12
    minors = matter.organisation.sector == "education" or chance.random() < 0.04
    people = chance.choice([1, 1, 1, 1, 1, 2, 3, 4, 30, 200, 2_000])
    ongoing, alternative = chance.random() < 0.6, chance.choice(["no", "no", "unsure", ""])
    score = priority.score(
        priority.Facts(
            minors,
            VULNERABLE_BY_VENUE.get(venue, ""),
            people,
            ongoing,
            alternative == "no" or "no_alternative" in matter.defects,
        ),
        priority.USUAL,
    )
    owner = None if anonymous else chance.choice(filers)
    own_chance = random.Random(f"{seed} {reference_number}")  # noqa: S311
    acknowledged, ended = _times(own_chance, received, acknowledged=state != "submitted")
    row = {
        "id": pk,
        "created_at": received,
        "updated_at": received,
        "reference": reference_of(authority.jurisdiction_id, seed, reference_number, received.year),
        "state": state,
        "owner_id": owner,
        "anonymous": anonymous,
        "language": language,
        "jurisdiction_id": authority.jurisdiction_id,
        "authority_id": authority.pk,
        "respondent_id": matter.respondent.pk,
        "sector": matter.organisation.sector,
        "respondent_kind": matter.organisation.kind,
        "venue_kind": venue,
        "venue_name": matter.site,
        "occurred_on": (received - dt.timedelta(days=chance.randint(1, 200))).date(),
        "ongoing": ongoing,
        "use": USE_BY_VENUE[venue],
        "consent_asked": chance.choice(["no", "no", "yes", "unsure"]),
        "consent_separate": "no",
        "alternative_offered": alternative,
        "consent_defect": matter.defects,
        "harms": sorted(chance.sample(["loss_of_control", "distress", "watched", "refused_service"], 2)),
        "relief_sought": sorted(chance.sample(["deletion", "stop_use", "alternative", "compensation", "fine"], 2)),
        "narrative": text,
        "persons_affected": people,
        "minors": minors,
        "vulnerable": VULNERABLE_BY_VENUE.get(venue, ""),
        "submitted_at": received,
        "acknowledged_at": acknowledged,
        "closed_at": ended if state in ENDED else None,
        "outcome": _weighted(chance, OUTCOMES) if state == "closed" else "",
        "acknowledge_by": (received + dt.timedelta(days=10)).date(),
        "priority": score,
    }
    matter.members.append(pk)
    matter.people |= {owner} if owner else set()
    matter.anonymous += anonymous
    matter.priority = max(matter.priority, score)
    matter.newest = max(matter.newest or received, received)
    row["_matter"] = matter
    return row


def _times(
    chance: random.Random, received: dt.datetime, *, acknowledged: bool
) -> tuple[dt.datetime | None, dt.datetime]:
    """When it was acknowledged and when it ended: mostly within days and months, some much later, none in the future."""
    now = timezone.now()
    first = min(received + dt.timedelta(days=1 + chance.lognormvariate(1.2, 0.7)), now)
    last = min(first + dt.timedelta(days=10 + chance.lognormvariate(3.8, 0.6)), now)
    return first if acknowledged else None, last


def _weighted(chance: random.Random, choices: tuple[tuple[str, int], ...]) -> str:
    return chance.choices([name for name, _weight in choices], [weight for _name, weight in choices])[0]


def _filers(chance: random.Random, seed: int, number: int) -> list[int]:
    """Invented accounts that nobody can sign in to."""
    made = User.objects.bulk_create(
        (
            User(
                email=f"filer-{seed}-{place}@generated.example",
                password="!",  # noqa: S106  # nobody can sign in with it
                display_name=f"{chance.choice(list(NAMES))} {place}",
                is_demo=True,
            )
            for place in range(number)
        ),
        batch_size=5_000,
    )
    return [user.pk for user in made]


def _respondents(
    chance: random.Random, seed: int, authority: Authority, number: int
) -> list[tuple[Organisation, Respondent]]:
    """Invented organisations at the place of the authority, each of a kind of those in the demonstration."""
    country = authority.jurisdiction_id.partition("-")[0]
    kinds = [each for each in ORGANISATIONS if each.venue != "other" and each.country == country]
    kinds = kinds or [each for each in ORGANISATIONS if each.venue != "other"]
    pattern = [chance.choice(kinds) for _one in range(number)]
    made = []
    for place, each in enumerate(pattern):
        word = chance.choice(list(NAMES))
        made.append(
            Respondent(
                name=f"{word} {each.sector.replace('_', ' ').title()} {place}",
                name_local=f"{NAMES[word]}{TRADES.get(each.sector, '实业')}{place}号" if country == "CN" else "",
                country_id=country,
                sector=each.sector,
                kind=each.kind,
                reference=reference_of("ORG", seed, place),
            )
        )
    Respondent.objects.bulk_create(made, batch_size=2_000)
    return list(zip(pattern, made, strict=True))

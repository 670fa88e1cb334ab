"""A conflict check's report in the reader's language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.core.actors import Actor
from caseapp.litigation.enums import EngagementState, Part, Standing, Weight
from caseapp.litigation.models import ConflictCheck
from caseapp.rules.names import How

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_HOW: "dict[str, _StrOrPromise]" = {
    How.SAME: gettext_lazy("The same name"),
    How.LETTERS: gettext_lazy("The same in Latin letters"),
    How.ORDER: gettext_lazy("The same words in another order"),
    How.CONTAINED: gettext_lazy("One name is part of the other"),
    How.INITIALS: gettext_lazy("The initials of the other"),
    How.SPELLING: gettext_lazy("Nearly the same spelling"),
}
_NOTES: "dict[str, _StrOrPromise]" = {
    "relief": gettext_lazy("One of them asks for money, the other does not."),
    "settled": gettext_lazy("That client’s suit is settled or decided already."),
}
_SOURCES: "dict[str, _StrOrPromise]" = {
    "engagements": gettext_lazy("engagements"),
    "requests": gettext_lazy("requests"),
    "case_files": gettext_lazy("case files"),
    "parties": gettext_lazy("parties in case files"),
    "suits": gettext_lazy("counsel and judges in suits"),
    "collective": gettext_lazy("people in collective actions"),
    "list": gettext_lazy("the firm’s own list"),
    "members": gettext_lazy("people of the firm"),
}
_TONES = {"adverse": "bad", "diverging": "waiting", "look": "waiting", "alike": "closed"}
# What a report kept before there were standings.
_FORMER_ROLES = {"counterparty": Standing.OPPONENT.value}


@dataclass(frozen=True)
class ShownHit:
    """One hit in words; an empty name was not given to the firm."""

    name: str
    part: str
    known: str
    standing: str
    matter: str
    how: str
    weight: str
    weight_words: str
    tone: str


@dataclass(frozen=True)
class Report:
    """A check as its page shows it."""

    check: ConflictCheck
    hits: tuple[ShownHit, ...]
    names: tuple[dict[str, str], ...]
    compared: tuple[tuple[str, int], ...]
    total: int

    @property
    def adverse(self) -> int:
        """How many hits may stand against somebody the firm owes loyalty."""
        return sum(hit.weight == Weight.ADVERSE for hit in self.hits)


def report_of(check: ConflictCheck | None) -> Report | None:
    """The report in words."""
    if check is None:
        return None
    compared = tuple((str(_SOURCES.get(source, source)), number) for source, number in check.compared.items())
    return Report(
        check,
        tuple(shown(hit) for hit in check.hits),
        tuple({"name": one["name"] or _("(not shown)"), "part": str(Part(one["part"]).label)} for one in check.names),
        compared,
        sum(number for _source, number in compared),
    )


def shown(hit: dict[str, Any]) -> ShownHit:
    """One kept hit in words."""
    standing = hit.get("standing") or _FORMER_ROLES.get(hit.get("role", ""), hit.get("role", ""))
    weight = hit.get("weight") or Weight.LOOK.value
    how = [str(_HOW[hit["how"]])] if hit.get("how") in _HOW else []
    return ShownHit(
        name=hit["name"] or _("(not shown)"),
        part=str(Part(hit["part"]).label),
        known=hit["known"] or _("(not shown)"),
        standing=str(Standing(standing).label),
        matter=hit["matter"],
        how=" ".join([*how, *(str(_NOTES[note]) for note in hit.get("notes", ()))]),
        weight=weight,
        weight_words=str(Weight(weight).label),
        tone=_TONES[weight],
    )


def undecided_reviews(actor: Actor) -> QuerySet[ConflictCheck]:
    """Checks that ran by themselves, found something new, and wait for a decision."""
    return (
        ConflictCheck.objects.visible_to(actor)
        .filter(result="", run_by=None, engagement__state__in=[EngagementState.OFFERED, EngagementState.ACCEPTED])
        .select_related("engagement")
    )

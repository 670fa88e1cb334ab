"""Reads of acts upon many: what one would change, and what became of it."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from caseapp.casework.models import BulkAct, BulkItem
from caseapp.casework.querysets import AuthorityWork
from caseapp.casework.services.bulk import nobody_opened, refusal, to_read
from caseapp.casework.services.bulk_verbs import verbs
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound

__all__ = ["Preview", "acts", "bulk_by_reference", "outcomes", "preview", "refused_items", "to_read"]

NAMED = 20
"""How many references stand beside a reason."""


@dataclass
class Refused:
    """Complaints left out for one reason, the first of them by reference."""

    why: str
    count: int = 0
    references: list[str] = field(default_factory=list)


@dataclass
class Preview:
    """What an act would do: states before and after by number, the languages of those told, and who is left out."""

    ready: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    refused: dict[str, Refused] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        return sum(each.count for each in self.refused.values())


def acts(actor: Actor) -> AuthorityWork:
    """Acts of the actor's authorities, newest first."""
    return BulkAct.objects.visible_to(actor).select_related("owner", "job")


def bulk_by_reference(actor: Actor, reference: str) -> BulkAct:
    """One act of the actor's authorities, or NotFound."""
    found: BulkAct | None = acts(actor).select_related("authority").filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def preview(actor: Actor, bulk: BulkAct) -> Preview:
    """Ask of every frozen complaint what the act would do to it now; nothing is changed."""
    verb, unopened, found = verbs().get(bulk.action), nobody_opened(bulk), Preview()
    if verb is None:
        raise NotFound()
    items = bulk.items.select_related("complaint__respondent").defer("complaint__narrative")
    for item in items.iterator(chunk_size=2_000):
        complaint = item.complaint
        why = refusal(actor, verb, complaint, bulk.given, unopened)
        if why is None:
            found.ready += 1
            after = str(verb.afterwards(complaint, bulk.given))
            found.changes[(str(complaint.get_state_display()), after)] += 1
            found.languages[complaint.language] += 1
            if len(found.references) < NAMED:
                found.references.append(complaint.reference)
            continue
        left = found.refused.setdefault(why, Refused(why))
        left.count += 1
        if len(left.references) < NAMED:
            left.references.append(complaint.reference)
    return found


def outcomes(bulk: BulkAct) -> dict[str, int]:
    """How many items stand in each state."""
    return dict(bulk.items.order_by().values_list("state").annotate(number=Count("pk")))


def refused_items(bulk: BulkAct) -> QuerySet[BulkItem]:
    """Items with a reason, for the result page."""
    return bulk.items.exclude(why_en="").select_related("complaint")

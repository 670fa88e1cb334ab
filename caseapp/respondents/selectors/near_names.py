"""Names that somebody meant and mistyped: of organisations and their places, in any script."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from caseapp.core.actors import Actor
from caseapp.respondents.models import Respondent
from caseapp.respondents.selectors.registry import tidy_name
from caseapp.rules.misspelling import is_misspelling_of

CANDIDATES = 40
"""So many of the likest names are compared letter by letter."""

MOST = 5
"""So many names are told; who means another types more of it."""


@dataclass(frozen=True)
class NearName:
    """A name close to what was typed, and whose it is; of a place, where `is_place`."""

    respondent_id: int
    name: str
    is_place: bool


def likest(text: str) -> QuerySet[Respondent]:
    """Whose name, or whose place's name, is the most like what was typed; nobody where none is like it."""
    return Respondent.objects.filter(
        pk__in=RawSQL("SELECT respondent_id FROM respondents_near(%s, 1)", [tidy_name(text)])
    )


def near_names(actor: Actor, text: str) -> list[NearName]:
    """Names that differ from what was typed, or hold something that does, by an error or two; likest first.

    None where a name has it exactly as typed, for then nothing was mistyped. One statement on trigram indexes, and a
    second for what the actor may see where something was found.
    """
    wanted = tidy_name(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT respondent_id, name, is_place FROM respondents_near(%s, %s)", [wanted, CANDIDATES])
        alike = [NearName(*row) for row in cursor.fetchall()]
    if any(wanted.casefold() in each.name.casefold() for each in alike):
        return []
    near = list(dict.fromkeys(each for each in alike if is_misspelling_of(wanted, each.name)))
    if not near:
        return []
    owners = {each.respondent_id for each in near}
    seen = set(Respondent.objects.visible_to(actor).filter(pk__in=owners).values_list("pk", flat=True))
    return [each for each in near if each.respondent_id in seen][:MOST]

"""The timeline of a case file: its dated facts, and what was done in it, its engagements, suits and offers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from caseapp.core.models import TimelineEntry
from caseapp.core.timeline import sentence, who
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import day_in
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement, Limitation, Offer
from caseapp.litigation.selectors.limitation import title_of

SHOWN = 100
AT_ONCE = dt.timedelta(seconds=5)
"""Within it, the same sentence about several limitation dates tells of one act, such as a filing that met them all."""


@dataclass(frozen=True)
class Happening:
    """Something that happened, in the reader's words; `when` is a day for a fact and a moment for an act, whose
    `day` is that of the case file's place.

    `by` is who did it, or how a fact stands; `about` is the reference of the suit or engagement it
    belongs to, or what a limitation date is of.
    """

    when: dt.date
    words: str
    by: str
    day: dt.date
    about: str = ""

    @property
    def is_fact(self) -> bool:
        return not isinstance(self.when, dt.datetime)


def happenings(case_file: CaseFile) -> list[Happening]:
    """The newest hundred, newest first. For the firm alone: facts and internal entries are among them. Ask for a case
    file that the actor may see.
    """
    of_model = {
        CaseFile: {case_file.pk: ""},
        Engagement: dict(case_file.engagements.values_list("pk", "reference")),
        CivilSuit: dict(case_file.suits.values_list("pk", "reference")),
        Offer: dict(Offer.objects.filter(suit__case_file=case_file).values_list("pk", "suit__reference")),
        Limitation: {
            row.pk: title_of(row)
            for row in case_file.limitations.select_related("rule__framework", "rule__jurisdiction")
        },
    }
    about: dict[tuple[str, str], str] = {}
    asked = Q(pk__in=[])
    for model, rows in of_model.items():
        label = model._meta.label_lower
        about.update({(label, str(pk)): reference for pk, reference in rows.items()})
        asked |= Q(subject_model=label, subject_id__in=[str(pk) for pk in rows])
    done = _acts(TimelineEntry.objects.filter(asked).order_by("-at", "-pk")[: 2 * SHOWN], about, case_file.jurisdiction)
    facts = [
        Happening(fact.happened_on, fact.text, str(fact.get_standing_display()), fact.happened_on)
        for fact in case_file.facts.exclude(happened_on=None).order_by("-happened_on", "-pk")[:SHOWN]
        if fact.happened_on is not None
    ]
    together = sorted([*done, *facts], key=lambda one: one.day, reverse=True)
    return together[:SHOWN]


def _acts(
    entries: Iterable[TimelineEntry], about: Mapping[tuple[str, str], str], place: Jurisdiction
) -> list[Happening]:
    """What was done; what one act did to several limitation dates is one line that names their laws."""
    lines: list[Happening] = []
    laws: list[str] = []
    for entry in entries:
        title = about[entry.subject_model, entry.subject_id]
        one = Happening(entry.at, sentence(entry), who(entry), day_in(place, entry.at), title)
        of_dates = entry.subject_model == Limitation._meta.label_lower
        before = lines[-1] if lines and laws and of_dates else None
        if before is not None and (before.words, before.by) == (one.words, one.by) and _at_once(before, one):
            laws = laws if title in laws else [title, *laws]
            lines[-1] = replace(before, about=_(", ").join(laws))
        else:
            laws = [title] if of_dates else []
            lines.append(one)
    return lines


def _at_once(later: Happening, earlier: Happening) -> bool:
    return (
        isinstance(later.when, dt.datetime)
        and isinstance(earlier.when, dt.datetime)
        and later.when - earlier.when <= AT_ONCE
    )

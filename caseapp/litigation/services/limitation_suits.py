"""What a suit does to limitation dates: filing meets them, an end without a decision lets them run again."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.core.actors import Actor
from caseapp.litigation.enums import EngagementState, LimitationState, TollingKind
from caseapp.litigation.models import CivilSuit, Limitation, Tolling
from caseapp.litigation.selectors.suit_ends import suit_end_rule
from caseapp.litigation.services.limitation import meet, run_again
from caseapp.litigation.services.limitation_warnings import team_of
from caseapp.notifications import services as notifications

RUNS_AGAIN = "litigation.limitation_runs_again"

notifications.tell(
    RUNS_AGAIN,
    gettext_lazy(
        "A suit in %(reference)s ended without a decision: limitation runs again, the last day is %(last_day)s. "
        "A second person must confirm it."
    ),
)


def met_by_filing(*, actor: Actor, suit: CivilSuit, filed_on: dt.date) -> list[Limitation]:
    """Mark the dates of the clients of the suit's case file as met by the filing; their warnings end.

    A date that had passed by then stays as it is: a filing that came late meets nothing.
    """
    rows = (
        Limitation.objects.filter(case_file=suit.case_file, engagement__state=EngagementState.ACCEPTED)
        .exclude(state=LimitationState.MET)
        .exclude(last_day__lt=filed_on)
        .select_related("case_file")
    )
    reason = _("Suit filed under docket number %(number)s") % {"number": suit.docket_number}
    return [meet(actor=actor, limitation=row, met_on=filed_on, reason=reason, suit=suit) for row in rows]


def run_after_suit(*, actor: Actor, suit: CivilSuit, ended_on: dt.date) -> list[Limitation]:
    """Let the dates run again that the suit had met, to be confirmed anew; the team is told.

    Where the law of the place lets the period begin anew when the proceedings end, that stands in the working as a
    tolling event with its article; elsewhere it runs as if the suit had not been filed, the earliest day there can be.
    """
    rows = Limitation.objects.filter(met_by=suit, state=LimitationState.MET).select_related(
        "case_file", "engagement__complaint__jurisdiction", "rule"
    )
    return [_run(actor, row, suit, ended_on) for row in rows]


def _run(actor: Actor, row: Limitation, suit: CivilSuit, ended_on: dt.date) -> Limitation:
    ended = _("Suit %(number)s ended without a decision") % {"number": suit.docket_number}
    rule = suit_end_rule(row.rule.jurisdiction_id, ended_on)
    if rule is not None and rule.restarts:
        Tolling.objects.create(
            limitation=row,
            kind=TollingKind.RESTART,
            first=ended_on,
            reason=f"{ended} ({rule.article})"[:200],
            added_by_id=actor.user_id,
        )
    again = run_again(actor=actor, limitation=row, reason=ended)
    notifications.notify_users(
        user_ids=team_of(again.case_file),
        kind=RUNS_AGAIN,
        data={
            "reference": again.case_file.reference,
            "last_day": again.last_day.isoformat() if again.last_day else "–",
        },
        path=f"/case-files/{again.case_file.reference}/limitation/#limitation-{again.pk}",
    )
    return again

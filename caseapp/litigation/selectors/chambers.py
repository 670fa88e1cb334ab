"""What waits for a lawyer, gathered once for the home page and the API."""

from dataclasses import dataclass

from caseapp.core.actors import Actor
from caseapp.litigation.models import CaseTask, ConflictCheck, DocketEntry, Engagement, Hearing, Limitation
from caseapp.litigation.selectors.conflicts import undecided_reviews
from caseapp.litigation.selectors.engagements import firm_requests, unread_messages
from caseapp.litigation.selectors.limitation import running
from caseapp.litigation.selectors.suits import answers_ahead, hearings_ahead
from caseapp.litigation.selectors.working import my_tasks

DAYS = 90
"""How far ahead limitation dates are shown."""


@dataclass(frozen=True)
class Waiting:
    """Each list in the order in which it presses."""

    deadlines: list[Limitation]
    hearings: list[Hearing]
    answers: list[DocketEntry]
    tasks: list[CaseTask]
    unread_messages: list[Engagement]
    reviews: list[ConflictCheck]
    requests: list[Engagement]


def waiting(actor: Actor, *, most: int) -> Waiting:
    """Limitation dates first, then hearings and days to answer of thirty days, one's own tasks, what clients wrote,
    reviews, requests.
    """
    return Waiting(
        deadlines=list(running(actor, days=DAYS)[:most]),
        hearings=list(hearings_ahead(actor)[:most]),
        answers=list(answers_ahead(actor)[:most]),
        tasks=list(my_tasks(actor)[:most]),
        unread_messages=list(unread_messages(actor)[:most]),
        reviews=list(undecided_reviews(actor)[:most]),
        requests=list(firm_requests(actor)[:most]),
    )

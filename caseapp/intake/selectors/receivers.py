"""Which authorities may receive a complaint from the place it happened in."""

from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import authorities_for
from caseapp.core.enums import ActorSector
from caseapp.intake.selectors.drafts import Answers
from caseapp.law.models import AuthorityRoute
from caseapp.law.selectors import jurisdiction_chain, parts_of


def authorities_for_answers(answers: Answers) -> list[Authority]:
    """Authorities that hear complaints from the place answered, nearest first; about public bodies only if they do.

    Whoever named a country alone is offered those of its parts as well: they know which it was.
    """
    place = answers.get("where", "jurisdiction")
    places = [*jurisdiction_chain(place), *parts_of(place)]
    found = authorities_for(places)
    if answers.get("where", "respondent_kind") == ActorSector.PUBLIC:
        found = found.filter(receives_public_sector=True)
    return sorted(found, key=lambda row: (places.index(row.jurisdiction_id), row.name))


def routes_named(answers: Answers, limit: int = 6) -> list[AuthorityRoute]:
    """Who takes complaints by the law of the place, so that nobody is left without an address; one statement."""
    places = list(jurisdiction_chain(answers.get("where", "jurisdiction")))
    found = AuthorityRoute.objects.filter(framework__superseded_at=None, framework__jurisdiction_id__in=places)
    return list(found.select_related("framework").order_by("framework__code", "position")[:limit])

"""Suggestions from anybody: queued for a curator, who takes them up as a draft or says why not."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit.services import record as audit
from caseapp.core import throttle
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.precedents.enums import SuggestionState
from caseapp.precedents.models import Precedent, Suggestion
from caseapp.precedents.services.revisions import write_revision
from caseapp.precedents.workflow import CHAIN, SUGGESTION

LIMIT, WINDOW_SECONDS = 10, 3600
LONGEST = 4000


@transaction.atomic
def suggest(
    *,
    actor: Actor,
    what: str,
    url: str,
    title: str = "",
    country: str = "",
    precedent: Precedent | None = None,
    doubtful: bool = False,
    facts: Mapping[str, Any] | None = None,
    throttle_key: str,
) -> Suggestion:
    """Queue a decided matter that is missing, or wrong, for a curator. Needs no account, keeps nobody's name.
    `facts` fill the draft that a curator begins with.

    Refuses more than ten an hour from one place, and a suggestion without words or without a web address. Writes the
    audit, without the words.
    """
    errors: dict[str, Any] = {}
    if not what.strip():
        errors["what"] = _("Say in a sentence or two what was decided.")
    elif len(what) > LONGEST:
        errors["what"] = _("Enter at most %(most)s characters.") % {"most": LONGEST}
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        errors["url"] = _("Enter the web address where it can be read, such as https://court.example/1.")
    if errors:
        raise InvalidInput(errors=errors)
    throttle.hit("precedents.suggest", throttle_key, limit=LIMIT, seconds=WINDOW_SECONDS)
    made = Suggestion(
        precedent=precedent,
        what=what.strip(),
        url=url,
        title=title.strip(),
        country=country,
        language=actor.language,
        doubtful=doubtful,
        facts=dict(facts or {}),
    )
    made.save()
    audit(actor=actor, action="precedents.suggest", subject=made, chain=CHAIN, facts={"reference": made.reference})
    return made


@transaction.atomic
def answer_suggestion(
    *, actor: Actor, suggestion: Suggestion, action: str, given: Mapping[str, Any] | None = None
) -> Suggestion:
    """`accept` opens a draft of the curator's from it; `decline` says why not, which its maker can read."""

    def decide(row: Suggestion) -> None:
        row.decided_by_id, row.decided_at = actor.user_id, timezone.now()
        row.answer = str((given or {}).get("reason") or "")

    fields = ("decided_by", "decided_at", "answer")
    done = SUGGESTION.apply(actor, suggestion, action, given=given, save=fields, change=decide)
    if done.state == SuggestionState.ACCEPTED:
        done.revision = write_revision(
            actor=actor,
            precedent=done.precedent,
            content=_content(done),
            reason=str(_("Suggested by a reader: %(reference)s.") % {"reference": done.reference}),
        )
        done.save(update_fields=["revision", "updated_at"])
    return done


def _content(suggestion: Suggestion) -> dict[str, Any]:
    """The draft that a suggestion gives: its source, and its words where they can be worked on."""
    source = {"url": suggestion.url, "title": suggestion.title, "read": suggestion.what}
    if suggestion.precedent is not None:
        content = suggestion.precedent.content
        return {**content, "sources": [*content["sources"], source]}
    return {**suggestion.facts, "country": suggestion.country or None, "sources": [source]}

"""Reads of drafts: whose they are, whether they still stand, and what was answered in them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from caseapp.complaints.models import Contact
from caseapp.core.actors import Actor
from caseapp.core.enums import ActorSector
from caseapp.core.references import normalise_receipt_code
from caseapp.intake.models import Draft


@dataclass(frozen=True)
class Answers:
    """What was answered so far, by page; `contact` stands apart from the pages."""

    pages: Mapping[str, Any] = field(default_factory=dict)
    contact: Contact = field(default_factory=Contact)
    draft_id: UUID | None = None
    vault_id: UUID | None = None
    language: str = "en"
    desk: Mapping[str, str] = field(default_factory=dict)
    """Where an officer keys it in: `channel` and `received_on`; empty for everybody else."""

    def has(self, slug: str) -> bool:
        """Whether this page was answered and saved."""
        return slug in self.pages

    def stored(self, slug: str) -> dict[str, Any]:
        """The page's answers as they are stored; empty when it was not answered."""
        return dict(self.pages.get(slug, {}).get("values", {}))

    def revision(self, slug: str) -> int:
        """The revision of the page's last save; 0 when it was never saved."""
        return int(self.pages.get(slug, {}).get("revision", 0))

    def page(self, slug: str) -> str:
        """Which showing of the page was saved last."""
        return str(self.pages.get(slug, {}).get("page", ""))

    def get(self, slug: str, name: str, default: Any = "") -> Any:
        """One stored answer."""
        return self.stored(slug).get(name, default)

    @property
    def told_page(self) -> str:
        """Which page holds what was told and agreed to: a public body needs no consent, so its page asks otherwise."""
        return "public" if self.get("where", "respondent_kind") == ActorSector.PUBLIC else "consent"

    @property
    def missing(self) -> list[str]:
        """Pages that this filing needs and that have no answers yet."""
        needed = ("where", "use", self.told_page, "effect", "evidence", "contact")
        return [slug for slug in needed if not self.has(slug)]

    @property
    def occurred_on(self) -> dt.date | None:
        """The day it happened, or began."""
        given = self.get("where", "occurred_on")
        return dt.date.fromisoformat(given) if given else None


def open_drafts(actor: Actor, limit: int = 10) -> list[Draft]:
    """Drafts of the actor's account that can be continued, the last changed first."""
    if not actor.is_signed_in:
        return []
    found = Draft.objects.filter(owner_id=actor.user_id, complaint=None, expires_at__gt=timezone.now())
    drafts = list(found.exclude(sealed_code=None).order_by("-updated_at")[:limit])
    for draft in drafts:
        draft.code = draft.kept_code()
    return drafts


def draft_by_code(actor: Actor, code: str | None) -> Draft | None:
    """The draft a code opens, if it is the actor's or nobody's; expired and filed ones too.

    The code may be typed with blanks, hyphens and small letters.
    """
    known = normalise_receipt_code(code or "")
    if not known:
        return None
    mine = Q(owner=None) | Q(owner_id=actor.user_id) if actor.is_signed_in else Q(owner=None)
    about = ("complaint__jurisdiction__parent", "complaint__authority__jurisdiction", "complaint__respondent")
    draft = Draft.objects.filter(mine, lookup=Draft.lookup_of(known)).select_related(*about).first()
    if draft is not None:
        draft.code = known
    return draft


def answers_of(draft: Draft | None, language: str = "en") -> Answers:
    """The draft's answers, or none yet."""
    if draft is None:
        return Answers(language=language)
    contents = draft.contents()
    return Answers(
        pages=contents["pages"],
        contact=Contact(**contents["contact"]),
        draft_id=draft.pk,
        vault_id=draft.vault_id,
        language=draft.language,
        desk=contents.get("desk", {}),
    )


def is_expired(draft: Draft) -> bool:
    """Whether the draft's time is over."""
    return draft.complaint_id is None and draft.expires_at <= timezone.now()

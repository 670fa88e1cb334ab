"""Versions of precedents: written by one curator, made public by another, kept as history."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import curators
from caseapp.audit.services import record as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.notifications.services import notify_users, tell
from caseapp.precedents.enums import WRITABLE_STATES
from caseapp.precedents.models import Precedent, Revision
from caseapp.precedents.services.faults import Wrong
from caseapp.precedents.services.holding import hold, lock_collection, prepare
from caseapp.precedents.services.records import Checked, check_content
from caseapp.precedents.workflow import CHAIN, REVISION

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

WAITS = tell("precedents.revision_waits", _("A version of a precedent waits for a second curator: %(reference)s."))
MADE_PUBLIC = tell("precedents.revision_approved", _("Your version of a precedent is public: %(reference)s."))
SENT_BACK = tell("precedents.revision_returned", _("Your version of a precedent was sent back: %(reference)s."))


@transaction.atomic
def write_revision(
    *,
    actor: Actor,
    content: Mapping[str, Any],
    reason: str,
    precedent: Precedent | None = None,
    revision: Revision | None = None,
) -> Revision:
    """Keep a version as a draft, whole or not: of a precedent, of a new one, or over a former draft of the author's.

    Nothing becomes public. A new one without an id gets one from country, respondent and year. Writes the audit.
    Refuses who is no curator or not its author, and a version that waits, is public or was given up.
    """
    if revision is None:
        if not can(actor, "precedents.curate"):
            raise NotAllowed
        revision = Revision(precedent=precedent)
    else:
        revision = Revision.objects.select_for_update().get(pk=revision.pk)
        if not can(actor, "precedents.revision.write", revision):
            raise NotAllowed
        if revision.state not in WRITABLE_STATES:
            raise WrongState(_("Only a draft, or a version that was sent back, can be changed."))
    told = dict(content)
    if revision.precedent is not None:
        told["id"] = revision.precedent.slug
        revision.base = revision.precedent.version
    else:
        told["id"] = told.get("id") or free_id(told)
    revision.content, revision.reason, revision.author_id = told, reason.strip(), actor.user_id
    revision.save()
    audit(
        actor=actor,
        action="precedents.revision.write",
        subject=revision,
        chain=CHAIN,
        facts={"reference": revision.reference, "id": told["id"], "base": revision.base},
    )
    return revision


@transaction.atomic
def perform(*, actor: Actor, revision: Revision, action: str, given: Mapping[str, Any] | None = None) -> Revision:
    """Do one action of the workflow table.

    `propose` checks the version as loading does and tells the other curators; `approve` checks it again, makes it
    public as the next version of the precedent, keeps what it replaced and tells its author; `return` tells the author
    why. Raises InvalidInput by field, NotAllowed or WrongState.
    """
    match action:
        case "propose":
            return _propose(actor, revision)
        case "approve":
            return _approve(actor, revision, str((given or {}).get("note") or ""))
        case "return":
            return _return(actor, revision, given or {})
        case _:
            return REVISION.apply(actor, revision, action, given=given)


@transaction.atomic
def record_treatment(*, actor: Actor, precedent: Precedent, treatment: Mapping[str, str]) -> Revision:
    """Write down what became of a decision, with its source, and send it to a second curator at once.

    Refuses as `write_revision` and `propose` do; faults bear the names of the treatment's own fields.
    """
    content = precedent.content
    rows = [*content.get("treatments", []), dict(treatment)]
    reason = treatment.get("note") or treatment.get("title") or ""
    written = write_revision(actor=actor, precedent=precedent, content={**content, "treatments": rows}, reason=reason)
    try:
        return perform(actor=actor, revision=written, action="propose")
    except InvalidInput as refusal:
        own = {name.removeprefix(f"treatments_{len(rows)}_"): words for name, words in refusal.errors.items()}
        raise InvalidInput(errors=own) from refusal


def _propose(actor: Actor, revision: Revision) -> Revision:
    changed = REVISION.apply(actor, revision, "propose")
    _checked(changed)
    others = curators().exclude(pk=actor.user_id or 0).values_list("pk", flat=True)
    _notify(WAITS, changed, *others)
    return changed


def _approve(actor: Actor, revision: Revision, answer: str) -> Revision:
    lock_collection()
    subject = Revision.objects.select_related("precedent").defer("precedent__search").get(pk=revision.pk)

    def decide(row: Revision) -> None:
        row.approver_id, row.decided_at, row.answer = actor.user_id, timezone.now(), answer

    changed = REVISION.apply(actor, subject, "approve", save=("approver", "decided_at", "answer"), change=decide)
    checked = _checked(changed)
    now = changed.precedent
    before = now.content if now is not None else None
    further: dict[str, Any] = {"curated": True}
    if now is not None and not now.curated:
        further["loaded"] = before
    row = hold([prepare(checked)], actor=actor, **further)[checked.facts.id]
    changed.precedent, changed.number, changed.before, changed.content = row, row.version, before, checked.content
    changed.save(update_fields=["precedent", "number", "before", "content", "updated_at"])
    if changed.author_id is not None:
        _notify(MADE_PUBLIC, changed, changed.author_id)
    return changed


def _return(actor: Actor, revision: Revision, given: Mapping[str, Any]) -> Revision:
    def answer(row: Revision) -> None:
        row.approver_id, row.answer = None, str(given["reason"])

    changed = REVISION.apply(actor, revision, "return", given=given, save=("approver", "answer"), change=answer)
    if changed.author_id is not None:
        _notify(SENT_BACK, changed, changed.author_id)
    return changed


def _checked(revision: Revision) -> Checked:
    """The version as a record that may be stored. Raises InvalidInput with everything wrong by field."""
    checked, wrong = check_content(revision.content)
    errors: dict[str, _StrOrPromise] = {}
    for one in [*wrong, *_further(revision)]:
        errors.setdefault(one.field, one.words)
    if errors or checked is None:
        raise InvalidInput(errors=errors)
    return checked


def _further(revision: Revision) -> list[Wrong]:
    wrong = []
    if not revision.reason:
        wrong.append(Wrong("reason", _("Say why, for the history that everyone can read.")))
    if revision.precedent is None:
        slug = str(revision.content.get("id") or "")
        if "-" not in slug:
            wrong.append(Wrong("id", _("Enter a short name of at least two words, joined by hyphens.")))
        if Precedent.objects.filter(slug=slug).exists():
            wrong.append(Wrong("id", _("There is a precedent of this short name already.")))
    return wrong


def free_id(content: Mapping[str, Any]) -> str:
    """A short name that no precedent has: country, respondent and year, with a number where that is taken."""
    year = re.match(r"\d{4}", str(content.get("decided_on") or ""))
    words = [str(content.get("country") or ""), str(content.get("respondent") or "")[:60], year[0] if year else ""]
    stem = slugify(" ".join(words)) or "precedent"
    stem = stem if "-" in stem else f"{stem}-case"
    taken = set(Precedent.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(one for one in numbered if one not in taken)


def _notify(kind: str, revision: Revision, *user_ids: int) -> None:
    notify_users(
        user_ids=user_ids,
        kind=kind,
        data={"reference": revision.reference},
        path=f"/precedents/curation/{revision.reference}/",
    )

"""Keeping case files."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import CaseFile, Engagement
from caseapp.litigation.selectors.suits import open_suits
from caseapp.litigation.services.conflicts import somebody_added
from caseapp.litigation.services.limitation import work_out_limitation
from caseapp.litigation.workflow import CASE_FILE, case_file_chain

NOTES_MAX = 50_000


@transaction.atomic
def open_case_file(*, actor: Actor, engagements: Sequence[Engagement], title: str) -> CaseFile:
    """Open a case file for accepted engagements of one firm against one respondent. Writes audit.

    Refuses engagements that are not accepted, that already have a case file, or that differ in firm or respondent.
    """
    if not engagements:
        raise InvalidInput.field("engagements", _("Choose at least one engagement."))
    if not title.strip():
        raise InvalidInput.field("title", _("Give the case file a title."))
    locked = list(
        Engagement.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in engagements])
        .select_related("complaint__respondent", "complaint__jurisdiction")
        .order_by("pk")
    )
    first = locked[0]
    for engagement in locked:
        if not can(actor, "case_files.open", engagement):
            raise NotAllowed()
        if engagement.state != EngagementState.ACCEPTED:
            raise WrongState(_("A case file needs an accepted engagement."))
        if engagement.case_file_id is not None:
            raise WrongState(_("This engagement already has a case file."))
        if (engagement.firm_id, engagement.complaint.respondent_id) != (first.firm_id, first.complaint.respondent_id):
            raise InvalidInput.field("engagements", _("One case file is against one respondent."))
    case_file = CaseFile.objects.create(
        firm_id=first.firm_id,
        title=title.strip(),
        respondent=first.complaint.respondent,
        jurisdiction=first.complaint.jurisdiction,
        responsible_id=actor.user_id,
    )
    Engagement.objects.filter(pk__in=[each.pk for each in locked]).update(
        case_file=case_file, updated_at=timezone.now()
    )
    work_out_limitation(actor=actor, case_file=case_file)
    somebody_added(firm_id=case_file.firm_id)
    audit.record(
        actor=actor,
        action="case_files.open",
        subject=case_file,
        chain=case_file_chain(case_file),
        facts={"engagements": [each.reference for each in locked]},
    )
    return case_file


class Overtaken(WrongState):
    """Somebody wrote the notes while they were being written here; nothing was kept over theirs."""

    code = "overtaken"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody of your firm saved these notes while you were writing. What you typed is kept here and was "
                "not saved. Take over what you want to keep of theirs, then save."
            )
        )


@transaction.atomic
def write_notes(*, actor: Actor, case_file: CaseFile, notes: str, based_on: str = "") -> CaseFile:
    """Keep the firm's privileged notes, sealed at rest, in place of those of the version `based_on` (empty: none).

    Raises InvalidInput when they are too long, Overtaken where other notes than those stand there by now.
    """
    if not can(actor, "case_files.change", case_file):
        raise NotAllowed()
    if len(notes) > NOTES_MAX:
        raise InvalidInput.field("notes", _("Use at most 50,000 characters."))
    locked = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    if locked.notes_version != based_on and locked.open_notes() != notes:
        raise Overtaken()
    locked.seal_notes(notes)
    locked.save(update_fields=["sealed_notes", "updated_at"])
    audit.record(actor=actor, action="case_files.write_notes", subject=locked, chain=case_file_chain(locked))
    return locked


@transaction.atomic
def close(*, actor: Actor, case_file: CaseFile, reason: str) -> CaseFile:
    """Close the case file. Refused while a suit is open."""

    def now(row: CaseFile) -> None:
        row.closed_at = timezone.now()

    if can(actor, "case_files.close", case_file) and open_suits(case_file).exists():
        raise WrongState(_("Conclude, withdraw or settle the open suits first."))
    return CASE_FILE.apply(actor, case_file, "close", given={"reason": reason}, change=now, save=["closed_at"])


@transaction.atomic
def reopen(*, actor: Actor, case_file: CaseFile, reason: str) -> CaseFile:
    """Open a closed case file again."""

    def clear(row: CaseFile) -> None:
        row.closed_at = None

    return CASE_FILE.apply(actor, case_file, "reopen", given={"reason": reason}, change=clear, save=["closed_at"])


def perform(*, actor: Actor, case_file: CaseFile, action: str, given: Mapping[str, Any]) -> CaseFile:
    """Do an offered action by its name, for the act page and the API."""
    verbs = {"close": close, "reopen": reopen}
    if action not in verbs:
        raise InvalidInput.field("action", _("There is no such action."))
    return verbs[action](actor=actor, case_file=case_file, reason=given.get("reason") or "")

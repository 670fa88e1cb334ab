"""Recording a law's new version from a page: checked like the files, with a reason, beside the former one."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from caseapp.audit.services import record as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.law import gateways
from caseapp.law.models import Framework
from caseapp.law.selectors import PlainRecord
from caseapp.law.services.documents import checked_record
from caseapp.law.services.records import FrameworkRecord
from caseapp.law.services.versions import improve_texts, write_version

REASON_LENGTH = 2000


class Overtaken(WrongState):
    """Somebody recorded another version while this one was being written; `newest` is what holds now."""

    code = "overtaken"

    def __init__(self, newest: int) -> None:
        self.newest = newest
        super().__init__(
            _(
                "Somebody recorded version %(version)s of this law while you were writing. What you typed is kept. "
                "Compare it with the new version, then continue."
            )
            % {"version": newest}
        )


def preview_version(*, actor: Actor, code: str, base: int, plain: PlainRecord) -> FrameworkRecord:
    """The record as it would be written on top of version `base`; changes nothing.

    Refuses with `InvalidLaw` what loading would refuse, with `Overtaken` what rests on a version that no longer holds,
    and whoever is no administrator.
    """
    _only_administrators(actor)
    _base(code, base)
    return checked_record(code, plain)


@transaction.atomic
def record_version(
    *,
    actor: Actor,
    code: str,
    base: int,
    plain: PlainRecord,
    reason: str,
    valid_to: dt.date | None = None,
    holds_from: dt.date | None = None,
) -> Framework:
    """Record what an administrator changed in a law; screenings made by the former version keep it.

    Without `holds_from` the record is corrected: version `base` is superseded. With `holds_from` the law itself
    changed on that day: version `base` stays as the law up to it (exclusive). `valid_to` is the day from which the law
    no longer reads so. Where only translations or `valid_to` differ, version `base` itself is bettered in place.

    Writes the audit with the reason and the fingerprint. Refuses whoever is no administrator, a missing reason, what
    loading would refuse (`InvalidLaw`), a version that no longer holds (`Overtaken`), and a change of nothing.
    """
    _only_administrators(actor)
    reason = reason.strip()
    if not reason:
        raise InvalidInput.field("reason", _("Say why the record is changed, and by which source."))
    if len(reason) > REASON_LENGTH:
        raise InvalidInput.field("reason", _("Use at most 2,000 characters."))
    list(Framework.objects.filter(code=code).select_for_update().order_by("pk").values_list("pk", flat=True))
    gateways.reference_changed()
    old = _base(code, base)
    if holds_from is not None:
        return _amend(actor, old, plain, reason, valid_to, holds_from)
    record = checked_record(code, plain)
    _check_end(record, valid_to)
    if record.fingerprint == old.fingerprint:
        return _better(actor, old, record, reason, valid_to)
    return write_version(
        actor,
        record,
        supersedes=old,
        valid_to=valid_to,
        reason=reason,
        **_departure(old, record.fingerprint),
    )


def _only_administrators(actor: Actor) -> None:
    if not (actor.is_administrator or actor.is_system):
        raise NotAllowed()


def _base(code: str, version: int) -> Framework:
    """The version that is edited, which must still hold."""
    found: Framework | None = Framework.objects.filter(code=code, version=version).with_parts().first()
    if found is None:
        raise NotFound()
    if not found.is_current:
        newest = Framework.objects.current().filter(code=code).order_by("-version").values_list("version", flat=True)
        raise Overtaken(newest[0])
    return found


def _departure(old: Framework, fingerprint: str) -> dict[str, str]:
    """From which of the file's records the new version departs; from none where it leads back to it."""
    departs_from = old.file_fingerprint or old.fingerprint
    if fingerprint == departs_from:
        return {"file_fingerprint": "", "file_texts": old.file_texts}
    return {"file_fingerprint": departs_from, "file_texts": old.file_texts}


def _amend(
    actor: Actor, old: Framework, plain: PlainRecord, reason: str, valid_to: dt.date | None, holds_from: dt.date
) -> Framework:
    if old.valid_from is not None and holds_from <= old.valid_from:
        raise InvalidInput.field("holds_from", _("The new text must hold from a later day than the present one."))
    if old.valid_to is not None and holds_from >= old.valid_to:
        raise InvalidInput.field("holds_from", _("The present text has ended before that day."))
    amended = replace(plain, columns={**plain.columns, "valid_from": holds_from})
    record = checked_record(old.code, amended)
    _check_end(record, valid_to)
    Framework.objects.filter(pk=old.pk).update(valid_to=holds_from)
    return write_version(
        actor, record, supersedes=None, valid_to=valid_to, reason=reason, **_departure(old, record.fingerprint)
    )


def _better(actor: Actor, old: Framework, record: FrameworkRecord, reason: str, valid_to: dt.date | None) -> Framework:
    """Translations and the last day, which may change in place."""
    texts_before = FrameworkRecord(old.code, old.valid_from, *_plain(old)).texts_fingerprint
    count = improve_texts(old, record)
    changed: dict[str, Any] = {}
    if count:
        changed["file_texts"] = old.file_texts or texts_before
    if valid_to != old.valid_to:
        changed["valid_to"] = valid_to
    if not changed:
        raise InvalidInput(_("Nothing would change."))
    Framework.objects.filter(pk=old.pk).update(**changed)
    audit(
        actor=actor,
        action="law.better_framework",
        subject=old,
        facts={
            "code": old.code,
            "version": old.version,
            "fingerprint": old.fingerprint,
            "texts": count,
            "valid_to": valid_to,
            "reason": reason,
        },
    )
    old.refresh_from_db()
    return old


def _plain(framework: Framework) -> tuple[Any, Any]:
    plain = PlainRecord.of(framework)
    return plain.columns, plain.parts


def _check_end(record: FrameworkRecord, valid_to: dt.date | None) -> None:
    if valid_to is not None and record.valid_from is not None and valid_to <= record.valid_from:
        raise InvalidInput.field("valid_to", _("The last day must lie after the first."))

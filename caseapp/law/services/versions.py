"""Writing a framework's record: a new version beside the former one, or better translations in place."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils import timezone

from caseapp.audit.services import record as audit
from caseapp.core.actors import Actor
from caseapp.law.models import (
    AuthorityRoute,
    DamagesRule,
    DeadlineRule,
    Element,
    Exemption,
    Framework,
    Ground,
)
from caseapp.law.services.records import FrameworkRecord

PARTS: "dict[str, type[models.Model]]" = {
    "elements": Element,
    "grounds": Ground,
    "exemptions": Exemption,
    "damagesrules": DamagesRule,
    "authorityroutes": AuthorityRoute,
    "deadline_rules": DeadlineRule,
}


def write_version(actor: Actor, record: FrameworkRecord, *, supersedes: Framework | None, **about: Any) -> Framework:
    """Write the record as the code's next version; the one it corrects is superseded. Audited with its fingerprint.

    `about` gives the columns that say when it holds and why it was recorded. Called in a transaction.
    """
    last = Framework.objects.filter(code=record.code).aggregate(last=Max("version"))["last"] or 0
    if supersedes is not None:
        Framework.objects.filter(pk=supersedes.pk).update(superseded_at=timezone.now())
    framework = Framework.objects.create(
        code=record.code, version=last + 1, fingerprint=record.fingerprint, **record.columns, **about
    )
    for name, rows in record.parts.items():
        shared = {"jurisdiction_id": framework.jurisdiction_id} if name == "deadline_rules" else {}
        manager: Any = PARTS[name]._default_manager
        manager.bulk_create([PARTS[name](framework=framework, **shared, **row) for row in rows])
    facts: dict[str, Any] = {
        "code": framework.code,
        "version": framework.version,
        "fingerprint": framework.fingerprint,
    }
    if framework.reason:
        facts["reason"] = framework.reason
    audit(actor=actor, action="law.record_framework", subject=framework, facts=facts)
    return framework


def improve_texts(framework: Framework, record: FrameworkRecord) -> int:
    """Write translations that differ; the law itself is untouched. Returns how many texts changed."""
    count = improve_row(framework, record.columns)
    for name, rows in record.parts.items():
        for part, row in zip(getattr(framework, name).all(), rows, strict=True):
            count += improve_row(part, row)
    return count


def improve_row(instance: models.Model, row: Mapping[str, Any]) -> int:
    """Write the translations of one row that differ; returns how many did."""
    changed = {
        column: value for column, value in row.items() if column.endswith("_zh") and getattr(instance, column) != value
    }
    if changed:
        type(instance)._default_manager.filter(pk=instance.pk).update(**changed)
    return len(changed)

"""A recorded version as plain columns and parts, to be shown, compared and edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import models

from caseapp.law.models import Framework

PARTS = ("elements", "grounds", "exemptions", "damagesrules", "authorityroutes", "deadline_rules")
"""The kinds of parts of a framework, by the names they have on its row."""

ABOUT_THE_VERSION = frozenset(
    {
        "id",
        "code",
        "version",
        "fingerprint",
        "recorded_at",
        "superseded_at",
        "valid_to",
        "reason",
        "file_fingerprint",
        "file_texts",
    }
)
"""Columns of a framework that say when and why it was recorded, not what the law says."""

ABOUT_THE_PART = frozenset({"id", "framework_id"})
ABOUT_THE_PERIOD = ABOUT_THE_PART | {"jurisdiction_id", "version", "fingerprint", "superseded_at", "valid_to"}


@dataclass(frozen=True)
class PlainRecord:
    """What one version of a framework says: its own columns, and the rows of each kind of part in their order."""

    columns: Mapping[str, Any]
    parts: Mapping[str, Sequence[Mapping[str, Any]]]

    @classmethod
    def of(cls, framework: Framework) -> Self:
        """Of a recorded version; one query for each kind of part that was not fetched with it."""
        return cls(
            _columns(framework, ABOUT_THE_VERSION),
            {
                name: tuple(
                    _columns(row, ABOUT_THE_PERIOD if name == "deadline_rules" else ABOUT_THE_PART)
                    for row in getattr(framework, name).all()
                )
                for name in PARTS
            },
        )


def _columns(row: models.Model, without: frozenset[str]) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in without
    }

"""Reading the law's data files and refusing them, with the record named, before anything is written."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import DomainError
from caseapp.rules.dates import last_possible_day

Row = dict[str, Any]


class InvalidLaw(DomainError):
    """The files cannot be loaded; `problems` name each record and what is wrong with it."""

    code = "invalid_law"
    title = _("The law's data cannot be loaded")

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass
class Problems:
    """Collects what is wrong, so that one run names everything."""

    found: list[str] = field(default_factory=list)

    def say(self, record: str, problem: str) -> None:
        self.found.append(f"{record}: {problem}")

    def raise_if_any(self) -> None:
        if self.found:
            raise InvalidLaw(self.found)


@dataclass(frozen=True)
class FrameworkRecord:
    """One framework as rows for the tables: its own columns and those of each kind of part."""

    code: str
    valid_from: dt.date | None
    columns: Row
    parts: Mapping[str, tuple[Row, ...]]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical record: everything but translations, keys sorted."""
        return fingerprint({"framework": self.columns, **{name: list(rows) for name, rows in self.parts.items()}})

    @property
    def texts_fingerprint(self) -> str:
        """SHA-256 of the translations alone, in the record's order."""
        rows = (self.columns, *(row for rows in self.parts.values() for row in rows))
        texts = [[key, row[key]] for row in rows for key in sorted(row) if key.endswith("_zh")]
        return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def fingerprint(value: Any) -> str:
    """SHA-256 over sorted, compact JSON without translations (keys ending in `_zh`)."""
    canonical = json.dumps(_without_translations(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _without_translations(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_translations(one) for key, one in value.items() if not key.endswith("_zh")}
    if isinstance(value, list | tuple):
        return [_without_translations(one) for one in value]
    return str(value) if isinstance(value, dt.date | Decimal) else value


def read_json(path: Path) -> Any:
    """The file's content; a missing or broken file is an `InvalidLaw` that names it."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InvalidLaw([f"{path.name}: the file is missing"]) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise InvalidLaw([f"{path.name}: not valid JSON ({fault})"]) from None


def partial_date(record: str, name: str, value: Any, problems: Problems) -> dt.date | None:
    """The last day that `YYYY[-MM[-DD]]` can mean, or None; anything else is a problem."""
    if value in (None, ""):
        return None
    try:
        return last_possible_day(value)
    except (ValueError, AttributeError):
        problems.say(record, f"{name} {value!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD")
        return None


def whole_date(record: str, name: str, value: Any, problems: Problems) -> dt.date | None:
    """A full date, or None; anything else is a problem."""
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(value)
    except (ValueError, TypeError):
        problems.say(record, f"{name} {value!r} is not a date as YYYY-MM-DD")
        return None


def member(record: str, name: str, value: Any, allowed: Iterable[str], problems: Problems) -> str:
    """The value, which must be one of the enumeration's."""
    if value not in tuple(allowed):
        problems.say(record, f"{name} {value!r} is not known")
    return str(value)
